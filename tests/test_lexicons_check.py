"""What is wrong with a user's lexicon files: every fault, with its file, line and reason."""

from dataclasses import replace

import pytest

from pipeline.lexicons import FOLDER, LexiconError, names, read_rows
from pipeline.lexicons.cells import fault
from pipeline.lexicons.check import check_folder
from pipeline.lexicons.csv_file import read_lines
from pipeline.lexicons.reference import example, lexicon, markdown, new_file, rows
from pipeline.lexicons.rows_check import country_box, row_fault, verb_fault
from pipeline.lexicons.schema import LEXICONS

PLACE = "place_id,name,kind,country,lat,lon\n"
FORCE = "force_id,name,kind,country,parent,active_from,active_to\n"


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(folder, *, warnings=False):
    """Line and reason of each fault, or of each warning."""
    return [(p.line, p.reason) for p in check_folder(folder) if p.warning == warnings]


@pytest.mark.parametrize("name", sorted(LEXICONS))
def test_a_shipped_lexicon_is_as_it_is_described(name):
    of = LEXICONS[name]
    lines, problems = read_lines(FOLDER / f"{name}.csv", of.header, of.header)
    assert problems == []
    shipped = {n: {row[LEXICONS[n].key]: row for row in read_rows(n)} for n in ("frames", "verbs")}
    keys = {n: [row[LEXICONS[n].key] for row in read_rows(n)] for n in (name, "frames")}
    assert len(set(keys[name])) == len(keys[name]) == len(lines)
    for line in lines:
        where = f"{name}.csv, line {line.number}"
        for column in of.columns:
            cell = line.cells[column.name]
            assert cell or not column.required, f"{where}: no {column.name}"
            if cell:
                assert fault(column, cell, lambda n: keys.get(n, ())) == "", where
        assert row_fault(name, line.cells) == "", where
        assert verb_fault(name, line.cells, shipped["frames"], shipped["verbs"]) == "", where


def test_every_shipped_file_has_a_description_and_the_other_way_round():
    assert set(LEXICONS) == names()


@pytest.mark.parametrize("name", sorted(n for n in LEXICONS if not LEXICONS[n].fixed))
def test_a_new_file_is_in_order_and_changes_nothing(name, tmp_path):
    path = new_file(name, tmp_path / "mine")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert check_folder(tmp_path / "mine") == []
    before, after = (sorted(map(str, read_rows(name, f))) for f in ((), (tmp_path / "mine",)))
    assert before == after
    with pytest.raises(FileExistsError, match="is there already"):
        new_file(name, tmp_path / "mine")


def test_the_description_of_a_lexicon_shows_columns_and_an_example():
    assert ("gender", "one of m, f", "of a first name") in rows("given_names.csv")
    assert ("name*", "text", "the name") in rows("given_names")
    assert example("given_names") == "name,kind,gender,remove\nAdama,given,m,\n"
    assert "### holidays.csv" in markdown()
    assert "### number_nouns.csv" not in markdown()
    with pytest.raises(LexiconError, match=r"no lexicon «force»; «forces» is meant\?"):
        lexicon("force")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a b,Puits,town,ML,,", "«a b» in «place_id»; an id has letters, digits and hyphens"),
        ("p,,town,ML,,", "no «name»; a new row needs one"),
        ("p,Puits,vilage,ML,,", "«vilage» in «kind»; one of country, continent"),
        (
            "p,Puits,town,Mali,,",
            "«Mali» in «country»; an ISO 3166 code of two letters is needed: ML",
        ),
        ("p,Puits,town,ml,,", "«ml» in «country»; an ISO 3166 code of two letters is needed: ML"),
        ("p,Puits,town,ZZ,,", "«ZZ» in «country»; an ISO 3166 code of two letters is needed"),
        ("p,Puits,town,ML|NE,,", "«country» holds one item, no list: «ML|NE»"),
        ("p,Puits,town,ML,91,2", "«91» in «lat»; at most 90"),
        ("p,Puits,town,ML,15,-200", "«-200» in «lon»; at least -180"),
        ('p,Puits,town,ML,"15,2",2', "«15,2» in «lat»; decimals stand after a point, not a comma"),
        ("p,Puits,town,ML,nord,2", "«nord» in «lat»; a number is needed"),
        ("p,Puits,town,ML,nan,2", "«nan» in «lat»; a number is needed"),
        ("p,Puits,town,ML,15,", "«lat» and «lon» are given both or not at all"),
        ("p,Puits,town,ML,-3.5,15.2", "lat -3.5 and lon 15.2 look swapped"),
        ("p,???,town,ML,,", "«???» in «name»; no letter in it"),
    ],
)
def test_a_bad_place_is_named(tmp_path, row, reason):
    path = write(tmp_path, "places.csv", PLACE + "ok,Puits d'essai,town,ML,15,-2\n" + row + "\n")
    (problem,) = check_folder(tmp_path)
    assert (problem.file, problem.line) == (str(path), 3)
    assert problem.reason.startswith(reason)
    assert str(problem).startswith(f"{path}, line 3: ")
    with pytest.raises(LexiconError) as error:
        read_rows("places", [tmp_path])
    assert str(error.value) == str(problem)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("forces", FORCE + "x,Ligue,army,ML,,2020,2019-12\n", "it ends (2019-12) before it begins"),
        ("forces", FORCE + "x,Ligue,army,ML,,2020-13,\n", "«2020-13» in «active_from»; a date"),
        ("forces", FORCE + "x,Ligue,army,ML|,,,\n", "an empty item in «country»: «ML|»"),
        ("forces", FORCE + "x,Ligue,army,ML;NE,,,\n", "«;» in «country»: «ML;NE»; items are sep"),
        ("forces", FORCE + "x,Ligue,army,ML,x,,\n", "«x» cannot be part of itself"),
        ("forces", FORCE + "x,Ligue,army,ML,ml-famas,,\n", "«ml-famas» in «parent»; no such key"),
        ("ranks", "rank_id,name,order\nr,amenokal,haut\n", "«haut» in «order»; a whole number"),
        ("ranks", "rank_id,name,order\nr,amenokal,1.5\n", "«1.5» in «order»; a whole number"),
        ("given_names", "name,kind,gender\nZork,given,x\n", "«x» in «gender»; one of m, f"),
        (
            "people",
            "person_id,name,offices\nx,Zo Zork,@2020/\n",
            "«@2020/» in «offices»; no office",
        ),
        ("people", "person_id,name,offices\nx,Zo Zork,roi@2021/2020\n", "«roi@2021/2020» in «off"),
        ("people", "person_id,name,offices\nx,Zo Zork,roi@hier/\n", "«roi@hier/» in «offices»; d"),
        ("people", "person_id,name,common\nx,Zo Zork,oui\n", "«oui» in «common»; yes, or empty"),
        (
            "holidays",
            "name,aliases,calendar,month,day,length\nA,a,gregorian,2,30,1\n",
            "no day 30 of month 2 in every year",
        ),
        (
            "holidays",
            "name,aliases,calendar,month,day,length\nA,a,islamic,0,1,1\n",
            "no day 1 of month 0 in the Islamic calendar",
        ),
        (
            "count_roles",
            "cue,kind,role\npourfendre,object,killed\n",
            "«pourfendre» does not end in -er",
        ),
        ("actions", "trigger,action,frame\nrazzia,atack,deed\n", "«atack» in «action»; one of"),
        (
            "actions",
            "trigger,action,frame\nrazzia,attack,deeds\n",
            "«deeds» in «frame»; no such key",
        ),
        ("actions", "trigger,action,frame\noccire,attack,does\n", "«occire» is no verb in -er or"),
        (
            "ranks",
            "rank_id,name,order,remove\ncolonel,,,peut-être\n",
            "«peut-être» in «remove»; yes",
        ),
        ("ranks", "rank_id,nom,order\n", "unknown column «nom»; known: rank_id, name"),
        ("ranks", "rank_id,nme,order\n", "unknown column «nme»; «name» is meant?"),
        ("ranks", "rank_id,name,name\n", "column «name» stands twice"),
        ("ranks", "rank_id;name;order\nr;amenokal;5\n", "columns are separated by semicolons"),
        ("ranks", "rank_id\tname\torder\nr\tamenokal\t5\n", "columns are separated by tabs"),
        ("ranks", "rank_id,name,order\nr,a,5,6\n", "4 cells where the header has 3; a cell that"),
        ("ranks", 'rank_id,name,order\nr,"amenokal,5\n', "no CSV (unexpected end of data)"),
        ("number_nouns", "noun,value\ngrosse,144\n", "cannot be changed by a folder"),
    ],
)
def test_a_bad_file_is_named(tmp_path, name, text, reason):
    write(tmp_path, f"{name}.csv", text)
    problems = check_folder(tmp_path)
    assert len(problems) == 1
    assert problems[0].reason.startswith(reason)
    assert not problems[0].warning


def test_all_bad_rows_of_all_files_are_named_at_once(tmp_path):
    write(tmp_path, "ranks.csv", "rank_id,name,order\na,amenokal,x\nb,,5\na,mogho,6\n")
    write(tmp_path, "places.csv", PLACE + "p,Puits,trou,ML,,\n")
    write(tmp_path, "force.csv", FORCE)
    problems = check_folder(tmp_path)
    assert [(p.file.rpartition("/")[2], p.line) for p in problems] == [
        ("force.csv", 0),
        ("places.csv", 2),
        ("ranks.csv", 2),
        ("ranks.csv", 3),
        ("ranks.csv", 4),
    ]
    assert "«a» stands twice; the first is on line 2" in str(problems[-1])
    assert "«forces» is meant?" in str(problems[0])


def test_the_line_is_the_one_that_an_editor_shows(tmp_path):
    text = 'rank_id,name,order,source\n\na,amenokal,5,"un\nlivre"\nb,mogho,x,\n'
    write(tmp_path, "ranks.csv", text)
    assert [line for line, _ in told(tmp_path)] == [5]


def test_what_may_surprise_is_a_warning_and_no_fault(tmp_path):
    write(
        tmp_path,
        "forces.csv",
        "force_id,name,acronyms,aliases,kind,remove\n"
        "x-ligue,Ligue de Zorkou,JNIM,ligue|ligue,armed_group,\n"
        "ml-famas,,,,,yes\n",
    )
    write(tmp_path, "places.csv", PLACE + "p,Zorkou,town,ML,48.8,2.3\n")
    write(tmp_path, "notes.csv", "anything;at all\n")
    assert told(tmp_path) == []
    reasons = dict(told(tmp_path, warnings=True))
    assert reasons[0].startswith("no lexicon of that name; it is not used")
    assert reasons[3] == "nothing to remove: no «ml-famas» in forces.csv; «ml-fama» is meant?"
    reasons = [reason for _, reason in told(tmp_path, warnings=True)]
    assert "«JNIM» is a name of «ag-jnim» too; both stay possible" in reasons
    assert "«ligue» stands twice in «aliases»" in reasons
    assert any("lat 48.8, lon 2.3 is far from the places of ML" in reason for reason in reasons)
    assert any(row["force_id"] == "x-ligue" for row in read_rows("forces", [tmp_path]))


def test_a_changed_row_need_not_fill_what_a_new_one_needs(tmp_path):
    write(tmp_path, "ranks.csv", "rank_id,order\ncolonel,141\n")
    assert check_folder(tmp_path) == []
    (colonel,) = [r for r in read_rows("ranks", [tmp_path]) if r["rank_id"] == "colonel"]
    assert (colonel["order"], colonel["name"], colonel["nato"]) == ("141", "colonel", "OF-5")


def test_a_dash_empties_a_cell_but_not_one_that_a_row_needs(tmp_path):
    write(tmp_path, "ranks.csv", "rank_id,nato\ncolonel,-\n")
    (colonel,) = [r for r in read_rows("ranks", [tmp_path]) if r["rank_id"] == "colonel"]
    assert colonel["nato"] == ""
    write(tmp_path, "ranks.csv", "rank_id,name\ncolonel,-\n")
    assert told(tmp_path) == [(2, "no «name»; a new row needs one")]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("rank_id,name\na,général\n".encode("cp1252"), "not UTF-8 (at «a,général»)"),
        ("rank_id,name\n".encode("utf-16"), "not UTF-8 but UTF-16 or binary"),
        (b"", "empty; its first line must name the columns"),
        (b'rank_id,name\na,"' + b"x" * 200_000, "no CSV"),
        (b'rank_id,name\na,"' + b"x" * 120_000 + b'"\n', "a cell that does not end"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, raw, reason):
    (tmp_path / "ranks.csv").write_bytes(raw)
    ((_, found),) = told(tmp_path)
    assert found.startswith(reason)


def test_names_are_read_as_texts_are(tmp_path):
    write(tmp_path, "ranks.csv", "rank_id,name,order\na,chef d’e\u0301tat\u00a0rebelle,5\n")
    (row,) = [r for r in read_rows("ranks", [tmp_path]) if r["rank_id"] == "a"]
    assert row["name"] == "chef d'état rebelle"


def test_a_folder_without_lexicons_and_one_that_is_not_there_say_so(tmp_path):
    assert told(tmp_path)[0][1].startswith("no CSV file there; known: actions.csv, ")
    with pytest.raises(LexiconError, match="no such folder"):
        check_folder(tmp_path / "nowhere")


def test_what_only_a_stage_can_tell_is_told_too(tmp_path):
    write(tmp_path, "frames.csv", "frame,remove\ndoes,yes\n")
    ((_, reason),) = told(tmp_path)
    assert "no frame «does»" in reason


def test_a_country_without_places_has_no_box():
    south, north, west, east = country_box("ML")
    assert [round(n, -1) for n in (south, north, west, east)] == [10, 20, -10, 0]
    assert country_box("ZZ") is None
    assert row_fault("places", {"lat": "1", "lon": "2", "country": "ZZ"}) == ""


def test_a_reference_is_checked_only_where_its_lexicon_is_known():
    parent = LEXICONS["forces"].column("parent")
    assert fault(parent, "nobody") == ""
    assert fault(replace(parent, many=True), "a|nobody", lambda name: ["a"]).startswith("«nobody»")
