"""The date a text was published, as people and programs write it, to ISO 8601."""

import re
from datetime import date

_TIME = r"(?:[T ]\d{1,2}[:h].{0,40})?"
_FORMS = (
    re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d\d?)-(?P<d>\d\d?){_TIME}"),
    re.compile(rf"(?P<y>\d{{4}})/(?P<m>\d\d?)/(?P<d>\d\d?){_TIME}"),
    re.compile(rf"(?P<d>\d\d?)[/.-](?P<m>\d\d?)[/.-](?P<y>\d{{4}}){_TIME}"),  # the French order
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T\d{4}.{0,40})?"),
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d\d?)"),
    re.compile(r"(?P<m>\d\d?)/(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)


def iso_date(value: str) -> str:
    """A date, month or year in ISO 8601; "" for anything else. A time of day is left out.

    >>> iso_date("05/10/2021"), iso_date("2021-10-05T23:30:00+02:00"), iso_date("2021-10")
    ('2021-10-05', '2021-10-05', '2021-10')
    """
    value = value.strip()
    if not value.isascii():
        return ""
    for form in _FORMS:
        if found := form.fullmatch(value):
            parts = found.groupdict()
            year, month, day = parts["y"], parts.get("m"), parts.get("d")
            try:
                stated = date(int(year), int(month or 1), int(day or 1)).isoformat()
            except ValueError:
                return ""
            return stated[: 10 if day else 7 if month else 4] if int(year) >= 1000 else ""
    return ""
