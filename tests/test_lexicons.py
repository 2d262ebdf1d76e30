"""Lexicon files: a user's rows over the package's, and errors that name file and line."""

import pytest

from pipeline.lexicons import LexiconError, fingerprint, read_rows, split_cell

HEADER = "trigger,action,frame,needs,minor\n"


def test_a_users_rows_add_override_and_remove(tmp_path):
    shipped = {row["trigger"]: row for row in read_rows("actions")}
    assert shipped["attaque"]["action"] == "attack"
    (tmp_path / "actions.csv").write_text(
        "trigger,action,frame,needs,minor,remove\n"
        "razzia,attack,deed,,,\n"
        "attaque,other,deed,,,\n"
        "embuscade,,,,,yes\n",
        encoding="utf-8",
    )
    rows = {row["trigger"]: row for row in read_rows("actions", [tmp_path])}
    assert rows["razzia"]["action"] == "attack"
    assert rows["attaque"]["action"] == "other"
    assert "embuscade" not in rows
    assert len(rows) == len(shipped)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty; its first line must name the columns"),
        ("action,frame\n", "line 1: no column «trigger»"),
        ("trigger,colour\n", "line 1: unknown column «colour»"),
        (HEADER + "razzia,attack\n", "line 2: 2 cells where the header has 5"),
        (HEADER + ",attack,deed,,\n", "line 2: no «trigger»"),
        (HEADER + "a,attack,deed,,\na,clash,battle,,\n", "line 3: «a» stands twice"),
    ],
)
def test_a_bad_file_is_named_with_line_and_reason(tmp_path, content, message):
    path = tmp_path / "actions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        read_rows("actions", [tmp_path])
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)


def test_a_file_that_is_not_utf8_is_an_error_not_a_traceback(tmp_path):
    (tmp_path / "actions.csv").write_bytes("trigger\nmêlée\n".encode("latin-1"))
    with pytest.raises(
        LexiconError, match=r"line 2: not UTF-8 \(at «.*mêlée»\); save it as «CSV UTF-8»"
    ):
        read_rows("actions", [tmp_path])


def test_a_cell_with_a_list_is_split_at_bars():
    assert split_cell("FAMa| FAMA |") == ["FAMa", "FAMA"]
    assert split_cell("") == []


def test_the_fingerprint_tells_the_content_of_the_lexicons_and_nothing_else(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "actions.csv").write_text("trigger,action,frame\nrazzia,attack,deed\n")
    assert fingerprint([one]) == fingerprint([other])
    assert fingerprint([one]) != fingerprint()
    (other / "notes.csv").write_text("anything\n")
    assert fingerprint([one]) == fingerprint([other])
    (other / "actions.csv").write_text("trigger,action,frame\nrazzia,clash,deed\n")
    assert fingerprint([one]) != fingerprint([other])
    assert fingerprint([one, other]) != fingerprint([other, one])


def test_a_lexicon_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(LexiconError, match="no such folder"):
        fingerprint([tmp_path / "nowhere"])
