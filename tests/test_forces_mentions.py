"""Where forces are found: sentences with the mentions in brackets, in a blank pipeline."""

import re

import pytest
import spacy

from pipeline.extractors.force_proposals import hand_over
from pipeline.extractors.forces import find_forces
from pipeline.mentions import Candidate, mentions, settle
from pipeline.normalizers.force_lexicon import ForceLexicon

NLP = spacy.blank("fr")
LEXICON = ForceLexicon.load()

FOUND = {
    "listed": [
        "La [Minusma] et la [force Barkhane] patrouillent à Gao.",
        "Les [FAMa] ont repoussé des combattants du [JNIM].",
        "Le [groupe Wagner], devenu [Africa Corps], reste à Bangui.",
        "L'organisation terroriste [Boko Haram] recule au lac Tchad.",
        "La force française [Barkhane] quitte Tessalit.",
        "Les [talibans] et les [anti-balaka] n'ont rien de commun.",
        'La [force "Barkhane"] s\'en va.',
        "Les [Volontaires pour la défense de la patrie] ([VDP]) sont tombés.",
        "La MINUSMA, la [Minusca], l'[EUTM Mali] et l'[EUCAP Sahel Niger].".replace(
            "La MINUSMA", "La [MINUSMA]"
        ),
    ],
    "composed": [
        "L'[armée de l'air nigérienne] a frappé.",
        "La [gendarmerie du Burkina] enquête avec la [police de Zinder].",
        "Des [forces spéciales américaines] ont quitté Agadez.",
        "Les [forces armées de Mongolie] saluent l'[armée ougandaise].",
        "La [police burkinabè], la [police burkinabé] et l'[armée béninoise].",
        "La [Gendarmerie nationale] et la [police nationale] ont fouillé le marché.",
        "Les [services de renseignement cubains] écoutent.",
        "Le chef d'état-major de l'[armée de terre malienne] est parti.",
    ],
    "units": [
        "Le [2e REP] et le [21e RIMa] rentrent de Gao.",
        "Un sergent du [33e bataillon d'infanterie] est mort.",
        "Le [GTIA Waraba] et le [GTD Centurion] avancent.",
        "Le [BIR 17] et le [19e BIR] ont ouvert la route.",
        "Le [commissariat du 9e arrondissement] a rouvert.",
        "Les policiers du [3e arrondissement] l'ont pris.",
        "La [CRS n° 8] et la [BAC du 14e arrondissement] aident le chef d'état-major des [FAMa].",
        "La [brigade territoriale de gendarmerie de Djenné] a été attaquée.",
        "La [Brigade de recherches] l'a entendu à la [brigade de gendarmerie de Sévaré].",
        "Le [12e régiment d'infanterie commando] de Ouahigouya défile.",
        "Le [bataillon Badenya 3] prend la relève.",
    ],
    "operations": [
        "L'[opération Garde-fou 2] commence ; l'[opération Otapuanu] finit.",
        'L\'[opération "Vent du matin"] a mobilisé la [BAC de Bobo].',
        "La [katiba Macina] et la [katiba Alpha] s'opposent à la [Task Force Takuba].",
    ],
    "ambiguous": [
        "À Kidal, la [CMA] et la [Plateforme] ont signé un accord sur l'Azawad.",
        "À Niamey, les [FAN] ont tué dix hommes du [FACT] venus du Tchad.",
        "La Plateforme de paiement ouvre, dit le CMA de Dakar.",
        "À Kidal, le centre médical avec antenne (CMA) est plein. Le CMA a fermé.",
    ],
    "no force": [
        "L'armée a attaqué ; les militaires et la police se replient.",
        "Des soldats maliens, des troupes françaises et des militaires français.",
        "Les forces armées et les forces de l'ordre ont tiré sur les terroristes.",
        "Il faut une police nationale et une garde nationale.",
        "Le chef d'état-major général des armées, le général de brigade Ali Touré.",
        "Le chef de bataillon Moussa Keïta commande un bataillon nigérien.",
        "Le Haut commissariat aux réfugiés et le commissariat ont fermé.",
        "L'opération Tabaski a commencé ; Richard Wagner et Wagner Moura, un Russe, y étaient.",
        "Ce club de 2e division gagne ; l'épervier vole, le serval dort.",
    ],
}
SENTENCES = [(group, s) for group, sentences in FOUND.items() for s in sentences]


def found_in(marked, proposals=()):
    """The text without its brackets, with what is found in brackets."""
    doc = NLP(re.sub(r"[\[\]]", "", marked))
    settle(doc, "FORCE", proposals)
    settle(doc, "FORCE", find_forces(doc, LEXICON))
    text = doc.text
    for span in reversed(mentions(doc, "FORCE")):
        text = f"{text[: span.start_char]}[{span.text}]{text[span.end_char :]}"
    return text


@pytest.mark.parametrize(("group", "marked"), SENTENCES)
def test_the_forces_of_a_sentence_are_those_in_brackets(group, marked):
    assert found_in(marked) == marked


def test_an_acronym_that_the_text_gives_is_a_force_everywhere():
    marked = (
        "La [Direction générale de la police nationale] ([DGPN]) a parlé. Selon la [DGPN], "
        "tout va bien."
    )
    assert found_in(marked) == marked


def test_the_models_forces_are_kept_where_nothing_else_is_found():
    text = "Le Front des braves a revendiqué l'attaque."
    proposal = Candidate(3, 19, "FORCE", "model", 0.85)
    assert found_in(text, [proposal]) == "Le [Front des braves] a revendiqué l'attaque."


@pytest.mark.parametrize(
    ("marked", "force"),
    [
        ("Les combattants du [Lion noir] ont fui.", True),
        ("La [Brigade du fleuve] a tiré.", True),
        ("Le [Parti du fleuve] a voté.", False),
        ("La [Coordination des élèves] a marché.", False),
        ("La [Direction de la communication des armées] a publié un bilan.", False),
        ("Les [forces de défense des pays voisins] se coordonnent.", False),
        ("Le [Badenya] a gagné.", False),
    ],
)
def test_the_models_proposals_are_judged_by_their_words(marked, force):
    start, end = marked.index("["), marked.index("]") - 1
    doc = NLP(re.sub(r"[\[\]]", "", marked))
    settle(doc, "FORCE", [Candidate(start, end, "FORCE", "model", 0.85)])
    assert bool(find_forces(doc, LEXICON)) is force


def test_an_organisation_that_the_model_takes_for_a_force_is_handed_over():
    doc = NLP("Le Parti du fleuve et le Badenya suivent les Forces armées maliennes.")
    spans = [(3, 18), (25, 32), (45, 68)]
    settle(doc, "FORCE", [Candidate(*s, "FORCE", "model", 0.85) for s in spans])
    hand_over(doc, LEXICON)
    # «Badenya», one word of no acronym, is dropped: a force or an organisation, who knows
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Parti du fleuve", "ORG"),
        ("Forces armées maliennes", "FORCE"),
    ]


def test_a_bare_institution_is_dropped_even_if_the_model_proposes_it():
    text = "Selon les forces armées, tout est calme."
    assert found_in(text, [Candidate(10, 23, "FORCE", "model", 0.85)]) == text


def test_tokens_that_split_a_name_oddly_do_not_lose_it():
    doc = spacy.tokens.Doc(NLP.vocab, words=["l'opération", "Barkhane/Takuba", "finit"])
    settle(doc, "FORCE", find_forces(doc, LEXICON))
    assert [e.text for e in doc.ents] == ["l'opération Barkhane/Takuba"]


@pytest.mark.parametrize(
    "hostile",
    [
        "commissariat du " * 6000,
        "brigade mobile " * 6000,
        'opération " ' * 9000,
        "1er " * 25000,
        "(A" * 50000,
        "d'infanterie et de " * 5000,
        "FAN " * 25000,
        "\x00«»\"''" * 20000,
    ],
)
def test_a_hostile_text_ends(hostile):
    doc = spacy.tokens.Doc(NLP.vocab, words=hostile.split())
    assert all(0 <= c.start < c.end <= len(doc.text) for c in find_forces(doc, LEXICON))
