"""Texts to choke on: pieces of French that the grammars know, put together as nobody would.

Hypothesis draws them, so that a text that fails is made as short as it can be.
"""

from pathlib import Path

from hypothesis import strategies as st

_SEEDS = Path(__file__).parents[2] / "seeds"

DATES = """
hier|aujourd'hui|demain|avant-hier|lundi|mardi dernier|mercredi 31 février 2021|1er|le 1er mai|32
|30 février|29 février 2023|00|0|2021|99|1er août 2014|31/12/1999|99/99/9999|2021-13-45|0000-00-00
|9999-12-31|0001-01-01|12.12.12|juin|sept|mars|août dernier|mai prochain|de mai|mi-juin|fin
|début des années 80|années 1990|XXe siècle|IIIIe siècle|Ier|il y a trois jours|il y a 10000 ans
|dans 999999999 jours|dans 99999 mois|depuis deux ans|pendant un mois|ces six derniers mois
|à la fin du mois de la semaine dernière|du 11 au 15 juin|11 au 12|nuit du 11 au 12 juin
|entre 2012 et 2015|2012-2015|2020/21|chaque lundi|tous les deux ans|9 h 30|25 h 99|24h|0h|midi
|16 heures|à 99 heures|lendemain|veille|surlendemain|le même jour|ce jour-là|cette année-là
|Noël|Tabaski|Ramadan|Pâques 10000|fête de l'Indépendance|saison des pluies|hivernage|trimestre
|premier semestre|1er trimestre 2021|semaine 53|week-end|matin|soir|cette nuit|à l'aube
|dans les 48 heures|âgé de 17 ans|38 ans|vingt-et-un ans|an|mois|jour|heures|siècle|décennie
|millénaire|lundi 5 octobre 2021 à 14 heures 30|depuis le 18 août 2020|jusqu'au|d'ici 2030
"""
COUNTS = """
13 soldats|un soldat|une dizaine de terroristes|des centaines de morts|4 500 hommes|4.500
|1,2 million
|400.000 déplacés|999999999999999999999 soldats|10^400|1e999|999 999 999 999 999 999 999 morts
|-5 soldats|0 mort|zéro mort|00013 tués|vingt-huit (28) membres|(28)|deux ou trois|de 5 à 3 morts
|entre 100 et 10 blessés|plus de|moins de|près de|environ|au moins|jusqu'à|quelque|une vingtaine
|mille|cent|million|milliard|milliards de milliards de|mille mille mille|cent cent
|quatre-vingt-dix-neuf
|et un|soixante et onze|dont six|parmi eux|tués|blessés|enlevés|portés disparus|otages|déplacés
|civils|gendarmes|casques bleus|personnes|membres|corps sans vie|le bilan est de|passe de 8 à 11
|13 morts dont 3 civils et 40 blessés dont 2|n'a fait aucun mort|dément la mort de 13 soldats
|½ soldat|²³ soldats|٣ soldats|１３ soldats|Ⅷ soldats|१३ morts|13% des soldats|13e|13 000 000 000
"""
NAMES = """
Moussa Traoré|Assimi Goïta|IBK|ATT|Iyad Ag Ghali|Abou Walid al-Sahraoui|El Hadj|Mme|M.|MM.|Dr|Me
|François-Xavier Le Pelletier de Woillemont|le général de division Laurent Michon|colonel|Sadio
|le colonel-major|ministre de la Défense|président de la transition|porte-parole|ex-Premier ministre
|l'ancien chef d'état-major|par intérim|alias|dit|surnommé|«Rambo»|née|épouse|de son vrai nom
|N'Diaye
|O'Brien|A.-B. C.|H.|Traoré|TRAORÉ|traoré|Ould Abdel Aziz|Ag|de la|van der|Bin|FAMa|GSIM|JNIM|EIGS
|Forces armées maliennes (FAMa)|(FAMa)|opération Barkhane|force conjointe du G5 Sahel|Minusma|VDP
|8e RPIMa|BIR 17|gendarmerie nationale du Niger|armée malienne|l'armée|Wagner|Boko Haram|CMA|milice
|Dan Na Ambassagou|Ansar Dine|État islamique au Grand Sahara|mouvement|groupe|Front|brigade|Gao
|Kidal
|Mali|Burkina- Faso|Burkina Faso|Niger|N'Djaména|I-n-Délimane|trois frontières|Liptako-Gourma|Bamako
|région de|village de|cercle de|au nord de|rue de la|commune IV|fleuve Niger|lac Tchad|mont Hombori
|Niger-Mali|entre Gao et Kidal|ONU|CEDEAO|Union africaine|Haut Conseil des notables (HCN)|HCN|RFI|SA
|Association des mères (AM)|ministère de la Défense|Cour suprême|Assemblée nationale|@a.b
|https://x.y/z
|École Alioune Blondin Bèye|aéroport Modibo Keïta|Sévaré|Djibo Baanè|Faso|Sahel|Nord|Timor-Leste
"""
DEEDS = """
ont attaqué|a tué|ont été tués|a été enlevé|s'est retiré|a déclaré que|selon|d'après|a-t-il dit
|affirme
|a annoncé|a démenti|revendique|aurait|auraient été|se rendra|sera nommé|est nommé|limogé|arrêté
|déployés
|patrouille|embuscade|explosion|frappe aérienne|neutralisés|a pris fin|accord|signé|visite|ont fui
|par
|contre|avec|sans|à|de|d'|l'|qu'|que|qui|dont|où|et|ou|ni|mais|lors de|il|elle|ils|leur|ses|on|ce
|ne pas
|Lire aussi :|Publié le|Bamako, le|fait à|communiqué|bilan|au moins|tandis que|après avoir
|pour avoir
"""
SIGNS = """
.|,|;|:|!|?|…|...|«|»|"|“|”|'|’|`|(|)|[|]|{|}|<|>|</p>|<b>|&amp;|&#0;|-|–|—|_|/|\\|@|#|%|€|$|=|+|*
|^|~|°|n°
|§|•|→|''|«««|»»|((((|))))|, ,|. .|- -|--|=1+1|@SUM(A1)|+33|\\u0000|%s|{0}|{{7*7}}|${x}|../..|C:\\
|NUL
"""
ODD = [
    "\x00",
    "\x1b[31m",
    "\x85",
    "\u00a0",
    "\u00ad",
    "\u0130",  # its lower case is two characters
    "ı",
    "ß",
    "ŉ",  # its upper case is two
    "ǰ",
    "ﬁ",
    "ﬄ",
    "\u0301",
    "\u0301" * 40,
    "e\u0301",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2028",
    "\u2066\u2067\u2069",
    "\ufeff",
    "\ufffd",
    "\ufffe",
    "\ud800",
    "\udfff\ud800",
    "\U000e0041",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "🇲🇱",
    "𝐆𝐚𝐨",
    "غاو",
    "加奥",
    "Ǆ",
    "ǅ",
    "ᾳ",
    "Σς",
    "K",  # the Kelvin sign, whose lower case is ASCII
    "Å",
    "ⅷ",
    "①",
    "½",
    "\t",
    "\r",
    "\r\n",
    "\n",
    "\n\n\n",
    " " * 50,
    "\x0b\x0c",
    "ᵉʳ",
]


def _pieces(block: str) -> list[str]:
    return [piece for piece in block.replace("\n", "").split("|") if piece]


GROUPS = [*map(_pieces, (DATES, COUNTS, NAMES, DEEDS, SIGNS)), ODD]
_PIECE = st.one_of([st.sampled_from(group) for group in GROUPS])
_GAP = st.sampled_from([" ", " ", " ", " ", "", "", "\n", ", ", ". ", "-", "'", " de ", " et "])
_MANY = st.sampled_from([2, 3, 10, 50, 300])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Pieces of all kinds, one after the other."""
    parts = draw(st.lists(st.tuples(_PIECE, _GAP), min_size=1, max_size=40))
    return "".join(piece + gap for piece, gap in parts)


@st.composite
def repetitions(draw: st.DrawFn) -> str:
    """A few pieces, again and again, with something before and behind."""
    head, tail = draw(_PIECE), draw(_PIECE)
    body = "".join(draw(st.lists(st.one_of(_PIECE, _GAP), min_size=1, max_size=4)))
    return head + body * draw(_MANY) + tail


def _seed_texts() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(_SEEDS.glob("*.txt"))]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A part of a seed with pieces cut out, doubled, put in, or in other letters."""
    text = draw(st.sampled_from(_seed_texts()))
    begin = draw(st.integers(0, max(0, len(text) - 50)))
    text = text[begin : begin + draw(st.sampled_from([60, 200, 600, 2000]))]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 40)))
        part = text[at:end]
        new = draw(
            st.one_of(
                st.just(""),
                st.just(part * 3),
                st.just(part.upper()),
                st.just(part.lower()),
                st.just(part[::-1]),
                st.just(part.replace(" ", "")),
                _PIECE.map(lambda piece, part=part: piece + part),
            )
        )
        text = text[:at] + new + text[end:]
    return text


_ANY = st.one_of(sentences(), sentences(), mutations(), repetitions(), st.text(max_size=80))
TEXTS = _ANY.filter(lambda text: any(map(str.isalpha, text)))  # others are rejected beforehand
PUBLISHED = st.sampled_from(
    ["", "2021-10-06", "2021-10", "2021", "2024-02-29", "0001-01-01", "9999-12-31", "1960-01-01"]
)
