"""Rules for intervals of days, months and weekdays: one span each."""

from datetime import timedelta

from pipeline.extractors.date_rules.calendar import (
    counts_something,
    day_in_month,
    day_of,
    full_day,
    month_of,
)
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import Reading, relation
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_timex import day_value, parse_day


def _interval(first: str, last: str, anchor: str) -> Meaning:
    return Meaning("DATE", f"{first}/{last}" if first and last else "", anchor)


def _days(groups: Groups, reading: Reading) -> Meaning:
    """«11 au 15 juin»: both days in the month that is given once."""
    month, first, last = month_of(groups), day_of(groups), _last_day(groups)
    if year := groups.get("year"):
        return _interval(
            full_day(first, month, int(year)), full_day(last, month, int(year)), "absolute"
        )
    end = day_in_month(last, month, groups, reading, groups.get("weekday2"))
    if "X" in end.value:
        return _interval(f"XXXX-{month:02d}-{first:02d}", end.value, "open")
    return _interval(full_day(first, month, int(end.value[:4])), end.value, end.anchor)


def _last_day(groups: Groups) -> int:
    return day_of(groups, "3" if groups.get("day3") else "2")


def _days_across(groups: Groups, reading: Reading) -> Meaning:
    """«28 février au 3 mars 2021»."""
    month, month2 = month_of(groups), month_of(groups, "2")
    if year2 := groups.get("year2"):
        year = int(groups.get("year") or 0) or int(year2) - (month > month2)
        return _interval(
            full_day(day_of(groups), month, year),
            full_day(day_of(groups, "2"), month2, int(year2)),
            "absolute",
        )
    if year1 := groups.get("year"):
        later = int(year1) + (month > month2)
        return _interval(
            full_day(day_of(groups), month, int(year1)),
            full_day(day_of(groups, "2"), month2, later),
            "absolute",
        )
    end = day_in_month(day_of(groups, "2"), month2, groups, reading)
    if "X" in end.value:
        return _interval(f"XXXX-{month:02d}-{day_of(groups):02d}", end.value, "open")
    start = full_day(day_of(groups), month, int(end.value[:4]) - (month > month2))
    return _interval(start, end.value, end.anchor)


def _days_alone(groups: Groups, reading: Reading) -> Meaning:
    """«du 5 au 7»: of the month last spoken of, else of the document's."""
    month = reading.memory.month or (reading.published[:7] if reading.today else "")
    first, last = day_of(groups), day_of(groups, "2")
    if not month or first >= last:
        return Meaning("DATE", "", "open")
    return _interval(f"{month}-{first:02d}", f"{month}-{last:02d}", "previous")


def _months(groups: Groups, reading: Reading) -> Meaning:
    month, month2 = month_of(groups), month_of(groups, "2")
    anchor = "absolute"
    if year2 := groups.get("year2"):
        last = int(year2)
        first = int(groups.get("year") or 0) or last - (month > month2)
    elif groups.get("year"):
        first = int(groups["year"] or 0)
        last = first + (month > month2)
    else:
        anchor = "published"
        told = reading.month_year(month2, relation(groups.get("rel")))
        if told is None:
            return Meaning("DATE", f"XXXX-{month:02d}/XXXX-{month2:02d}", "open")
        first, last = told - (month > month2), told
    return _interval(f"{first:04d}-{month:02d}", f"{last:04d}-{month2:02d}", anchor)


def _weekdays(groups: Groups, reading: Reading) -> Meaning:
    rel = relation(groups.get("rel"))
    last, anchor = reading.weekday(groups["weekday2"] or "", rel)
    first, _ = reading.weekday(groups["weekday"] or "", rel)
    end = parse_day(last)
    start = parse_day(first)
    if end and start:
        # The first weekday is the one just before the last; ahead of us, the last just after it.
        if reading.tense == "future" and end < start:
            end += timedelta(days=7)
        elif start > end:
            start -= timedelta(days=7)
        return _interval(day_value(start), day_value(end), anchor)
    return _interval(first, last, anchor)


def _between(site: Site) -> bool:
    return site.before(24).rstrip().endswith(("entre", "entre le", "entre les"))


def _and_needs_between(site: Site) -> float:
    if (site.groups.get("link") or "").strip().startswith("et"):
        return 0.95 if _between(site) else 0.0
    return 0.95


_AND = r"(?: et (?:le |du )?|, (?:le )?)"

RULES = (
    Rule(
        "days of a month",
        r"(?:{weekday} )?{day}(?P<link> (?:au|a)(?: {weekday2})? | ?- ?| et (?:le |du )?|/)"
        r"(?:{weekday3} )?{day2} ?{month}(?:,? ?{year})?(?: {rel})?",
        _days,
        (
            Example("Du [11 au 15 juin], Gao est coupée.", "2021-06-11/2021-06-15"),
            Example("Du [lundi 5 au vendredi 9 juillet 2021].", "2021-07-05/2021-07-09"),
            Example("Foire les [7 et 8 avril 2022] au stade.", "2022-04-07/2022-04-08"),
            Example("Du [1er au 3 août 2019] à Tombouctou.", "2019-08-01/2019-08-03"),
            Example("Les [12-15 mai 2020].", "2020-05-12/2020-05-15"),
        ),
    ),
    Rule(
        "several days of a month",
        r"{day}, {day2} et {day3} {month}(?: {year})?(?: {rel})?",
        _days,
        (Example("Les [11, 12 et 13 mai 2021] à Ségou.", "2021-05-11/2021-05-13"),),
    ),
    Rule(
        "days alone",
        r"{day}(?: au )(?:{weekday2} )?{day2}",
        _days_alone,
        (
            Example("Dans la nuit du 5 au 6, onze détenus ont fui."),
            Example("Le 2 mars 2021, il pleut ; du [5 au 7], il neige.", "2021-03-05/2021-03-07"),
        ),
        lambda site: (
            0.8 if site.before(4).endswith(" du ") and not counts_something(site.after(20)) else 0.0
        ),
    ),
    Rule(
        "days across months",
        r"(?:{weekday} )?{day} ?{month}(?: {year})?(?P<link> (?:au|jusqu'au)"
        r"(?: {weekday2})? | ?- ?| et (?:le )?)(?:{weekday3} )?{day2} ?{month2}"
        r"(?: ?{year2})?(?: {rel})?",
        _days_across,
        (
            Example("Du [28 février au 3 mars 2021].", "2021-02-28/2021-03-03"),
            Example("Du [30 décembre 2019 au 2 janvier 2020].", "2019-12-30/2020-01-02"),
            Example("Entre le [1er juin et le 15 juillet], il a plu.", "2021-06-01/2021-07-15"),
        ),
        _and_needs_between,
    ),
    Rule(
        "months from to",
        r"(?:mois (?:de |d'))?{monthname}(?: {year})?(?P<link> a | au mois de | et (?:celui "
        r"(?:de |d'))?| en | ?- ?|/)(?:mois (?:de |d'))?{monthname2}(?: {year2})?(?: {rel})?",
        _months,
        (
            Example("De [janvier à mars 2021], trois attaques.", "2021-01/2021-03"),
            Example("De [novembre 2019 à février 2020].", "2019-11/2020-02"),
            Example("En [mai et juin 2021], rien.", "2021-05/2021-06"),
        ),
        lambda site: 0.0 if site.groups["link"] == " en " and not site.groups.get("year") else 0.93,
        kind="period",
    ),
    Rule(
        "weekdays from to",
        r"{weekday}(?P<link> au | a | et | ?- ?){weekday2}(?: {rel})?",
        _weekdays,
        (
            Example("Les débats iront de [mardi à vendredi].", "2021-10-12/2021-10-15"),
            Example("Cela devra se tenir entre [jeudi et samedi].", "2021-10-07/2021-10-09"),
            Example("La grève du [lundi au mercredi] a échoué.", "2021-10-04/2021-10-06"),
        ),
        _and_needs_between,
    ),
)
