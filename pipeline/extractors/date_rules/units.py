"""Units of time: their TIMEX letters, and the patterns that durations are built of."""

from pipeline.extractors.date_rules.rule import Groups
from pipeline.normalizers.dates_numbers import number

# A unit's stem, its TIMEX letters and how many of them it makes.
_UNITS = (
    ("heure", "TH", 1), ("jour", "D", 1), ("semaine", "W", 1), ("mois", "M", 1), ("ans", "Y", 1),
    ("ann", "Y", 1), ("an", "Y", 1), ("decennie", "Y", 10), ("siecle", "Y", 100),
    ("millenaire", "Y", 1000), ("trimestre", "M", 3), ("semestre", "M", 6), ("nuit", "D", 1),
    ("matin", "D", 1), ("soir", "D", 1), ("week", "D", 2), ("saison", "Y", 1),
    ("quinzaine", "D", 15),
    ("h", "TH", 1),
)  # fmt: skip


_SCALES = {10: "E", 100: "C"}


def unit_of(word: str) -> tuple[str, int]:
    """TIMEX letters (TH for hours, D, W, M, Y) and the multiple that a unit's word stands for."""
    for stem, letters, times in _UNITS:
        if word.startswith(stem):
            return letters, times
    raise ValueError(f"{word} is no unit of time")


def period(amount: int | None, word: str, extra: str = "") -> str:
    """TIMEX duration: `P7Y`, `PT48H`, `PXD` for a vague amount; `extra` is «et demi»."""
    letters, times = unit_of(word)
    if amount is None:
        # Vague decades are decades of years: `PXE`, and vague centuries `PXC`.
        return f"PX{_SCALES[times]}" if times in _SCALES else f"P{letters[:-1]}X{letters[-1]}"
    total = amount * times
    half = ""
    if extra:
        whole, small, of_small = {
            "Y": (total, "M", 6 * times), "M": (total, "D", 15), "W": (total * 7, "D", 0),
            "D": (total, "T12H", 0), "TH": (total, "M", 30),
        }[letters]  # fmt: skip
        if letters == "W":
            return f"P{whole + 3}D"
        half = small if small == "T12H" else f"{of_small}{small}"
        if letters == "Y" and times >= 10:
            return f"P{total + times // 2}Y"
    return f"P{letters[:-1]}{total}{letters[-1]}{half}"


def amount_of(groups: Groups) -> int | None:
    text = groups.get("n")
    return number(text) if text else None


SEVERAL = (
    r"(?:quelques|plusieurs|de nombreuses|de nombreux|nombreuses|nombreux|certaines|de longues"
    r"|de longs|longues|longs)"
)


ADJECTIVE = (
    r"(?: (?:longues?|longs?|petites?|petits?|bonnes?|bons?|autres?|pleines?|courtes?"
    r"|courts?|seule?"
    r"|simples?|interminables|dures|tristes))?"
)


ABOUT = (
    r"(?:(?:de cela|deja|environ|a peu pres|plus de|moins de|plus d'|moins d'|a peine|pres de"
    r"|pres d'|quelque|presque|maintenant|au moins|exactement|seulement|juste|tout juste|bientot"
    r"|un peu plus de|un peu plus d'|peu) ?){0,3}"
)


ROUND = (
    r"(?:une )?(?P<n>huitaine|dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine"
    r"|cinquantaine|centaine|millier) (?:de |d')"
)


BRACKET = r"(?: ?\( ?\d{1,3} ?\))?"


HALF = r"(?P<half> et demie?)?"
