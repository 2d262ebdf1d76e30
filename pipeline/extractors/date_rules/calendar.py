"""Rules for dates of the calendar: days and months, with or without a year."""

from datetime import date

from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import WEEKDAYS, Reading, relation
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import calendar_date, month_number, number, ordinal
from pipeline.normalizers.dates_tense import FUTURE
from pipeline.normalizers.dates_timex import day_value


def day_of(groups: Groups, number_of: str = "") -> int:
    """The day of the month in a group «1er», «premier», «05»."""
    word = groups.get(f"day{number_of}") or groups.get("spelled") or ""
    return ordinal(word.replace(" ", "")) or number(word) or 1


def month_of(groups: Groups, number: str = "") -> int:
    """The month in a group."""
    return month_number(groups.get(f"month{number}") or groups.get(f"monthname{number}") or "")


def full_day(day: int, month: int, year: int) -> str:
    """The value of a full date, "" where the calendar has no such day."""
    found = calendar_date(day, month, year)
    return day_value(found) if found else ""


def year_fitting(
    weekday: str | None, day: int, month: int, guess: int, others: tuple[int, ...] = ()
) -> int:
    """The year nearest to a guess, two away at most, or one of others, that fits a weekday."""
    if not weekday:
        return guess
    for year in (guess, guess - 1, guess + 1, guess - 2, *others):
        try:
            if date(year, month, day).weekday() == WEEKDAYS.index(weekday):
                return year
        except ValueError:
            continue
    return guess


def day_in_month(
    day: int, month: int, groups: Groups, reading: Reading, weekday: str | None = None
) -> Meaning:
    """A day and month without a year, resolved by relation, weekday, story and tense."""
    that = groups.get("whose") or ""
    rel = relation(groups.get("rel")) or ("this" if that.startswith("de cette") else "")
    news = bool(groups.get("this") or groups.get("weekday"))
    year = reading.years_near(month, day, rel, demonstrative=news)
    if that.startswith("de la meme") and reading.memory.year:
        year = int(reading.memory.year)
    elif that.startswith("de l'annee") and reading.year:
        year = reading.year + (1 if relation(groups.get("rel")) == "next" else -1)
    if year is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{day:02d}", "open")
    told = reading.narrative_year(of_day=True)
    fitting = year_fitting(weekday, day, month, year, (told,) if told else ())
    value = full_day(day, month, fitting)
    return Meaning("DATE", value or f"XXXX-{month:02d}-{day:02d}", "published")


def _full(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", full_day(day_of(groups), month_of(groups), int(groups["year"] or 0)))


def _day_month(groups: Groups, reading: Reading) -> Meaning:
    return day_in_month(day_of(groups), month_of(groups), groups, reading, groups.get("weekday"))


def _numeric(groups: Groups, reading: Reading) -> Meaning:
    day, month, year = (int(groups[k] or 0) for k in ("d", "m", "y"))
    if month > 12 >= day:
        day, month = month, day
    if year < 100:
        year += 2000 if year < 70 else 1900
    return Meaning("DATE", full_day(day, month, year) if 1 <= month <= 12 else "")


def _month_year(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", f"{int(groups['year'] or 0):04d}-{month_of(groups):02d}")


def _month(groups: Groups, reading: Reading) -> Meaning:
    month, that = month_of(groups), groups.get("whose") or ""
    rel = relation(groups.get("rel")) or ("this" if that.startswith("de cette") else "")
    year = reading.month_year(month, rel)
    if that.startswith("de la meme") and reading.memory.year:
        year = int(reading.memory.year)
    elif that.startswith("de l'annee") and reading.year:
        year = reading.year + (1 if relation(groups.get("rel")) == "next" else -1)
    if year is None:
        return Meaning("DATE", f"XXXX-{month:02d}", "open")
    return Meaning("DATE", f"{year:04d}-{month:02d}", "published")


def _weekday_day(groups: Groups, reading: Reading) -> Meaning:
    """«jeudi 11»: the day 11 nearest to the document's that falls on a Thursday."""
    day, index = day_of(groups), WEEKDAYS.index(groups["weekday"] or "")
    base = reading.today or reading.memory.day
    if base is None:
        return Meaning("DATE", f"XXXX-XX-{day:02d}", "open")
    signs = (0, 1, -1, 2, -2) if reading.tense == FUTURE else (0, -1, 1, -2, 2)
    for step in signs:
        months = base.year * 12 + base.month - 1 + step
        try:
            found = date(months // 12, months % 12 + 1, day)
        except ValueError:
            continue
        if found.weekday() == index:
            return Meaning("DATE", day_value(found), "published" if reading.today else "previous")
    return Meaning("DATE", f"{base.year:04d}-{base.month:02d}-{day:02d}", "published")


def _numeric_score(site: Site) -> float:
    """Two figures are a year with slashes or after «le»; else it is a version, an address."""
    if len(site.groups["y"] or "") == 4 or site.groups["sep"] == "/":
        return 0.97
    return 0.85 if site.before(4).endswith((" le ", " du ", "\nle ")) else 0.0


def _month_score(site: Site) -> float:
    word = site.text[site.start : site.end]
    if word == "Mars" and not site.before().endswith(("en ", "de ", "depuis ", "des ", "\n")):
        return 0.0
    before = site.before(3)
    if word[:1].isupper() and word in ("Mai", "Avril") and before.endswith(("m. ", "me ")):
        return 0.0
    return 0.95


_WHOSE = r"(?P<whose>de cette annee|de la meme annee|de l'annee {rel})"

RULES = (
    Rule(
        "full date",
        r"(?:{this} )?(?:jour |{weekday}(?: matin| soir)?,? )?(?:le )?{day}(?: ?|-){month}"
        r",? ?{year}(?: {last})?",
        _full,
        (
            Example("Réunis le [mardi 05 octobre 2021] à Bamako.", "2021-10-05"),
            Example("Il a été lancé le [1er août 2014].", "2014-08-01"),
            Example("Elle est née le [1 er AOUT 2014].", "2014-08-01"),
            Example("L'accord du [1 sept. 2024] tient.", "2024-09-01"),
            Example("Bilan de [ce jeudi 06 Mai 2021].", "2021-05-06"),
            Example("Signé le [31décembre 2020].", "2020-12-31"),
            Example("Le marché a rouvert [ce lundi, 14 mars 2022].", "2022-03-14"),
            Example("Le [31 février 2020] n'existe pas.", ""),
        ),
        0.99,
    ),
    Rule(
        "day and month",
        r"(?:{this} )?(?:jour |{weekday}(?: dernier)?(?: matin| soir)?,? )?(?:le )?{day}"
        r"(?: ?|-){month}"
        rf"(?: {{rel}}| {_WHOSE.replace('{rel}', '(?:dernier|derniere|prochaine?|ecoulee)')})?",
        _day_month,
        (
            Example("Le camp fut attaqué le [20 juin].", "2021-06-20"),
            Example("Le sommet se tiendra le [20 novembre].", "2021-11-20"),
            Example("Le [15 décembre dernier], il fut relevé.", "2020-12-15"),
            Example("Arrêté le [vendredi 20 juin dernier].", "2025-06-20", published="2025-07-02"),
            Example("La foire a fermé [ce lundi 12 avril].", "2021-04-12", published="2021-05-10"),
            Example("Né le [1er mai de cette année].", "2021-05-01"),
            Example("Rien ne fut comme avant le [3-Mars].", "2021-03-03"),
            Example("Le vote du [3 juillet prochain] approche.", "2022-07-03"),
        ),
        0.98,
    ),
    Rule(
        "day in words",
        r"(?:{this} )?(?:{weekday} )?{spelled} {monthname}(?: {year})?",
        lambda groups, reading: (_full if groups.get("year") else _day_month)(groups, reading),
        (Example("Partis le [vingt-cinq mai 1965].", "1965-05-25"),),
        0.9,
    ),
    Rule(
        "numeric date",
        r"(?P<d>0?[1-9]|[12]\d|3[01])(?P<sep>[/.-])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<y>(?:19"
        r"|20)\d\d|\d\d(?!\d|[/.-]))",
        _numeric,
        (
            Example("Publié le [12/06/2021] à Dakar.", "2021-06-12"),
            Example("Bamako, le [02.05.2020].", "2020-05-02"),
            Example("Reçu le [22.09.21] à Gao.", "2021-09-22"),
        ),
        _numeric_score,
    ),
    Rule(
        "iso date",
        r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])",
        _numeric,
        (Example("Mis en ligne le [2021-06-12].", "2021-06-12"),),
    ),
    Rule(
        "weekday and day",
        r"(?:{this} )?{weekday} {day}",
        _weekday_day,
        (
            Example("Il est arrivé [jeudi 30] à Mopti.", "2021-09-30"),
            Example("Rendez-vous [ce vendredi 8].", "2021-10-08"),
        ),
        lambda site: 0.0 if _counts_something(site.after(20)) else 0.9,
    ),
    Rule(
        "month and year",
        r"(?:{this} )?(?:mois (?:de |d')?)?{month} (?:de l'an |de l'annee |de |d')?{year}",
        _month_year,
        (
            Example("Créée en [septembre 2023].", "2023-09", published=""),
            Example("Au [mois de mars 2012], tout bascule.", "2012-03"),
            Example("Rentré en [février 2019].", "2019-02"),
        ),
        0.99,
        kind="period",
    ),
    Rule(
        "month of a year told",
        rf"(?:{{this}} )?(?:mois (?:de |d')?)?{{monthname}} (?:{{rel}}"
        rf"|{_WHOSE.replace('{rel}', '(?:dernier|derniere|prochaine?|ecoulee)')})",
        _month,
        (
            Example("Depuis [juin dernier], rien ne va.", "2021-06"),
            Example("Depuis [novembre dernier], rien ne va.", "2020-11"),
            Example("En [avril de cette année], il vote.", "2021-04"),
            Example("Au [mois d'août prochain], Kigali reçoit.", "2022-08"),
            Example("Depuis le [juin dernier], rien.", "XXXX-06", published=""),
        ),
        kind="period",
    ),
    Rule(
        "month",
        r"(?:{this} )?(?:mois (?:de |d')?)?{monthname}",
        _month,
        (
            Example("Les sanctions imposées en [janvier] pèsent.", "2021-01"),
            Example("Le vote aura lieu en [février].", "2022-02"),
            Example("Au [mois d'août], il a plu.", "2021-08"),
            Example("Attaqué en [novembre], le poste tient.", "2020-11"),
            Example("La sonde a vu Mars de près."),
        ),
        _month_score,
        kind="period",
    ),
)

_COUNTED = (
    "soldat", "militaire", "homme", "personne", "mort", "civil", "terroriste", "blesse",
    "combattant",
    "membre", "candidat", "joueur", "elu", "enfant", "femme", "eleve", "pays", "km", "kilometre",
    "%", "fcfa", "f cfa", "franc", "euro", "dollar", "million", "milliard", "millier", "point",
    "tonne", "hectare", "ha ", "metre", "village", "enseignant", "policier", "gendarme", "casque",
    "participant", "famille", "menage", "logement", "vehicule", "moto", "mine", "site", "ecole",
    "cas ", "kg", "m2", "habitant", "agent", "jeune", "migrant", "refugie", "deplace", "dose",
    "sac", "tete", "poste", "emploi", "entreprise", "commune", "fois", "boeuf", "mouton", "litre",
    "unite", "exemplaire", "place", "voix", "electeur", "vote", "heure", "minute", "jour",
    "mercenaire", "rebelle", "djihadiste", "jihadiste", "victime", "travailleur", "delegue",
)  # fmt: skip


def _counts_something(after: str) -> bool:
    """Whether a figure is followed by the noun it counts."""
    return after.lstrip().startswith(_COUNTED)


counts_something = _counts_something
