"""Statements: what sentences say, marked in them; and the gold made by reading."""

from pathlib import Path

import pytest

from pipeline.events.evaluation import evaluate_statements
from pipeline.language import annotate
from pipeline.lexicons import LexiconError
from pipeline.statements.actions import ActionLexicon
from pipeline.statements.conjugation import conjugate
from pipeline.statements.phrases import split
from pipeline.values import Document

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parent.parent / "seeds"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


def told(nlp, text, published="2024-03-06"):
    """The statements of a text of Wednesday 6 March 2024."""
    return next(iter(annotate(nlp, [Document("t", text, published=published)])))._.statements


def names(parties):
    return [party.name for party in parties]


@pytest.mark.parametrize("gold", ["statements.jsonl", "statements_unseen.jsonl"])
def test_the_statements_that_readers_marked_are_found(nlp, gold):
    scores = evaluate_statements(nlp, DATA / gold, seeds=SEEDS, corpus=CORPUS)
    assert scores.f1 >= 0.80, scores.errors
    assert scores.share("place", "date") >= 0.85, scores.errors
    assert scores.share("side of the dead") >= 0.85, scores.errors
    assert scores.share("status", "claimed_by") >= 0.85, scores.errors
    assert scores.share("actors", "targets") >= 0.80, scores.errors


@pytest.mark.parametrize(
    ("text", "actors", "targets"),
    [
        (
            "Des terroristes ont attaqué lundi un poste de police à Dori.",
            ["terroristes"],
            ["poste de police"],
        ),
        (
            "Un poste de police a été attaqué à Dori par des terroristes.",
            ["terroristes"],
            ["poste de police"],
        ),
        ("Dix gendarmes ont été tués à Dori dans une embuscade.", [], ["Dix gendarmes"]),
        ("Une attaque menée à Dori par des rebelles contre un convoi.", ["rebelles"], ["convoi"]),
        ("L'armée tchadienne a subi une attaque à Bosso.", [], ["Armée nationale tchadienne"]),
    ],
)
def test_who_acts_and_who_undergoes_follow_from_the_frame(nlp, text, actors, targets):
    (statement,) = told(nlp, text)
    assert statement.action == "attack"
    assert names(statement.actors) == actors
    assert names(statement.targets) == targets


@pytest.mark.parametrize(
    ("text", "status", "claimed_by"),
    [
        ("Les rebelles ont attaqué la base de Tessalit.", "reported", ""),
        ("Selon Reuters, les rebelles ont attaqué la base de Tessalit.", "claimed", "Reuters"),
        ("Les rebelles ont attaqué la base de Tessalit, rapporte Reuters.", "claimed", "Reuters"),
        ("Les rebelles auraient attaqué la base de Tessalit.", "possible", ""),
        ("S'ils attaquaient la base de Tessalit, les rebelles perdraient.", "possible", ""),
        ("Les rebelles vont attaquer la base de Tessalit.", "planned", ""),
        ("Les rebelles n'ont pas attaqué la base de Tessalit.", "denied", ""),
        ("Le MNLA dément avoir attaqué la base de Tessalit.", "denied", "Mouvement national"),
    ],
)
def test_a_statement_says_how_the_text_puts_it(nlp, text, status, claimed_by):
    statement = next(s for s in told(nlp, text) if s.action == "attack")
    assert statement.status == status
    assert statement.claimed_by.startswith(claimed_by)
    assert bool(statement.claimed_by) == bool(claimed_by)


def test_a_quotation_of_several_sentences_keeps_its_speaker(nlp):
    text = (
        "« Les terroristes ont attaqué Solhan. Ils ont tué dix civils. Nous les traquons », a "
        "déclaré le colonel Moussa Diallo."
    )
    assert {s.claimed_by for s in told(nlp, text)} == {"Moussa Diallo"}


def test_news_agencies_say_and_do_not_act(nlp):
    (statement,) = told(nlp, "Trois civils ont été tués à Diffa par Boko Haram, rapporte l'AFP.")
    assert names(statement.actors) == ["Boko Haram"]
    assert statement.claimed_by == "Agence France-Presse"


@pytest.mark.parametrize(
    "text",
    [
        "La lutte contre la corruption est le combat de notre génération.",
        "Les prix ont explosé sur le marché.",
        "L'attaquant du Stade malien a tiré au but.",
        "Ils vont à la rencontre de la population.",
        "Aucune attaque n'a été signalée.",
        "Il faut éviter une attaque.",
        "Le fusil d'assaut est une arme répandue.",
    ],
)
def test_words_of_violence_in_other_senses_tell_of_no_action(nlp, text):
    assert told(nlp, text) == ()


def test_the_day_of_the_saying_is_not_the_day_of_the_deed(nlp):
    statement = told(nlp, "L'armée a annoncé mardi que Boko Haram avait attaqué Bosso dimanche.")[0]
    assert statement.date.value == "2024-03-03"


def test_a_country_that_acts_is_not_where_it_acts(nlp):
    (statement,) = told(nlp, "Le Rwanda a déployé 1 000 soldats au Mozambique.")
    assert names(statement.actors) == ["Rwanda"]
    assert statement.place.name == "Mozambique"


def test_an_office_and_its_holder_are_one_party(nlp):
    text = "Le ministre de la Défense, le colonel Sadio Camara, a rencontré lundi Joël Meyer."
    (statement,) = told(nlp, text)
    assert names(statement.actors) == ["Sadio Camara", "Joël Meyer"]


def test_a_force_stands_for_its_soldiers(nlp):
    (statement,) = told(nlp, "Deux soldats de la Minusma ont été tués à Kidal.")
    assert statement.targets[0].id


@pytest.mark.parametrize(
    ("infinitive", "form", "mood"),
    [
        ("déployer", "déploie", "finite"),
        ("enlever", "enlèvent", "finite"),
        ("engager", "engageait", "finite"),
        ("saisir", "saisissent", "finite"),
        ("abattre", "abattus", "participle"),
        ("prendre", "prendrait", "conditional"),
        ("libérer", "libéreront", "future"),
        ("tuer", "tuant", "gerund"),
    ],
)
def test_verbs_are_conjugated(infinitive, form, mood):
    assert conjugate(infinitive)[form] == mood


def test_a_verb_that_cannot_be_conjugated_is_named():
    with pytest.raises(LexiconError, match="«coudre»"):
        conjugate("coudre")


def test_a_users_trigger_is_found(tmp_path, nlp):
    (tmp_path / "actions.csv").write_text(
        "trigger,action,frame,needs,minor\nrazzia,attack,deed,,\n", encoding="utf-8"
    )
    lexicon = ActionLexicon.load((str(tmp_path),))
    words = split("une razzia à Gao")
    assert [a.trigger.action for a in lexicon.find((), words)] == ["attack"]


def test_a_bad_row_of_the_lexicon_is_named(tmp_path):
    (tmp_path / "actions.csv").write_text(
        "trigger,action,frame,needs,minor\nrazzia,plunder,deed,,\n", encoding="utf-8"
    )
    with pytest.raises(LexiconError, match=r"line 2: «plunder» in «action»; one of attack"):
        ActionLexicon.load((str(tmp_path),))


@pytest.mark.parametrize("piece", ["« ", "selon ", "tué, ", "a déclaré que ", '"', "dont ", "par "])
def test_hostile_texts_are_read_in_time(nlp, piece):
    assert told(nlp, piece * (20_000 // len(piece))) is not None


def test_statements_travel_with_their_doc(nlp):
    doc = nlp("Dix gendarmes ont été tués mardi à Dori dans une embuscade du JNIM.")
    assert doc._.statements
    assert type(doc)(nlp.vocab).from_bytes(doc.to_bytes())._.statements == list(doc._.statements)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Une attaque attribuée au JNIM a visé un poste à Ansongo.", "Groupe de soutien"),
        ("Une embuscade imputée à l'EIGS a tué deux gardes à Téra.", "État islamique"),
        ("Gao, le 12 mars 2023 – Une attaque a visé un poste de la Garde nationale.", ""),
    ],
)
def test_who_an_attack_is_laid_to_acts_and_a_dateline_does_not(nlp, text, actor):
    doc = nlp(text)
    names = {party.name for statement in doc._.statements for party in statement.actors}
    assert {name[: len(actor)] for name in names} == ({actor} if actor else set())
