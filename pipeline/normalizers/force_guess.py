"""Kind and country of a force that no lexicon lists, from its own words and those around it."""

import re

from pipeline.normalizers.force_evidence import Evidence
from pipeline.normalizers.force_words import fold_in_place, words_of

# A word of the name, and the kind of force it tells.
_NAME_WORDS = {
    "operation": "operation",
    "front": "armed_group",
    "mouvement": "armed_group",
    "coordination": "coalition",
    "coalition": "coalition",
    "alliance": "coalition",
    "katiba": "armed_group",
    "autodefense": "self_defence",
    "vigilance": "self_defence",
    "milice": "self_defence",
    "mission": "training_mission",
    "police": "police",
    "direction": "police",
    "bureau": "police",
    "office": "police",
    "cellule": "police",
    "arrondissement": "police",
    "arrondissements": "police",
    "renseignement": "intelligence",
    "renseignements": "intelligence",
    "secrets": "intelligence",
    "commandement": "staff",
    "garde": "guard",
    "force": "joint_force",
    "centre": "unit",
}
# A word beside the name, and the kind it tells; the first that is found counts.
_SIGNS = tuple(
    (re.compile(rf"\b(?:{words})"), kind)
    for words, kind in (
        ("rebel|groupe|mouvement|djihad|jihad|terroris|insurg|combattants|faction", "armed_group"),
        ("milic|autodefense|vigilan|volontaires|chasseurs", "self_defence"),
        ("societe|mercenaire|privee", "private_company"),
        ("renseignement|espion", "intelligence"),
        ("gendarm", "gendarmerie"),
        ("polic|commissa|enquet|arret|limiers|interpell", "police"),
        ("mission|formation|formateurs", "training_mission"),
        ("operation", "operation"),
        ("regiment|bataillon|soldats|militaires|armee|commando|detachement|unite", "unit"),
    )
)
_AROUND = 50


def guess(text: str, start: int, evidence: Evidence) -> tuple[str, str]:
    """Kind and country of an unlisted force.

    Args:
        text: its name in the document.
        start: the name's offset.
        evidence: of the document.

    Returns:
        A kind (armed_group where nothing tells) and an ISO 3166 alpha-2 code or "".
    """
    words, lexicon = words_of(text), evidence.lexicon
    kind, country = "", ""
    for i in range(len(words)):
        institution = None if kind else lexicon.institutions.longest(words, i)
        if institution is not None:
            kind = institution[1][0].kind
        kind = kind or _NAME_WORDS.get(words.folded[i], "")
        tree = lexicon.towns if words.capital(i) else lexicon.adjectives
        nation = None if country else tree.longest(words, i)
        if nation is not None and len(nation[1]) == 1:
            country = nation[1][0]
    kind = kind or _from_around(evidence.words.text, start, start + len(text))
    if not country and kind not in ("armed_group", "operation", "private_company"):
        country = evidence.country()
    return kind, country


def _from_around(text: str, start: int, end: int) -> str:
    around = fold_in_place(f"{text[max(0, start - _AROUND) : start]} {text[end : end + _AROUND]}")
    return next((kind for sign, kind in _SIGNS if sign.search(around)), "armed_group")
