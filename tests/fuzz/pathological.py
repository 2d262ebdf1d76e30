"""Texts that are all of one thing: what no newspaper prints, and what a stage may choke on."""

from collections.abc import Callable, Mapping

_FIRST = "Amadou Fatoumata Ibrahim Moussa Mariam Oumar Salif Aïssata Boubacar Djibril".split()
_LAST = "Traoré Diallo Keïta Coulibaly Ouédraogo Sawadogo Maïga Cissé Touré Sangaré".split()


def _repeat(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


def _numbered(piece: str) -> Callable[[int], str]:
    """The piece again and again, `{n}` being a number, `{a}` and `{b}` names made of it."""

    def make(length: int) -> str:
        parts, size, i = [], 0, 0
        while size < length:
            a, b = _name(i), _name(7 * i + 3)
            parts.append(piece.format(n=i, a=a, b=b))
            size += len(parts[-1])
            i += 1
        return "".join(parts)[:length]

    return make


def _name(number: int) -> str:
    """A word with a capital, another one for each number: «Bakoda», «Bakodi» …"""
    syllables = ("ba", "ko", "di", "ma", "sé", "ru", "fo", "ga", "ti", "zou")
    digits = str(number).zfill(4)
    return "".join(syllables[int(d)] for d in digits).capitalize()


# A name for each, and what makes such a text of a number of characters.
TEXTS: Mapping[str, Callable[[int], str]] = {
    "no sentence end": _repeat("les soldats de la ville qui sont partis avec eux "),
    "prose": _repeat(
        "Le général Moussa Traoré a déclaré lundi 5 octobre 2021 que 13 soldats de l'armée "
        "malienne ont été tués à Gao par des hommes du GSIM. "
    ),
    "all capitals": _repeat("LE GÉNÉRAL MOUSSA TRAORÉ DES FAMA EST ARRIVÉ À GAO LE 5 MAI 2021 "),
    "capitals in words": _repeat("Le Colonel Major De La Garde Du Corps Et Le Chef Des Forces "),
    "all digits": _repeat("1234567890"),
    "figures": _repeat("1 234 567 "),
    "groups of three": _repeat(" 111"),
    "numbers in words": _repeat("mille cent vingt-deux "),
    "et un": _repeat(" et un"),
    "commas": _repeat(","),
    "commas and words": _repeat("a, "),
    "full stops": _repeat("."),
    "full stops with capitals": _repeat("A. "),
    "ellipses": _repeat(".…"),
    "stops and quotes": _repeat(".\"'»)"),
    "one token": _repeat("a"),
    "one token in capitals": _repeat("A"),
    "one token with hyphens": _repeat("Abc-"),
    "one token with apostrophes": _repeat("N'a"),
    "one token, mixed": _repeat("aB1é"),
    "one token of lines": _repeat("_"),
    "spaces": _repeat(" "),
    "spaces and a word": lambda n: "mot" + " " * (n - 6) + "mot",
    "new lines": _repeat("\n"),
    "new lines and spaces": _repeat("\n "),
    "words on lines": _repeat("Gao\n"),
    "one name": _repeat("Moussa Traoré "),
    "one surname": _repeat("Traoré, "),
    "one force": _repeat("FAMa, "),
    "one place": _repeat("Gao, "),
    "one date": _repeat("lundi, "),
    "one year": _repeat("2021, "),
    "one count": _repeat("13 soldats, "),
    "people in a list": _numbered("{a} {b}, "),
    "people of one surname": _numbered("{a} Traoré, "),
    "people of one first name": _numbered("Moussa {a}, Moussa {b}, M. {a}, "),
    "people with ranks": _numbered("le colonel {a} {b}, ministre de la Défense, "),
    "people by surname": _numbered("M. {a} et "),
    "people by initials": _numbered("le général {a} {b} et XYZ, "),
    "aliases": _numbered("{a} {b} alias {b}, dit {a}, "),
    "places in a list": _numbered("à {a}, "),
    "villages": _numbered("le village de {a}, "),
    "known places": _repeat("Gao, Kidal, Ménaka, Mopti, Tillabéri, Dori, Djibo, Niamey, "),
    "forces in a list": _numbered("le mouvement {a} et le groupe {b}, "),
    "acronyms": _numbered("le Front {a} ({b}), "),
    "known forces": _repeat("FAMa, GSIM, Minusma, Barkhane, Serval, VDP, EIGS, Takuba, "),
    "organisations": _numbered("l'Association {a} des {b}, "),
    "ministries": _repeat("le ministre de la Défense et des Anciens combattants du Mali, "),
    "offices": _repeat("le président du Conseil national de la transition, "),
    "dates": _repeat("du 5 au 7 mai 2021, "),
    "relative dates": _repeat("hier, demain, lundi dernier, il y a trois jours, "),
    "ranges": _repeat("entre 2012 et 2015 et "),
    "the end of the end": _repeat("à la fin du mois de la fin de l'année du début de "),
    "counts": _numbered("{n} soldats, "),
    "dead": _numbered("{n} morts et {n} blessés, "),
    "dead of": _repeat("dont 13 soldats maliens tués par 12 combattants du GSIM, "),
    "attacks": _repeat("attaqué tué enlevé "),
    "attacks in one sentence": _repeat("les soldats ont attaqué Gao et le GSIM a tué Moussa et "),
    "attacks, day by day": _numbered("Le {n} mai, 13 soldats ont été tués à Gao. "),
    "saying": _repeat("a déclaré que le ministre a dit que "),
    "according to": _repeat("selon Moussa Traoré, selon l'armée, "),
    "quotes never closed": _repeat("« Le "),
    "quotes nested": _repeat('« " “ '),
    "quotes": _repeat('"a" «b» “c” '),
    "apostrophes": _repeat("d'"),
    "elisions": _repeat("d'A l'un qu'il "),
    "hyphens": _repeat("-"),
    "hyphens parting": _repeat("Burkina- "),
    "brackets": _repeat("("),
    "brackets with acronyms": _repeat("(FAMa) "),
    "le": _repeat("le "),
    "de la": _repeat("de la "),
    "ag": _repeat("Ag Ould "),
    "initials": _repeat("A.-B. C. "),
    "streets": _repeat("rue de la Abc-Def de "),
    "accents alone": _repeat("\u0301"),
    "accents": _repeat("e\u0301"),
    "zero width": _repeat("a\u200b"),
    "right to left": _repeat("\u202eabc\u202c "),
    "emoji": _repeat("👨\u200d👩\u200d👧 "),
    "ligatures": _repeat("ﬁﬂ"),
    "dotted I": _repeat("İSTANBUL ıI "),
    "Arabic": _repeat("مالي غاو "),
    "Chinese": _repeat("马里加奥"),
    "astral letters": _repeat("𝐆𝐚𝐨 "),
    "NUL": _repeat("a\x00"),
    "replacement": _repeat("\ufffd "),
    "links": _repeat("https://www.maliweb.net/a-b_c?d=e#f "),
    "addresses": _repeat("@a.b.c "),
    "markup": _repeat("<a b='c'> "),
    "entities": _repeat("&amp;"),
    "formulas": _repeat("=1+1 "),
}
