"""Rules for years, decades and centuries."""

import re

from pipeline.extractors.date_rules.calendar import counts_something
from pipeline.extractors.date_rules.rule import Example, Groups, Rule, Site
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import ordinal

# What stands before a year that is part of a name («Agenda 2063», «Coupe du monde 2022»).
_NAMES = frozenset(
    "agenda vision mondial monde coupe euro can chan hadj forum jeux olympiques afrique "
    "nations faso acces odd fis loi n° article page no numero resolution decret arrete ouaga aci "
    "miss biennale fespaco fima siao "
    "mercedes version windows plan programme projet strategie tel".split()
)


# A year may follow these though they are written with a capital, at the head of a sentence.
_LEADS = frozenset(
    "en depuis de des d' des fin debut mi avant apres jusqu'en jusqu'a a entre l'annee annee dans "
    "edition horizon version alternance campagne exercice pour vers et ou puis courant "
    "c'etait des l'an an du le la aout".split()
) | frozenset(
    "janvier fevrier mars avril mai juin juillet septembre octobre novembre decembre "
    "printemps ete automne hiver".split()
)


_CAPITALISED = frozenset(
    "En Depuis De Dès Des Fin Début Mi Avant Après Jusqu'en Entre Dans Pour Vers Et Ou Puis "
    "Courant EN DEPUIS À A D'ici L'année Année L'an An Septembre".split()
)


# «1000.000», «1576,4», «2016-008», «1000 000»: figures of something else.
_MORE_FIGURES = re.compile(r"[.,]\d|-\d| \d{3}\b(?! ?[-/])")


_NUMBERED = re.compile(r"(?:n ?° ?[\d-]* ?(?:de )?|resolution \d+ \()$")


# «la loi de finances 2014-2016», «son plan de relance 2019-2023»: years in a name.
_LAW = re.compile(r"\b(?:loi|plan)(?: (?:de |d')?[\w-]+){0,3} $")
# «1580 nattes»: before 1800 a year wants its preposition.
_OLD = 1800


_UP_TO = re.compile(r" a \d{3,5} (?:f|fcfa|francs?|euros?|dollars?|hommes|soldats|tonnes)\b")


def _year_score(site: Site) -> float:
    """How surely four figures are a year: told by the words on both sides."""
    if (site.groups.get("head") or "").strip():
        return 0.98
    before, after = site.before(30), site.after(20)
    if counts_something(after) or after.lstrip()[:1] in ("%", "€", "$", "°", "£"):
        return 0.0
    if (
        after.lstrip()[:1] == "/"
        or _MORE_FIGURES.match(after)
        or (before.endswith(("/", "n°", "+", ":", "=", "-", "_")) and not before.endswith("mi-"))
    ):
        return 0.0
    words = before.replace("(", " ( ").replace("l' ", "l'").split()
    last = words[-1].rstrip(",.;") if words else ""
    if last in _NAMES or last.rpartition("'")[2] in _NAMES:
        return 0.0
    if _UP_TO.match(after) or _NUMBERED.search(before):
        return 0.0
    if last in _LEADS or last.endswith(("'en", "d'")):
        return 0.98
    raw = site.text[max(0, site.start - 30) : site.start].split()
    name = raw[-1].lstrip('(«"').rpartition("'")[2] if raw else ""
    if int(site.groups["year"] or 0) < _OLD:
        return 0.0 if re.match(r" [a-z]+s\b", after) else 0.6
    if (
        (name[:1].isupper() or name[-1:].isupper())
        and name not in _CAPITALISED
        and name[-1:] not in ".,;:!?)»"
    ):
        return 0.0
    return 0.9


def _year(groups: Groups, reading: Reading) -> Meaning:
    return Meaning("DATE", f"{int(groups['year'] or 0):04d}")


def _last_figures(first: int, short: str) -> int:
    """The year that «14» means in «2013-14»."""
    last = first // 100 * 100 + int(short)
    return last if last >= first else last + 100


def _years(groups: Groups, reading: Reading) -> Meaning:
    first = int(groups["year"] or 0)
    if short := groups.get("short"):
        last = _last_figures(first, short)
        if last - first > 30 and int(short) <= 12:
            return Meaning("DATE", f"{first:04d}-{int(short):02d}")
    else:
        last = int(groups["year2"] or 0)
    return Meaning("DATE", f"{first:04d}/{last:04d}")


def _until_now(groups: Groups, reading: Reading) -> Meaning:
    now = reading.published or "PRESENT_REF"
    return Meaning("DATE", f"{int(groups['year'] or 0):04d}/{now}")


def _years_score(site: Site) -> float:
    if _NUMBERED.search(site.before()) or _LAW.search(site.before()):
        return 0.0
    first = int(site.groups["year"] or 0)
    last = site.groups.get("year2")
    if last is not None and int(last) <= first:
        return 0.0
    between = (site.groups.get("link") or "").strip()
    before = site.before(24)
    if between == "et" and "entre" not in before:
        return 0.0
    if between == "a" and not before.rstrip().endswith(
        ("de", "depuis", "entre", "annees", "en", "(", "saison", "periode")
    ):
        return 0.4 if counts_something(site.after(20)) else 0.85
    if before.endswith(("n°", "/", "loi ", "loi n ", "no ")):
        return 0.0
    return 0.95


_TENS = {
    "vingt": 2, "trente": 3, "quarante": 4, "cinquante": 5, "soixante": 6, "soixante-dix": 7,
    "quatre-vingt": 8, "quatre-vingts": 8, "quatre-vingt-dix": 9,
}  # fmt: skip


def decade_of(text: str) -> str:
    """TIMEX decade of «80», «1990», «soixante-dix»: `198`, `199`, `197`."""
    text = text.strip().replace(" ", "-")
    if text in _TENS:
        return f"19{_TENS[text]}"
    if len(text) == 4:
        return text[:3]
    tens = int(text) // 10
    return f"20{tens}" if tens < 2 else f"19{tens}"


def _decade(groups: Groups, reading: Reading) -> Meaning:
    first = decade_of(groups["decade"] or "")
    second = groups.get("decade2")
    return Meaning("DATE", f"{first}/{decade_of(second)}" if second else first)


def _century(groups: Groups, reading: Reading) -> Meaning:
    rank = ordinal(groups["rank"] or "")
    if rank is None or not 1 <= rank <= 21:
        return Meaning("DATE", "")
    if groups.get("bc"):
        return Meaning("DATE", f"BC{rank - 1:02d}")
    return Meaning("DATE", f"{rank - 1:02d}")


RULES = (
    Rule(
        "year",
        r"(?P<head>(?:{this} |meme )?annee (?:scolaire |academique |fiscale |budgetaire )?"
        r"|an |saison )?{year}",
        _year,
        (
            Example("Depuis [2012], le nord est instable.", "2012"),
            Example("L'[année 2020] fut dure.", "2020"),
            Example("L'effectif est de 2 000 hommes, dont 2012 soldats."),
            Example("La loi 051-2015, l'Agenda 2063 et le Mondial 2022 n'y font rien."),
            Example("La Coupe du monde 2018 et la CAN 2019 sont passées."),
        ),
        _year_score,
        kind="period",
    ),
    Rule(
        "years from to",
        r"(?:(?:annees?|saison|exercice|campagne) (?:scolaire |academique |universitaire )?"
        r"|{this} annee scolaire )?"
        r"{year}(?P<link> ?[-/] ?| a | et | au )(?:{year2}|(?<=-)(?P<short>\d\d))(?![-/]\d)",
        _years,
        (
            Example("De [2017 à 2020], l'État a investi.", "2017/2020"),
            Example("Violences de [2013-14] au sud.", "2013/2014"),
            Example("Durant l'[année 1983-1984], elle enseigne.", "1983/1984"),
            Example("Entre [2012 et 2015], trois accords.", "2012/2015"),
            Example("Le cycle ([1965-1970]) fut long.", "1965/1970"),
            Example("La loi d'orientation agricole 2014-2016 et le plan de relance 2019-2023."),
        ),
        _years_score,
        kind="period",
    ),
    Rule(
        "year until now",
        r"{year} (?:a|et|jusqu'a) (?:nos jours|aujourd'hui|ce jour)",
        _until_now,
        (Example("De [1960 à nos jours], rien n'a changé.", "1960/2021-10-06"),),
        lambda site: (
            0.95
            if " et " not in site.plain[site.start : site.end] or "entre" in site.before(10)
            else 0.0
        ),
        kind="period",
    ),
    Rule(
        "decade",
        r"(?:annees|decennie) (?P<decade>1[0-9]\d0|20\d0|[1-9]0|soixante-dix|soixante"
        r"|quatre-vingt-dix|quatre-vingts?|trente|quarante|cinquante|vingt)"
        r"(?:(?:-| et | a )(?P<decade2>1[0-9]\d0|20\d0|[1-9]0|soixante-dix|soixante"
        r"|quatre-vingt-dix|quatre-vingts?))?",
        _decade,
        (
            Example("La sécheresse des [années 80] revient.", "198"),
            Example("Dans les [années 1990], il émigre.", "199"),
            Example("Vers les [années soixante-dix], il revient.", "197"),
        ),
        0.97,
        kind="period",
    ),
    Rule(
        "century",
        r"(?:{this} )?(?P<rank>{ordinal}|[ivx]+ ?(?:eme|er|e)?) siecle(?P<bc> (?:avant"
        r"|av\.?) (?:notre ere|j\.?-?c\.?|jesus-christ))?",
        _century,
        (
            Example("Un manuscrit du [XXe siècle].", "19"),
            Example("Au [21ème siècle], la paix manque.", "20"),
            Example("Bâti au [huitième siècle].", "07"),
        ),
        0.97,
        kind="period",
    ),
)
