"""Telling ages from durations: «un homme de 38 ans» is no date, «une peine de 20 ans» is one."""

import re

from pipeline.extractors.date_rules.grammar import Site

# Nouns whose «de N ans» is how long they last.
_LASTS = re.compile(
    r"(?:periode|duree|peine|mandat|guerre|conflit|crise|regne|bail|contrat|retard|delai|prison"
    r"|reclusion|emprisonnement|detention|sursis|transition|experience|carriere|anciennete|regime"
    r"|cycle|plan|programme|projet|pouvoir|moratoire|maturite|echeance|garantie|absence|exil"
    r"|bataille|lutte|combat|histoire|existence|service|interdiction|suspension|horizon|vie"
    r"|presence|occupation|embargo|instabilite|paix|mariage|formation|terme|pause|attente"
    r"|cavale|negociations?|recherches?|travail|silence|captivite|rebellion|insurrection|cinquantenaire"
    r"|intervalle|moyenne|ecart|avance|recul|espace|bout|terme|au cours|lors|plus|moins|pres|quelque"
    r"|total|maximum|minimum|reste)"
    r"(?: [a-z'-]+){0,2} (?:de|d'environ|d'au moins|d'au plus|de plus de|de moins de|de pres de)$"
)
# Nouns of people, and what marks an age around the figures.
_PEOPLE = re.compile(
    r"(?:homme|femme|fille|fillette|garcon|garconnet|enfant|jeune|adolescente?|etudiante?|eleve|fils"
    r"|pere|mere|veuve|veuf|joueur|joueuse|attaquante?|defenseur|milieu|gardien|ailier|athlete"
    r"|citoyenn?e?|ressortissante?|quinquagenaire|bebe|gamine?|individu|suspecte?|victime"
    r"|orphelin|orpheline|lyceen|lyceenne|collegien|soldat|militaire|chauffeur|paysan|commercante?"
    r"|cultivateur|berger|eleveur|journaliste|ancien|veteran|politique|personne|vieillard|patiente?"
    r"|chanteur|chanteuse|artiste|migrant|sexagenaire|frere|soeur|mineure?|sujet|dame|monsieur"
    r"|milliardaire|avocat|medecin|pilote|entraineur|technicien|candidat|president|noir|blanc"
    r"|styliste|international|epoux|epouse|mari|cousine?|neveu|niece|fiancee?|voisine?|agent|policier)s?"
    r"(?: [a-z'-]+){0,2} (?:de|d'environ|de plus de|de moins de|d'a peine)$"
)
_NATIONALITY = re.compile(r"(?:ien|ienne|ais|aise|ain|aine|ois|oise|iste|eur|euse)s? de$")
_AGE_WORDS = re.compile(
    r"(?:\bage[es]{0,2}(?: d(?:e|'))?(?: [a-z]+){0,2}|l'age (?:de|d'a peine|d'environ|legal de)"
    r"|\b(?:a|ai|avait|ont|avaient|aura|auront|eu|avoir|ayant|fete|fetera|vient de feter)"
    r"(?: (?:que|deja|seulement|a peine|alors|aujourd'hui|maintenant|environ|tout juste)){0,2}"
    r"|\bdes (?:moins|plus) de|\bles (?:moins|plus) de|\bdes|\bles|(?:de|entre) \d\d? (?:a|et)|\d\d?-)$"
)
_HOLDS = re.compile(
    r"\W{0,2}(?:de|d'|apres|avant|plus|sans|que|pour|passes|durant|consecutifs|d affilee|maximum|a venir|pile|et demi)"
)


def is_age(site: Site) -> bool:
    """Whether figures with «ans» tell someone's age, by the words on both sides of them."""
    before = site.before(60)
    stripped = before.rstrip()
    after = site.after(24)
    if stripped.endswith("("):
        return after[:1] == ")"
    if stripped.endswith((",", "-")) and not _HOLDS.match(after):
        # «Adama Touré, 34 ans, …»: after a name or a noun and a comma.
        return after[:1] in ",.;):" or after[:1] == ""
    if _AGE_WORDS.search(stripped):
        # «a 38 ans» is an age; «a 32 ans de mariage» and «des 30 ans» of an event are not.
        if stripped.endswith((" des", " les")):
            return False
        return not re.match(r" (?:d'(?:experience|existence|age)|de (?:mariage|prison|carriere|service|vie|pouvoir|retard))", after) or "age" in after[:8]
    if stripped.endswith((" a", " à")) or stripped == "a":
        return not _HOLDS.match(after)
    if stripped.endswith((" de", " d'environ", " d'a peine", " de plus de", " de moins de")):
        if _LASTS.search(stripped):
            return False
        if _PEOPLE.search(stripped) or _NATIONALITY.search(stripped):
            return True
        name = site.text[max(0, site.start - 60) : site.start].split()
        return len(name) >= 2 and name[-1] == "de" and name[-2][:1].isupper()
    return False
