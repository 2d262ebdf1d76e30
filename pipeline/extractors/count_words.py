"""French word forms that the count lexicons need not list: plurals, verbs in -er, participles."""

import re

# Words of a text for the count rules: elided words keep their apostrophe, compounds their hyphen.
WORD = re.compile(r"[^\W_]+'|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")


_TYPOGRAPHIC = re.compile("[\u00a0\u2009\u202f\u2011\u2018\u2019]")
_PLAIN = str.maketrans("\u00a0\u2009\u202f\u2011\u2018\u2019", "   -''")


def plain(text: str) -> str:
    """A text with plain spaces, hyphens and apostrophes, every character in its place.

    `pipeline.text.clean_text` has done it already where the whole pipeline runs; a component in
    someone's own pipeline reads texts as they come.

    >>> plain("4\u202f500 soldats de l\u2019armée")
    "4 500 soldats de l'armée"
    """
    return text.translate(_PLAIN) if _TYPOGRAPHIC.search(text) else text


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text.

    >>> words_of("mis hors d'état de nuire")
    ('mis', 'hors', "d'", 'état', 'de', 'nuire')
    """
    return tuple(WORD.findall(text))


def plural(noun: str) -> str:
    """Regular plural of a French noun.

    >>> plural("caporal"), plural("tué"), plural("corps")
    ('caporaux', 'tués', 'corps')
    """
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith("al"):
        return noun[:-2] + "aux"
    return noun + ("x" if noun.endswith(("eau", "eu")) else "s")


def feminine(participle: str) -> tuple[str, ...]:
    """The other forms of a masculine singular participle; none where it is not one.

    >>> feminine("tué"), feminine("tués")
    (('tuée', 'tués', 'tuées'), ())
    """
    if participle.endswith(("é", "i", "u")):
        return participle + "e", participle + "s", participle + "es"
    return ()


def conjugated(verb: str) -> tuple[list[str], list[str]]:
    """Participles and finite forms (third person, infinitive, gerund) of a verb in -er.

    Raises:
        ValueError: the verb does not end in -er, so its forms have to be listed.

    >>> conjugated("tuer")[1][:4]
    ['tue', 'tuent', 'tua', 'tuèrent']
    """
    if not verb.endswith("er"):
        raise ValueError(f"«{verb}»: list the forms of a verb that does not end in -er")
    stem = verb[:-2]
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    open_ = re.sub(r"[eé]([^aeiouyéè]{1,2})$", r"è\1", stem)
    if stem.endswith(("el", "ell", "et", "ett")) and verb in {"appeler", "rappeler", "jeter"}:
        open_ = stem + stem[-1]
    if stem.endswith("oy"):
        open_ = stem[:-1] + "i"
    future = "enverr" if verb == "envoyer" else open_ + "er"
    participles = [stem + "é"]
    finite = [open_ + "e", open_ + "ent", soft + "a", stem + "èrent", soft + "ait", soft + "aient"]
    finite += [soft + "ant", verb, future + "a", future + "ont", future + "ait"]
    return participles, finite
