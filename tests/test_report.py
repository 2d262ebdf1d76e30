"""The report: what the page says, where its links lead, and that nothing in a text can run."""

import html
import html.parser
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.report import write_report
from pipeline.report.figures import calendar_date
from pipeline.report.words import Words
from pipeline.tables import TABLES, frames
from tests.browser.example import HOSTILE, example_frames

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "pipeline" / "report" / "assets"


class Page(html.parser.HTMLParser):
    """The page as a parser sees it: elements with their attributes, and the text of each."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._inside: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self._inside):
            self.text.append(data)

    def attributes(self, name: str) -> list[str]:
        return [a[name] or "" for _, a in self.elements if name in a]

    @property
    def said(self) -> str:
        return re.sub(r"[\s\u202f\xa0]+", " ", "".join(self.text))


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("report")
    (path,) = write_report(folder, example_frames())
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(source) -> Page:
    return Page(source)


def test_the_front_page_says_in_sentences_what_the_texts_hold(page):
    for sentence in (
        "2 textes datés, du 2 mars 2024 au 10 juin 2025.",
        "Sans date connue : texte 3 ; aucune n’a été supposée.",
        "Opération Étoile est la force la plus nommée : 3 fois, dans 2 textes.",
        "Les textes lui donnent environ 3 000 militaires (mars 2024)"
        " et 2 500 militaires (10 juin 2025).",
        "Awa Diallo (2 fois), ministre de la Défense, général",
        "Les textes rapportent 12 morts en 1 fait : 12 côté Armée malienne.",
        "2 points sur lesquels les textes se contredisent",
    ):
        assert sentence in page.said


def test_the_front_page_speaks_english_when_asked(tmp_path):
    (path,) = write_report(tmp_path, example_frames(), lang="en")
    page = Page(path.read_text(encoding="utf-8"))
    assert "Opération Étoile is the most named force: 3 times, in 2 texts." in page.said
    assert "No known date: text 3; none was assumed." in page.said
    assert ("html", {"lang": "en"}) in page.elements


def test_another_language_is_refused_with_the_ones_there_are(tmp_path):
    with pytest.raises(ValueError, match="fr or en"):
        write_report(tmp_path, example_frames(), lang="de")


def test_every_link_inside_the_page_has_its_target(page):
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    inside = {href[1:] for href in page.attributes("href")}
    assert inside
    assert inside <= set(ids)


def test_every_figure_leads_to_the_sentence_that_says_it(source):
    figures = re.findall(r'class="fig" href="#(s-\d+-\d+)">([^<]+)<', source)
    digits = {
        (anchor, re.sub(r"\D", "", shown))
        for anchor, shown in figures
        if re.search(r"\d", shown) and " à " not in shown
    }
    assert {("s-1-1", "3000"), ("s-2-1", "2500"), ("s-1-2", "12"), ("s-2-2", "15")} <= digits
    for anchor, number in digits:
        sentence = re.search(rf'<span id="{anchor}">(.*?)</span>', source)[1]
        assert number in re.sub(r"\D", "", re.sub(r"<[^>]+>", "", sentence))


def test_links_of_the_charts_have_their_target_too(source, page):
    ids = set(page.attributes("id"))
    hrefs = re.findall(r'"href":"#([^"]+)"', source)
    assert hrefs
    assert set(hrefs) <= ids


def test_the_text_stands_whole_in_the_page_with_its_mentions_marked(source):
    marked = re.search(r'<span id="s-1-0">(.*?)</span>', source)[1]
    assert marked == (
        'Le général <a class="m PERSON" href="#p-1">Awa Diallo</a> commande l&#39;'
        '<a class="m FORCE" href="#f-1">opération Étoile</a> au '
        '<a class="m PLACE" href="#l-3">Mali</a>.'
    )


def test_what_a_text_holds_stays_text(source, page):
    assert HOSTILE.split("<style>")[0].strip() in "".join(page.text)
    assert {tag for tag, _ in page.elements} & {"img", "svg", "b" + "ase", "iframe"} == set()
    assert sum(tag == "style" for tag, _ in page.elements) == 1
    assert not [name for _, a in page.elements for name in a if name.startswith("on")]
    assert all(href.startswith("#") for href in page.attributes("href"))
    assert "javascript:" not in "".join(page.attributes("href"))


def test_data_in_scripts_cannot_close_them(source):
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', source, re.S)[1]
    assert not re.search("[<>&\u2028\u2029]", data)
    names = [entry["n"] for entry in json.loads(data)["index"]]
    assert "<b>Malo</b>" in names


def test_only_the_page_s_own_scripts_may_run_and_nothing_is_fetched(source):
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', source)[1])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert "http" not in policy
    assert len(re.findall(r"<script>", source)) == rules["script-src"].count("'sha256-")


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_report(tmp_path / name, example_frames())
    one, two = ((tmp_path / n / "report.html").read_bytes() for n in ("one", "two"))
    assert one == two


def test_empty_tables_give_a_page_that_says_so(tmp_path):
    (path,) = write_report(tmp_path, frames({}))
    page = Page(path.read_text(encoding="utf-8"))
    assert "Aucun texte n’a été lu" in page.said
    assert "Aucune force n’a été reconnue." in page.said


def test_texts_too_long_for_one_page_go_to_files_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.report.reading.TEXTS_INLINE", 3_000)
    monkeypatch.setattr("pipeline.report.reading.TEXTS_FILE", 6_000)
    report, *others = write_report(tmp_path, example_frames(copies=4))
    assert [path.name for path in others] == [
        "report-texts-001.html",
        "report-texts-002.html",
        "report-texts-003.html",
    ]
    pages = {path.name: Page(path.read_text(encoding="utf-8")) for path in (report, *others)}
    for name, page in pages.items():
        for href in page.attributes("href"):
            file, _, anchor = href.partition("#")
            assert not anchor or anchor in pages[file or name].attributes("id")


def test_the_report_of_a_small_corpus_stays_under_three_megabytes(source):
    assert len(source.encode()) < 3_000_000


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2021-10-05", "5 octobre 2021", "5 October 2021"),
        ("2024-01-01", "1er janvier 2024", "1 January 2024"),
        ("2021-10", "octobre 2021", "October 2021"),
        ("2021", "2021", "2021"),
        ("2021-W40", "semaine 40 de 2021", "week 40 of 2021"),
        ("199", "années 1990", "1990s"),
        ("19", "20e siècle", "century 20"),
        ("2012/2015", "de 2012 à 2015", "2012 to 2015"),
        (
            "2021-06-11/2021-06-15",
            "du 11 juin 2021 au 15 juin 2021",
            "11 June 2021 to 15 June 2021",
        ),
        ("XXXX-06-20", "date inconnue", "unknown date"),
        ("", "date inconnue", "unknown date"),
    ],
)
def test_dates_read_as_one_would_write_them(value, french, english):
    assert Words("fr").date(value) == french
    assert Words("en").date(value) == english


def test_both_languages_have_every_string_with_the_same_places_to_fill():
    french, english = Words("fr")._strings, Words("en")._strings
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert bool(text.strip()) == bool(english[key].strip()), key
        holes = [set(re.findall(r"{(\w+)}", t)) - {"n"} for t in (text, english[key])]
        assert holes[0] == holes[1], key


def test_the_bundled_vega_is_what_the_installed_vl_convert_gives():
    vl_convert = pytest.importorskip("vl_convert")
    if vl_convert.__version__ not in (ASSETS / "README.md").read_text(encoding="utf-8"):
        pytest.skip("another vl-convert is installed than the one that assets/vega.js came from")
    assert (ASSETS / "vega.js").read_text(encoding="utf-8") == vl_convert.javascript_bundle()


def test_the_same_bytes_come_whatever_the_order_of_sets(tmp_path):
    script = (
        "import sys; from pathlib import Path; from pipeline.report import write_report;"
        "from tests.browser.example import example_frames;"
        "write_report(Path(sys.argv[1]), example_frames())"
    )
    runs = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        runs.append(subprocess.Popen(command, env=environment, cwd=ROOT))
    assert [run.wait() for run in runs] == [0, 0]
    one, two = ((tmp_path / seed / "report.html").read_bytes() for seed in ("1", "2"))
    assert one == two


def test_rows_that_no_reader_expects_still_give_a_page(tmp_path):
    tables = example_frames()
    odd = {
        "events": {
            "event_id": "x",
            "kind": "attack",
            "status": "denied",
            "date_start": "2024-13-45",
            "date_end": "0000",
            "date_prec": 9,
            "place_id": "nowhere",
            "actors": "A|B",
            "actor_ids": "only-one",
            "best": 0,
            "number_of_sources": 1,
            "doc_id": "gone",
            "source_article": "gone|a",
            "start": 10**9,
            "end": 0,
            "sentence": "x",
        },
        "troop_counts": {
            "doc_id": "a",
            "start": 10**6,
            "end": 10**6,
            "text": "?",
            "modifier": "range",
            "role": "killed",
            "unit": "persons",
            "force_id": "gone",
            "date": "XXXX-02-30",
            "contradicts": "gone:1|a:x",
            "sentence": "?",
            "method": "rule",
        },
        "dates": {
            "doc_id": "b",
            "start": 0,
            "end": 1,
            "text": "?",
            "type": "DATE",
            "value": "??",
            "date_start": "+12024-01-01",
            "precision": "day",
            "sentence": "?",
            "method": "rule",
        },
        "mentions": {
            "doc_id": "a",
            "start": -5,
            "end": 10**6,
            "text": "?",
            "label": "PERSON",
            "entity_id": "gone",
            "sentence": "?",
            "method": "rule",
        },
    }
    for name, row in odd.items():
        frame = tables[name].astype(object)
        kept = frame.where(frame.notna(), None).to_dict("records")
        tables[name] = TABLES[name].frame([*kept, row])
    (path,) = write_report(tmp_path, tables)
    assert "Démenti".lower() in path.read_text(encoding="utf-8").lower()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-29T10:00", "2024-02-29"),
        ("2024-02-30", ""),
        ("2024-02", "2024-02"),
        ("2024", "2024"),
        ("2024-13", ""),
        ("XXXX-02-01", ""),
        (None, ""),
    ],
)
def test_only_dates_of_the_calendar_are_drawn(value, expected):
    assert calendar_date(value) == expected


def test_the_page_itself_stays_small_however_many_texts_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.report.reading.TEXTS_INLINE", 1_000)
    report, *others = write_report(tmp_path, example_frames(copies=600))
    assert report.stat().st_size < 3_000_000
    assert len(others) == 1
    page = Page(report.read_text(encoding="utf-8"))
    assert "40 chiffres sur 1 200 ; la table troop_counts les donne tous." in page.said


def test_the_dead_of_each_side_are_added_up_by_month_with_a_link_to_each(tmp_path):
    tables = example_frames()
    told = {"kind": "attack", "status": "reported", "number_of_sources": 1, "sentence": "?"}
    told |= {"source_article": "a", "doc_id": "a", "start": 5, "end": 9, "side_b": "Camp <b>"}
    rows = [
        {"event_id": "1", "date_start": "2024-03-01", "date_prec": 1, "deaths_b": 12, "best": 12},
        {"event_id": "2", "date_start": "2024-03-09", "date_prec": 3, "deaths_b": 3, "best": 3},
        {"event_id": "3", "date_start": "2024-01-01", "date_prec": 4, "deaths_b": 99, "best": 99},
        {"event_id": "4", "date_start": "2024-03-02", "date_prec": 1, "deaths_civilians": 2},
    ]
    tables["events"] = TABLES["events"].frame(told | row for row in rows)
    write_report(tmp_path, tables)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    table = page.split("mois par mois</h3>")[1].split("</table>")[0]
    lines = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in table.split("<tr>")[2:]]
    assert lines == [
        "mars 2024 civils 2 2".split(),
        "mars 2024 Camp &lt;b&gt; 15 12 et 3".split(),
    ]
    assert table.count('href="#s-') == 3


@pytest.fixture
def spelt_twice():
    """Tables in which one name is spelt in two ways."""
    tables = example_frames()
    people = tables["people"].astype(object)
    rows = people.where(people.notna(), None).to_dict("records")
    tables["people"] = TABLES["people"].frame(
        [*rows, rows[0] | {"person_id": "p2", "name": "Awa Dialo", "mentions": 1}]
    )
    return tables


def test_people_with_names_alike_go_to_a_file_to_fill_in_that_the_page_leads_to(
    tmp_path, spelt_twice
):
    report, ready = write_report(tmp_path, spelt_twice)
    assert ready.name == "corrections-a-remplir.csv"
    lines = ready.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith(",p2,p-diallo,,")
    page = Page(report.read_text(encoding="utf-8"))
    assert ready.name in page.attributes("href")
    assert "1 paire de personnes aux noms proches attend une décision." in page.said


def test_what_was_filled_in_stays_and_is_not_proposed_again(tmp_path, spelt_twice):
    ready = tmp_path / "corrections-a-remplir.csv"
    ready.write_text("action,id,target\nsplit,p2,p-diallo\n", encoding="utf-8")
    report, written = write_report(tmp_path, spelt_twice)
    assert written == ready
    assert "split,p2,p-diallo" in ready.read_text(encoding="utf-8")
    assert "attend une décision" not in report.read_text(encoding="utf-8")


def test_a_file_to_fill_in_that_cannot_be_read_is_left_as_it_is(tmp_path, spelt_twice, caplog):
    ready = tmp_path / "corrections-a-remplir.csv"
    ready.write_text("action,id\nmarry,p2\n", encoding="utf-8")
    assert [path.name for path in write_report(tmp_path, spelt_twice)] == ["report.html"]
    assert ready.read_text(encoding="utf-8") == "action,id\nmarry,p2\n"
    assert "line 2" in caplog.text
