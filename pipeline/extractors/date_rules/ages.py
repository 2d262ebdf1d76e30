"""Telling ages from durations: «un homme de 38 ans» is no date, «une peine de 20 ans» is one."""

import re

from pipeline.extractors.date_rules.rule import Site
from pipeline.normalizers.dates_numbers import number

_OLDEST = 125
_SMALL_WORDS = (
    r"(?: ?(?:environ|seulement|a peine|au moins|au plus|deja|plus de|moins de|pres de|quelque"
    r"|aujourd'hui|alors|maintenant|tout juste|que|entre|de)){0,3}"
)
# Nouns whose «de N ans» is how long they last.
_LASTS = re.compile(
    r"\b(?:periodes?|durees?|peines?|mandats?|guerres?|conflits?|crises?|regnes?|baux|bail"
    r"|contrats?"
    r"|retards?|delais?|prison|reclusion|emprisonnements?|detention|sursis|transition|experience"
    r"|carriere|anciennete|regime|cycles?|plans?|programmes?|projets?|pouvoir|moratoire|maturite"
    r"|echeance|garantie|absence|exil|bataille|lutte|combats?|histoire|existence|service"
    r"|interdiction|suspension|horizon|vie|presence|occupation|embargo|instabilite|paix|mariage"
    r"|formation|terme|pause|attente|cavale|negociations?|recherches?|travail|travaux|silence"
    r"|captivite|rebellion|insurrection|intervalle|moyenne|ecart|avance|recul|espace|bout|cours"
    r"|total|maximum|minimum|reste|labeur|amitie|cooperation|relations?|tradition|conge"
    r"|sejour|mission|treve|quarantaine|blocus|couvre-feu|siege|feuilleton|calvaire|monopole"
    r"|bilan)"
    rf"(?: [a-z'-]+){{0,2}}? (?:de|d'){_SMALL_WORDS}$"
)
_OVER = re.compile(
    r"\b(?:depuis|pendant|durant|apres|avant|en|dans|il y a|sur|pour|voila|fait)"
    + _SMALL_WORDS
    + "$"
)
# Nouns of people, and what marks an age around the figures.
_PEOPLE = re.compile(
    r"\b(?:hommes?|femmes?|filles?|fillettes?|garcons?|garconnets?|enfants?|jeunes?|adolescente?s?"
    r"|etudiante?s?|eleves?|fils|peres?|meres?|veu(?:ve|f)s?|athletes?|ressortissante?s?|bebes?"
    r"|gamine?s?|individus?|suspecte?s?|victimes?|orpheline?s?|soldats?|militaires?|paysans?"
    r"|commercante?s?|bergers?|veterans?|personnes?|vieillards?|patiente?s?|artistes?|migrante?s?"
    r"|freres?|soeurs?|mineure?s?|sujets?|dames?|avocate?s?|medecins?|pilotes?|candidate?s?"
    r"|presidente?s?|noire?s?|blancs?|epou(?:x|se)|maris?|cousine?s?|neveux?|nieces?|fiancee?s?"
    r"|voisine?s?|agente?s?|adjudante?s?|caporal|caporaux|sergente?s?|lieutenante?s?|capitaines?"
    r"|colonels?|commandante?s?|generaux|malfrats?|deficiente?s?|gardiens?|milieu|attaquante?s?"
    r"|domestiques?|refugiee?s?|deplacee?s?|detenue?s?|talibes?|imams?|maitres?|natif|native)"
    rf"(?: [a-z'-]+){{0,2}} (?:de|d'){_SMALL_WORDS}$"
)
_MAKER = re.compile(
    r"(?<!int)(?<!lab)(?<!val)(?:ienn?e?|ais|aise|aine?|(?<!\bm)oise?|iste|eur|euse|trice|enaire"
    r"|iers?|ieres?)s?"
    rf"(?: [a-z'-]+){{0,2}} (?:de|d'){_SMALL_WORDS}$"
)
_AGED = re.compile(
    rf"(?:\bage[es]{{0,3}}\b[^.;,]{{0,45}}|l'age (?:legal )?(?:de|d'){_SMALL_WORDS}"
    r"|\b(?:ses|mes|leurs|tes)|\b(?:fete|fetera|atteint|atteindre|attein\w+)(?: l'age de)?"
    rf"|\b(?:ai|as|avais|avait|avaient|aura|aurait|auront|eut|avoir|ayant|ait|ont|n'a"
    rf"(?:vait)? pas){_SMALL_WORDS}"
    r"|vie(?:ux|ille|illes) de|vieux d'|\b(?:des|les|aux) (?:moins|plus) de|\ba partir de"
    r"|\b(?:enfants?|filles?|garcons?|femmes?|jeunes) (?:de|des|agee?s de) (?:moins|plus) de)$"
)
# After «38 ans»: what makes it a length of time, whatever stands before.
_HOLDS = re.compile(
    r" (?:de |d'(?!age)|apres\b|avant\b|plus t|sans\b|que\b|pour\b|passes\b|durant\b"
    r"|consecutif|d'affilee"
    r"|maximum\b|a venir\b)"
)


_HAS = re.compile(
    r"\ba(?: (?:déjà|aujourd'hui|maintenant|alors|seulement|environ|à peine|que|moins de|plus de"
    r"|moins d'|plus d'|un peu|près de|presque|au moins|au plus|tout juste))+ $",
    re.I,
)


def is_age(site: Site) -> bool:
    """Whether figures with «ans» or «mois» tell someone's age, by the words on both sides."""
    before = site.before(70)
    stripped = before.rstrip()
    if stripped.endswith(("vieux de", "vieille de", "vieilles de")):
        return True
    if (number(site.groups.get("n") or "") or 0) > _OLDEST:
        return False
    after = site.after(24)
    if stripped.endswith("("):
        return after[:1] == ")"
    if after.startswith((" d'age", " revolus", " et plus", " ou plus", " et demi et plus")):
        return True
    if stripped.endswith(",") or before.endswith((" - ", "- ")):
        # «Adama Touré, 34 ans, …»: after a name or a noun and a comma.
        return not _HOLDS.match(after) and after.lstrip()[:1] in (
            ",",
            ".",
            ";",
            ")",
            ":",
            "",
            "-",
            "(",
        )
    if before.endswith((" a ", "\na ")) or before == "a ":
        return not after.startswith((" de ", " du ", " des ", " d'", " apres", " plus", " avant"))
    if _HAS.search(site.text[max(0, site.start - 24) : site.start]):
        return not after.startswith((" de ", " d'", " apres"))
    if _AGED.search(stripped):
        return not _HOLDS.match(after) or "age" in stripped
    if before.endswith(("de ", "d'")) or re.search(r"(?:de|d')" + _SMALL_WORDS + "$", stripped):
        if _LASTS.search(stripped) or _OVER.search(stripped):
            return False
        if stripped.endswith((" de moins de", " de plus de")):
            return not after.startswith((" de ", " d'"))
        if _PEOPLE.search(stripped) or _MAKER.search(stripped):
            return True
        name = site.text[max(0, site.start - 60) : site.start].split()
        return (
            len(name) >= 2
            and name[-1] == "de"
            and name[-2][:1].isupper()
            and name[-2] not in ("Près", "Plus", "Moins", "Environ")
        )
    return False
