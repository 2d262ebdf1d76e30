"""What may stand between a name and its office: age, alias, party, adverb, acronym."""

from pipeline.normalizers.office_words import ADVERB_PHRASES, ADVERBS, ARTICLES, OF, Words

_ALIAS = frozenset({"dit", "dite", "alias", "surnommé", "surnommée"})
_QUOTES = frozenset({"«", "»", '"', "'"})
_LONGEST = 6  # words of an alias or of what stands in brackets


def skip_age(words: Words, i: int, high: int) -> int:
    """The word after «, 45 ans» or «(45 ans)»; `i` if no age stands there."""
    for length in (3, 4):
        if i + length <= high and words.text[i] in {",", "("}:
            inner = words.text[i + 1 : i + length]
            if inner[0].isdigit() and inner[1] in {"ans", "an"}:
                return i + length
    return i


def skip_alias(words: Words, i: int, high: int) -> int:
    """The word after «dit « Rapido »» or «, alias le Vieux»; `i` if no alias stands there."""
    j = i + (i < high and words.text[i] == ",")
    if j >= high or words.text[j].casefold() not in _ALIAS:
        return i
    j += 1
    quoted = j < high and words.text[j] in _QUOTES
    for k in range(j, min(j + _LONGEST + 1, high)):
        if quoted and k > j and words.text[k] in _QUOTES:
            return k + 1
        name = words.text[k][0].isupper() or words.text[k].casefold() in ARTICLES
        if not quoted and not name:
            return k if k > j else i
    return i


def skip_affiliation(words: Words, i: int, high: int) -> int:
    """The word after «du parti PZK» with a comma after it; `i` if none stands there."""
    if i >= high or words.text[i].casefold() not in OF:
        return i
    for j in range(i + 1, min(i + 4, high)):
        if words.unit[j]:
            after = words.unit[j]
            named = words.label[j] in {"ORG", "FORCE", "PLACE"}
            return after if named and after < high and words.text[after] == "," else i
        if not words.text[j].islower():
            return i
    return i


def skip_bracket(words: Words, i: int, high: int) -> int:
    """The word after a short bracket («(RPM)») with a comma after it; `i` if there is none."""
    for closing in range(i + 2, min(i + _LONGEST, high - 1)):
        if words.text[closing] == ")":
            return closing + 1 if words.text[closing + 1] == "," else i
    return i


def skip_acronym(words: Words, i: int, high: int) -> int:
    """The word after «(MATD)»; `i` if no such bracket stands there."""
    bracket = i + 2 < high and words.text[i] == "(" and words.text[i + 2] == ")"
    return i + 3 if bracket else i


def skip_adverbs(words: Words, i: int, high: int) -> int:
    """The word after «alors», «par ailleurs», «aujourd'hui» …"""
    while i < high:
        text = words.text[i].casefold()
        if text in ADVERBS:
            i += 1
            continue
        for phrase in ADVERB_PHRASES if i < high else ():
            ahead = tuple(w.casefold() for w in words.text[i : min(i + len(phrase), high)])
            if ahead == phrase:
                i += len(phrase)
                break
        else:
            break
    return i
