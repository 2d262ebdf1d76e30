"""A document's own date: given, stated by the document, inferred from what it says, or unknown.

Nothing is guessed: where the text does not settle the year, the date stays unknown, and what
depends on it is left open (`XXXX-…`).
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Doc

from pipeline.extractors.date_rules import Grammar
from pipeline.extractors.date_rules.calendar import day_of, month_of
from pipeline.mentions import mentions, text_of
from pipeline.normalizers.dates_context import WEEKDAYS
from pipeline.normalizers.dates_reading import Read, read_dates
from pipeline.normalizers.dates_tense import FUTURE, PAST
from pipeline.normalizers.dates_timex import parse_day
from pipeline.values import Document

GIVEN, STATED, INFERRED, UNKNOWN = "given", "stated", "inferred", "unknown"

_HEAD, _FOOT = 400, 250  # characters in which a dateline or a «Publié le» is looked for
_CLOSE = timedelta(days=31)  # two dates this near speak of one piece of news
# Older years are what a text tells of: the press on line, which is what is read, is not so old.
_FIRST_ONLINE = 1996
_FILE_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
)
_PUBLISHED = re.compile(
    r"(?:publi[ée]e?|mis en ligne|mise en ligne|post[ée]|paru|date de publication"
    r"|dernière mise à jour"
    r"|mis à jour|modifié|fait à [\w' -]{2,40},?|communiqué du)\s*(?:le\s*)?:?\s*(?:le\s*)?"
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s*$",
    re.I,
)
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*[A-ZÀ-Ý][\w'-]{1,20}(?: (?:[A-ZÀ-Ý][\w'-]{1,20}|de|du|la|le|sur)){0,3}"
    r"(?: ?\([^)\n]{1,30}\))?, (?:le )?$"
)
_OPENING = 150  # characters in which a text's opening date begins
_ARTICLE = re.compile(r"\s*(?:(?:[Ll]es?|[Dd]u|[Aa]u|[Dd]ans la nuit du) )?")
_HEADED = re.compile(
    r"(?=[^.!?]*(?<!\ba )(?<!\bont )(?<!\bété )\b(?:communiqué|bulletin|compte[- ]rendu"
    r"|point (?:de )?(?:presse|situation)|(?:point|bilan) hebdomadaire|conseil des ministres"
    r"|l'essentiel)\b)[^.!?]*(?:\.\s+)?\b(?:(?:le|les|du|entre le|au|période du|semaine du) )?",
    re.I,
)
_LOOKS_BACK = re.compile(
    r"\bans (?:après|plus tard|déjà|jour pour jour)|commémor|anniversaire|se souvien|en mémoire"
    r"|\b(?:hier|demain|aujourd'hui)\b(?!,? (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dim))",
    re.I,
)
_NOT_YET = re.compile(
    r"(?:d'ici(?: à| la| fin)?|horizon|jusqu'en|en vue de|pour|avant(?: la)?(?: fin)?) $"
)


def set_published(doc: Doc, text: str = "", lexicon: Grammar | None = None) -> None:
    """Set `doc._.published` and `doc._.published_how`.

    Args:
        doc: with its DATE mentions; changed in place. What `doc._.document` gives stands first;
            a date that is already set on the doc stands where there is no document.
        text: `doc.text` where the caller has it (spaCy makes it anew at each call), else "".
        lexicon: from `pipeline.extractors.date_rules.grammar`; the package's own without it.
    """
    document: Document | None = doc._.document
    if document is not None and document.published:
        how = document.published_how
        doc._.published = document.published
        doc._.published_how = how if how in (GIVEN, STATED, INFERRED) else GIVEN
    elif document is not None or not doc._.published:
        doc._.published, doc._.published_how = infer_published(doc, text, lexicon)
    elif doc._.published_how == UNKNOWN:
        doc._.published_how = GIVEN


def infer_published(doc: Doc, text: str = "", lexicon: Grammar | None = None) -> tuple[str, str]:
    """The date of a document that none is given for.

    Args:
        doc: with its DATE mentions, and `doc._.document` where there is one: its source (a file
            name may hold a date) and its title are read too.
        text: `doc.text` where the caller has it.
        lexicon: as for `set_published`.

    Returns:
        An ISO 8601 date, or "", and how it is known: stated, inferred or unknown.
    """
    document: Document | None = doc._.document
    if document is not None:
        if named := _date_in_name(document.source):
            return named, STATED
        if titled := _date_in_name(document.title):
            return titled, STATED
    places = [(s.start_char, s.end_char) for s in mentions(doc, "DATE")]
    return published_in(text or text_of(doc), places, lexicon)


def published_in(
    text: str, places: Sequence[tuple[int, int]], lexicon: Grammar | None = None
) -> tuple[str, str]:
    """The date that a text states for itself or lets one infer: see `infer_published`."""
    reads = [r for r in read_dates(text, places, lexicon=lexicon) if r.rule is not None]
    if stated := _stated(text, reads):
        return stated.isoformat(), STATED
    day = _inferred(text, reads)
    return (day.isoformat(), INFERRED) if day else ("", UNKNOWN)


def _date_in_name(name: str) -> str:
    found = _FILE_DATE.search(name.rpartition("/")[2])
    if not found:
        return ""
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return ""


def _stated(text: str, reads: Sequence[Read]) -> date | None:
    """«Publié le 12 juin 2021»; «Bamako, le 3 mai 2021»."""
    for read in reads:
        in_head, in_foot = read.start < _HEAD, read.end > len(text) - _FOOT
        if not (in_head or in_foot) or not _is_full(read):
            continue
        before = text[max(0, read.start - 80) : read.start]
        if _PUBLISHED.search(before) or _DATELINE.search(before):
            return _day_of(read)
    return None


def _is_full(read: Read) -> bool:
    return read.value.anchor == "absolute" and _day_of(read) is not None


def _day_of(read: Read) -> date | None:
    """The day, or the last day of an interval, that a value names."""
    value = read.value.value
    return parse_day(value.partition("/")[2] or value)


def _inferred(text: str, reads: Sequence[Read]) -> date | None:
    told = [r for r in reads if _tells_year_or_day(r) and not _is_to_come(r)]
    full = [(day, r) for r in told if _is_full(r) and (day := _day_of(r))]
    years = [year for r in told if (year := _year_of(r))]
    if not years or max(years) < _FIRST_ONLINE:
        return None
    newest = max(years)
    marked = [(day, r) for day, r in full if _is_news(r)]
    marked += [(day, r) for r in told if (day := _fitting(r, newest))]
    latest = max((day for day, _ in full), default=None)
    best = max((day for day, _ in marked), default=None)
    if best is None:
        best = _clustered([day for day, _ in full])
    if best is None and any(_opens(text, r) for _, r in full):
        best = latest
    if best is None or best.year < newest or (latest and latest > best + _CLOSE):
        return None
    return _after_yesterday(best, reads)


def _tells_year_or_day(read: Read) -> bool:
    """Whether an expression can say anything of the document's date."""
    return read.value.anchor == "absolute" or bool(read.groups.get("weekday"))


def _year_of(read: Read) -> int | None:
    """The (last) year that an expression names."""
    value = read.value
    year = (value.value.partition("/")[2] or value.value)[:4]
    if (
        value.anchor == "absolute"
        and value.type in ("DATE", "TIME")
        and re.fullmatch(r"\d{4}", year)
    ):
        return int(year)
    return None


def _is_to_come(read: Read) -> bool:
    """Whether it is of the time after the text: «d'ici 2030», «se tiendra le 3 juillet»."""
    return bool(_NOT_YET.search(read.reading.before())) or read.reading.tense == FUTURE


def _is_news(read: Read) -> bool:
    """«le mercredi 6 novembre 2024», «ce 5 mai 2021»: only the day's news names the weekday."""
    words = read.reading.lowered[read.start : read.end]
    return bool(
        re.search(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce|nuit)\b", words)
    )


def _opens(text: str, read: Read) -> bool:
    """Whether a text begins with it, as news does: «Le 5 mai 2021, le pont a cédé».

    A communiqué's heading may stand before it. Not in a text that looks back on that day.
    """
    if read.start > _OPENING:
        return False
    head = text[: read.start]
    opening = _HEADED.fullmatch(head) or (
        _ARTICLE.fullmatch(head) and (not head or read.reading.tense == PAST)
    )
    return bool(opening) and not _LOOKS_BACK.search(text)


def _fitting(read: Read, newest: int) -> date | None:
    """The day of «vendredi 20 juin dernier» in the only year about `newest` in which it fits."""
    if read.rule is None or read.rule.name != "day and month" or not read.groups.get("weekday"):
        return None
    weekday = WEEKDAYS.index(read.groups["weekday"] or "")
    fitting = []
    for year in (newest, newest + 1):
        try:
            day = date(year, month_of(read.groups), day_of(read.groups))
        except ValueError:
            continue
        if day.weekday() == weekday:
            fitting.append(day)
    return fitting[0] if len(fitting) == 1 else None


def _clustered(days: Sequence[date]) -> date | None:
    """The last of two days or more that lie within a month: the text tells of that month."""
    ordered = sorted(set(days))
    if len(ordered) >= 2 and ordered[-1] - ordered[-2] <= _CLOSE:
        return ordered[-1]
    return None


def _after_yesterday(day: date, reads: Sequence[Read]) -> date:
    """The day after the weekday of «hier mercredi», where that follows within a week."""
    for read in reads:
        name = read.groups.get("weekday")
        if name and read.groups.get("word") == "hier":
            ahead = (WEEKDAYS.index(name) - day.weekday()) % 7
            return day + timedelta(days=ahead + 1)
    return day
