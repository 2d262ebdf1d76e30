"""Rules for durations, in figures, in words and vague."""

import re
from datetime import date

from pipeline.extractors.date_rules.ages import is_age
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.extractors.date_rules.units import (
    ABOUT,
    ADJECTIVE,
    BRACKET,
    HALF,
    ROUND,
    SEVERAL,
    amount_of,
    period,
    unit_of,
)
from pipeline.normalizers.dates_context import LAST, NEXT, Reading, relation
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import number
from pipeline.normalizers.dates_timex import shift


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
    value = period(amount_of(groups), word, groups.get("half") or "")
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
        return _placed(value, amount_of(groups), word, reading.today, sign)
    return Meaning("DURATION", value)


def _between(groups: Groups, reading: Reading) -> Meaning:
    """«deux à cinq ans», «six mois à un an»: both durations."""
    unit = groups["unit"] or ""
    low = period(number(groups["n"] or ""), groups.get("unit2") or unit)
    return Meaning("DURATION", f"{low}/{period(number(groups['n2'] or ''), unit)}")


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
    if site.groups.get("n2") and any(
        len(site.groups.get(k) or "") > 3 and (site.groups[k] or "").isdigit() for k in ("n", "n2")
    ):
        return 0.0
    if unit.startswith(("journee", "matinee", "soiree")):
        if n not in ("un", "une") or _A_DAY_FOR.match(site.after(16)):
            return 0.0
        lasting = site.before(10).endswith(("pendant ", "durant ", " en ", "apres "))
        return 0.85 if lasting or site.after(8).startswith(" durant") else 0.6
    if n in ("un", "une") and site.after(12).startswith(" a l'autre"):
        return 0.0
    if (
        unit == "jour"
        and n in ("un", "1")
        and "seul" not in site.plain[site.start : site.end]
        and not site.groups.get("rel")
    ):
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


_A_DAY_FOR = re.compile(
    r" (?:de |d'|ville|off\b|national|mondial|internation|promotion|sport|scient)"
)


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
    if site.after(16).startswith(
        (" supplementaires", " feries", " ouvr", " difficiles", " sombres")
    ):
        return 0.0
    if before.endswith(_LEADS):
        return 0.93
    if (site.groups["unit"] or "") in ("jours", "heures", "nuits"):
        return 0.0
    return 0.6 if before.endswith(" des ") else 0.0


RULES = (
    Rule(
        "duration",
        rf"{{n}}{BRACKET}{ADJECTIVE} ?{{unit}}{HALF}(?: (?:scolaires|entieres|consecutifs"
        rf"|consecutives))?"
        r"(?: (?P<rel>a venir|suivante?s|qui viennent|ecoulee?s|precedente?s))?",
        _lasting,
        (
            Example("Durant [un mois], ils patrouillent.", "P1M", "DURATION"),
            Example("Après près de [sept ans et demi] de crise.", "P7Y6M", "DURATION"),
            Example("Un mandat de [quatre ans].", "P4Y", "DURATION"),
            Example("Un bail pour [trois (3) années à venir].", "P3Y", "DURATION"),
            Example("En [48 h], tout a changé.", "PT48H", "DURATION"),
            Example("Depuis [vingt-cinq ans], il attend.", "P25Y", "DURATION"),
            Example("Depuis plus de [deux décennies].", "P20Y", "DURATION"),
            Example("Un homme de 38 ans et un garçon âgé de 17 ans."),
            Example("Un élève sur trois a moins de 9 ans, et aucun n'a un peu plus de 16 ans."),
            Example("Quinze minutes ont suffi, à la 8e minute."),
        ),
        _duration_score,
        kind="duration",
    ),
    Rule(
        "round duration",
        rf"{ROUND}{{unit}}{HALF}",
        _lasting,
        (
            Example("Il y resta [une quinzaine de jours].", "P15D", "DURATION"),
            Example("Depuis [une dizaine d'années].", "P10Y", "DURATION"),
            Example("Un berger âgé d'une trentaine d'années."),
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
            Example("Un stage de [3 mois à 1 an] est offert.", "P3M/P1Y", "DURATION"),
            Example("Une peine de [deux à cinq ans] de prison.", "P2Y/P5Y", "DURATION"),
            Example("Attendez [deux ou trois jours].", "P2D/P3D", "DURATION"),
        ),
        _duration_score,
        kind="duration",
    ),
    Rule(
        "these last N",
        rf"(?:ces )?(?:{{n}}{BRACKET} (?P<rel>derniere?s|prochaine?s|premiere?s|passee?s)|"
        rf"(?P<rel2>derniere?s|prochaine?s) {{n2}})(?: petite?s| longue?s)? {{unit}}",
        lambda groups, reading: _lasting(
            {**groups, "n": groups.get("n") or groups.get("n2"), "n2": None}, reading
        ),
        (
            Example("Lors des [huit derniers mois], rien.", "P8M", "DURATION"),
            Example("[Ces vingt dernières années] ont compté.", "P20Y", "DURATION"),
            Example("Dans les [cinq prochaines années].", "P5Y", "DURATION"),
        ),
        lambda site: 0.0 if (site.groups["unit"] or "").startswith("journ") else 0.97,
        kind="duration",
    ),
    Rule(
        "these N",
        rf"ces {{n}}{BRACKET}{ADJECTIVE} {{unit}}",
        _lasting,
        (Example("Durant [ces neuf jours], il a jeûné.", "P9D", "DURATION"),),
        kind="duration",
    ),
    Rule(
        "vague duration",
        rf"(?:{SEVERAL}{ADJECTIVE} |tant d'|(?P<first>premiere?s) ){{unit}}",
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
        r"|(?:ces )?{unit2} (?P<rel2>a venir|passee?s|qui viennent|prochaine?s|derniere?s"
        r"|recente?s|ecoulee?s|precedente?s|suivante?s)",
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
        lambda site: (
            0.95
            if (site.groups["unit"] or site.groups["unit2"] or "").endswith(("s", "x"))
            and not site.before(5).endswith(" ses ")
            else 0.0
        ),
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
        "units that followed",
        r"(?:(?:annees|mois|semaines|jours|heures) et (?:les |des |dans les )?)?"
        r"(?P<unit>annees|mois|semaines|jours|heures|decennies|siecles|nuits)"
        r" qui (?:ont |avaient )?(?:suivi(?:rent|ent|t)?|precede(?:rent|nt)?)",
        _vague,
        (
            Example("Dans les [mois qui ont suivi], il a plu.", "PXM", "DURATION"),
            Example("Au fil des [jours et des mois qui suivirent], il oublia.", "PXM", "DURATION"),
            Example("Les jours et les heures de passage sont affichés."),
        ),
        0.9,
        kind="duration",
    ),
    Rule(
        "under a fortnight",
        r"(?P<unit>quinzaine|huitaine)",
        lambda groups, reading: Meaning(
            "DURATION", "P15D" if groups["unit"] == "quinzaine" else "P8D"
        ),
        (
            Example("Le rapport sera rendu sous [quinzaine].", "P15D", "DURATION"),
            Example("Convoqués sous [huitaine], ils hésitent.", "P8D", "DURATION"),
            Example("La quinzaine commerciale est ouverte."),
        ),
        lambda site: 0.93 if site.before(6).endswith(("sous ", "sous\n")) else 0.0,
        kind="duration",
    ),
    Rule(
        "for that long",
        rf"voici {ABOUT}{{n}} {{unit}}",
        _lasting,
        (Example("[Voici trois ans] qu'elle enseigne ici.", "P3Y", "DURATION"),),
        0.9,
        kind="duration",
    ),
)
