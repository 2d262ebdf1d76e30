"""What is not a text is said so in a line, and costs no other document."""

import errno
import json
import os
import socket

import pytest

from pipeline.documents import Document, Reject, read_source, sources
from pipeline.readers import REASONS, Limits
from tests.reading import ENGLISH, TEXT, ids, read


def reasons(items):
    return {
        item.source.rpartition("/")[2]: item.reason for item in items if isinstance(item, Reject)
    }


@pytest.fixture
def folder(tmp_path):
    """A folder with a good text in front of and behind whatever a test puts there."""
    (tmp_path / "aaa.txt").write_text(TEXT, "utf-8")
    (tmp_path / "zzz.txt").write_text(f"{TEXT} Fin.", "utf-8")
    return tmp_path


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "empty.csv": (b"", "empty"),
    "empty.jsonl": (b"", "empty"),
    "empty.html": (b"", "empty"),
    "empty.parquet": (b"", "empty"),
    "header.csv": (b"id,text\n", "empty"),
    "blank.txt": (b" \n\t\xc2\xa0\r\n", "empty"),
    "invisible.txt": ("\ufeff\u200b…".encode(), "empty"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "image.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "noise.txt": (bytes(range(256)) * 20, "binary"),
    "noise.jsonl": (bytes(range(256)) * 20, "binary"),
    "noise.html": (bytes(range(256)) * 20, "binary"),
    "zeros.txt": (bytes(5000), "binary"),
    "document.pdf": (b"%PDF-1.7\n", "unsupported"),
    "texts.json": (b"[]", "unsupported"),
    "text.odd": (TEXT.encode(), "unsupported"),
    "column.csv": (b"id,texte\n1,bonjour\n", "missing_column"),
    "damaged.parquet": (b"PAR1 damaged", "unreadable"),
    "damaged.zip": (b"PK\x03\x04 damaged", "unreadable"),
    "damaged.txt.gz": (b"\x1f\x8b\x08 damaged", "unreadable"),
    "damaged.txt.zst": (b"\x28\xb5\x2f\xfd damaged", "unreadable"),
    "english.txt": (ENGLISH.encode(), "not_french"),
    "page.txt": (f"<!DOCTYPE html>\n<html><p>{TEXT}</p></html>".encode(), "markup"),
    "feed.txt": (f"<?xml version='1.0'?><rss><item>{TEXT}</item></rss>".encode(), "markup"),
    "tags.txt": (f"<p><b>{TEXT[:20]}</b></p>".encode() * 30, "markup"),
    "json.txt": (json.dumps({"text": TEXT}).encode(), "markup"),
    "lines.txt": ((json.dumps({"text": TEXT}) + "\n").encode() * 3, "markup"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_text_is_one_reject_and_costs_no_other(folder, name):
    content, reason = BAD_FILES[name]
    (folder / name).write_bytes(content)
    found = read(folder)
    assert ids(found) == ["aaa", "zzz"]
    assert reasons(found) == {name: reason}
    [reject] = [item for item in found if isinstance(item, Reject)]
    assert reject.reason in REASONS
    assert reject.detail.startswith(f"{folder.as_posix()}/{name}: ")


def test_what_is_not_there_is_missing(tmp_path):
    for source in (tmp_path / "none", tmp_path / "*.txt", "", "a\0b", "x" * 5000):
        [reject] = read(source)
        assert reject.reason == "missing"


def test_a_folder_without_files_is_empty(tmp_path):
    (tmp_path / "sub" / "sub").mkdir(parents=True)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    [reject] = read(tmp_path)
    assert reject.reason == "empty_folder"


def test_hidden_files_are_left_out(folder):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$texte.txt", ".hidden.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text(TEXT, "utf-8")
    assert ids(read(folder)) == ["aaa", "zzz"]
    assert reasons(read(folder)) == {}


def test_a_file_that_may_not_be_read_is_unreadable(folder, monkeypatch):
    (folder / "secret.txt").write_text(TEXT, "utf-8")
    really_open = os.open

    def refuse(path, *args, **kwargs):
        if str(path).endswith("secret.txt"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return really_open(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    found = read(folder)
    assert ids(found) == ["aaa", "zzz"]
    assert reasons(found) == {"secret.txt": "unreadable"}


def test_a_folder_that_may_not_be_listed_is_unreadable(folder, monkeypatch):
    (folder / "sub").mkdir()
    really_scan = os.scandir

    def refuse(path):
        if str(path).endswith("sub"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = read(folder)
    assert ids(found) == ["aaa", "zzz"]
    assert reasons(found) == {"sub": "unreadable"}


def test_pipes_sockets_and_devices_are_not_waited_for(folder, monkeypatch):
    os.mkfifo(folder / "pipe.txt")
    monkeypatch.chdir(folder)  # a socket's path may not be long
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("socket.txt")
        found = read(folder)
    assert ids(found) == ["aaa", "zzz"]
    assert reasons(found) == {"pipe.txt": "unreadable", "socket.txt": "unreadable"}
    assert [r.reason for r in read("/dev/zero")] == ["unreadable"]


def test_a_folder_called_like_a_text_is_read_as_a_folder(folder):
    (folder / "mmm.txt").mkdir()
    (folder / "mmm.txt" / "a.txt").write_text(TEXT, "utf-8")
    assert ids(read(folder)) == ["aaa", "mmm.txt/a", "zzz"]


BAD_LINES = [
    ('{"id": "b", "text": ', "broken_line"),
    ("{'text': 'non'}", "broken_line"),
    ("[1, 2]", "broken_line"),
    ('"texte"', "broken_line"),
    ("[" * 100_000, "broken_line"),
    ('{"text": 5}', "broken_line"),
    ('{"id": "b"}', "missing_column"),
    ('{"text": null}', "missing_column"),
    ('{"text": " "}', "empty"),
    (json.dumps({"id": "b", "text": ENGLISH}), "not_french"),
    (json.dumps({"id": "a", "text": TEXT}), "duplicate_id"),
    (json.dumps({"id": "b", "text": f"<html><p>{TEXT}</p></html>"}), "markup"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_costs_no_other_line(tmp_path, line, reason):
    good = [json.dumps({"id": id, "text": TEXT}) for id in ("a", "c")]
    (tmp_path / "a.jsonl").write_text("\n".join([good[0], line, good[1]]), "utf-8")
    found = read(tmp_path)
    assert ids(found) == ["a", "c"]
    assert reasons(found) == {"a.jsonl, line 2": reason}


def test_a_line_without_text_says_where_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"id": "b"}\n', "utf-8")
    [reject] = read("a.jsonl")
    assert reject.detail == 'a.jsonl, line 1: no "text" field; each line needs one'


BAD_ROWS = [
    ('b,"jamais fermé', "broken_line"),
    ('b,"des "guillemets" dedans"', "broken_line"),
    (f"b,{TEXT.replace(' ', ',')}", "broken_line"),
    ("b,", "empty"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS)
def test_a_bad_row_costs_no_other_row(tmp_path, row, reason):
    rows = ["id,text", f'a,"{TEXT}"', row, f'c,"{TEXT}"', f'd,"{TEXT}"']
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    found = read(tmp_path)
    assert ids(found) == ["a", "c", "d"]
    assert reasons(found) == {"a.csv, line 3": reason}


def test_the_second_document_with_an_id_is_a_reject(folder):
    (folder / "aaa.html").write_text(f"<html><p>{TEXT}</p></html>", "utf-8")
    found = read(folder)
    assert ids(found) == ["aaa", "zzz"]
    assert reasons(found) == {"aaa.txt": "duplicate_id"}


def test_texts_of_one_name_in_two_folders_are_two_documents(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "aaa.txt").write_text(TEXT, "utf-8")
    assert ids(read(folder)) == ["aaa", "sub/aaa", "zzz"]


def test_many_ids_are_told_apart(tmp_path):
    lines = [json.dumps({"id": f"n{i}", "text": "Gao"}) for i in range(3000)]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, lines[7], lines[2999]]), "utf-8")
    found = read(tmp_path)
    assert len(ids(found)) == 3000
    assert [item.source[-9:] for item in found if isinstance(item, Reject)] == [
        "line 3001",
        "line 3002",
    ]


def test_a_text_of_5_mb_is_read_but_not_where_it_is_one_line(tmp_path):
    text = f"{TEXT}\n" * (5_000_000 // len(TEXT))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(text.replace("\n", " "), "utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "c", "text": text + "c"}), "utf-8")
    found = read(tmp_path)
    assert [len(i.text) - len(text) for i in found if isinstance(i, Document)] == [0, 1]
    assert reasons(found) == {"b.txt": "too_long"}


def test_a_text_that_is_too_long_costs_no_other(tmp_path):
    rows = [("a", TEXT), ("b", "mot " * 30_000), ("c", TEXT)]
    (tmp_path / "a.jsonl").write_text(
        "\n".join(json.dumps({"id": id, "text": text}) for id, text in rows), "utf-8"
    )
    (tmp_path / "b.csv").write_text(
        "id,text\n" + "".join(f'{id}2,"{text}"\n' for id, text in rows), "utf-8"
    )
    (tmp_path / "c.txt").write_text(rows[1][1], "utf-8")
    found = read(tmp_path, max_characters=1_000)
    assert ids(found) == ["a", "c", "a2", "c2"]
    assert reasons(found) == {
        "a.jsonl, line 2": "too_long",
        "b.csv, line 3": "too_long",
        "c.txt": "too_long",
    }


def test_a_lone_surrogate_becomes_the_replacement_character_and_a_null_stays(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"id": "a\\ud800", "text": "Le colonel \\udfff a parlé\\u0000 à Gao"}\n', "utf-8"
    )
    [document] = read(tmp_path)
    assert document.id == "a\ufffd"
    assert document.text == "Le colonel \ufffd a parlé\x00 à Gao"


def test_a_file_name_that_is_not_utf_8_is_read_and_written_readably(folder):
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT, "utf-8")
    found = read(folder)
    assert ids(found) == ["aaa", r"caf\xe9", "zzz"]
    assert found[1].source.encode().endswith(rb"/caf\xe9.txt")


def test_metadata_beside_texts_gives_title_source_and_date(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "mmm.txt").write_text(TEXT, "utf-8")
    (folder / "metadata.csv").write_text(
        "file;title;source;published\naaa.txt;Premier;RFI;05/10/2021\n"
        "sub/mmm.txt;Deuxième;;2022\nabsent.txt;;;\n",
        "utf-8",
    )
    first, second, third = read(folder)
    assert (first.title, first.source, first.published) == ("Premier", "RFI", "2021-10-05")
    assert (second.title, second.published, second.published_how) == ("Deuxième", "2022", "given")
    assert second.source.endswith("sub/mmm.txt")
    assert (third.title, third.published_how) == ("", "unknown")
    [alone] = read(folder / "aaa.txt")
    assert alone == first


def test_metadata_names_texts_by_id_too_and_the_nearest_counts(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "mmm.txt").write_text(TEXT, "utf-8")
    (folder / "metadata.csv").write_text("id,title\nsub/mmm,loin\nzzz,fin\n", "utf-8")
    (folder / "sub" / "metadata.csv").write_text("id,title\nmmm,près\n", "utf-8")
    assert [d.title for d in read(folder)] == ["", "près", "fin"]
    assert [d.title for d in read(folder / "**" / "*.txt")] == ["", "près", "fin"]


def test_bad_metadata_is_a_reject_and_the_texts_are_read(folder):
    (folder / "metadata.csv").write_text("name,title\na,b\n", "utf-8")
    found = read(folder)
    assert ids(found) == ["aaa", "zzz"]
    assert reasons(found) == {"metadata.csv": "missing_column"}


def test_a_metadata_csv_with_texts_is_a_collection_of_texts(tmp_path):
    (tmp_path / "metadata.csv").write_text(f'id,text\na,"{TEXT}"\n', "utf-8")
    assert ids(read(tmp_path)) == ["a"]


def test_a_text_that_is_not_french_is_read_where_any_language_is(tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    assert ids(read(tmp_path, any_language=True)) == ["a"]
    assert "English" in read(tmp_path)[0].detail


def test_the_order_depends_on_names_alone(folder):
    for name in ("b/2.txt", "b/10.txt", "a/é.txt", "c.jsonl"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"id": "c", "text": TEXT}) if "c." in name else TEXT, "utf-8")
    assert ids(read(folder)) == ["a/é", "aaa", "b/10", "b/2", "c", "zzz"]


def test_a_glob_takes_what_matches(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "mmm.txt").write_text(TEXT, "utf-8")
    (folder / "sub" / "nnn.html").write_text(f"<p>{TEXT}</p>", "utf-8")
    assert ids(read(folder / "*.txt")) == ["aaa", "zzz"]
    assert ids(read(folder / "**" / "*.txt")) == ["aaa", "sub/mmm", "zzz"]
    assert ids(read(folder / "s*")) == ["sub/mmm", "sub/nnn"]
    assert ids(read(folder / "**")) == ["aaa", "sub/mmm", "sub/nnn", "zzz"]
    assert ids(read(folder / "[az]*")) == ["aaa", "zzz"]


def test_a_file_whose_name_looks_like_a_glob_is_read(tmp_path):
    (tmp_path / "texte [1].txt").write_text(TEXT, "utf-8")
    assert ids(read(tmp_path / "texte [1].txt")) == ["texte [1]"]


def test_sources_can_be_shared_out_and_read_one_by_one(folder):
    found = [d for s in sources(folder, Limits()) for d in read_source(s)]
    assert found == read(folder)
