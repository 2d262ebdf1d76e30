"""Which numbers are counts: the scope that the annotation guide draws, rule by rule.

Each rule of `RULES` is one entry: what it is about, its test, how often it is right (measured on
the training texts), and its examples with the counts marked «‹13 soldats›»; one test runs every
example of every rule. A number is a count by the first rule that takes it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extractors.count_ellipsis import (
    is_bare_casualty,
    is_compared,
    is_elliptic_part,
    is_elliptic_subject,
    is_total,
)
from pipeline.extractors.count_situation import Found, Situation
from pipeline.normalizers.count_cues import MILITARY

_AT_WAR = MILITARY - frozenset("opération mission force forces unité unités compagnie".split())
_DEFINITE = frozenset("les ces des aux nos leurs".split())
_OPEN_HEADS = frozenset("autre autres jeune jeunes".split())
_OF_FORCE = re.compile(
    r"[^.;,]{0,40}? (?:de|du|des|d') ?(?:la |l')?(?:\w+ ){0,2}?(?:police|armées?|gendarmerie|garde"
    r"|forces? (?:de|armée)|unités?|bataillons?|régiments?|brigades?|compagnies?|légion"
    r"|groupement|escadrons?|pelotons?|GMS|BAC|CRS|FAMa|FAMA|Minusma|MINUSMA|Barkhane|Serval|Takuba)\b"
)
# «200 détenus pour 100 000 habitants» is a rate, like a percentage.
_RATE = re.compile(
    r"[^.;,]{0,40}? (?:pour|sur|par) (?:1 000|10 000|100 000|mille|cent mille|million)\b"
)
_PARENTS = frozenset("père mère parent parents veuf veuve papa maman".split())
_CHILDREN = frozenset("enfant enfants fils fille filles garçon garçons orphelins".split())
_DEFRAUDED = re.compile(r"(?:escro|arnaqu|fraud|hame[cç]on|rançon|pirat|harcel|harcèl)")
_SHARES = frozenset("partie moitié majorité fraction".split())
_AMONG = frozenset("eux elles lesquels lesquelles ceux-ci celles-ci".split())
# How far (see `Reading.cost`) the word that makes casualties of people may stand: from several,
# and from one.
_REACH = {
    "casualty": (9.0, 4.0),
    "force": (9.0, 4.0),
    "men": (7.0, 3.0),
    "person": (7.0, 2.3),
}


def judge(situation: Situation) -> Found | None:
    """The count that a number is by the first rule that takes it, or None."""
    high, low = situation.phrase.amount.high, situation.phrase.amount.low
    if (high or low or 0) < 1 or _noun_unknown(situation) or _RATE.match(situation.text):
        return None
    if _is_family(situation) or _is_defrauded(situation) or _is_one_among(situation):
        return None
    for rule in RULES:
        if rule.named == (situation.noun is not None) and rule.test(situation):
            return _found(situation, rule)
    return None


def _found(s: Situation, rule: "ScopeRule") -> Found:
    listed = s.antecedent is not None and s.antecedent.part_of and s.reading.joined
    source = s.antecedent or s.earlier
    unit = s.noun.unit if s.noun else source.unit if source else "persons"
    implicit = rule.borrows and s.antecedent is None and not (s.of_whole or s.of_named)
    return Found(s.phrase, s.reading, rule.score, unit, s.part or listed, implicit)


def _noun_unknown(s: Situation) -> bool:
    """«deux autres félins», «trois jeunes léopards»: the noun counted is one we do not know."""
    if s.noun is None or s.words.texts[s.place.after - 1] not in _OPEN_HEADS or s.plain:
        return False
    return s.after not in s.lexicon.nationalities and s.after.endswith(("s", "x"))


def _is_family(s: Situation) -> bool:
    """«mère de quatre enfants» says who she is, whatever became of her."""
    texts, first = s.words.texts, s.place.first
    child = texts[s.place.after - 1] in _CHILDREN
    return child and first > 1 and s.previous in ("de", "d'") and texts[first - 2] in _PARENTS


def _is_defrauded(s: Situation) -> bool:
    """Victims of a fraud, or alleged ones, are no casualties."""
    if not s.words.texts[s.place.after - 1].startswith("victime"):
        return False
    return s.after.startswith("présumé") or any(_DEFRAUDED.match(w) for w in s.words.texts)


def _is_one_among(s: Situation) -> bool:
    """«l'un des otages» picks one out; «un blessé sur deux», «dont une partie» are shares."""
    if s.noun is None:
        return s.previous == "sur" or (s.one and s.after in _SHARES)
    return s.one and s.previous == "l'" and s.scope != "force"


def _is_casualty_noun(s: Situation) -> bool:
    if s.scope != "casualty" or s.noun is None:
        return False
    event = s.words.texts[s.place.first : s.place.after] == ["une", "mort"]  # a death, not one dead
    return not s.one or (s.noun.alone and not event)


def _is_casualty(s: Situation) -> bool:
    within = s.reading.cost <= _REACH[s.scope][s.one]
    return s.casualty and within and not (s.one and s.reading.role == "displaced")


def _is_on_the_move(s: Situation) -> bool:
    """«600 personnes ont traversé», where the text is about people who flee or migrate."""
    moves = s.reading.role == "displaced" and s.reading.cost <= 8
    return s.scope == "person" and not s.one and moves and s.in_setting


def _is_of_force(s: Situation) -> bool:
    if s.scope != "men" or s.one:
        return False
    soldiers = s.noun is not None and s.noun.unit == "persons"  # «hommes»; agents may be a town's
    serving = s.reading.role in ("strength", "deployment") and s.reading.cost <= 4
    if serving and (soldiers or s.military):
        return True
    amount = s.phrase.amount
    many = (amount.high or amount.low or 0) >= 20
    return _OF_FORCE.match(s.text) is not None or (many and s.military)


def _is_national_troop(s: Situation) -> bool:
    if s.noun is None or not s.noun.nationality or s.one:
        return False
    if _OF_FORCE.match(s.text):
        return True
    return (
        s.reading.cost <= 3
        and s.reading.role in ("strength", "deployment")
        and not _AT_WAR.isdisjoint(s.words.texts)
    )


def _is_listed(s: Situation) -> bool:
    before = s.antecedent
    if before is None or not s.reading.joined:
        return False
    shared = s.reading.strong and s.reading.cost <= 7
    if s.one:
        return before.part_of or (s.scope == "force" and shared)
    noun = before.phrase.noun
    troops = noun is not None and noun.scope in ("force", "men") and s.scope == "men"
    return shared or before.part_of or troops


def _is_among_counted(s: Situation) -> bool:
    """«Parmi eux, six enfants», «sur les 900 réfugiés, 40 Soudanais»."""
    texts = s.words.texts
    if s.antecedent is None:
        opens = len(texts) > 1 and texts[0] == "parmi" and texts[1] in _AMONG
        return opens and s.earlier is not None and not s.one
    first, _ = s.words.covering(s.antecedent.phrase.start, s.antecedent.phrase.end)
    before = texts[max(0, first - 2) : first]
    whole = s.antecedent.phrase.noun
    known = s.antecedent.reading.role or (whole.role if whole else "")
    return not s.one and "sur" in before and known != ""


def _is_likely(s: Situation) -> bool:
    source = s.antecedent or s.earlier
    if s.noun is None:
        return s.proposed and source is not None and s.plain
    troops = s.scope in ("force", "men") or bool(s.noun.nationality)
    near = s.military or (source is not None and source.unit != "civilians")
    ground = (s.casualty and s.reading.cost <= 15) or (troops and not s.one and near)
    return s.proposed and ground


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One rule of scope.

    Attributes:
        name: what it takes for a count.
        named: True for numbers with their noun, False for those whose noun is left out.
        test: whether it takes a number.
        score: how often it is right.
        examples: sentences with all their counts marked.
        borrows: True where the noun may stand in the sentence before.
    """

    name: str
    named: bool
    test: Callable[[Situation], bool]
    score: float
    examples: tuple[str, ...]
    borrows: bool = False


RULES = (
    ScopeRule(
        "casualties by their noun",
        True,
        _is_casualty_noun,
        0.9,
        (
            "L'attaque a fait ‹une vingtaine de blessés› et ‹un mort›.",
            "Aucun blessé, une mort annoncée.",
            "La région compte ‹plus de 400.000 déplacés› internes.",
            "Le pays a 200 détenus pour 100 000 habitants.",
            "L'escroc a volé 40 victimes ; mère de trois enfants, elle a été arrêtée.",
        ),
    ),
    ScopeRule(
        "members of forces by their noun",
        True,
        lambda s: s.scope == "force" and not s.one,
        0.95,
        (
            "‹13 soldats› français et ‹deux casques bleus› gardent le camp.",
            "On a vu ‹huit vaillants militaires›, un soldat et le 17e gendarme.",
            "Un soldat sur deux reste au camp.",
        ),
    ),
    ScopeRule(
        "people made casualties by what governs them",
        True,
        lambda s: not s.one and _is_casualty(s),
        0.92,
        (
            "‹38 civils› ont été tués en mars.",
            "La mort de ‹deux enseignants› a ému la ville de 40 000 habitants.",
            "Le tribunal a entendu 12 personnes ; la police en a vu 30.",
        ),
    ),
    ScopeRule(
        "one made a casualty by what governs them",
        True,
        lambda s: s.one and _is_casualty(s),
        0.6,
        (
            "‹Un soldat› est mort, un autre est rentré.",
            "Le village pleure la mort d'‹un de ses gendarmes›, tombé devant un officier.",
        ),
    ),
    ScopeRule(
        "people on the move",
        True,
        _is_on_the_move,
        0.8,
        (
            "‹Près de 900 personnes› ont traversé la baie à bord de canots.",
            "Des réfugiés campent au bord du fleuve. ‹Trois cents Maliens› sont arrivés lundi.",
            "Trois cents élèves sont arrivés lundi au lycée.",
        ),
    ),
    ScopeRule(
        "totals with their noun",
        True,
        lambda s: s.scope == "person" and not s.one and is_total(s),
        0.75,
        ("Le nombre de morts augmente, pour atteindre ‹3 900 personnes› en mars.",),
    ),
    ScopeRule(
        "men of a force",
        True,
        _is_of_force,
        0.9,
        (
            "La force a déployé ‹4 500 hommes› au nord.",
            "Ils étaient guidés par ‹12 éléments› de la gendarmerie.",
            "Le dossier repose sur trois éléments de preuve.",
        ),
    ),
    ScopeRule(
        "nationals who are troops",
        True,
        _is_national_troop,
        0.6,
        (
            "Le contingent a perdu ses chefs, mais ‹300 Tchadiens› patrouillent encore.",
            "Le départ des ‹2 400 Français› de Barkhane a été annoncé.",
        ),
    ),
    ScopeRule(
        "parts of a count",
        True,
        lambda s: s.part and s.antecedent is not None,
        0.8,
        ("On dénombre ‹13 tués›, dont ‹quatre enfants› et ‹un pasteur›.",),
    ),
    ScopeRule(
        "members of a list of counts",
        True,
        _is_listed,
        0.75,
        (
            "Il s'agit de ‹neuf douaniers› et ‹deux supplétifs›.",
            "L'ennemi a tué ‹dix gendarmes› et ‹un sergent›.",
            "‹Un gendarme› a été tué et ‹deux autres› blessés.",
        ),
    ),
    ScopeRule(
        "parts of people counted before",
        True,
        _is_among_counted,
        0.75,
        (
            "Le bus a ramené ‹60 réfugiés›. Parmi eux figurent ‹huit enfants›.",
            "Sur les ‹900 réfugiés› du camp, il y avait ‹40 Soudanais›.",
        ),
    ),
    ScopeRule(
        "counts said again",
        True,
        lambda s: s.repeated and s.previous in _DEFINITE,
        0.75,
        ("La police a arrêté ‹cinq voleurs›. Les ‹cinq voleurs› iront au tribunal.",),
    ),
    ScopeRule("a model's proposals with some ground", True, _is_likely, 0.6, ()),
    ScopeRule(
        "parts with the noun left out",
        False,
        is_elliptic_part,
        0.85,
        (
            "‹Trente soldats› sont tombés, dont ‹six› par balle.",
            "‹Trente blessés› sont arrivés, dont une partie par avion.",
        ),
    ),
    ScopeRule(
        "casualties with the noun left out",
        False,
        is_bare_casualty,
        0.8,
        (
            "‹Dix terroristes› tués, ‹trois› capturés, une moto saisie.",
            "Le camp dit avoir tué ‹60 miliciens› et n'en avoir perdu que ‹quatre›.",
        ),
        borrows=True,
    ),
    ScopeRule(
        "subjects with the noun left out",
        False,
        is_elliptic_subject,
        0.75,
        (
            "Des ‹quarante blessés›, ‹trente-deux› ont été amputés.",
            "‹Sept› des ‹18 villageois› enlevés ont péri.",
            "‹14› des ‹15 otages› sont rentrés.",
            "Sur 300 passagers, ‹12› ont péri.",
            "‹30 civils› ont été tués par les rebelles et ‹5› par l'armée.",
            "‹900 Ghanéens› ont été rapatriés hier ; ‹une centaine› attendent encore.",
            "Les blessés manquent de soins et ‹des dizaines› d'entre eux ont succombé.",
        ),
        borrows=True,
    ),
    ScopeRule(
        "figures compared with a count",
        False,
        is_compared,
        0.75,
        (
            "‹600 personnes› ont fui ce mois-ci, contre ‹200› en mars.",
            "Le séisme a tué ‹30 habitants› et ce chiffre pourrait atteindre ‹50›.",
        ),
    ),
    ScopeRule(
        "numbers after a label",
        False,
        lambda s: s.casualty and s.reading.cost <= 1 and s.previous == ":" and s.plain,
        0.8,
        ("Terroristes neutralisés : ‹29›. Motos saisies : 12.",),
    ),
    ScopeRule(
        "totals of people named before or after",
        False,
        is_total,
        0.8,
        (
            "Le nombre de morts est passé de ‹8› à ‹11› en 2020.",
            "Le bilan du séisme est passé de ‹40› à ‹52 morts›.",
            "Ce drame porte à ‹neuf› le total des noyés depuis janvier.",
            "Le nombre de réfugiés soudanais, d'‹environ 740 000›, double.",
        ),
    ),
    ScopeRule("a model's proposals of numbers alone", False, _is_likely, 0.6, ()),
)
