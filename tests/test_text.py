"""The clean text, and the way back to the text as read."""

import re
import textwrap
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import clean_text, fold

# What French press texts are made of, with all that must be cleaned, and some of anything.
SAMPLES = (
    "Burkina- Faso|Le Mali|4\u202f500|l\u2019armée|co\u00adlonel|\r\n|\r|e\u0301|- |of\ufb01cier"
    "|\u200b|\ufeff|Guinée-\u00ad Bissau|\u202e|1ᵉʳ août|\ud800|\x00|n\u0303o| "
    "|Bamako- Le président|ex- Ministre"
).split("|")
pieces = st.one_of(st.sampled_from(SAMPLES), st.text(max_size=6))
texts = st.lists(pieces, max_size=12).map("".join)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("l’armée, aujourd‘hui", "l'armée, aujourd'hui"),
        ("4\u202f500 et 4\u00a0500 et 4\u2009500", "4 500 et 4 500 et 4 500"),
        ("le co\u00adlonel\u200b", "le colonel"),
        ("le Burkina- Faso", "le Burkina-Faso"),
        ("le Burkina-\u00a0 Faso", "le Burkina-Faso"),
        ("le Burkina-\u00ad Faso", "le Burkina-Faso"),
        ("l’ex- Premier ministre", "l'ex-Premier ministre"),
        ("De\u0301le\u0301gue\u0301", "Délégué"),
        ("E\u0301cole- Normale", "École-Normale"),
        ("l’of\ufb01cier", "l'officier"),
        ("le 1ᵉʳ août, le 8ᵉ régiment", "le 1er août, le 8e régiment"),
        ("G5‑Sahel", "G5-Sahel"),
        ("une ligne\r\nune autre\rla fin", "une ligne \nune autre\nla fin"),
    ],
)
def test_typography_is_made_plain(raw, clean):
    assert clean_text(raw)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "Bamako- Le président a reçu le ministre.",
        "Gao- Deux soldats sont morts.",
        "SENEGAL- Entreprises en crise",
        "1- Faire le point",
        "un franco- malien",
        "de 2012 – 2015",
    ],
)
def test_a_hyphen_that_parts_is_left_alone(text):
    assert clean_text(text) == (text, None)


def test_offsets_point_into_the_text_as_read():
    raw = "Le co\u00adlonel De\u0301le\u0301gue\u0301 au Burkina- Faso, l’of\ufb01cier\u200b parlé."
    clean, offsets = clean_text(raw)
    for word, source in [
        ("colonel", "co\u00adlonel"),
        ("Délégué", "De\u0301le\u0301gue\u0301"),
        ("Burkina-Faso", "Burkina- Faso"),
        ("Burkina", "Burkina"),
        ("Faso", "Faso"),
        ("officier", "of\ufb01cier"),
        ("parlé", "parlé"),
    ]:
        start, end = offsets.span(clean.index(word), clean.index(word) + len(word))
        assert raw[start:end] == source


PARAGRAPH = (
    "Le 3 mai 2021, le ministre malien de la Défense, le général Souleymane Dembélé, a déclaré que "
    "cinq soldats des Forces armées maliennes ont été tués dans une attaque près de Ménaka, dans "
    "le nord du Mali. La force Barkhane, forte de 5 100 hommes, est arrivée sur place."
)


@pytest.mark.parametrize("width", [45, 60, 76, 110])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n  "])
def test_lines_that_were_wrapped_are_one_and_paragraphs_are_not(width, end):
    lines = textwrap.wrap(PARAGRAPH, width)
    raw = f"Attaque à Ménaka{end}{end.join(lines)}\n\n{end.join(lines)}"
    clean, offsets = clean_text(raw)
    assert [line.strip() for line in clean.split("\n") if line.strip()] == [
        "Attaque à Ménaka",
        PARAGRAPH,
        PARAGRAPH,
    ]
    at = clean.rindex("5 100 hommes")
    start, stop = offsets.span(at, at + 12) if offsets else (at, at + 12)
    assert raw[start:stop].split() == ["5", "100", "hommes"]


@pytest.mark.parametrize(
    "raw",
    [
        "Le camp abrite plus de\n600 soldats.",
        "\n".join(f"{town} : deux morts, trois blessés et un disparu" for town in "ABCDE"),
        "\n".join(PARAGRAPH[:n] for n in (70, 40, 75, 52, 33, 61)),
        PARAGRAPH + "\n" + PARAGRAPH + "\n" + PARAGRAPH + "\n" + PARAGRAPH,
    ],
)
def test_lines_of_their_own_stay_lines(raw):
    assert clean_text(raw)[0].count("\n") == raw.count("\n")


def test_a_plain_text_needs_no_offsets():
    assert clean_text("Le colonel a parlé à Gao, à 4 500 hommes.")[1] is None


def span_of(offsets, start, end):
    return (start, end) if offsets is None else offsets.span(start, end)


@given(texts)
def test_clean_characters_stand_in_order_and_cover_what_is_not_removed(raw):
    clean, offsets = clean_text(raw)
    spans = [span_of(offsets, i, i + 1) for i in range(len(clean))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(spans))
    if offsets is None:
        assert len(clean) == len(raw)


@given(texts, st.data())
def test_the_source_of_a_clean_span_cleans_to_that_span(raw, data):
    clean, offsets = clean_text(raw)
    words = [m.span() for m in re.finditer(r"\S+", clean)]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first][0], words[last][1]
    source = raw[slice(*span_of(offsets, start, end))]
    # At the edges of a span a hyphen's and a line end's neighbours may be missing.
    assert re.sub(r"\s", "", clean_text(source)[0]) == re.sub(r"\s", "", clean[start:end])


@given(texts)
def test_a_clean_text_holds_nothing_to_clean(raw):
    clean, _ = clean_text(raw)
    assert not re.search("[\u00a0\u202f\u2019\u00ad\u200b\ufeff\r\x00\ufb01\ud800-\udfff]", clean)
    assert not re.search("e\u0301", clean)


@given(st.text(), st.sampled_from(["NFC", "NFD"]))
def test_a_folded_name_folds_to_itself_and_form_and_case_do_not_matter(name, form):
    key = fold(name)
    assert fold(key) == key
    assert fold(unicodedata.normalize(form, name)) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("I-n-Délimane", "i n delimane"),
        ("N’Djaména", "n djamena"),
        ("  Bobo-Dioulasso ", "bobo dioulasso"),
        ("ŒUVRE", "oeuvre"),
        ("Ɓorgu", "borgu"),
    ],
)
def test_a_names_key_has_no_accents_case_or_signs(name, key):
    assert fold(name) == key


@pytest.mark.parametrize(
    "text",
    [
        "Burkina-" + " " * 100_000,
        "Burkina- Faso " * 10_000,
        "A-" * 50_000,
        "Jean-" + "\u00ad" * 100_000 + "x",
        "e" + "\u0301" * 100_000,
        "\u200b" * 100_000,
        "Aa\u0301" * 30_000 + "- B",
    ],
)
def test_a_hostile_text_of_100_kb_is_cleaned(text):
    clean, offsets = clean_text(text)
    assert len(clean) <= len(text)
    assert not clean or span_of(offsets, 0, len(clean))[1] <= len(text)
