"""Hand-overs to other tools, each opened by the tool's own library."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import duckdb
import networkx as nx
import pytest
import spacy
from spacy.tokens import DocBin

from pipeline.exports import EXPORTS, FILES, export_named
from pipeline.extraction import extract
from pipeline.running import RunError, _check_target, run
from pipeline.stores import Store
from pipeline.tables import TABLES, frames
from tests.written import write_outputs

# A text with what formats trip over: an emoji, a no-break space, a control character, markup.
HARD = (
    "😀 Le général Moussa Traoré, chef d'état-major des FAMa, est à Gao.\n"
    "Le 5 mai 2021, 13 soldats des FAMa ont été tués \x0b<b> par le JNIM à Gao."
)


@pytest.fixture(scope="module")
def tables(seeds_run):
    return seeds_run[0].tables


@pytest.fixture(scope="module")
def hard():
    return extract(HARD, published="2021-05-06").tables


@pytest.fixture(scope="module")
def made(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    paths = [path for name in EXPORTS for path in export_named(name)(folder, tables)]
    assert sorted(path.name for path in paths) == sorted(FILES)
    return folder


def test_the_same_tables_give_the_same_bytes_but_for_duckdb(made, tables, tmp_path):
    for name in EXPORTS:
        export_named(name)(tmp_path, tables)
    for name in set(FILES) - {"tables.duckdb"}:
        assert (made / name).read_bytes() == (tmp_path / name).read_bytes(), name


@pytest.mark.parametrize("name", EXPORTS)
def test_tables_with_no_row_are_exported_too(name, tmp_path):
    assert all(path.is_file() for path in export_named(name)(tmp_path, frames({})))


def test_networkx_reads_who_appears_with_whom(made, tables):
    graph = nx.read_graphml(made / "who-with-whom.graphml")
    known = {*tables["people"]["person_id"], *tables["forces"]["force_id"]}
    assert set(graph) == known
    edge = graph.edges["p-laurent-michon", "p-sadio-camara"]
    assert edge["weight"] == edge["sentences"] + edge["documents"] >= 2
    assert "Laurent Michon" in edge["sentence"]
    assert graph.nodes["op-barkhane"]["country"] == "FR"
    assert all(data["kind"] and data["label"] for _, data in graph.nodes(data=True))


def test_keys_of_the_graphml_are_unique_as_its_schema_wants(made):
    root = ET.parse(made / "who-with-whom.graphml").getroot()
    keys = [e.get("id") for e in root.iter("{http://graphml.graphdrawing.org/xmlns}key")]
    assert len(keys) == len(set(keys)) > 5


def test_two_who_share_a_document_but_no_sentence_weigh_less(tmp_path):
    found = extract("Assimi Goïta est à Gao avec Sadio Camara. Il pleut. Choguel Maïga est à Pau.")
    export_named("graphml")(tmp_path, found.tables)
    graph = nx.read_graphml(tmp_path / "who-with-whom.graphml")
    weights = {data["sentences"]: data["weight"] for _, _, data in graph.edges(data=True)}
    assert weights == {1: 2, 0: 1}


def test_what_xml_cannot_hold_is_replaced_and_markup_is_text(tmp_path):
    sentence = "Moussa \x0bet Ali <script>&amp;]]></script>."
    at = {"doc_id": "a\x00", "sentence": sentence, "label": "PERSON", "name": "?"}
    names = {"p-moussa": (0, 6, "Moussa"), "p-ali": (11, 14, "Ali")}
    mentions = [
        at | {"start": start, "end": end, "text": text, "entity_id": id_}
        for id_, (start, end, text) in names.items()
    ]
    people = [{"person_id": id_, "name": f"<b>{id_}"} for id_ in names]
    export_named("graphml")(tmp_path, frames({"mentions": mentions, "people": people}))
    graph = nx.read_graphml(tmp_path / "who-with-whom.graphml")
    edge = graph.edges["p-ali", "p-moussa"]
    assert edge["sentence"] == "Moussa \ufffdet Ali <script>&amp;]]></script>."
    assert edge["doc_id"] == "a\ufffd"
    assert graph.nodes["p-ali"]["label"] == "<b>p-ali"


def test_spacy_reads_the_docbin_with_entities_identifiers_and_sentences(made, tables):
    docs = list(DocBin().from_disk(made / "mentions.spacy").get_docs(spacy.blank("fr").vocab))
    documents = tables["documents"]
    assert [doc.user_data["doc_id"] for doc in docs] == documents["doc_id"].tolist()
    assert [len(doc.text) for doc in docs] == documents["characters"].tolist()
    for doc in docs:
        mentions = tables["mentions"].query("doc_id == @doc.user_data['doc_id']")
        assert [(e.start_char, e.end_char, e.text, e.label_, e.kb_id_) for e in doc.ents] == list(
            zip(
                mentions["start"],
                mentions["end"],
                mentions["text"],
                mentions["label"],
                mentions["entity_id"].fillna(""),
                strict=True,
            )
        )
        sentences = tables["sentences"].query("doc_id == @doc.user_data['doc_id']")
        assert len(list(doc.sents)) == len(sentences)
        for entity, mention in zip(doc.ents, doc.user_data["mentions"], strict=True):
            assert entity.text == mention["text"]


def test_the_docbin_holds_the_values_of_dates_and_counts(hard, tmp_path):
    export_named("docbin")(tmp_path, hard)
    (doc,) = DocBin().from_disk(tmp_path / "mentions.spacy").get_docs(spacy.blank("fr").vocab)
    assert doc.text == HARD
    values = {m["text"]: m for m in doc.user_data["mentions"]}
    assert values["5 mai 2021"]["value"] == "2021-05-05"
    assert (values["13 soldats"]["low"], values["13 soldats"]["role"]) == (13, "killed")


def test_duckdb_holds_every_table_with_its_comments(made, tables):
    with duckdb.connect(str(made / "tables.duckdb"), read_only=True) as db:
        assert {name for (name,) in db.sql("FROM (SHOW TABLES)").fetchall()} == set(TABLES)
        for name, table in TABLES.items():
            columns = db.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? "
                "ORDER BY column_index",
                [name],
            ).fetchall()
            assert columns == [(c.name, c.description) for c in table.columns]
            count = db.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert count == (len(tables[name]),)
        told = db.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        assert dict(told) == {name: table.description for name, table in TABLES.items()}
        held = db.sql("SELECT text FROM mentions ORDER BY doc_id, start").fetchall()
        assert [text for (text,) in held] == tables["mentions"]["text"].tolist()


QUERIES = re.findall(
    r"```sql\n(.*?)```", Path("docs/exports.md").read_text(encoding="utf-8"), re.DOTALL
)


def answer(folder, query):
    with duckdb.connect(str(folder / "tables.duckdb"), read_only=True) as db:
        cursor = db.execute(query)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def test_the_three_queries_of_the_documentation_answer_from_the_seeds(made):
    assert len(QUERIES) == 3
    offices, counts, pairs = (answer(made, query) for query in QUERIES)
    assert any(
        row["name"] == "Sadio Camara" and "défense" in row["office"].lower() for row in offices
    )
    strengths = {row["low"] for row in counts if row["force"] == "Opération Barkhane"}
    assert strengths >= {4500, 5100}
    assert pairs[0]["sentences"] == max(row["sentences"] for row in pairs) >= 2


def test_the_graph_and_the_query_count_the_same_shared_sentences(made):
    graph = nx.read_graphml(made / "who-with-whom.graphml")
    names = nx.get_node_attributes(graph, "label")
    shared = sorted(
        (data["sentences"], *sorted((names[a], names[b])))
        for a, b, data in graph.edges(data=True)
        if data["sentences"]
    )
    rows = answer(made, QUERIES[2].replace("LIMIT 20", ""))
    found = sorted((row["sentences"], *sorted((row["one"], row["other"]))) for row in rows)
    assert found == shared


def test_geopandas_reads_the_geojson(seeds_run):
    geopandas = pytest.importorskip("geopandas")
    result, folder = seeds_run
    for name in ("places", "events"):
        frame = geopandas.read_file(folder / f"{name}.geojson")
        located = result.tables[name].dropna(subset=["latitude"])
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.x.tolist() == pytest.approx(located["longitude"].tolist())
        assert frame.geometry.y.tolist() == pytest.approx(located["latitude"].tolist())
        assert frame.geometry.is_valid.all()


def test_an_unknown_export_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(RunError, match=r"no export «gexf»; there are: docbin, duckdb, follow"):
        run("nowhere", tmp_path / "out", exports=["gexf"])
    assert not (tmp_path / "out").exists()


def test_a_missing_library_is_named_with_the_extra_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.optional.find_spec", lambda name: None)
    with pytest.raises(RunError, match=r"needs networkx: pip install 'sahel-press\[graph\]'"):
        run("nowhere", tmp_path / "out", exports=["graphml"])


def test_a_run_writes_the_exports_asked_for_and_no_others(tables, tmp_path):
    paths = write_outputs(tmp_path, tables, exports=["labelstudio", "labelstudio"])
    names = [Path(path).name for path in paths]
    assert names.count("label-studio.json") == 1
    assert (tmp_path / "label-studio.xml").is_file()
    assert not (tmp_path / "tables.duckdb").exists()


def test_someone_elses_duckdb_file_is_not_written_over(tmp_path):
    (tmp_path / "tables.duckdb").write_text("mine")
    with pytest.raises(RunError, match=r"holds tables\.duckdb, which no run of this program wrote"):
        _check_target(Store(str(tmp_path)))


def test_the_documents_of_the_json_exports_survive_hard_characters(hard, tmp_path):
    export_named("labelstudio")(tmp_path, hard)
    (task,) = json.loads((tmp_path / "label-studio.json").read_text(encoding="utf-8"))
    assert task["data"]["text"] == HARD
