"""What force a mention means: its id, kind and country, as its document settles them."""

import re

import pytest
import spacy

from pipeline.mentions import Candidate, mentions, settle
from pipeline.normalizers.force_lexicon import ForceLexicon
from pipeline.normalizers.forces import normalize_forces

NLP = spacy.blank("fr")
LEXICON = ForceLexicon.load()


def values(marked):
    """The values of the forces in brackets."""
    spans, text, at = [], "", 0
    for match in re.finditer(r"\[([^\]]*)\]", marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text, at = text + match[1], match.end()
    doc = NLP(text + marked[at:])
    settle(doc, "FORCE", [Candidate(*s, "FORCE", "gold", 1.0) for s in spans])
    normalize_forces(doc, LEXICON)
    return [span._.value for span in mentions(doc, "FORCE")]


def ids(marked):
    return [value.force_id for value in values(marked)]


@pytest.mark.parametrize(
    ("marked", "force_id"),
    [
        ("[Barkhane], la [Force Barkhane], l'[opération Barkhane], la [force \"Barkhane\"].",
         "op-barkhane"),
        ("Les [FAMa], les [forces armées maliennes], l'[armée malienne], les [FaMas].", "ml-fama"),
        ("La [Force TASK TAKOUBA], [Takuba], la [Task Force Takuba].", "op-takuba"),
        ("Le [GSIM], le [JNIM], le [Groupe de soutien à l'islam et aux musulmans].", "ag-jnim"),
        ("La [Minusma] et la [MINUSMA].", "pko-minusma"),
        ("L'[armée congolaise] et les [FARDC] à Goma.", "cd-fardc"),
        ("La [police togolaise] et la [Police nationale du Togo].", "tg-police"),
        ("L'[armée de l'air burkinabé], la [Force aérienne du Burkina Faso].", "bf-armee-de-l-air"),
        ("Le [Mouvement pour le salut de l'Azawd].", "ag-msa"),
        ("Le [21ème RIMa] et le [21e régiment d'infanterie de marine].", "fr-21-rima"),
        ("[Dan Nan Ambassagou] et [Dan Na Ambassagou].", "ml-dan-na"),
    ],
)  # fmt: skip
def test_names_of_one_force_have_one_id(marked, force_id):
    assert set(ids(marked)) == {force_id}


@pytest.mark.parametrize(
    ("marked", "force_id"),
    [
        ("Le G5 Sahel est en crise. Sa [force conjointe] recule.", "jf-g5s"),
        ("Les chefs de l'AES se sont vus. La [force conjointe] est prête.", "jf-aes"),
        ("Le G5 Sahel n'est plus. L'AES a sa [force conjointe].", "jf-aes"),
        ("L'AES est née. Du temps du G5 Sahel, la [force conjointe] avait échoué.", "jf-g5s"),
        ("À Niamey, les [FAN] du Niger ont riposté.", "ne-fan"),
        ("À Ouagadougou, les [FAN] du Burkina ont riposté.", "bf-fab"),
        ("À Lomé, les [FAT] patrouillent. Le Togo se mobilise.", "tg-fat"),
        ("En Syrie, les [FDS], des Kurdes, ont repris Raqqa.", "sy-fds"),
        ("Au Mozambique, les [al-Shabab] ont pris Palma.", "ag-shabab-mz"),
        ("En Somalie, les [al-Shabab] ont frappé Mogadiscio.", "ag-shebab"),
        ("La mission du Bénin, l'[opération Mirador], compte 3 000 hommes.", "bj-op-mirador"),
        ("Au Niger, l'[opération Mirador] protège Niamey.", "ne-op-mirador"),
    ],
)
def test_an_ambiguous_name_is_settled_by_its_document(marked, force_id):
    assert ids(marked) == [force_id]


def test_national_institutions_belong_to_the_country_spoken_of():
    marked = (
        "Au Niger, la [Garde nationale] veille à Tillabéri, et la [gendarmerie nationale] à "
        "Diffa. Au Mali, la [Garde nationale] est à Ségou, dit Bamako, et la [police nationale]."
    )
    assert ids(marked) == [
        "ne-garde-nationale",
        "ne-gendarmerie",
        "ml-garde-nationale",
        "ml-police",
    ]


def test_a_collective_term_keeps_its_name_but_has_its_country():
    mali, burkina = values("Au Mali, à Gao, les [FDS]. " + "x " * 900 + "À Kaya, les [FDS].")
    assert mali.name == burkina.name == "Forces de défense et de sécurité"
    assert (mali.force_id, mali.country) == ("ml-fds", "ML")
    assert (burkina.force_id, burkina.country) == ("bf-fds", "BF")


@pytest.mark.parametrize(
    ("marked", "kind", "country", "name"),
    [
        ("L'[armée argentine].", "army", "AR", "Forces armées d'Argentine"),
        ("La [marine norvégienne].", "navy", "NO", "Marine nationale de Norvège"),
        ("La [garde républicaine du Niger].", "guard", "NE", "Garde républicaine du Niger"),
        ("Les [forces spéciales éthiopiennes].", "special_forces", "ET",
         "Forces spéciales d'Éthiopie"),
        ("La [gendarmerie de Mopti].", "gendarmerie", "ML", "Gendarmerie de Mopti (Mali)"),
        ("Le [commissariat du 3ème arrondissement] de Bamako.", "police", "ML",
         "Commissariat du 3e arrondissement (Mali)"),
        ("L'[opération \"Vent sec\"] au Mali.", "operation", "", "Opération Vent sec"),
        ("Le [11e régiment d'artillerie de marine].", "unit", "FR",
         "11e régiment d'artillerie de marine"),
        ("À Djibo, au Burkina, le [BIR 9].", "unit", "BF", "BIR 9 (Burkina Faso)"),
        ("À Ouagadougou, la [CRS n°8].", "police", "BF", "CRS n°8 (Burkina Faso)"),
        ("À Bamako, la [BAC].", "police", "ML", "Brigade anti-criminalité (Mali)"),
        ("Les rebelles du [RVX] ont attaqué.", "armed_group", "", "RVX"),
        ("Des gendarmes de l'[UXG] sont à Kayes.", "gendarmerie", "ML", "UXG"),
    ],
)  # fmt: skip
def test_an_unlisted_force_has_kind_country_and_name(marked, kind, country, name):
    (value,) = values(marked)
    assert (value.kind, value.country, value.name) == (kind, country, name)
    assert value.force_id not in LEXICON.forces


def test_units_of_one_name_in_two_countries_are_two():
    mali = values("À Bamako, au Mali, le [commissariat du 3e arrondissement].")[0]
    niger = values("À Niamey, au Niger, le [commissariat du 3e arrondissement].")[0]
    assert mali.force_id != niger.force_id


def test_an_acronym_that_the_document_gives_is_its_name():
    first, second, third = values(
        "Selon l'[UBS], tout va mal. L'[Union des braves du Soum] ([UBS]) s'étend."
    )
    assert first == second == third
    assert first.name == "Union des braves du Soum"


def test_a_part_has_its_whole_and_a_service_its_army():
    assert values("Le [12e RIC].")[0].parent == "bf-fab"
    assert values("L'[armée de l'air argentine].")[0].parent == ""
    assert values("L'[armée de l'air éthiopienne].")[0].parent == "et-endf"


def test_a_text_without_forces_is_left_alone():
    assert values("Rien à signaler.") == []


@pytest.mark.parametrize("word", ["FDS", "FAN", "CMA", "BIR 9", "Plateforme", "police nationale"])
def test_a_text_of_nothing_but_forces_ends(word):
    found = values(f"Au Mali, la [{word}] " + f"[{word}] " * 6000)
    assert len(found) == 6001
    assert len({value.force_id for value in found}) == 1
