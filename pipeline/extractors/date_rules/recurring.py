"""Rules for what comes back: «chaque lundi», «un jour sur deux»; and for whole days."""

import re

from pipeline.extractors.date_rules.rule import Example, Groups, Rule
from pipeline.extractors.date_rules.units import period, unit_of
from pipeline.normalizers.dates_context import Reading
from pipeline.normalizers.dates_memory import Meaning
from pipeline.normalizers.dates_numbers import number

_DAILY = ("jour", "matin", "soir", "nuit", "apres", "midi", "aube", "crepuscule")
_WEEKLY = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()


def _how_often(word: str, amount: int) -> str:
    if word.startswith(_DAILY):
        return f"P{amount}D"
    if word.startswith("week") or word.rstrip("s") in _WEEKLY:
        return f"P{amount}W"
    if word.startswith(("saison", "ete", "hiver", "printemps", "automne")):
        return f"P{amount}Y"
    unit_of(word)
    return period(amount, word)


def _set(groups: Groups, reading: Reading) -> Meaning:
    amount = number(groups["n"] or "") if groups.get("n") else 1
    if groups.get("month") or groups.get("monthname"):
        return Meaning("SET", "P1Y")
    if groups.get("monthly"):
        return Meaning("SET", "P1M")
    return Meaning(
        "SET", _how_often(groups.get("every") or groups.get("weekday") or "", amount or 1)
    )


def _whole(groups: Groups, reading: Reading) -> Meaning:
    word = groups["whole"] or ""
    value = "P1D" if word.startswith(("jour", "nuit", "soir", "mat", "apres")) else period(1, word)
    return Meaning("DURATION", value)


_EVERY = (
    r"(?P<every>jours?|nuits?|matins?|soirs?|semaines?|mois|ans?|annees?|heures?|trimestres?"
    r"|semestres?"
    r"|decennies?|week-?ends?|saisons?(?: seches?| des pluies)?|hivernages?|etes?|hivers?"
    r"|lundis?|mardis?"
    r"|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|apres-midi)"
)

RULES = (
    Rule(
        "each",
        rf"chaque (?:fin de |fin du |debut de |premier |dernier |deuxieme )?"
        rf"(?:{_EVERY}(?P<monthly> du mois)?|{{day}} {{month}}|{{monthname}})",
        _set,
        (
            Example("[Chaque lundi], le marché ouvre.", "P1W", "SET"),
            Example("[Chaque année], il revient.", "P1Y", "SET"),
            Example("[Chaque premier lundi du mois], ils se voient.", "P1M", "SET"),
            Example("[Chaque jour], le puits se vide.", "P1D", "SET"),
        ),
        kind="set",
    ),
    Rule(
        "every",
        rf"(?:tous|toutes) les (?:{{n}} )?{_EVERY}",
        _set,
        (
            Example("[Tous les deux ans], on vote.", "P2Y", "SET"),
            Example("Je partais [tous les jours] au bureau.", "P1D", "SET"),
            Example("[Tous les dimanches], il prie.", "P1W", "SET"),
        ),
        kind="set",
    ),
    Rule(
        "a whole day",
        r"toute (?:la |l'|une )(?P<whole>journee|nuit|soiree|matinee|annee|semaine|apres-midi)",
        _whole,
        (Example("Il a plu [toute la journée].", "P1D", "DURATION"),),
        lambda site: 0.0 if re.match(r" (?:du |de |\d{4})", site.after(6)) else 0.75,
        kind="duration",
    ),
    Rule(
        "one in two",
        r"{n} {unit} sur {n2}",
        lambda groups, reading: Meaning(
            "SET", period(number(groups["n2"] or ""), groups["unit"] or "")
        ),
        (Example("L'eau coule [un jour sur deux].", "P2D", "SET"),),
        0.9,
        kind="set",
    ),
)
