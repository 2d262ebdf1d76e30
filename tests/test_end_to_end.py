"""The seeds, from files to tables, with no dates given beforehand."""

import pytest

from pipeline.evaluation import evaluate, kilometres
from pipeline.guide import predictions, read_texts
from pipeline.rows import document_rows
from pipeline.tables import TABLES
from pipeline.values import Document

from .conftest import ROOT

GOLD = ROOT / "tests" / "data" / "seeds.jsonl"


@pytest.fixture(scope="module")
def tables(seeds_run):
    return seeds_run[0].tables


@pytest.fixture(scope="module")
def documents(tables):
    frame = tables["documents"].set_index("doc_id")
    return frame.set_axis(frame.index.str[:3])


def test_every_text_is_read_and_none_is_rejected(tables, documents):
    assert documents.index.tolist() == ["000", "001", "002", "003", "004"]
    assert tables["rejects"].empty


def test_text_003_is_of_6_or_7_november_2024(documents):
    assert documents.published["003"] in {"2024-11-06", "2024-11-07"}


def dates_of(tables, number):
    rows = tables["dates"]
    rows = rows[rows.doc_id.str.startswith(number)]
    return dict(zip(rows.text, rows.value, strict=True))


def test_in_001_ce_mardi_is_the_5_october_2021_and_juin_dernier_is_of_that_year(tables):
    dates = dates_of(tables, "001")
    assert dates["ce mardi"] == "2021-10-05"
    assert dates["juin dernier"] == "2021-06"


def test_in_004_the_20_june_is_of_2025_because_it_was_a_friday_then(tables):
    assert dates_of(tables, "004")["vendredi 20 juin dernier"] == "2025-06-20"


@pytest.mark.parametrize("number", ["000", "002"])
def test_a_text_whose_date_cannot_be_known_says_so(tables, documents, number):
    assert documents.published_how[number] == "unknown"
    assert documents.published.isna()[number]
    years = {v[:4] for v in dates_of(tables, number).values() if v and v[:4].isdigit()}
    assert years <= {"2014"}  # «lancée le 1er août 2014» is what the texts do say


@pytest.mark.parametrize(
    ("number", "low", "role", "force"),
    [
        ("000", 5100, "strength", "op-barkhane"),
        ("002", 4500, "strength", "op-barkhane"),
        ("000", 5000, "deployment", "op-monclar"),
    ],
)
def test_troop_counts_say_how_many_and_whose(tables, number, low, role, force):
    rows = tables["troop_counts"]
    rows = rows[rows.doc_id.str.startswith(number) & (rows.low == low)]
    assert rows[["high", "modifier", "role", "force_id"]].values.tolist() == [
        [low, "approx", role, force]
    ]


def offices_of(tables, name, number):
    rows = tables["offices"]
    return rows[(rows.name == name) & rows.doc_id.str.startswith(number)]


def test_sadio_camara_is_a_colonel_in_2021_and_a_lieutenant_general_in_2025(tables):
    then, now = offices_of(tables, "Sadio Camara", "001"), offices_of(tables, "Sadio Camara", "004")
    assert "Colonel" in set(then["rank"])
    assert then.date.str.startswith("2021-10").all()
    assert "général de corps d'armée" in set(now["rank"])
    assert now.date.str.startswith("2025-06").all()
    for rows in (then, now):
        assert rows.office.str.contains("ministre.* de la défense", case=False).any()
    assert len(tables["people"][tables["people"].name == "Sadio Camara"]) == 1


def test_michon_commands_barkhane_and_barmou_is_nigers_chief_of_staff(tables):
    assert "Commandant de la Force Barkhane" in set(
        offices_of(tables, "Laurent Michon", "001").office
    )
    assert "Chef d'état-major général des armées du Niger" in set(
        offices_of(tables, "Moussa Saloua Barmou", "003").office
    )


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("op-barkhane", {"Barkhane", "Force Barkhane", "opération Barkhane"}),
        ("ml-fama", {"FAMa", "forces armées maliennes"}),
        ("un-minusma", {"Minusma"}),
        ("tf-takuba", {"Force TASK TAKOUBA"}),
    ],
)
def test_forms_of_one_force_are_one_row(tables, name, forms):
    mentions = tables["mentions"]
    ids = {form: set(mentions[mentions.text == form].entity_id) for form in forms}
    assert all(len(found) == 1 for found in ids.values()), ids
    assert len(set.union(*ids.values())) == 1, ids


@pytest.mark.parametrize(
    ("text", "country", "lat", "lon", "tolerance"),
    [
        ("Bamako", "ML", 12.64, -8.0, 20),
        ("Niamey", "NE", 13.51, 2.11, 20),
        ("Ouagadougou", "BF", 12.37, -1.52, 20),
        ("Pau", "FR", 43.3, -0.37, 15),
        ("In Delimane", "ML", 15.87, 1.5, 40),
        ("Liptako", None, 14.5, 0.5, 250),
        ("palais de Koulouba", "ML", 12.66, -8.01, 15),
    ],
)
def test_places_are_where_they_are(tables, text, country, lat, lon, tolerance):
    mentions, places_ = tables["mentions"], tables["places"]
    mention = mentions[mentions.text == text].iloc[0]
    place = places_[places_.place_id == mention.entity_id].iloc[0]
    assert (place.country if country else None) == country
    assert kilometres(lat, lon, place.latitude, place.longitude) <= tolerance


def test_every_offset_in_every_table_reproduces_its_text(tables):
    texts = {p.stem: p.read_bytes().decode("utf-8") for p in (ROOT / "seeds").glob("*.txt")}
    compared = 0
    for name, table in TABLES.items():
        for row in tables[name].to_dict("records"):
            if not {"start", "end"} <= set(table.names):
                break
            text = texts[row["doc_id"]]
            piece = text[row["start"] : row["end"]]
            assert piece
            if "text" in table.names:
                assert piece == row["text"]
            if "sentence" in table.names:
                assert piece in row["sentence"] or piece.startswith(row["sentence"])
                assert row["sentence"] in text
            compared += 1
    assert compared > 300


def test_sentences_of_a_document_are_its_whole_text(tables):
    texts = {p.stem: p.read_bytes().decode("utf-8") for p in (ROOT / "seeds").glob("*.txt")}
    for doc_id, rows in tables["sentences"].groupby("doc_id"):
        assert "".join(rows.text) == texts[doc_id]


def test_identifiers_in_one_table_stand_in_the_table_they_refer_to(tables):
    for name, table in TABLES.items():
        for column, (other, their) in table.foreign.items():
            assert set(tables[name][column].dropna()) <= set(tables[other][their]), (name, column)


def test_scores_on_the_seeds_stay_where_they_are(nlp):
    texts = list(read_texts(GOLD))
    result = evaluate({d.id: r for d, r in texts}, predictions(nlp, (d for d, _ in texts)))
    assert result.labels["FIVE"].f1 >= 0.93, result.errors
    shares = {name: share for name, (_, share) in result.attributes.items()}
    assert shares["DATE value"] >= 0.93
    assert shares["COUNT amount"] == shares["COUNT mod"] == shares["COUNT role"] == 1.0
    assert shares["PLACE country"] >= 0.97
    assert shares["PERSON clusters"] == 1.0
    assert shares["FORCE clusters"] >= 0.95
    assert shares["PERSON rank"] == 1.0
    assert shares["PERSON role"] >= 0.9


def test_a_long_text_on_one_line_is_read_in_pieces_with_right_offsets(nlp):
    from pipeline.language import PIECE, annotate

    sentence = "Le 5 mai 2021, 13 soldats mali\u00adens ont été tués à Gao. "
    (doc,) = annotate(nlp, [Document("long", sentence * 3_000)])
    assert len(doc.text) > 2 * PIECE
    counts = document_rows(doc)["troop_counts"]
    assert len(counts) == 3_000
    assert {row["text"] for row in counts} == {"13 soldats"}
    assert all(sentence.index("13") == row["start"] % len(sentence) for row in counts)
    assert {row["date"] for row in counts} == {"2021-05-05"}
