"""Rules for holidays, fixed and moving: the day where the year is known."""

import re
from collections.abc import Mapping
from functools import partial

from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.extractors.date_rules.words import plain
from pipeline.normalizers.dates_context import NEXT, Reading, relation
from pipeline.normalizers.dates_holidays import Holiday, days_of
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_tense import FUTURE
from pipeline.normalizers.dates_timex import day_value


def _holiday(groups: Groups, reading: Reading, known: Mapping[str, Holiday]) -> Meaning:
    holiday = known[re.sub(r"\s+", " ", groups["holiday"] or "")]
    year = int(groups["year"] or 0) if groups.get("year") else None
    anchor = "absolute"
    if year is None and reading.year:
        anchor = "published"
        rel = relation(groups.get("rel"))
        year = reading.year
        found = days_of(holiday, year)
        if reading.today and found:
            ahead = found[0] >= reading.today
            wanted = rel == NEXT or (not rel and (reading.tense == FUTURE or _looks_ahead(reading)))
            year += 1 if wanted and not ahead else 0 if wanted or not ahead else -1
            if rel == "this" or groups.get("this"):
                year = reading.year
    if year is None:
        return Meaning("DATE", "XXXX-XX-XX", "open")
    found = days_of(holiday, year)
    if found is None:
        return Meaning("DATE", f"{year:04d}", anchor)
    first, last = map(day_value, found)
    return Meaning("DATE", first if first == last else f"{first}/{last}", anchor)


def _looks_ahead(reading: Reading) -> bool:
    return bool(re.search(r"(?:avant|d'ici(?: à)?|jusqu'à)(?: la| le)? $", reading.before()))


def _score(site: Site) -> float:
    groups, before = site.groups, site.before(30)
    raw = site.text[max(0, site.start - 20) : site.start]
    if re.search(r"(?:père|Père|Jean-|Tariq |église |El ?Hadji )$", raw):
        return 0.0
    if groups.get("year") or groups.get("rel"):
        return 0.85 if not before.endswith(("frais du ",)) else 0.0
    if (groups.get("jour") or "") and groups["holiday"] in ("gamou", "maouloud", "magal"):
        return 0.45
    if groups.get("jour") or (groups["holiday"] or "").startswith(
        ("lundi", "dimanche", "jeudi", "jour", "vendredi")
    ):
        return 0.9
    if groups["holiday"] in ("noel", "paques") and before.endswith(
        ("avant ", "apres ", " a ", "depuis ", "d'ici ", "jusqu'a ", "des ")
    ):
        return 0.75
    return 0.0


def rules(listed: Mapping[str, Holiday]) -> tuple[Rule, ...]:
    """The rules for some holidays.

    Args:
        listed: by what each is called.
    """
    known = {plain(alias): holiday for alias, holiday in list(listed.items())[::-1]}
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True)).replace(r"\ ", " ")
    pattern = (
        rf"(?P<jour>jour (?:de la |de l'|du |de ))?(?P<holiday>{names})(?: (?:de )?{{year}}"
        rf"| {{rel}})?"
    )
    return (Rule("holiday", pattern, partial(_holiday, known=known), _EXAMPLES, _score),)


_EXAMPLES = (
    Example("La [Tabaski 2021] fut triste.", "2021-07-20"),
    Example("Le [Ramadan 2021] fut calme.", "2021-04-13/2021-05-12"),
    Example("Tué le [lundi de Pâques] à Falmey.", "2021-04-05"),
    Example("Les drones seront là avant [Noël].", "2021-12-25"),
    Example("Le [jour de la Korité], il prêche.", "2021-05-13"),
    Example("[Noël 2020] fut triste.", "2020-12-25"),
    Example("Une carte de Noël, un sapin de Noël."),
)
