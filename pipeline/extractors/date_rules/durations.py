"""Rules for durations, in figures, words and vague, and for dates told by a distance in time."""

import re
from datetime import date

from pipeline.extractors.date_rules.ages import is_age
from pipeline.extractors.date_rules.grammar import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import LAST, NEXT, Meaning, Reading, relation
from pipeline.normalizers.dates_numbers import number
from pipeline.normalizers.dates_timex import shift

# A unit's stem, its TIMEX letters and how many of them it makes.
_UNITS = (
    ("heure", "TH", 1), ("jour", "D", 1), ("semaine", "W", 1), ("mois", "M", 1), ("ans", "Y", 1),
    ("ann", "Y", 1), ("an", "Y", 1), ("decennie", "Y", 10), ("siecle", "Y", 100),
    ("millenaire", "Y", 1000), ("trimestre", "M", 3), ("semestre", "M", 6), ("nuit", "D", 1),
    ("matin", "D", 1), ("soir", "D", 1), ("week", "D", 2), ("saison", "Y", 1), ("quinzaine", "D", 15),
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


def _amount(groups: Groups) -> int | None:
    text = groups.get("n")
    return number(text) if text else None


def _placed(value: str, amount: int | None, word: str, today: date | None, sign: int) -> Meaning:
    """A duration that ends (sign -1) or begins (1) at the document's date."""
    letters, times = unit_of(word)
    if today is None or amount is None or letters == "TH":
        return Meaning("DURATION", value, "published" if today else "open")
    other = shift(today, sign * amount * times, letters)
    first, last = sorted((today, other))
    return Meaning("DURATION", value, "published", first.isoformat(), last.isoformat())


def _lasting(groups: Groups, reading: Reading) -> Meaning:
    word = groups["unit"] or ""
    value = period(_amount(groups), word, groups.get("half") or "")
    if groups.get("half_first"):
        letters, times = unit_of(word)
        halves = {"TH": "PT30M", "D": "PT12H", "Y": f"P{times // 2}Y" if times > 1 else "P6M"}
        value = halves[letters]
    elif quarter := groups.get("quarter"):
        value = f"P{25 * (3 if 'trois' in quarter else 1)}Y"
    elif groups.get("n2") and groups.get("unit2"):
        second = period(number(groups["n2"] or ""), groups["unit2"] or "")
        value = value + second.removeprefix("P") if "T" not in value else value
    sign = {LAST: -1, NEXT: 1}.get(relation(groups.get("rel") or groups.get("rel2")), 0)
    if sign:
        return _placed(value, _amount(groups), word, reading.today, sign)
    return Meaning("DURATION", value)


def _between(groups: Groups, reading: Reading) -> Meaning:
    """«deux à cinq ans», «six mois à un an»: both durations."""
    unit = groups["unit"] or ""
    low = period(number(groups["n"] or ""), groups.get("unit2") or unit)
    return Meaning("DURATION", f"{low}/{period(number(groups['n2'] or ''), unit)}")


def _distant(base: date | None, groups: Groups, reading: Reading, sign: int, anchor: str) -> Meaning:
    """The date that lies a distance from a day, at the precision of the distance's unit."""
    word, amount = groups["unit"] or "", _amount(groups)
    vague = "FUTURE_REF" if sign > 0 and anchor == "published" else "PAST_REF"
    if amount is None or base is None:
        return Meaning("DATE", vague, "open" if base is None else anchor)
    letters, times = unit_of(word)
    if letters == "TH":
        hours = amount * sign
        return Meaning("DATE", reading.unit_from(base, int(hours / 24), "D"), anchor)
    if times in (3, 6):
        letters, amount = "M", amount * times
    elif word.startswith("quinz"):
        letters, amount = "D", amount * 15
    elif times > 1 and letters == "Y":
        amount *= times
    if letters == "Y" and not 1 <= base.year + amount * sign <= 9999:
        return Meaning("DATE", vague, anchor)
    if groups.get("half") and letters == "Y":
        return Meaning("DATE", reading.unit_from(base, sign * (amount * 12 + 6), "M"), anchor)
    return Meaning("DATE", reading.unit_from(base, sign * amount, letters), anchor)


def _ago(groups: Groups, reading: Reading) -> Meaning:
    return _distant(reading.today, groups, reading, -1, "published")


def _ahead(groups: Groups, reading: Reading) -> Meaning:
    return _distant(reading.today, groups, reading, 1, "published")


def _shifted(groups: Groups, reading: Reading) -> Meaning:
    """«deux ans plus tard», «quatre jours plus tôt»: from the date last spoken of."""
    sign = 1 if "tard" in (groups["way"] or "") or "apres" in (groups["way"] or "") else -1
    base = _last_spoken(reading, unit_of(groups["unit"] or "")[0])
    return _distant(base, groups, reading, sign, "previous")


def _last_spoken(reading: Reading, letters: str) -> date | None:
    memory = reading.memory
    if letters in ("D", "W", "TH"):
        return memory.day
    if letters == "M":
        month = memory.month
        return date(int(month[:4]), int(month[5:7]), 1) if month else None
    return date(int(memory.year), 1, 1) if memory.year else None


def _vague(groups: Groups, reading: Reading) -> Meaning:
    sign = {LAST: -1, NEXT: 1}.get(relation(groups.get("rel")), 0)
    value = period(None, groups["unit"] or "")
    return Meaning("DURATION", value, "published" if sign and reading.today else "absolute")


def _duration_score(site: Site) -> float:
    """How surely a number and a unit are a duration, and not an age, a rank or a clock time."""
    unit, n = site.groups["unit"] or "", site.groups.get("n") or ""
    if unit.startswith(("an", "mois", "semaine")) and is_age(site):
        return 0.0
    if unit.startswith("quinz") and site.after(4).startswith((" de ", " d'")):
        return 0.0
    if site.groups.get("n2") and not _two_numbers(site):
        return 0.0
    if site.groups.get("n2") and any(len(site.groups.get(k) or "") > 3 and (site.groups[k] or "").isdigit() for k in ("n", "n2")):
        return 0.0
    if unit.startswith(("journee", "matinee", "soiree")):
        if n not in ("un", "une") or _A_DAY_FOR.match(site.after(16)):
            return 0.0
        lasting = site.before(10).endswith(("pendant ", "durant ", " en ", "apres "))
        return 0.85 if lasting or site.after(8).startswith(" durant") else 0.6
    if n in ("un", "une") and site.after(12).startswith(" a l'autre"):
        return 0.0
    if unit == "jour" and n in ("un", "1") and "seul" not in site.plain[site.start : site.end] and not site.groups.get("rel"):
        return 0.0
    if unit.startswith("saison"):
        return 0.5 if n not in ("un", "une") else 0.0
    if unit in ("h", "heure", "heures"):
        if n in ("un", "une") and unit == "heure":
            return 0.6
        return 0.9
    if unit in ("nuit", "soiree", "matinee") and n in ("un", "une"):
        return 0.55
    if unit == "semestre" or unit == "trimestre":
        return 0.8
    return 0.96


_A_DAY_FOR = re.compile(r" (?:de |d'|ville|off\b|national|mondial|internation|promotion|sport|scient)")


def _two_numbers(site: Site) -> bool:
    """Whether two numbers bound a length of time: «entre 3 et 7 ans», «deux à cinq ans»."""
    link = site.groups.get("link")
    if link is None:
        return True
    low, high = number(site.groups["n"] or ""), number(site.groups["n2"] or "")
    if low is None or high is None or (low >= high and not site.groups.get("unit2")):
        return False
    if link == "-":
        return not (site.groups["unit"] or "").startswith("an")
    return link != " et " or "entre" in site.before(16)


def _vague_score(site: Site) -> float:
    unit = site.groups["unit"] or ""
    if site.groups["first"]:  # «les premières heures de l'indépendance» are no hours
        return 0.0 if unit.startswith(("heure", "journ", "nuit", "soir", "sai")) else 0.55
    return 0.0 if site.before(12).endswith(("vieille de ", "vieux de ", "vieilles de ")) else 0.95


_LEADS = tuple(
    f"{word} des " for word in (
        "depuis", "pendant", "durant", "apres", "avant", "faut", "passe", "prend", "prendre",
        "pris", "prit", "fait", "dure", "pour", "ecouler",
    )
)  # fmt: skip


def _bare_score(site: Site) -> float:
    """«depuis des années», «pendant des mois»: the unit alone, after «des»."""
    before = site.before(24)
    if site.after(16).startswith((" supplementaires", " feries", " ouvr", " difficiles", " sombres")):
        return 0.0
    if before.endswith(_LEADS):
        return 0.93
    if (site.groups["unit"] or "") in ("jours", "heures", "nuits"):
        return 0.0
    return 0.6 if before.endswith(" des ") else 0.0


_VAGUE_N = (
    r"(?:quelques|plusieurs|de nombreuses|de nombreux|nombreuses|nombreux|certaines|de longues"
    r"|de longs|longues|longs)"
)
_ADJECTIVE = (
    r"(?: (?:longues?|longs?|petites?|petits?|bonnes?|bons?|autres?|pleines?|courtes?|courts?|seule?"
    r"|simples?|interminables|dures|tristes))?"
)
_ABOUT = (
    r"(?:(?:de cela|deja|environ|a peu pres|plus de|moins de|plus d'|moins d'|a peine|pres de"
    r"|pres d'|quelque|presque|maintenant|au moins|exactement|seulement|juste|tout juste|bientot"
    r"|un peu plus de|un peu plus d'|peu) ?){0,3}"
)
_ROUND = (
    r"(?:une )?(?P<n>huitaine|dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine"
    r"|cinquantaine|centaine|millier) (?:de |d')"
)
_BRACKET = r"(?: ?\( ?\d{1,3} ?\))?"
_HALF = r"(?P<half> et demie?)?"

RULES = (
    Rule(
        "duration",
        rf"{{n}}{_BRACKET}{_ADJECTIVE} ?{{unit}}{_HALF}(?: (?:scolaires|entieres|consecutifs|consecutives))?"
        r"(?: (?P<rel>a venir|suivante?s|qui viennent|ecoulee?s|precedente?s))?",
        _lasting,
        (
            Example("Durant [un mois], ils patrouillent.", "P1M", "DURATION"),
            Example("Après près de [sept ans et demi] de crise.", "P7Y6M", "DURATION"),
            Example("Un mandat de [quatre ans].", "P4Y", "DURATION"),
            Example("Pour les [cinq (5) années à venir].", "P5Y", "DURATION"),
            Example("En [48 h], tout a changé.", "PT48H", "DURATION"),
            Example("Depuis [vingt-cinq ans], il attend.", "P25Y", "DURATION"),
            Example("Depuis plus de [deux décennies].", "P20Y", "DURATION"),
            Example("Un homme de 38 ans et un garçon âgé de 17 ans."),
            Example("Quinze minutes ont suffi, à la 8e minute."),
        ),
        _duration_score,
        kind="duration",
    ),
    Rule(
        "round duration",
        rf"{_ROUND}{{unit}}{_HALF}",
        _lasting,
        (
            Example("Il y resta [une quinzaine de jours].", "P15D", "DURATION"),
            Example("Depuis [une dizaine d'années].", "P10Y", "DURATION"),
            Example("Une femme âgée d'une vingtaine d'années."),
        ),
        lambda site: 0.0 if is_age(site) else 0.96,
        kind="duration",
    ),
    Rule(
        "half and quarter",
        r"(?:une? )?(?:(?P<half_first>demi)[- ](?P<unit>heure|siecle|journee|decennie|annee|an)"
        r"|(?P<quarter>trois quarts|quart) de (?:siecle))",
        lambda groups, reading: _lasting(
            {**groups, "unit": groups.get("unit") or "siecle"}, reading
        ),
        (
            Example("Après [un demi-siècle] de paix.", "P50Y", "DURATION"),
            Example("Depuis [un quart de siècle].", "P25Y", "DURATION"),
        ),
        0.93,
        kind="duration",
    ),
    Rule(
        "duration in two units",
        r"{n} {unit} et {n2} {unit2}",
        _lasting,
        (Example("Après [deux ans et trois mois] de captivité.", "P2Y3M", "DURATION"),),
        _duration_score,
        kind="duration",
    ),
    Rule(
        "duration between two",
        r"{n}(?: {unit2})?(?P<link> a | ou | et |-){n2} {unit}",
        _between,
        (
            Example("Une peine de [2 mois à 2 ans] de prison.", "P2M/P2Y", "DURATION"),
            Example("Une peine de [deux à cinq ans] de prison.", "P2Y/P5Y", "DURATION"),
            Example("Attendez [deux ou trois jours].", "P2D/P3D", "DURATION"),
        ),
        _duration_score,
        kind="duration",
    ),
    Rule(
        "one in two",
        r"{n} {unit} sur {n2}",
        lambda groups, reading: Meaning("SET", period(number(groups["n2"] or ""), groups["unit"] or "")),
        (Example("L'eau coule [un jour sur deux].", "P2D", "SET"),),
        0.9,
        kind="set",
    ),
    Rule(
        "these last N",
        rf"(?:ces )?(?:{{n}}{_BRACKET} (?P<rel>derniere?s|prochaine?s|premiere?s|passee?s)|(?P<rel2>derniere?s|prochaine?s) {{n2}})(?: petite?s| longue?s)? {{unit}}",
        lambda groups, reading: _lasting(
            {**groups, "n": groups.get("n") or groups.get("n2"), "n2": None}, reading
        ),
        (
            Example("Au cours des [six derniers mois], rien.", "P6M", "DURATION"),
            Example("[Ces vingt dernières années] ont compté.", "P20Y", "DURATION"),
            Example("Dans les [cinq prochaines années].", "P5Y", "DURATION"),
        ),
        lambda site: 0.0 if (site.groups["unit"] or "").startswith("journ") else 0.97,
        kind="duration",
    ),
    Rule(
        "these N",
        rf"ces {{n}}{_BRACKET}{_ADJECTIVE} {{unit}}",
        _lasting,
        (Example("Après [ces trois jours] de débats.", "P3D", "DURATION"),),
        kind="duration",
    ),
    Rule(
        "vague duration",
        rf"(?:{_VAGUE_N}{_ADJECTIVE} |tant d'|(?P<first>premiere?s) ){{unit}}",
        _vague,
        (
            Example("Depuis [plusieurs mois], ils attendent.", "PXM", "DURATION"),
            Example("Il est mort [quelques heures] après.", "PTXH", "DURATION"),
        ),
        _vague_score,
        kind="duration",
    ),
    Rule(
        "vague duration near us",
        r"(?:ces )?(?:tout(?:es)? )?(?P<rel>derniere?s|prochaine?s) {unit}"
        r"|(?:ces )?{unit2} (?P<rel2>a venir|passee?s|qui viennent|prochaine?s|derniere?s|recente?s|ecoulee?s|precedente?s|suivante?s)",
        lambda groups, reading: _vague(
            {
                "unit": groups["unit"] or groups["unit2"],
                "rel": groups["rel"] or groups["rel2"],
            },
            reading,
        ),
        (
            Example("[Ces derniers mois], tout va mieux.", "PXM", "DURATION"),
            Example("Au cours des [dernières années].", "PXY", "DURATION"),
            Example("Dans les [jours à venir], il parlera.", "PXD", "DURATION"),
        ),
        lambda site: 0.95 if (site.groups["unit"] or site.groups["unit2"] or "").endswith(("s", "x")) else 0.0,
        kind="duration",
    ),
    Rule(
        "units alone",
        r"(?P<unit>annees|mois|semaines|jours|heures|decennies|siecles|millenaires|nuits)",
        _vague,
        (Example("Depuis des [années], rien ne bouge.", "PXY", "DURATION"),),
        _bare_score,
        kind="duration",
    ),
    Rule(
        "ago",
        rf"il y a,? {_ABOUT}(?:{_ROUND.replace('(?P<n>', '(?P<round>')}|{{n}}{_BRACKET} |des |{_VAGUE_N} ){{unit}}{_HALF}",
        lambda groups, reading: _ago({**groups, "n": groups.get("round") or groups.get("n")}, reading),
        (
            Example("Il est parti [il y a trois jours].", "2021-10-03"),
            Example("Le putsch date d'[il y a sept ans].", "2014"),
            Example("[Il y a deux mois], Gao tombait.", "2021-08"),
            Example("[Il y a environ une dizaine d'années].", "2011"),
            Example("Créé [il y a plus de 30 ans].", "1991"),
            Example("[Il y a quelques jours], il parlait.", "PAST_REF"),
        ),
        0.98,
    ),
    Rule(
        "for that long",
        rf"voici {_ABOUT}{{n}} {{unit}}",
        _lasting,
        (Example("[Voici deux ans] que l'appel est lancé.", "P2Y", "DURATION"),),
        0.9,
        kind="duration",
    ),
    Rule(
        "ahead",
        rf"dans {_ABOUT}(?:{{n}}{_BRACKET}(?: ou {{n2}})?|{_VAGUE_N}) {{unit}}",
        _ahead,
        (
            Example("La commission conclura [dans six mois].", "2022-04"),
            Example("Il partira [dans deux semaines].", "2021-W42"),
            Example("[Dans quelques jours], les examens.", "FUTURE_REF"),
            Example("[Dans un an], il sera loin.", "2022"),
        ),
        lambda site: 0.0 if (site.groups["unit"] or "").startswith(("saison", "soir", "nuit", "mat")) else 0.95,
    ),
    Rule(
        "later or earlier",
        rf"(?:{{n}}{_BRACKET}{_ADJECTIVE}|{_VAGUE_N}|bien des) {{unit}}{_HALF} (?P<way>plus tard|plus tot|auparavant)",
        _shifted,
        (
            Example("Élu en 2010, il part [deux ans plus tard].", "2012"),
            Example("Le 5 mai 2020, il fuit. [Quatre jours plus tôt], il riait.", "2020-05-01"),
            Example("Elle rentre [un mois plus tard].", "PAST_REF"),
        ),
        0.96,
    ),
    Rule(
        "later or earlier, unit alone",
        r"{unit} (?P<way>plus tard|plus tot)",
        _shifted,
        (Example("Des [décennies plus tôt], il chantait.", "PAST_REF"),),
        lambda site: 0.9 if (site.groups["unit"] or "").endswith("s") else 0.0,
    ),
)
