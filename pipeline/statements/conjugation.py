"""Forms of French verbs in the third person, from their infinitive.

The first group («-er») and the second («-ir, -issant») follow their rules; the others are rows of
the lexicon `verbs.csv`. Only what a newspaper writes is made: third person, participles,
infinitive.
"""

from collections.abc import Mapping

from pipeline.lexicons import LexiconError, read_rows, remembered, split_cell

# Moods that forms are told apart by; a form of two moods has the first of them.
FINITE, PARTICIPLE, FUTURE, CONDITIONAL, INFINITIVE, GERUND = (
    "finite",
    "participle",
    "future",
    "conditional",
    "infinitive",
    "gerund",
)
_VOWELS = "aeiouyéèêàâîôûü"


@remembered
def irregular_verbs(folders: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Rows of `verbs.csv` by infinitive."""
    return {row["infinitive"]: row for row in read_rows("verbs", folders)}


def conjugate(infinitive: str, folders: tuple[str, ...] = ()) -> dict[str, str]:
    """Forms of a verb and the mood of each.

    Args:
        infinitive: without its pronoun: «attaquer», «périr», «prendre».
        folders: folders with a user's own `verbs.csv`.

    Returns:
        Form in lower case to mood.

    Raises:
        LexiconError: a verb of the third group that `verbs.csv` does not list.

    >>> conjugate("lancer")["lançait"], conjugate("déployer")["déploient"]
    ('finite', 'finite')
    >>> conjugate("saisir")["saisies"]
    'participle'
    """
    row = irregular_verbs(folders).get(infinitive)
    if row is not None:
        return _irregular(infinitive, row)
    if infinitive.endswith("er"):
        return _first_group(infinitive)
    if infinitive.endswith("ir"):
        return _second_group(infinitive)
    raise LexiconError(f"verbs.csv: no row for «{infinitive}», a verb of the third group")


def _first_group(infinitive: str) -> dict[str, str]:
    stem = infinitive[:-2]
    soft = _before_a(stem)
    forms = {infinitive: INFINITIVE, soft + "ant": GERUND}
    for mute in _before_mute_e(stem):
        forms |= {mute + "e": FINITE, mute + "ent": FINITE}
        forms |= _future(mute + "er")
    forms |= _future(stem + "er")
    for ending in ("ait", "aient", "a"):
        forms[soft + ending] = FINITE
    forms[stem + "èrent"] = FINITE
    return forms | _participles(stem + "é")


def _second_group(infinitive: str) -> dict[str, str]:
    stem = infinitive[:-1]
    forms = dict.fromkeys(
        (stem + ending for ending in ("t", "ssent", "ssait", "ssaient", "rent")), FINITE
    )
    forms |= {infinitive: INFINITIVE, stem + "ssant": GERUND}
    return forms | _future(infinitive) | _participles(stem)


def _irregular(infinitive: str, row: Mapping[str, str]) -> dict[str, str]:
    """The row's cells: participle, present, imperfect (its stem), past, future (its stem)."""
    stem = row["imperfect"]
    forms = dict.fromkeys((*split_cell(row["present"]), *split_cell(row["past"])), FINITE)
    forms |= {stem + "ait": FINITE, stem + "aient": FINITE, stem + "ant": GERUND}
    forms |= _future(row["future"]) | _participles(row["participle"])
    return forms | {infinitive: INFINITIVE}


def _future(stem: str) -> dict[str, str]:
    future = dict.fromkeys((stem + "a", stem + "ont"), FUTURE)
    return future | dict.fromkeys((stem + "ait", stem + "aient"), CONDITIONAL)


def _participles(masculine: str) -> dict[str, str]:
    plural = masculine if masculine.endswith("s") else masculine + "s"
    feminine = masculine + "e"
    return dict.fromkeys((masculine, plural, feminine, feminine + "s"), PARTICIPLE)


def _before_a(stem: str) -> str:
    if stem.endswith("c"):
        return stem[:-1] + "ç"
    return stem + "e" if stem.endswith("g") else stem


def _before_mute_e(stem: str) -> list[str]:
    """«enlev-» → «enlèv-», «libér-» → «libèr-», «déploy-» → «déploi-», «appel-» → «appell-»."""
    if stem.endswith("y"):
        return [stem[:-1] + "i", stem]
    if len(stem) > 2 and stem[-1] not in _VOWELS and stem[-2] in "eé":
        grave = stem[:-2] + "è" + stem[-1]
        return [grave, stem + stem[-1]] if stem[-1] in "lt" else [grave]
    if len(stem) > 3 and stem[-1] in "ru" and stem[-3] == "é" and stem[-2] not in _VOWELS:
        return [stem[:-3] + "è" + stem[-2:], stem]
    return [stem]
