"""What an expression means, and what a text has spoken of before it."""

from dataclasses import dataclass
from datetime import date

from pipeline.normalizers.dates_timex import bounds, parse_day


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a rule's resolver says of an expression.

    Attributes:
        type: DATE, TIME, DURATION or SET.
        value: TIMEX3 value.
        anchor: absolute, published, previous or open.
        start, end: the interval where the value alone does not tell it (durations with a place).
    """

    type: str
    value: str
    anchor: str = "absolute"
    start: str = ""
    end: str = ""


@dataclass(slots=True)
class Memory:
    """The dates a text has spoken of so far.

    Attributes:
        day, month, year: the last value of at least that precision, as ISO strings.
        day_end: the end offset of the expression that gave the day.
        lost: a day was spoken of since, but which one is not known.
        night: that day was told by its night, whose small hours are the next day's.
        narrative: the last date that the text gave with its own year as one of a story told
            («le 28 juin 1979, …», not «la réforme du 4 mars 1998»), and its end offset.
    """

    day: date | None = None
    day_end: int = 0
    lost: bool = False
    night: bool = False
    month: str = ""
    year: str = ""
    narrative: str = ""
    narrative_end: int = -10_000

    def note(
        self, meaning: Meaning, end: int, *, explicit_year: bool, told: bool, since: bool
    ) -> None:
        """Remember a resolved expression that ends at an offset.

        Args:
            meaning: what it means.
            end: its end offset.
            explicit_year: it names its year.
            told: it places what is told, and does not only name an event («l'accord du …»).
            since: «depuis le 5 mars» is no day on which the story goes on, nor is
                its year the story's.
        """
        if meaning.type not in ("DATE", "TIME") or "X" in meaning.value:
            if meaning.value.startswith("XXXX-"):
                self.day, self.lost = None, True
            return
        value = meaning.value.partition("/")[2] or meaning.value
        start, _, precision = bounds(value)
        if not start:
            return
        if precision in ("day", "hour") and not since:
            self.day, self.lost, self.day_end = parse_day(value), False, end
            self.night = value.endswith("TNI")
        if precision in ("day", "hour", "month", "week"):
            self.month = start[:7]
            if explicit_year and meaning.anchor == "absolute" and told and not since:
                self.narrative, self.narrative_end = value, end
        if precision in ("day", "hour", "month", "week", "season", "quarter", "year"):
            self.year = start[:4]
