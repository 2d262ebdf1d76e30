"""Inputs made to hang, to fill the memory or to read what is not theirs."""

import gzip
import io
import json
import os
import random
import subprocess
import sys
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.documents import Document, Reject
from tests.reading import TEXT, ids, read


def reasons(items):
    return [item.reason for item in items if isinstance(item, Reject)]


def zipped(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv", "html"])
def test_a_zip_member_that_expands_a_thousandfold_is_refused_and_the_others_are_read(
    tmp_path, suffix
):
    members = {"a.txt": TEXT, f"b.{suffix}": b"a" * 20_000_000, "c.txt": TEXT}
    found = read(zipped(tmp_path / "z.zip", members))
    assert ids(found) == ["z/a", "z/c"]
    assert reasons(found) == ["bomb"]


@pytest.mark.parametrize("ending", ["gz", "zst"])
@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv", "html", "parquet"])
def test_a_compressed_file_that_expands_beyond_reason_is_refused(tmp_path, suffix, ending):
    data = b"a" * 100_000_000
    path = tmp_path / f"a.{suffix}.{ending}"
    path.write_bytes(
        gzip.compress(data) if ending == "gz" else pa.compress(data, "zstd", asbytes=True)
    )
    assert reasons(read(path)) == ["bomb"]


def test_a_zip_whose_members_share_their_bytes_is_refused(tmp_path):
    """Each member expands within reason, all of them together do not."""
    path = zipped(tmp_path / "z.zip", {"a.txt": (TEXT * 20_000).encode()})
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = bytes(data[directory:end])
    copies = 2_000
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = copies.to_bytes(2, "little")
    tail[12:16] = (len(entry) * copies).to_bytes(4, "little")
    path.write_bytes(data[:directory] + entry * copies + tail)
    found = read(path)
    assert "bomb" in reasons(found)
    assert len(ids(found)) <= 1


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt", "C:\\a.txt", "C:a.txt"]
)
def test_a_zip_member_whose_path_leaves_the_archive_is_refused(tmp_path, name):
    found = read(zipped(tmp_path / "z.zip", {name: TEXT, "good.txt": TEXT}))
    assert ids(found) == ["z/good"]
    assert reasons(found) == ["outside_folder"]


def test_a_zip_member_that_is_a_link_an_archive_or_locked_is_refused(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    path = zipped(tmp_path / "z.zip", {"good.txt": TEXT, "in.zip": b"PK", "locked.txt": TEXT})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    data = bytearray(path.read_bytes())
    locked = data.rindex(b"locked.txt") - 46  # its entry in the directory; bit 0 says encrypted
    data[locked + 8] |= 1
    path.write_bytes(data)
    found = read(path)
    assert ids(found) == ["z/good"]
    assert sorted(reasons(found)) == ["link", "unreadable", "unsupported"]


def test_a_page_nested_100_000_deep_is_refused_or_read(tmp_path):
    for tag in ("div", "b", "ul><li", "table><tr><td"):
        page = f"<html><body>{f'<{tag}>' * 100_000}<p>{TEXT}</p></body></html>"
        (tmp_path / "a.html").write_text(page, "utf-8")
        found = read(tmp_path)
        assert len(found) == 1
        assert ids(found) == ["a"] or reasons(found) in (["too_long"], ["empty"])


def test_a_page_nested_as_deep_as_a_page_may_be_does_not_fail(tmp_path):
    page = f"<html><body>{'<div>' * 40_000}<p>{TEXT}</p>{'</div>' * 40_000}</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert len(read(tmp_path)) == 1


def test_links_that_leave_the_folder_or_go_round_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text(TEXT, "utf-8")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").symlink_to(outside / "secret.txt")
    (folder / "c.txt").symlink_to(folder / "c.txt")
    (folder / "d.txt").symlink_to(folder / "nowhere.txt")
    (folder / "e").symlink_to(outside)
    (folder / "sub" / "f").symlink_to(folder)
    (folder / "sub" / "g").symlink_to(folder / "sub")
    (folder / "z.txt").symlink_to(folder / "a.txt")
    found = read(folder)
    assert ids(found) == ["a", "z"]
    assert reasons(found)[:4] == ["outside_folder", "missing", "missing", "outside_folder"]
    assert reasons(found)[4:] == ["link", "link"]
    assert ids(read(folder / "**" / "*.txt")) == ["a", "z"]


def test_a_metadata_csv_that_is_a_link_to_elsewhere_is_not_read(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "elsewhere.csv").write_text("id,title\na,volé\n", "utf-8")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "metadata.csv").symlink_to(tmp_path / "elsewhere.csv")
    found = read(folder)
    assert [d.title for d in found if isinstance(d, Document)] == [""]
    assert reasons(found) == ["outside_folder"]


def test_folders_nested_deeper_than_a_path_may_be_cost_no_other(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "z.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    for _ in range(25):
        name = "n" * 200
        os.mkdir(name)  # noqa: PTH102  (relative, as the whole path is too long)
        os.chdir(name)
    monkeypatch.chdir(tmp_path)
    found = read(tmp_path)
    assert ids(found) == ["a", "z"]
    assert reasons(found) == ["unreadable"]
    subprocess.run(["rm", "-rf", "n" * 200], check=True)


def test_invisible_and_bidirectional_characters_do_not_hide_a_text(tmp_path):
    text = f"\u202e\u2066{TEXT}\u200b\u2069\ufeff"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    [document] = read(tmp_path)
    assert document.text == text


def test_a_line_of_a_million_words_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("Le soldat de Gao est mort. " * 170_000, "utf-8")
    assert reasons(read(tmp_path)) == ["too_long"]


def test_a_quote_that_is_never_closed_costs_its_own_row_of_a_long_file(tmp_path):
    rows = [f'{i},"{TEXT}"' for i in range(5_000)]
    rows[10] = f'10,"{TEXT}'
    (tmp_path / "a.csv").write_text("id,text\n" + "\n".join(rows) + "\n", "utf-8")
    found = read(tmp_path)
    assert len(ids(found)) == 4_999
    assert reasons(found) == ["broken_line"]


@pytest.mark.parametrize(
    "text",
    [
        "<a" * 50_000,
        "<a " + "x" * 100_000,
        "<!" * 50_000,
        "{" * 100_000,
        "[" * 100_000,
        '{"a":' * 20_000,
        "'" * 100_000,
        "\u0301" * 100_000,
        "é" * 100_000,
        "a." * 50_000,
        "<p>" * 33_000 + "mot",
    ],
)
def test_a_hostile_text_of_100_kb_ends_in_one_document_or_reject(tmp_path, text):
    for suffix in ("txt", "html", "csv", "jsonl"):
        path = tmp_path / f"a.{suffix}"
        path.write_text(json.dumps({"text": text}) if suffix == "jsonl" else text, "utf-8")
        assert len(read(path)) == 1


def test_damaged_files_of_every_format_end_in_rejects(tmp_path):
    """Good files with some bytes changed, cut out or doubled, the same each time."""
    table = io.BytesIO()
    rows = {"id": [str(i) for i in range(50)], "text": [f"{i} {TEXT}" for i in range(50)]}
    pq.write_table(pa.table(rows), table)
    lines = "\n".join(json.dumps({"id": i, "text": TEXT}) for i in range(50)).encode()
    good = {
        "a.parquet": table.getvalue(),
        "a.jsonl": lines,
        "a.jsonl.gz": gzip.compress(lines, mtime=0),
        "a.jsonl.zst": pa.compress(lines, "zstd", asbytes=True),
        "a.zip": zipped(tmp_path / "z.zip", {"a.jsonl": lines, "b.txt": TEXT}).read_bytes(),
        "a.html": f"<html><head><title>a</title></head><p>{TEXT}</p></html>".encode(),
        "a.csv": f'id,text\n1,"{TEXT}"\n2,"{TEXT}"\n'.encode(),
    }
    chance = random.Random(1)
    for name, data in good.items():
        for _ in range(60):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(damaged))
                match chance.randrange(3):
                    case 0:
                        damaged[at] = chance.randrange(256)
                    case 1:
                        del damaged[at : at + chance.randint(1, 50)]
                    case 2:
                        damaged[at:at] = damaged[at : at + chance.randint(1, 50)]
            (tmp_path / name).write_bytes(damaged)
            found = read(tmp_path / name)
            assert found
            assert all(item.text for item in found if isinstance(item, Document))
        (tmp_path / name).unlink()


def test_reading_imports_neither_spacy_nor_pandas_nor_pyarrow(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    code = (
        "import sys\n"
        "from pipeline.documents import read_documents\n"
        f"assert len(list(read_documents({str(tmp_path)!r}))) == 1\n"
        "heavy = {'spacy', 'pandas', 'numpy', 'pyarrow', 'trafilatura', 'charset_normalizer'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")
