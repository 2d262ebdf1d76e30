"""Which numbers whose noun is left out are counts: parts, subjects, figures compared, totals."""

import re

from pipeline.extractors.count_situation import Situation, total_of

_PREDICATES = frozenset(
    "sont ont étaient avaient seraient auraient furent est a était avait".split()
)
_NAMED_WHOLE = re.compile(
    r" des [\w -]{1,30}?(?:otages|soldats|militaires|gendarmes|policiers|combattants|casques bleus"
    r"|détenus|prisonniers|terroristes|assaillants|blessés|morts|disparus|réfugiés|déplacés)\b"
)
_REFLEXIVE = frozenset("s' se n' ne en y".split())
_JOINTS = frozenset("; , et – —".split())
_FIGURE = frozenset("chiffre nombre bilan total".split())
_FOLLOWS = frozenset("en au à l' le la il un une pour , . seulement hier auparavant )".split())


def is_elliptic_part(s: Situation) -> bool:
    follows = s.plain or s.after in s.lexicon.nationalities
    return s.previous == "dont" and s.antecedent is not None and follows


def is_bare_casualty(s: Situation) -> bool:
    """«dix terroristes tués, trois capturés», «il n'en a perdu que deux»."""
    if not s.casualty or s.reading.cost > (0.5 if s.previous == "que" else 0):
        return False
    return s.antecedent is not None or (s.earlier is not None and s.earlier.implicit)


def is_compared(s: Situation) -> bool:
    """«600 personnes ont fui, contre 200 en mars», «ce chiffre pourrait atteindre 900»."""
    if s.antecedent is None or not s.antecedent.reading.role:
        return False
    if s.previous == "contre":
        return s.after in _FOLLOWS
    head = s.words.texts[max(0, s.place.first - 5) : s.place.first]
    return s.previous in ("atteindre", "dépasser") and s.plain and not _FIGURE.isdisjoint(head)


def is_elliptic_subject(s: Situation) -> bool:
    if s.after == "par" and s.antecedent is not None and s.previous in (",", "et"):
        return s.antecedent.reading.strong  # «8 civils tués par les uns et 5 par les autres»
    if s.after == "des" and _NAMED_WHOLE.match(s.text):
        return True
    source = s.antecedent or s.earlier
    same = source is not None and source.reading.role == s.reading.role
    if same and s.reading.role == "captured" and s.reading.cost <= 2 and s.after in _REFLEXIVE:
        return True  # «200 élèves enlevés. Quarante se sont échappées»
    if same and s.reading.role == "displaced" and s.reading.cost <= 2 and s.previous in _JOINTS:
        return s.after in s.lexicon.cues  # «900 Maliens ont été rapatriés ; une centaine attendent»
    if not s.casualty:
        return False
    among = s.of_them or s.after == "des"
    if s.antecedent is None and not (s.of_whole or s.of_named):
        opens = s.place.first <= 1 or s.previous in _JOINTS
        if s.earlier is None and not (opens and s.after_people):
            return False
    follows = among or s.after in _PREDICATES or s.after in _REFLEXIVE
    return s.reading.cost <= (6 if among else 2) and follows


def is_total(s: Situation) -> bool:
    noun = total_of(s.words, s.place, s.lexicon)
    return noun is not None and (s.plain or s.after == "le")
