"""Rules for years of two figures («mars 91», «le 19 novembre '68») and weeks («lundi en huit»)."""

import re
from datetime import timedelta

from pipeline.extractors.date_rules.calendar import day_of, full_day, month_of
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import WEEKDAYS, Reading
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_timex import day_value

# Figures up to 31 after a month are the next date's day, a count, an hour: only «'21» is a year.
_FIRST_BARE = 32
# The two figures that «'25» may still mean in a text of unknown date.
_LATEST_UNKNOWN = 39
# What follows a number that counts nothing: a stop that opens no decimal, or a word of grammar.
_ALONE = re.compile(
    r"\s*(?:$|[.:](?!\d)|[;!?)»\"\]]|,(?!\d)|(?:il|elle|ils|elles|on|je|j'|nous|vous|le|la|les|l'|un|une"
    r"|au|aux|a(?! \d)|en|dans|par|pour|sur|sous|chez|contre|avec|sans|entre|et(?! \d)|ou(?! \d)"
    r"|mais|que|qu'|qui|quand|lorsque|lors|ce|cette|son|sa|ses|mon|ma|mes|leur|leurs|avait|avaient"
    r"|etait|etaient|est|fut|jusqu'|puis|deja|apres|avant|afin|alors|ne|n'|se|s'|y)(?!\w))"
)


def counts_nothing(site: Site) -> bool:
    """Whether a number at the end of an expression counts no noun that follows it."""
    return _ALONE.match(site.after(14)) is not None


def _short_year_score(site: Site) -> float:
    if not counts_nothing(site) or site.before(2).endswith("'"):
        return 0.0
    return 0.93 if site.groups["mark"] or int(site.groups["y"] or 0) >= _FIRST_BARE else 0.0


def _year_meant(groups: Groups, reading: Reading) -> int:
    """1991 for «91»; 2021 for «'21», where the text is not older than that."""
    short = int(groups["y"] or 0)
    latest = reading.year % 100 if reading.year else _LATEST_UNKNOWN
    return 2000 + short if groups["mark"] and short <= latest else 1900 + short


def _month(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", f"{_year_meant(groups, reading):04d}-{month_of(groups):02d}")


def _day(groups: Groups, reading: Reading) -> Meaning:
    year = _year_meant(groups, reading)
    return Meaning("DATE", full_day(day_of(groups), month_of(groups), year))


def _in_weeks(groups: Groups, reading: Reading) -> Meaning:
    """«vendredi en huit»: the coming one's next; «demain en quinze»: two weeks from it."""
    weeks = 1 if groups["weeks"] == "huit" else 2
    if name := groups["weekday"]:
        index = WEEKDAYS.index(name)
        if reading.today is None:
            return Meaning("DATE", f"XXXX-WXX-{index + 1}", "open")
        ahead = (index - reading.today.weekday()) % 7
        day = reading.today + timedelta(days=ahead, weeks=weeks)
        return Meaning("DATE", day_value(day), "published")
    value, anchor = reading.from_today(7 * weeks + ("demain" in (groups["word"] or "")))
    return Meaning("DATE", value, anchor)


RULES = (
    Rule(
        "month and short year",
        r"(?:mois (?:de |d'))?{monthname} (?P<mark>')?(?P<y>\d\d)",
        _month,
        (
            Example("En [février 74], le puits fut creusé.", "1974-02"),
            Example("L'école ferma en [octobre '08].", "2008-10"),
            Example("L'école ferma en [octobre 93] par décret.", "1993-10"),
            Example("En octobre 93 élèves manquaient, en mars 45 % et en mai 60,5 tonnes."),
            Example("En mars 45 à 50 puits, en mai 45.000 plants, en avril 70 ou 80 fours."),
            Example("En octobre 12, puis en mars."),
        ),
        _short_year_score,
        kind="period",
    ),
    Rule(
        "day and short year",
        r"(?:{weekday} )?(?:le )?{day} ?{monthname} (?P<mark>')?(?P<y>\d\d)",
        _day,
        (
            Example("Il se rappelle le [3 février 74].", "1974-02-03"),
            Example("Partis le [1er octobre '08], ils écrivent.", "2008-10-01"),
            Example("Le 3 février 74 moutons furent vendus."),
        ),
        _short_year_score,
    ),
    Rule(
        "day in weeks",
        r"(?:{weekday}|(?P<word>aujourd'hui|demain)) en (?P<weeks>huit|quinze)",
        _in_weeks,
        (
            Example("La foire ouvre [samedi en huit].", "2021-10-16"),
            Example("Rendez-vous [mardi en quinze].", "2021-10-26"),
            Example("On se revoit [demain en huit].", "2021-10-14"),
            Example("On se revoit [samedi en huit].", "XXXX-WXX-6", published=""),
            Example("Il a couru dimanche en huit heures."),
        ),
        lambda site: 0.95 if counts_nothing(site) else 0.0,
    ),
)
