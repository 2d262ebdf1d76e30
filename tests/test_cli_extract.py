"""`sahel extract` and what holds of all commands: pipes, encodings, paths given by mistake."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipeline.cli import app, output

runner = CliRunner()
BLANK = ("--model", "blank")


def sahel(*arguments, **options):
    return runner.invoke(app, list(arguments), **options)


def extract(*arguments, **options):
    """With rules and lexicons alone, which load faster than a model."""
    return sahel("extract", *arguments, *BLANK, **options)


def test_a_text_gives_a_table_with_values():
    done = extract("Hier, de 20 à 30 soldats sont arrivés à Gao.", "--published", "2021-10-06")
    assert done.exit_code == 0, done.output
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert rows[0] == "label text value"
    assert "DATE Hier 2021-10-05, DATE" in rows
    assert any(row.startswith("COUNT de 20 à 30 soldats 20–30") for row in rows)
    assert any(row.startswith("PLACE Gao ML, 16.") for row in rows)


def test_standard_input_gives_json():
    done = extract("-", "--json", input="Il est à Ménaka, au Mali.")
    found = json.loads(done.stdout)
    assert [(e["text"], e["label"]) for e in found] == [("Ménaka", "PLACE"), ("Mali", "PLACE")]
    assert "Ménaka" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_standard_input_may_be_in_any_encoding(encoding):
    text = "Il est arrivé à Ménaka, où l'armée a été attaquée près d'un marché."
    found = json.loads(extract("-", "--json", input=text.encode(encoding)).stdout)
    assert "Ménaka" in [e["text"] for e in found]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("texts/a.txt", "texts/a.txt: a file, not a text; `sahel extract - < texts/a.txt` reads"),
        ("texts", "texts: a folder, not a text; `sahel run texts` makes tables of it"),
        ("a b.txt", "`sahel run 'a b.txt'` makes tables of it"),
        ("./no.txt", "./no.txt: no such file, and it looks like one"),
        ("archives/2021.jsonl", "archives/2021.jsonl: no such file, and it looks like one"),
        (r"C:\textes\mali.txt", r"C:\textes\mali.txt: no such file, and it looks like one"),
    ],
)
def test_a_path_given_by_mistake_says_what_to_do(given, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Il est à Gao.")
    (tmp_path / "a b.txt").write_text("Il est à Gao.")
    done = extract(given)
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize("text", ["Gao", "Il est à Gao.", "Gao/Kidal", "à Gao." * 1_000, "Gao\0"])
def test_a_short_or_long_text_is_no_path(text):
    done = extract(text)
    assert done.exit_code == 0, done.output
    assert "PLACE" in done.stdout


@pytest.mark.parametrize(("text", "given"), [("", None), (" \n", None), ("-", "")])
def test_no_text_is_an_error(text, given):
    done = extract(text, input=given)
    assert done.exit_code == 1
    assert "no text was given" in done.stderr


def test_binary_standard_input_is_refused():
    done = extract("-", input=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    assert done.exit_code == 1
    assert "error: standard input: not a text but an image" in done.stderr


def test_a_date_that_is_none_is_refused():
    done = extract("Il est à Gao.", "--published", "hier")
    assert done.exit_code == 2
    assert "--published hier: not a date; write it like 2021-10-06" in done.stderr


def test_nothing_found_is_said():
    done = extract("Bonjour.")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing found" in done.stderr
    assert json.loads(extract("Bonjour.", "--json").stdout) == []


def test_a_text_in_another_language_is_read_with_a_warning():
    done = extract("The army said on Monday that ten soldiers had been killed in Gao, in Mali.")
    assert done.exit_code == 0
    assert "seems to be in English" in done.stderr
    assert "PLACE" in done.stdout


def test_a_lexicon_of_one_s_own_is_used(tmp_path):
    (tmp_path / "forces.csv").write_text("force_id,name,kind\nx-garde,Garde de l'Aube,army\n")
    (tmp_path / "pipeline.toml").write_text(f"lexicon = ['{tmp_path}']\nmodel = 'blank'\n")
    text = "La Garde de l'Aube a pris la ville."
    assert "FORCE" not in extract(text).stdout
    done = sahel("extract", text, "--config", str(tmp_path / "pipeline.toml"))
    assert "Garde de l'Aube" in done.stdout, done.output


def shell(command: str, **environment) -> subprocess.CompletedProcess[str]:
    """A command line of a shell; `sahel` in it is the program."""
    return subprocess.run(
        ["bash", "-c", f'sahel() {{ "{sys.executable}" -W error -m pipeline "$@"; }}\n{command}'],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_reader_that_goes_away_ends_the_command_silently():
    done = shell("sahel config | true; echo ${PIPESTATUS[0]}")
    assert (done.stdout, done.stderr) == ("141\n", "")
    done = shell("sahel config --json | head -1")
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_under_standard_output_is_said_in_one_line():
    done = shell("sahel config > /dev/full")
    assert done.returncode == 4
    assert "error: standard output: No space left on device" in done.stderr
    assert "Exception ignored" not in done.stderr


def test_closed_standard_streams_are_no_fault():
    assert shell("sahel config >&-").returncode == 0
    done = shell(f"sahel extract - {' '.join(BLANK)} <&-")
    assert done.returncode == 1
    assert "no text" in done.stderr or "standard input" in done.stderr


def test_an_encoding_that_lacks_letters_costs_no_output():
    command = f"sahel extract 'Il est à Ménaka.' {' '.join(BLANK)}"
    done = shell(command, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert r"M\xe9naka" in done.stdout
    done = shell(f"{command} --json", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)[0]["text"] == "Ménaka"


def test_what_a_text_holds_cannot_drive_the_terminal():
    assert output.visible("Gao\x1b[2J\u202e\x9b") == r"Gao\u001b[2J\u202e\u009b"
    assert output.visible("l'été, à\u00a0Gao – « là »\n") == "l'été, à\u00a0Gao – « là »\n"
    done = extract("Il est à Gao, \x1b]0;x\x07 puis à Kidal.", "--json")
    assert [e["text"] for e in json.loads(done.stdout)] == ["Gao", "Kidal"]
    shown = extract("Il est à Gao.\x1b]0;x puis à Kidal.")
    assert "\x1b" not in shown.stdout


def test_a_table_into_a_pipe_is_neither_cut_nor_framed(capsys):
    cells = "x" * 300, "deux\nlignes"
    output.say_table(("a", "b"), [cells], right=1)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == f"{'x' * 300}  deux lignes"


def test_a_table_on_a_terminal_fits_it_and_loses_nothing(monkeypatch):
    import io

    from rich.console import Console

    screen = io.StringIO()
    terminal = Console(file=screen, force_terminal=True, width=80, no_color=True)
    monkeypatch.setattr(output, "console", lambda errors=False: terminal)
    name = "Groupe de soutien à l'islam et aux musulmans, " * 5
    output.say_table(("label", "text", "value"), [("FORCE", name, "[bold]ML[/bold]")])
    lines = screen.getvalue().splitlines()
    assert max(map(len, lines)) <= 80 + len("\x1b[1m\x1b[0m") * 9
    shown = " ".join(screen.getvalue().split())
    assert "[bold]ML[/bold]" in shown.replace(" ", "")
    assert shown.count("musulmans") == 5
