"""Does a sentence speak of the past or of what is to come? Told from its verbs' endings.

No parser is needed: French finite verbs wear their tense. The verb nearest to the expression
decides, because a sentence of the press often holds several.
"""

import re
from functools import lru_cache

PAST, FUTURE, UNKNOWN = "past", "future", ""

_DAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_REACH = 160  # characters on each side: about two lines of print
_TOO_FAR = 100  # a verb this far away says little
_FUTURE_WORDS = (
    r"(?:va|vont|allons|doit|doivent|devra\w*|devrai(?:t|ent)|pourrai(?:t|ent)|"
    r"prévue?s?|attendue?s?|programmée?s?|fixée?s?|reportée?s?|prochainement|"
    r"s'apprête\w*|(?:entend|(?<!son )(?<!un )(?<!le )compte|comptent|envisage(?:nt)? de"
    r"|espère(?:nt)?|veut|veulent) [a-z]+(?:er|ir|re))\b"
)
_FUTURE_ENDINGS = r"[a-zà-ÿ]*[aeiïdtvulp]r(?:a|ont|ai|as|ez|ons)\b"
_PARTICIPLE = (
    r"(?:[a-zà-ÿ]+(?:é|ée|és|ées|i|ie|is|ies|it|u|ue|us|ues|ise|ises|ert|erte|erts|ertes|ort"
    r"|orte|orts))"
)
_COMPOUND = (
    r"(?:a|ont|ai|avons|avez|est|sont|suis|sommes|fut|furent|eut|eurent|ayant|étant)"
    rf" (?:[a-zà-ÿ']+ ){{0,2}}?{_PARTICIPLE}\b"
)
_IMPERFECT = r"[a-zà-ÿ]{2,}(?:ait|aient)\b"
_SIMPLE = (
    r"[a-zà-ÿ]{2,}(?:èrent|irent|urent|inrent)\b|(?:fut|eut|fit|prit|mit|vint|tint|vit|dit"
    r"|déclara|annonça)\b"
)
_HAPPENED = (
    r"(?:tenue?s?|survenue?s?|perpétrée?s?|organisée?s?|intervenue?s?|parue?s?|publiée?s?"
    r"|signée?s?|"
    r"lancée?s?|tuée?s?|arrêtée?s?|créée?s?|enregistrée?s?|adoptée?s?|décédée?s?|ouverte?s?|"
    r"datée?s?|datant|nommée?s?|élue?s?|renversée?s?|déposée?s?|débutée?s?)\b"
)
# The press tells in the present what was said: «annonce mardi le ministre».
_REPORTED = (
    r"(?:annonce|révèle|déclare|affirme|indique|rapporte|précise|souligne|estime|informe|apprend"
    r"|confie|dénonce|explique|ajoute|rappelle|condamne|raconte)(?:nt)?\b"
)
_VERB = re.compile(
    rf"\b(?:(?P<happened>{_HAPPENED})|(?P<future>{_FUTURE_WORDS}|{_FUTURE_ENDINGS})"
    rf"|(?P<past>{_COMPOUND}|{_IMPERFECT}|{_SIMPLE}|{_REPORTED}))"
)
# Words that only look like verbs in -ra, -ront, -rons, -rez, -ait.
_NOT_VERBS = frozenset(
    "opéra caméra choléra sahara diaspora environs patrons barons front affront giron extra "
    "fait lait trait portrait retrait parfait extrait souhait bienfait attrait forfait méfait "
    "satisfait surfait tout-à-fait infra para aura-t-il téra".split()
)
_EXPECTED = re.compile(r"(?:prévu|attendu|programmé|fixé|reporté)")
# What stands right before the expression is surest: «prévue le», «depuis», «survenu en».
_LEADS = re.compile(
    r"(?:\b(?P<future>(?:prévu|attendu|programmé|fixé|annoncé pour|reporté)e?s?(?: initialement)?"
    r"(?: (?:le|en|au|à|pour|pour le|au mois de))?|d'ici(?: à)?(?: le| au)?|attend(?:ent)?)"
    r"|\bdepuis(?: le| la)?"
    r"|(?<!a )(?<!ont )(?<!\w)(?:[A-ZÀ-Ýa-zà-ÿ]{2,}ée?s?|(?:(?:sur|inter|par|de|re)?venu|"
    r"(?:dé|re|ob)?tenu|élu|paru"
    r"|disparu|conclu|reçu|rendu|abattu|réuni|pris|mis|commis|ouvert|mort)e?s?) (?:le|en|au"
    r"|ce|cette|dans la|au mois de)"
    r") ?$"
)
# What is called for, foreseen or awaited has not happened: «appelle à marcher vendredi».
_CALLS = re.compile(
    r"(?:\b(?:appel(?:le|lent|ait|aient|é|és|ée|ées|ant|er)|invit(?:e|ent|ait|aient|é|és|ée|ées|ant)"
    r"|exhort(?:e|ent|ait|aient|é|és|ée|ées|ant)|mobilis(?:e|ent|é|és|ée|ées)"
    r"|s'apprêt\w+|se prépar\w+|s'attend\w*)(?: [\w'-]+){0,4}? (?:à|au|aux) "
    r"|\b(?:prévoi(?:t|ent)|prévoyai(?:t|ent)|convoque(?:nt)?|attend(?:ent)?|attendai(?:t|ent)"
    r"|projett?e(?:nt)?|envisage(?:nt)?|promet(?:tent)?|menace(?:nt)?|compt(?:e|ent|ait|aient) "
    r"(?=\w+(?:er|ir|re)\b)|entend(?:ent)? (?=\w+(?:er|ir|re)\b))(?: (?=[\w'])|(?<= )))"
    r"(?P<rest>[^,;:()«»]*)$"
)
# A clause of its own, or a participle, between them: the date is of another action.
_OTHER_CLAUSE = re.compile(
    r"\b(?:qui|que|qu'\w+|dont|où|après|depuis|suite|ayant|lors)\b"
    r"|(?:(?<!\bun )(?<!\bune )(?<!\ble )(?<!\bla )(?<!\bsa )(?<!\bcette )"
    r"\b(?:\w{2,}(?:é|ée|és|ées)|survenu\w*|commis\w*|pris\w*|mort\w*|tenu\w*|paru\w*)) "
    r"(?:le |ce |en |la |au )?$|\b(?:de|du|d'|des) (?:ce |cette )?$"
)
_DID_IT = re.compile(r"(?:a|ont|ai|avons|avez) (?!été)")
_ANNOUNCES = re.compile(
    r"annonc|prév|convoqu|fix|report|programm|appel|invit|attend|organis|décid|promi|prépar|vot"
    r"|élect|scrutin|autoris|propos|demand|calendrier|candidat|jusqu|avant|pour "
)
_HAS_HAPPENED = re.compile(rf"\b{_COMPOUND}(?: [\w'-]+){{0,3}} le(?: (?:{_DAY}))? ?$")
_SENTENCE_END = re.compile(r"[.!?…;]\s|\n")


@lru_cache(maxsize=1024)
def _sentence_around(left: str, right: str) -> tuple[str, str]:
    ends = list(_SENTENCE_END.finditer(left))
    begin = ends[-1].end() if ends else 0
    stop = _SENTENCE_END.search(right)
    return left[begin:], right[: stop.start() if stop else len(right)]


def happened_at(text: str, start: int, end: int) -> bool:
    """Whether an expression with «le» places what a finite verb says has happened.

    «a été aperçu le 20 mars»; not «a annoncé la tenue du vote le 20 mars».
    """
    left, right = _sentence_around(text[max(0, start - _REACH) : start], text[end : end + _REACH])
    if _ANNOUNCES.search(left) or _ANNOUNCES.search(right):
        return False
    return _HAS_HAPPENED.search(left) is not None


def tense_at(text: str, start: int, end: int) -> str:
    """The tense of the verb nearest to an expression, in its sentence.

    Args:
        text: as written; names are told from verbs by their capitals («Camara»).
        start, end: the expression's character offsets.

    Returns:
        "past", "future", or "" where no verb shows it.
    """
    left, right = _sentence_around(text[max(0, start - _REACH) : start], text[end : end + _REACH])
    if told := _LEADS.search(left):
        return FUTURE if told["future"] else PAST
    if (calls := _CALLS.search(left)) and not _OTHER_CLAUSE.search(calls["rest"]):
        return FUTURE
    best, tense = _TOO_FAR, UNKNOWN
    for side, before in ((left, True), (right, False)):
        for verb in _VERB.finditer(side):
            word = verb.group()
            if word in _NOT_VERBS:
                continue
            if verb["past"] and _EXPECTED.search(word) and not _DID_IT.match(word):
                kind = FUTURE
            else:
                kind = FUTURE if verb["future"] else PAST
            distance = len(side) - verb.end() if before else verb.start()
            if distance < best:
                best, tense = distance, kind
    return tense
