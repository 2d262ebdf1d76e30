"""Each format gives the texts that were put in."""

import bz2
import csv
import datetime
import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.documents import Reject, read_documents
from pipeline.readers import READERS, REASONS
from pipeline.readers.encodings import decode
from pipeline.readers.published import iso_date

TEXT = (
    "Le colonel Sékou Traoré a été reçu à Gao, où l’armée a perdu « vingt hommes » en août ; "
    "le Burkina Faso et le Niger s’en sont émus."
)
OTHER = "Trois soldats nigériens ont été tués près de Tillabéri, a annoncé le gouvernement."
# Any text that a file can hold: no lone surrogates, which no encoding has, and no controls, many
# of which make a file binary.
any_text = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\t\n\r\x0b\x85"))
)
BEGINNINGS = [
    b"",
    b"text\n",
    b'text\n"',
    b'{"text": "',
    b"<html><p>",
    b"PAR1",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    b"\x28\xb5\x2f\xfd",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
]
in_tmp = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path, **options):
    return list(read_documents(path, **options))


def texts(path, **options):
    return [d.text if not isinstance(d, Reject) else d for d in read(path, **options)]


def page(head="", body=f"<p>{TEXT}</p><p>{OTHER}</p>"):
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def test_a_plain_text_is_read_as_it_is_line_ends_and_all(tmp_path):
    (tmp_path / "a.txt").write_bytes(f"{TEXT}\r\n\r\n{OTHER}\n".encode())
    [document] = read(tmp_path)
    assert document.text == f"{TEXT}\r\n\r\n{OTHER}\n"
    assert (document.id, document.source) == ("a", f"{tmp_path.as_posix()}/a.txt")
    assert (document.published, document.published_how) == ("", "unknown")


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv"])
def test_the_encoding_is_found_out(tmp_path, encoding, suffix):
    raw = {
        "txt": TEXT,
        "jsonl": json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False) + "\n",
        "csv": f'id;text\na;"{TEXT}"\n',
    }[suffix]
    (tmp_path / f"a.{suffix}").write_bytes(raw.encode(encoding))
    assert texts(tmp_path) == [TEXT]


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15", "cp850"])
def test_older_encodings_are_found_out(encoding):
    text = "Les généraux reçus à l'état-major où l'été fut très agité: «un échec», dit-il."
    assert decode(text.encode(encoding)) == text


def test_the_euro_and_the_oe_of_latin_9_are_found_out():
    text = "Au cœur de Gao, la sœur du général a payé 500 € à l'hôpital."
    assert decode(text.encode("iso8859-15")) == text


def test_a_few_lost_bytes_do_not_make_utf_8_something_else():
    assert decode(TEXT.encode() + b"\xc3") == TEXT + "\ufffd"


def test_a_page_gives_main_text_title_and_date(tmp_path):
    head = (
        "<title>Vingt morts à Gao - Le Journal</title>"
        '<meta property="og:title" content="Vingt morts à Gao">'
        '<meta property="article:published_time" content="2021-10-05T22:10:00+00:00">'
    )
    nav = "<nav><a href='/'>Accueil</a> <a href='/sport'>Sport</a></nav>"
    (tmp_path / "a.html").write_text(page(head).replace("<body>", f"<body>{nav}"), "utf-8")
    [document] = read(tmp_path)
    assert TEXT in document.text
    assert OTHER in document.text
    assert "Accueil" not in document.text
    assert document.title == "Vingt morts à Gao"
    assert (document.published, document.published_how) == ("2021-10-05", "given")


def test_title_and_text_of_a_short_page_are_lines_of_their_own(tmp_path):
    dated = f"<h1>Vingt morts</h1><p>Publié le <time>5 octobre 2021</time></p><p>{TEXT}</p>"
    (tmp_path / "a.html").write_text(page(body=dated), "utf-8")
    [document] = read(tmp_path)
    assert "Vingt morts\n" in document.text
    assert TEXT in document.text.split("\n")


def test_a_page_without_a_date_of_its_own_has_none(tmp_path):
    (tmp_path / "a.html").write_text(page(body=f"<p>{TEXT} Le 3 mai 2019, non.</p>"), "utf-8")
    [document] = read(tmp_path)
    assert (document.published, document.published_how) == ("", "unknown")


def test_a_page_is_decoded_as_it_declares(tmp_path):
    raw = page('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">')
    (tmp_path / "a.htm").write_bytes(raw.encode("cp1252"))
    assert TEXT in texts(tmp_path)[0]


def test_json_lines_give_every_field(tmp_path):
    row = {"id": 7, "text": TEXT, "title": "Un titre", "source": "RFI", "published": "2021"}
    (tmp_path / "a.jsonl").write_text(
        f"{json.dumps(row)}\n\n{json.dumps({'text': OTHER, 'ref': '2022-03'})}", "utf-8"
    )
    first, second = read(tmp_path)
    assert (first.id, first.title, first.source, first.published) == (
        "7",
        "Un titre",
        "RFI",
        "2021",
    )
    assert (second.id, second.published) == ("a-3", "2022-03")
    assert second.source.endswith("a.jsonl, line 3")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_gives_every_column_whatever_parts_them(tmp_path, delimiter):
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["ID", " Text ", "titre", "published"])
        writer.writerow(["x", f"{TEXT}\r\n{OTHER}", "non lu", "05/10/2021"])
        writer.writerow(["", OTHER, "", ""])
    first, second = read(tmp_path)
    assert (first.id, first.text, first.title) == ("x", f"{TEXT}\r\n{OTHER}", "")
    assert first.published == "2021-10-05"
    assert (second.id, second.text) == ("a-4", OTHER)


def test_a_csv_with_the_old_macintosh_line_ends_is_read(tmp_path):
    (tmp_path / "a.csv").write_bytes(f"id,text\rx,« {OTHER[:20]} »\ry,bonjour\r".encode())
    assert [d.id for d in read(tmp_path)] == ["x", "y"]


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_parquet_gives_every_column_of_any_string_type(tmp_path, kind):
    table = pa.table(
        {
            "Text": pa.array([TEXT, OTHER]).cast(pa.string()).cast(kind)
            if not pa.types.is_dictionary(kind)
            else pa.array([TEXT, OTHER]).dictionary_encode(),
            "id": [12, 13],
            "published": [datetime.date(2021, 10, 5), None],
            "unread": [[1], [2]],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path)
    assert (first.id, first.text, first.published) == ("12", TEXT, "2021-10-05")
    assert (second.id, second.text, second.published) == ("13", OTHER, "")


def compressed(name, data):
    if name.endswith(".gz"):
        return gzip.compress(data)
    if name.endswith(".zst"):
        return pa.compress(data, "zstd", asbytes=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name.removesuffix(".zip"), data)
    return out.getvalue()


@pytest.mark.parametrize("ending", ["gz", "zst", "zip"])
@pytest.mark.parametrize("suffix", ["txt", "html", "jsonl", "csv", "parquet"])
def test_every_format_is_read_compressed_too(tmp_path, suffix, ending):
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT]}), table)
    data = {
        "txt": TEXT.encode(),
        "html": page().encode(),
        "jsonl": json.dumps({"text": TEXT}).encode(),
        "csv": f'text\n"{TEXT}"\n'.encode(),
        "parquet": table.getvalue(),
    }[suffix]
    name = f"a.{suffix}.{ending}"
    (tmp_path / name).write_bytes(compressed(name, data))
    [document] = read(tmp_path)
    assert document.text.startswith(TEXT)
    assert name in document.source


def test_what_comes_before_the_damage_of_a_compressed_file_is_read(tmp_path):
    lines = [json.dumps({"id": str(i), "text": f"{i} {TEXT} {i * 7919}"}) for i in range(9000)]
    whole = gzip.compress("\n".join(lines).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    *documents, reject = read(tmp_path)
    assert len(documents) > 1000
    assert reject.reason == "unreadable"


def test_an_unread_compression_is_said_to_be_unread(tmp_path):
    (tmp_path / "a.txt.bz2").write_bytes(bz2.compress(TEXT.encode()))
    [reject] = read(tmp_path)
    assert (reject.reason, "bzip2" in reject.detail) == ("binary", True)


@given(text=any_text)
@in_tmp
def test_any_text_comes_back_from_json_lines(tmp_path, text):
    lines = [json.dumps({"text": t}, ensure_ascii=False) for t in (f"un {text}", "deux")]
    (tmp_path / "a.jsonl").write_bytes("\n".join(lines).encode())
    assert texts(tmp_path, any_language=True) == [f"un {text}", "deux"]


@given(text=any_text)
@in_tmp
def test_any_text_comes_back_from_csv(tmp_path, text):
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["id", "text"], ["a", f"un {text}"], ["b", "deux"]])
    assert texts(tmp_path, any_language=True) == [f"un {text}", "deux"]


@given(text=any_text)
@in_tmp
def test_any_text_comes_back_from_parquet(tmp_path, text):
    pq.write_table(pa.table({"text": [f"un {text}", "deux"]}), tmp_path / "a.parquet")
    assert texts(tmp_path, any_language=True) == [f"un {text}", "deux"]


@given(text=any_text, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
@in_tmp
def test_any_text_comes_back_from_a_plain_file(tmp_path, text, encoding):
    (tmp_path / "a.txt").write_bytes(f"un mot {text}".encode(encoding))
    assert texts(tmp_path, any_language=True) == [f"un mot {text}"]


@given(
    data=st.one_of(st.binary(), any_text.map(str.encode)),
    start=st.sampled_from(BEGINNINGS),
    suffix=st.sampled_from([*sorted(READERS), ".jsonl.gz", ".csv.zst", ".xyz", ".parquet.gz"]),
)
@settings(in_tmp, max_examples=300, deadline=None)
def test_any_bytes_with_any_suffix_end_in_documents_or_rejects(tmp_path, data, start, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(start + data)
    found = read(path)
    path.unlink()
    assert found
    for item in found:
        if isinstance(item, Reject):
            assert item.reason in REASONS
            assert str(path.name) in item.source
            assert item.detail.startswith(item.source)
            assert "\n" not in item.detail
            item.detail.encode()
        else:
            item.text.encode()
            item.id.encode()


@pytest.mark.parametrize(
    ("given_date", "iso"),
    [
        ("2021-10-05", "2021-10-05"),
        ("2021-10", "2021-10"),
        ("2021", "2021"),
        ("2021-10-05T23:59:00+02:00", "2021-10-05"),
        ("2021-10-05 08:00", "2021-10-05"),
        ("2021-10-05T08:00:00.000Z", "2021-10-05"),
        ("20211005", "2021-10-05"),
        ("05/10/2021", "2021-10-05"),
        ("5.10.2021", "2021-10-05"),
        ("05/10/2021 à 8 h", ""),
        ("05/10/2021 08h15", "2021-10-05"),
        ("10/2021", "2021-10"),
        ("31/02/2021", ""),
        ("12/31/2021", ""),
        ("hier", ""),
        ("0000", ""),
        ("٢٠٢١", ""),
        ("", ""),
    ],
)
def test_a_date_of_publication_becomes_iso_8601_or_nothing(given_date, iso):
    assert iso_date(given_date) == iso
