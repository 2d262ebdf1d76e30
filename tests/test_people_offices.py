"""Ranks and offices: what a sentence says of the people that it names.

In each sentence «[…]» marks the person asked about; other people stand in «{…}».
"""

import re

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.mentions import mentions
from pipeline.normalizers.people import normalize_people
from pipeline.normalizers.people_lexicon import PeopleLexicon
from pipeline.values import PersonValue

LEXICON = PeopleLexicon.load()
NLP = spacy.blank("fr")


def read(sentence: str) -> PersonValue:
    """The value of the person in «[…]»."""
    spans, text, asked = [], "", 0
    for part in re.split(r"([\[{].+?[\]}])", sentence):
        if part[:1] in ("[", "{"):
            if part[0] == "[":
                asked = len(spans)
            spans.append((len(text), len(text) + len(part) - 2))
            part = part[1:-1]
        text += part
    doc: Doc = NLP(text)
    doc.ents = [
        doc.char_span(start, end, label="PERSON", alignment_mode="expand") for start, end in spans
    ]
    normalize_people(doc, LEXICON)
    value: PersonValue = mentions(doc, "PERSON")[asked]._.value
    return value


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Le ministre de la Défense, [Sadio Camara], est arrivé.", "ministre de la Défense"),
        (
            "Le ministre malien des Affaires étrangères [Abdoulaye Diop] a parlé.",
            "ministre malien des Affaires étrangères",
        ),
        (
            "Le ministre de la Défense et des Anciens combattants, le général [Sadio Camara].",
            "ministre de la Défense et des Anciens combattants",
        ),
        (
            "Il a vu le ministre des Affaires étrangères, de la Coopération et des Nigériens de "
            "l'extérieur, [Bakary Sangaré].",
            "ministre des Affaires étrangères, de la Coopération et des Nigériens de l'extérieur",
        ),
        (
            "Le ministre d'Etat, ministre de la Justice, [Edasso Bayala], a signé.",
            "ministre d'Etat ; ministre de la Justice",
        ),
        ("L'ancien Premier ministre [Moussa Mara] proteste.", "ancien Premier ministre"),
        ("L'ex-président [Mohamed Bazoum] reste détenu.", "ex-président"),
        ("Le président déchu [Bah N'Daw] est libre.", "président déchu"),
        ("Le porte-parole de la Minusma, [Olivier Salgado], nie.", "porte-parole de la Minusma"),
        ("L'ambassadeur de France au Niger [Sylvain Itté] part.", "ambassadeur de France au Niger"),
        (
            "Le ministre de l'Administration territoriale (MATD), le colonel [Abdoulaye Maïga].",
            "ministre de l'Administration territoriale",
        ),
        ("Le porte-parole du président [Tiani] a démenti.", "président"),
        ("Le porte-parole du président, [Amadou Diallo], a démenti.", "porte-parole du président"),
        ("Le journaliste-écrivain [Sayouba Traoré] signe.", "journaliste-écrivain"),
        ("M. [Zorobabel], président en exercice de la CVX, dort déjà.",
         "président en exercice de la CVX"),
        ("[Issa Diallo], porte-parole du F15, à la radio.", "porte-parole du F15"),
        ("[Awa Touré], la chef d'état-major particulier du roi, range ses cartes.",
         "chef d'état-major particulier du roi"),
        ("[Fahad Ag Almahmoud] (secrétaire général du GATIA) condamne.",
         "secrétaire général du GATIA"),
        ("[Issa Diallo], 45 ans, maire de Djibo, a fui.", "maire de Djibo"),
        ("[Awa Touré], présidente du CVX et cheffe de l'Etat, jardine.",
         "présidente du CVX ; cheffe de l'Etat"),
        ("[Ali Touré] a été nommé gouverneur de Tombouctou en conseil des ministres.",
         "gouverneur de Tombouctou"),
        ("Le médiateur, l'ancien ministre ghanéen [Ali Touré], a fait trois navettes.",
         "médiateur ; ancien ministre ghanéen"),
        ("Elle pleure la mort d'une sage-femme, [Bintou Palé], tuée hier.", "sage-femme"),
        ("Le secrétaire général [Ali Touré] a parlé.", "secrétaire général"),
        ("C'est un berger de 14 ans, [Ali Touré], qui l'a vu.", "berger"),
        ("Il boxe contre [Awa Touré], une ex-avocate âgée.", "ex-avocate âgée"),
        ("Ali Diallo et [Awa Touré], leur déléguée, viennent.", "déléguée"),
        ("[Ali Touré], qui a été trésorier du port, parle.", "trésorier du port"),
        ("[Philip Zin], expert en droit international, confirme.", "expert en droit international"),
        ("[Awa Touré], représentante du commissaire, est là.", "représentante du commissaire"),
        ("[Ali Zin], un collectionneur réputé, dort.", "collectionneur réputé"),
        ("[Ali Zin], un jeune forgeron ambitieux, rêve.",
         "jeune forgeron ambitieux"),
        ("L'instructeur-chef, l'adjudant [Ali Touré], refuse.", "instructeur-chef"),
        ("[Ali Touré] est le nouveau préfet de Bankass.", "nouveau préfet de Bankass"),
        ("[Ali Touré], qui est maire de Hombori, a témoigné.", "maire de Hombori"),
        ("Le décret nomme [Ali Touré] comme ambassadeur du Mali à Alger.",
         "ambassadeur du Mali à Alger"),
        ("Le général [Ali Touré] a signé en tant que président du comité.", "président du comité"),
        ("Le général [Ali Touré] accède à la présidence de la République.",
         ""),
        ("L'élection d'[Ali Touré] à la présidence de la Fédération est validée.",
         "présidence de la Fédération"),
        ("Les ministres [Ali Touré] et {Issa Diallo} ont signé.", "ministres"),
        ("Les ministres {Ali Touré} et [Issa Diallo] ont signé.", "ministres"),
        ("Le gouverneur par intérim, [Ali Touré], a parlé.", "gouverneur par intérim"),
        ("[Awa Touré] la cheffe du service des eaux boude.", "cheffe du service des eaux"),
        ("[Ali Touré] le préfet de Zorville reste muet.", "préfet de Zorville"),
        ("[Ali Touré], aujourd'hui juge de paix, jardine.", "juge de paix"),
        ("[Ali Touré], jadis trésorier du port, jardine.", "trésorier du port"),
        ("Le maire, l'adjudant [Ali Touré], par ailleurs président du club de boules, rit.",
         "maire ; président du club de boules"),
        ("[Ali Touré] dit « Rapido », gérant du port, rit.", "gérant du port"),
        ("[Ali Touré], alias le Grand, gérant du port, rit.", "gérant du port"),
        ("[Ali Touré] (PZK), député de Zorville, rit.", "député de Zorville"),
        ("[Ali Touré] se proclame président du Comité des sages.",
         "président du Comité des sages"),
        ("[Ali Touré] s'est autoproclamé roi du désert.", "roi du désert"),
        ("[Awa Touré] se fait élire présidente du port.", "présidente du port"),
        ("Ce comité existe : [Awa Touré] en est la trésorière.", "trésorière"),
        ("Nommé gérant du port en avril 2019, l'adjudant [Ali Touré] pêche.", "gérant du port"),
        ("Élue dès lundi mairesse, {Awa} rit. Préfet de Zorville depuis 2011, [Ali Touré] pêche.",
         "Préfet de Zorville"),
        ("Il a revu le gérant du port, alors [Ali Touré].", "gérant du port"),
        ("[Nick Zin], fondateur du petit journal antiraciste éponyme, rit.",
         "fondateur du petit journal antiraciste éponyme"),
        ("Zorville, le 3 mai\n\nLe Trésorier du port,\n[Ali TOURÉ]\nOfficier des Palmes",
         "Trésorier du port"),
        ("Zorville, le 3 mai\n\nLa Trésorière du port\n\nColonelle [Awa TOURÉ]",
         "Trésorière du port"),
        ("Zorville, le 3 mai\n\n[Ali TOURÉ]\nTrésorier du port", "Trésorier du port"),
        ("[Ali Touré], 2e vice-président du port, rit.", "2e vice-président du port"),
        ("Le 1er adjoint au maire, [Ali Touré], rit.", "1er adjoint au maire"),
        ("[Ali Touré], lui-même ancien gérant du port, rit.", "ancien gérant du port"),
        ("Son homologue ministre de la Pêche du Togo, [Ali Touré], rit.",
         "ministre de la Pêche du Togo"),
        ("Le directeur général adjoint de l'ORTM [Ali Touré] est parti.",
         "directeur général adjoint de l'ORTM"),
    ],
)  # fmt: skip
def test_an_office_is_read_in_full_wherever_it_stands(sentence: str, role: str) -> None:
    assert read(sentence).role == role


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre a reçu [Ali Touré] à Bamako.",
        "Selon [Ali Touré], le ministre de la Défense a démissionné.",
        "[Ali Touré], le ministre {Issa Diallo} et d'autres ont signé.",
        "[Ali Touré], le gouverneur de Gao, {Issa Diallo}, et d'autres ont signé.",
        "Face aux avocats réunis, [Ali Touré] a souri.",
        "[Ali Touré] est responsable de meurtres.",
        "[Ali Touré], représentant le ministre, a parlé.",
        "La Russie est le premier pays dont le dirigeant souhaite rencontrer [Ali Touré].",
        "[Ali Touré] n'est pas ministre.",
        "Au nom de l'Organisation internationale de la francophonie, [Ali Touré] a promis.",
        "[Ali Touré], juge la menace sérieuse.",
        "[Ali Touré] a été élevé au rang de modèle.",
        "Après [Ali Touré], un conseil militaire a pris le pouvoir.",
        "Son homologue [Ali Touré] et son prédécesseur malien, {Issa Diallo}, se voient.",
        "Son prédécesseur malien, [Issa Diallo], pêche.",
        "Selon [Ali Touré] le préfet de Zorville a menti.",
        "On a vu [Ali Touré] le préfet {Issa Diallo} aussi.",
        "Le préfet de Zorville\n[Ali Touré] aime la pêche.",
        "La salle a applaudi le préfet de Zorville\n[Ali Touré]",
        "Nommé préfet par {Issa Diallo}, son cousin, [Ali Touré] pêche.",
        "Zorville, le 3 mai\n[Ali Touré]\nPréfet de Zorville depuis hier, il rit.",
        "Hier, Sir [Ali Touré] pêchait.",
    ],
)
def test_an_office_of_someone_else_or_of_nobody_is_not_given(sentence: str) -> None:
    assert read(sentence).role == ""


@pytest.mark.parametrize(
    ("sentence", "rank", "rank_id"),
    [
        ("Le Général de division [Laurent Michon] est venu.", "Général de division",
         "general-division"),
        ("Le Col. [Sadio Camara] est venu.", "Col", "colonel"),
        ("Le colonel-major [Ismaël Wagué] parle.", "colonel-major", "colonel-major"),
        ("Le général de corps d'armée, [Sadio Camara], parle.", "général de corps d'armée",
         "general-corps-armee"),
        ("[Issa Diallo], général d'armée, directeur du musée.", "général d'armée",
         "general-armee"),
        ("Le Lieutenant-Colonel [Issa Zorobabel] pêche la carpe.", "Lieutenant-Colonel",
         "lieutenant-colonel"),
        ("Le commissaire divisionnaire [Ali Touré] enquête.", "commissaire divisionnaire",
         "commissaire-divisionnaire"),
        ("L'adjudant- chef [Ali Touré] pêche.", "adjudant- chef", "adjudant-chef"),
        ("Le général d'armées [Ali Touré] pêche.", "général d'armées", "general-armee"),
        ("Le Chef d'escadron [Ali Touré] commande.", "Chef d'escadron", "commandant"),
        ("L'adjudant-chef [Ali Touré] est tombé.", "adjudant-chef", "adjudant-chef"),
        ("Les colonels [Ali Touré] et {Issa Diallo} sont là.", "colonels", "colonel"),
        ("Les colonels {Ali Touré} et [Issa Diallo] sont là.", "colonels", "colonel"),
        ("Il utilise des enfants soldats. M. [Issa Diallo] nie.", "", ""),
        ("M. [Issa Diallo] nie.", "", ""),
        ("Le secrétaire général [Issa Diallo] nie.", "", ""),
        ("Le procureur général, [Issa Diallo], nie.", "", ""),
        ("Le général (2S) [Issa Diallo] écrit.", "général", "general"),
        ("Le colonel-major à la retraite [Issa Diallo] est mort.", "colonel-major",
         "colonel-major"),
        ("Un colonel de la Bundeswehr, [Matthias Zin], emballe.", "colonel", "colonel"),
        ("Le contre-amiral espagnol [Alejandro Zin] parle.", "contre-amiral", "general-brigade"),
        ("Le gouverneur, l'inspecteur général [Issa Diallo], nie.", "inspecteur général",
         "inspecteur-general-police"),
        ("Me [Issa Diallo] plaide, Dr Bâ aussi.", "", ""),
    ],
)  # fmt: skip
def test_a_rank_is_read_in_the_texts_words(sentence: str, rank: str, rank_id: str) -> None:
    value = read(sentence)
    assert (value.rank, value.rank_id) == (rank, rank_id)


def test_the_party_between_a_name_and_its_office_is_read_over() -> None:
    doc = NLP("Awa Touré du parti PZK, gérante du port, rit.")
    doc.ents = [doc.char_span(0, 9, label="PERSON"), doc.char_span(19, 22, label="ORG")]
    normalize_people(doc, LEXICON)
    assert mentions(doc, "PERSON")[0]._.value.role == "gérante du port"


def test_rank_and_office_are_told_apart() -> None:
    value = read("Le commandant de la zone de Gao, le commandant [Ali Touré], a parlé.")
    assert (value.rank, value.role) == ("commandant", "commandant de la zone de Gao")


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("Le président du CNRD, [Ali Touré], parle.", "CNRD"),
        ("Le ministre de la Défense, [Ali Touré], parle.", ""),
        ("Le ministre de la Défense du Mali, [Ali Touré], parle.", "Mali"),
        ("Le président de la transition, [Ali Touré], parle.", ""),
        (
            "[Ali Touré], professeur d'histoire à l'université de Thiès, parle.",
            "université de Thiès",
        ),
        ("[Ali Touré], footballeur d'origine malienne, parle.", ""),
        ("Le président de la transition du Mali, [Ali Touré], parle.", "Mali"),
        ("Le président en exercice de l'Union africaine, [Ali Touré], parle.", "Union africaine"),
    ],
)
def test_the_body_is_whose_office_it_is(sentence: str, body: str) -> None:
    assert read(sentence).body == body


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("L'ex-maire de Gao, [Ali Touré], parle.", "former"),
        ("L'ancien chef rebelle [Ali Touré] parle.", "former"),
        ("Le maire par intérim, [Ali Touré], parle.", "interim"),
        ("Le maire de Gao, [Ali Touré], parle.", ""),
        ("Le ministre des Anciens combattants, [Ali Touré], parle.", ""),
        ("Le président déchu, [Ali Touré], parle.", "former"),
    ],
)
def test_former_and_interim_offices_are_marked(sentence: str, status: str) -> None:
    assert read(sentence).status == status


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        (
            "2021-10-06",
            "Le commandant de la force Barkhane est venu. [Laurent Michon] a vu le ministre.",
            [("commandant de la force Barkhane", "p-laurent-michon")],
        ),
        ("2019-10-06", "Le commandant de la force Barkhane est venu avec [Laurent Michon].", []),
        ("", "Le commandant de la force Barkhane est venu avec [Laurent Michon].", []),
        ("2021-10-06", "Le commandant de la force Takuba est venu avec [Laurent Michon].", []),
        (
            "2025-06-24",
            "[Sadio Camara] et [Salifou Mody] se voient. Le ministre de la Défense a parlé.",
            [],
        ),
        (
            "2025-06-24",
            "[Sadio Camara] et [Salifou Mody] se voient. Selon le ministre malien de la Défense, "
            "tout va. Le ministre malien de la Défense repart.",
            [("ministre malien de la Défense", "p-sadio-camara")],
        ),
    ],
)
def test_an_office_without_a_name_is_its_holders_of_that_date(
    published: str, text: str, expected: list[tuple[str, str]]
) -> None:
    doc = NLP(re.sub(r"[\[\]]", "", text))
    doc._.published = published
    names = re.findall(r"\[(.+?)\]", text)
    starts = [doc.text.index(n) for n in names]
    doc.ents = [
        doc.char_span(s, s + len(n), label="PERSON") for s, n in zip(starts, names, strict=True)
    ]
    normalize_people(doc, LEXICON)
    found = [(doc.text[start:end], value.person_id) for start, end, value in doc._.held_offices]
    assert found == expected
