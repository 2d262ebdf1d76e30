"""A user's lexicons, through the whole pipeline: nothing before, the right thing after.

The names are invented, so that no model and no lexicon knows them.
"""

import multiprocessing
import subprocess
import sys

import pandas as pd
import pytest
import spacy

import pipeline
from pipeline.extractors import counts, dates, forces, people, places
from pipeline.lexicons.check import check_folder

ADDED = {
    "forces": """force_id,name,acronyms,kind,country
ml-zork,Ligue du Zorkoudougou,LZK,armed_group,ML
ml-fdz,Forces de défense du Zork,FDZ,security_forces,ML""",
    "places": """place_id,name,aliases,kind,country,admin1,lat,lon
ml-zorkou,Zorkoubougou,Zorkou-Ba,town,ML,Gao,15.1,-2.2""",
    "people": """person_id,name,aliases,country,kind,offices
p-zork,Amadoun Zorkoré,AZK,ML,government,ministre des Puits du Mali@2020/""",
    "ranks": """rank_id,name,aliases,order,service
mehariste,brigadier-méhariste,brigadière-méhariste,45,armée""",
    "offices": """office_id,name,aliases,kind,single
puisatier,grand puisatier,grande puisatière,tradition,yes""",
    "organisations": """name,acronyms,kind,country
Office des puits du Zork,OPZ,agency,ML""",
    "nationalities": "code,adjectives,demonyms\nVA,zorkois|zorkoise|zorkoises,Zorkois|Zorkoise",
    "given_names": "name,kind,gender\nZorkane,given,f",
    "holidays": """name,aliases,calendar,month,day,length
Zorkade,Zorkade|fête de l’Zorkade,gregorian,9,22,1""",
    "counted_nouns": "noun,unit,scope\nzorquiste,fighters,force\nFDZ,military,force",
    "count_adjectives": "adjective,forms\nzorqué,zorquée|zorqués|zorquées",
    "count_roles": "cue,kind,role,strong\nzorquifier,object,killed,yes",
    "actions": "trigger,action,frame,needs\nzorquer,attack,does,\nzorquade,attack,deed,",
    "supports": "phrase,subject,object,by,to\nperpétrouiller,actor,,actor,",
    "governors": "phrase,status\nzorcompter,planned",
    "parties": "noun,kind\nzorkard,armed",
    "force_institutions": """institution_id,forms,slot,kind,name,alone,place,unit
zorkerie,zorkerie|zorkeries,zorkerie,gendarmerie,Zorkerie nationale,no,yes,no""",
    "force_modifiers": "modifier,role,kind\nantizork,specialty,police",
    "toponyms": "word,roles,kinds\nzorkadou,inside,site",
    "verbs": """infinitive,participle,present,imperfect,past,future
zortre,zortu,zort|zortent,zortt,zortit|zortirent,zortr""",
}
REMOVED = {
    "forces": "force_id,remove\nml-fama,yes",
    "places": "place_id,remove\nml-badialan,oui",
    "people": "person_id,remove\np-sadio-camara,yes",
    "ranks": "rank_id,remove\ncommandant,yes",
    "offices": "office_id,remove\npresident,yes",
    "organisations": "name,remove\nOrganisation internationale pour les migrations,yes",
    "holidays": "name,remove\nTabaski,1",
    "counted_nouns": "noun,remove\nsoldat,true",
    "actions": "trigger,remove\nattaquer,yes",
}


def folder_of(files, folder):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    return folder_of(ADDED, tmp_path_factory.mktemp("added"))


@pytest.fixture(scope="module")
def removed(tmp_path_factory):
    return folder_of(REMOVED, tmp_path_factory.mktemp("removed"))


def found(text, *, table, columns, lexicons=()):
    """Rows of a table that a text gives, None for an empty cell."""
    tables = pipeline.extract(text, published="2021-10-06", lexicons=lexicons).tables
    rows = tables[table][list(columns)].astype(object)
    return [list(row) for row in rows.where(rows.notna(), None).values.tolist()]


MENTION = "mentions", ("text", "label", "entity_id")
OFFICE = "offices", ("rank_id", "office")
COUNT = "troop_counts", ("low", "role", "unit", "force_id", "nationality")
EVENT = "events", ("kind", "status", "actors", "targets")


def test_the_files_of_these_tests_are_in_order(added, removed):
    assert [p for p in check_folder(added) if not p.warning] == []
    assert {p.reason.partition(":")[0] for p in check_folder(removed)} <= {"nothing to remove"}


@pytest.mark.parametrize(
    ("text", "where", "before", "after"),
    [
        (
            "Les combattants de la LZK ont quitté la forêt.",
            MENTION,
            [["LZK", "ORG", "org-65e23c464081"]],
            [["LZK", "FORCE", "ml-zork"]],
        ),
        (
            "Un marché a brûlé à Zorkoubougou.",
            ("places", ("place_id", "country", "latitude")),
            [["x--zorkoubougou", None, None]],
            [["ml-zorkou", "ML", 15.1]],
        ),
        (
            "AZK a pris la parole.",
            ("people", ("person_id", "name")),
            [],
            [["p-zork", "Amadoun Zorkoré"]],
        ),
        (
            "Le brigadier-méhariste Ousmane Diallo dort.",
            OFFICE,
            [],
            [["mehariste", None]],
        ),
        (
            "Le grand puisatier du Mali, Ousmane Diallo, dort.",
            OFFICE,
            [],
            [[None, "grand puisatier du Mali"]],
        ),
        (
            "Le jour de la Zorkade, il pleuvait.",
            ("dates", ("text", "value")),
            [],
            [["jour de la Zorkade", "2021-09-22"]],
        ),
        (
            "La fête de l'Zorkade 2019 fut triste.",
            ("dates", ("text", "value")),
            [],
            [["fête de l'Zorkade 2019", "2019-09-22"]],
        ),
        (
            "L'armée dit que 45 zorquistes ont été tués.",
            COUNT,
            [],
            [[45, "killed", "fighters", None, None]],
        ),
        (
            "L'armée dit que deux zorqués soldats ont été tués.",
            COUNT,
            [],
            [[2, "killed", "military", None, None]],
        ),
        (
            "Les rebelles ont zorquifié 14 commerçants.",
            COUNT,
            [],
            [[14, "killed", "civilians", None, None]],
        ),
        (
            "Au total, 17 FDZ sont morts.",
            COUNT,
            [],
            [[17, "killed", "military", "ml-fdz", "ML"]],
        ),
        (
            "Une mine a tué 13 soldats zorkois.",
            COUNT,
            [[13, "killed", "military", None, None]],
            [[13, "killed", "military", None, "VA"]],
        ),
        (
            "Des hommes armés ont zorqué un convoi.",
            EVENT,
            [],
            [["attack", "reported", "hommes armés", "convoi"]],
        ),
        (
            "Les rebelles ont perpétrouillé une embuscade contre un convoi.",
            EVENT,
            [["attack", "reported", None, "convoi"]],
            [["attack", "reported", "rebelles", "convoi"]],
        ),
        (
            "Les rebelles zorcomptent attaquer un convoi.",
            EVENT,
            [],
            [["attack", "planned", "rebelles", "convoi"]],
        ),
        (
            "Des zorkards ont attaqué un convoi.",
            EVENT,
            [["attack", "reported", None, "convoi"]],
            [["attack", "reported", "zorkards", "convoi"]],
        ),
        (
            "L'OPZ a creusé un puits.",
            ("mentions", ("text", "name")),
            [["OPZ", "OPZ"]],
            [["OPZ", "Office des puits du Zork"]],
        ),
        (
            "La zorkerie malienne a ouvert une enquête.",
            ("forces", ("name", "kind", "country")),
            [],
            [["Zorkerie nationale du Mali", "gendarmerie", "ML"]],
        ),
        (
            "La brigade antizork a ouvert une enquête.",
            ("forces", ("name", "kind")),
            [],
            [["Brigade antizork", "police"]],
        ),
    ],
)
def test_what_a_user_adds_is_found(added, text, where, before, after):
    table, columns = where
    assert found(text, table=table, columns=columns) == before
    assert found(text, table=table, columns=columns, lexicons=[added]) == after


@pytest.mark.parametrize(
    ("text", "where", "before", "after"),
    [
        ("Les FAMa ont quitté la forêt.", MENTION, [["FAMa", "FORCE", "ml-fama"]], []),
        (
            "Un marché a brûlé à Badialan.",
            ("places", ("place_id",)),
            [["ml-badialan"]],
            [["x--badialan"]],
        ),
        (
            "Sadio Camara est rentré.",
            ("people", ("person_id",)),
            [["p-sadio-camara"]],
            [["person-bc7978fbea94"]],
        ),
        (
            "Le commandant Ousmane Diallo dort.",
            OFFICE,
            [["commandant", None]],
            [[None, "commandant"]],
        ),
        ("Le président du Mali, Ousmane Diallo, dort.", OFFICE, [[None, "président du Mali"]], []),
        (
            "L'OIM a aidé les déplacés.",
            ("mentions", ("name",)),
            [["Organisation internationale pour les migrations"]],
            [["OIM"]],
        ),
        ("La Tabaski 2021 fut triste.", ("dates", ("value",)), [["2021-07-20"]], []),
        (
            "L'armée dit que 45 soldats ont été tués.",
            COUNT,
            [[45, "killed", "military", None, None]],
            [],
        ),
        (
            "Des hommes armés ont attaqué un convoi.",
            EVENT,
            [["attack", "reported", "hommes armés", "convoi"]],
            [],
        ),
    ],
)
def test_what_a_user_removes_is_gone(removed, text, where, before, after):
    table, columns = where
    assert found(text, table=table, columns=columns) == before
    assert found(text, table=table, columns=columns, lexicons=[removed]) == after


def test_a_model_less_pipeline_finds_a_user_s_place_and_verb_forms(added):
    nlp = pipeline.load("blank", lexicons=[added])
    doc = nlp("Deux hommes sont morts à Zorkou-Ba, près du zorkadou de Fana.")
    places_found = [(e.text, e._.value.place_id) for e in doc.ents if e.label_ == "PLACE"]
    assert ("Zorkou-Ba", "ml-zorkou") in places_found
    assert "zorkadou de Fana" in [text for text, _ in places_found]


def test_the_notebook_s_extractors_take_a_user_s_lexicons(added):
    text = "Les combattants de la LZK ont tué 45 zorquistes à Zorkou-Ba le jour de la Zorkade."
    text += " AZK a pris la parole."
    options = {"published": "2021-10-06", "lexicons": [str(added)]}
    assert forces(text, **options)["force_id"].tolist() == ["ml-zork"]
    assert places(text, **options)["place_id"].tolist() == ["ml-zorkou"]
    assert people(text, **options)["person_id"].tolist() == ["p-zork"]
    assert counts(text, **options)["unit"].tolist() == ["fighters"]
    assert dates(text, **options)["value"].tolist() == ["2021-09-22"]


def test_two_texts_name_one_public_figure_of_the_user_s(added):
    texts = [
        "Le ministre Zorkoré est rentré.",
        "AZK est à Gao.",
        "Amadoun Zorkoré dort.",
    ]
    table = pipeline.extract(texts, lexicons=[added]).people
    assert table[["person_id", "name", "documents"]].values.tolist() == [
        ["p-zork", "Amadoun Zorkoré", 3]
    ]


def test_ranks_of_the_user_s_are_compared_when_texts_are_put_together(added):
    texts = ["Le brigadier-méhariste Ousmane Diallo dort.", "Le sergent Ousmane Diallo dort."]
    frame = pd.DataFrame({"text": texts, "date": ["2020-01-01", "2021-01-01"]})
    offices = pipeline.extract(frame, text="text", published="date", lexicons=[added]).offices
    assert offices["flag"].fillna("").tolist() == ["", ""]
    frame["text"] = frame["text"][::-1].tolist()
    offices = pipeline.extract(frame, text="text", published="date", lexicons=[added]).offices
    assert offices["flag"].fillna("").tolist() == ["", "lower_rank"]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_component_in_someone_s_pipeline_takes_a_user_s_lexicons(added, processes):
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    config = {"lexicons": [str(added)]}
    for name in ("dates", "counts", "forces", "organisations", "places", "people", "links"):
        nlp.add_pipe(f"sahel_{name}", config=config)
    texts = ["La LZK a zorqué un convoi le jour de la Zorkade.", "Il y a 45 zorquistes tués."]
    first, second = nlp.pipe(texts, n_process=processes)
    assert [(e.text, e.label_) for e in first.ents] == [
        ("LZK", "FORCE"),
        ("jour de la Zorkade", "DATE"),
    ]
    assert [s.action for s in first._.statements] == ["attack"]
    assert [e.text for e in second.ents] == ["45 zorquistes"]


def test_a_pipeline_on_disk_and_its_components_elsewhere_keep_a_user_s_lexicons(added, tmp_path):
    nlp = spacy.blank("fr")
    nlp.add_pipe("sahel_dates", config={"lexicons": [str(added)]})
    nlp.add_pipe("sahel_forces", config={"lexicons": [str(added)]})
    nlp.to_disk(tmp_path / "ours")
    read = spacy.load(tmp_path / "ours")
    text = "La LZK dort le jour de la Zorkade."
    assert [e.text for e in read(text).ents] == ["LZK", "jour de la Zorkade"]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(spans_of, (nlp.get_pipe("sahel_dates"), text)) == ["jour de la Zorkade"]


def spans_of(component, text):
    return [span.text for span in component(spacy.blank("fr").make_doc(text)).ents]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_takes_a_user_s_lexicons_in_every_process(added, tmp_path, workers):
    (tmp_path / "texts").mkdir()
    for name in ("a", "b"):
        text = (
            f"Le rapport {name} dit que les combattants de la LZK ont quitté Zorkou-Ba. AZK dort."
        )
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    done = pipeline.run(tmp_path / "texts", tmp_path / "out", lexicons=[added], workers=workers)
    assert done.tables["forces"]["force_id"].tolist() == ["ml-zork"]
    assert done.tables["places"]["place_id"].tolist() == ["ml-zorkou"]
    assert done.tables["people"]["person_id"].tolist() == ["p-zork"]
    assert done.tables["people"]["documents"].tolist() == [2]


def test_a_changed_file_is_read_anew_and_a_bad_one_stops_a_run(tmp_path):
    text = "Les combattants de la LZK dorment."
    folder = folder_of({"forces": ADDED["forces"]}, tmp_path)
    columns = ("force_id",)
    assert found(text, table="forces", columns=columns, lexicons=[folder]) == [["ml-zork"]]
    folder_of({"forces": ADDED["forces"].replace("ml-zork,", "ml-ligue,")}, tmp_path)
    assert found(text, table="forces", columns=columns, lexicons=[folder]) == [["ml-ligue"]]
    folder_of({"forces": ADDED["forces"].replace("armed_group", "armd_group")}, tmp_path)
    with pytest.raises(ValueError, match=r"forces.csv, line 2: «armd_group» in «kind»"):
        pipeline.extract(text, lexicons=[folder])
    with pytest.raises(ValueError, match="no such folder"):
        pipeline.extract(text, lexicons=[tmp_path / "nowhere"])


def test_later_folders_go_over_earlier_ones(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        folder_of({"forces": ADDED["forces"].replace("ml-zork,", f"ml-{name},")}, tmp_path / name)
    ranks = "rank_id,order\ncolonel,{}\n"
    for name, order in (("one", 1), ("two", 2)):
        (tmp_path / name / "ranks.csv").write_text(ranks.format(order), encoding="utf-8")
    from pipeline.normalizers.people_lexicon import PeopleLexicon

    both = (str(tmp_path / "one"), str(tmp_path / "two"))
    assert PeopleLexicon.load(both).ranks["colonel"].order == 2
    assert PeopleLexicon.load(both[::-1]).ranks["colonel"].order == 1


def test_the_command_line_takes_and_checks_a_user_s_lexicons(added, tmp_path):
    def sahel(*arguments):
        command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    done = sahel("extract", "Les combattants de la LZK dorment.", "--json", "--lexicon", added)
    assert "Ligue du Zorkoudougou" in done.stdout
    assert sahel("lexicon", "check", added).returncode == 0
    (tmp_path / "ranks.csv").write_text("rank_id,name,order\na,amenokal,x\nb,,5\n", "utf-8")
    done = sahel("lexicon", "check", tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path / 'ranks.csv'}, line 2: «x» in «order»; a whole number" in done.stderr
    assert f"{tmp_path / 'ranks.csv'}, line 3: no «name»; a new row needs one" in done.stderr
    done = sahel("lexicon", "new", "places", tmp_path / "new")
    assert done.returncode == 0
    assert (tmp_path / "new" / "places.csv").is_file()
    assert "force_id*" in sahel("lexicon", "show", "forces").stdout
