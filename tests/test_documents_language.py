"""Which texts are taken for French."""

import pytest

from pipeline.languages import foreign_language
from tests.reading import ENGLISH, TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        "LE COLONEL SEKOU TRAORE A ETE RECU A GAO OU L ARMEE A PERDU VINGT HOMMES EN AOUT",
        "Mali : 13 soldats tués près de Gao",
        "OPERATION « TAANLI » : ACTE II",
        "Bamako",
        "Liverpool sacré champion d’Angleterre",
        "MSF se retire de Maïné Soroa au Niger",
        "",
    ],
)
def test_french_is_taken_for_french(text):
    assert foreign_language(text) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "English"),
        (ENGLISH.upper(), "English"),
        (f"{ENGLISH} " * 5_000, "English"),
        ("The soldiers have left the town and are now in the desert.", "English"),
        (
            "El presidente de la república dijo el martes que los soldados habían salido de la "
            "ciudad después del ataque en el que murieron veinte personas.",
            "Spanish",
        ),
        (
            "O presidente da república disse na terça-feira que os soldados tinham saído da "
            "cidade depois do ataque em que morreram vinte pessoas.",
            "Portuguese",
        ),
        (
            "Der Präsident der Republik sagte am Dienstag, dass die Soldaten die Stadt nach dem "
            "Angriff verlassen hatten, bei dem zwanzig Menschen getötet wurden.",
            "German",
        ),
        ("قال رئيس الجمهورية إن الجنود غادروا المدينة بعد الهجوم", "another language"),
        ("Президент республики заявил во вторник, что солдаты покинули город", "another language"),
        ("共和国总统星期二表示，士兵们在袭击后离开了该镇", "another language"),
    ],
)
def test_other_languages_are_told_from_french(text, language):
    assert foreign_language(text) == language
