"""The tokenizer: names end where tokens end, and it needs no code of ours once saved."""

from pathlib import Path

import pytest
import spacy

from models.scripts.tokenizer import use_press_tokenizer

NLP = spacy.blank("fr")
use_press_tokenizer(NLP)


@pytest.mark.parametrize(
    "marked",
    [
        "la frontière Niger|-|Mali",
        "Barkhane|/|FAMa",
        "l'|armée de l'|air",
        "aujourd'hui|, M. Keïta et N'|Djamena",
        "«|Ansar Dine|»",
        "(|ex|-|CMA|)",
        "4.500 hommes|, 1,5 million|, 20|%|, 9h30|, 8e RPIMa",
        "2012|-|2015 et 12|/|06|/|2021",
        "ils étaient sept|.",
        "à 18 h|.",
        "Malijet.com|, etc.",
        "l'|\"|EIGS|\" et ''|Takuba|''",
        "CEDEAO|.|Une nouvelle",
        "les FAMa|... puis|: rien|; fin|!",
    ],
)
def test_words_are_cut_where_names_end(marked: str) -> None:
    assert [t.text for t in NLP(marked.replace("|", ""))] == marked.replace("|", " ").split()


def test_a_saved_tokenizer_cuts_the_same_without_this_code(tmp_path: Path) -> None:
    NLP.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    text = "L'axe Niger-Mali, «Barkhane/FAMa» : 4.500 hommes à 18 h. M. Keïta."
    assert [t.text for t in again(text)] == [t.text for t in NLP(text)]
