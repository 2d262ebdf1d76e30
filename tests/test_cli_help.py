"""What the command line says of itself: help, version, completion."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import __version__
from pipeline.cli import app
from pipeline.cli.exits import EXITS
from pipeline.cli.options import EXPORTS, OPTIONS
from pipeline.settings import Settings

runner = CliRunner()
COMMANDS = {
    "Read texts": ("run", "extract", "report"),
    "Measure and correct": ("annotate", "evaluate", "import-labels"),
    "Set up": ("config", "gazetteer", "lexicon"),
}
EVERY = [
    ("run",),
    ("extract",),
    ("report",),
    ("annotate",),
    ("evaluate",),
    ("import-labels",),
    ("config",),
    ("gazetteer", "install"),
    ("lexicon", "check"),
    ("lexicon", "show"),
    ("lexicon", "new"),
]


def python(*arguments, **environment) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **environment},
    )


def help_of(*command, columns=80) -> str:
    result = runner.invoke(app, [*command, "--help"], env={"COLUMNS": str(columns)})
    assert result.exit_code == 0, result.output
    return result.output


def test_help_shows_commands_in_groups_with_examples():
    shown = help_of()
    places = [shown.index(f" {group} ") for group in COMMANDS]
    assert places == sorted(places)
    for start, end, names in zip(places, [*places[1:], -1], COMMANDS.values(), strict=True):
        assert all(f"│ {name} " in shown[start:end] for name in names)
    assert "sahel run seeds outputs" in shown
    assert "| sahel extract -" in shown


def test_help_has_the_table_of_exit_statuses():
    shown = " ".join(help_of().split())
    for status, meaning in EXITS.items():
        assert f"{status} {meaning}" in shown


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_s_help_has_an_example_of_it(command):
    assert f"sahel {' '.join(command)}" in help_of(*command)


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("command", [(), ("run",)], ids=["all", "run"])
def test_help_fits_the_terminal(command, columns):
    lines = help_of(*command, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns


def test_the_defaults_that_help_shows_are_those_of_the_settings():
    for name, value in Settings().model_dump().items():
        if name not in OPTIONS:
            continue
        (option,) = OPTIONS[name].annotation.__metadata__
        if isinstance(value, bool):
            assert option.show_default == "french-only"
            assert value is False
        elif value and not isinstance(value, tuple):
            assert option.show_default == f"{value:g}" if isinstance(value, float) else str(value)


def test_the_exports_that_completion_offers_are_those_that_there_are():
    from pipeline.exports import EXPORTS as WRITTEN

    assert set(EXPORTS) == set(WRITTEN)


def test_help_loads_neither_spacy_nor_pandas_nor_the_settings():
    code = (
        "import sys; sys.argv = ['sahel', '--help']\n"
        "from pipeline.cli import app\n"
        "try: app()\n"
        "except SystemExit as end: assert end.code in (0, None)\n"
        "heavy = {'spacy', 'pandas', 'numpy', 'pyarrow', 'pydantic', 'structlog', 'fsspec'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = python("-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_python_m_pipeline_and_sahel_are_the_same_program():
    script = Path(sys.executable).with_name("sahel")
    if not script.exists():
        pytest.skip("the package is not installed in this environment")
    ways = [("-m", "pipeline"), (str(script),)]
    shown = [python("-W", "error", *way, "--version") for way in ways]
    assert [(done.returncode, done.stdout, done.stderr) for done in shown] == [
        (0, f"sahel-press {__version__}\n", "")
    ] * 2


def test_no_command_at_all_shows_help():
    assert "Read texts" in runner.invoke(app, []).output


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "complete -o default -F _sahel_completion sahel"),
        ("zsh", "#compdef sahel"),
        ("fish", "complete --command sahel"),
    ],
)
def test_completion_prints_a_script_for_each_shell(shell, line):
    detected = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    code = "from pipeline.cli import app; app(prog_name='sahel')"
    assert line in python("-c", code, "--show-completion", shell, **detected).stdout
    assert line in python("-c", code, _SAHEL_COMPLETE=f"source_{shell}").stdout


def test_completion_installs_for_the_shell_that_asks(tmp_path):
    code = "from pipeline.cli import app; app(prog_name='sahel')"
    detected = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "HOME": str(tmp_path)}
    done = python("-c", code, "--install-completion", "bash", **detected)
    assert done.returncode == 0, done.stderr
    assert "complete -o default" in (tmp_path / ".bash_completions" / "sahel.sh").read_text()
    assert "sahel.sh" in (tmp_path / ".bashrc").read_text()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sahel ex", {"extract"}),
        ("sahel run --engine ", {"local", "dask"}),
        ("sahel run --export d", {"docbin", "duckdb"}),
        ("sahel report --lang ", {"fr", "en"}),
        ("sahel lexicon c", {"check"}),
    ],
)
def test_completion_offers_commands_and_values(typed, offered):
    code = "from pipeline.cli import app; app(prog_name='sahel')"
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    done = python("-c", code, _SAHEL_COMPLETE="complete_bash", **words)
    assert {line.strip() for line in done.stdout.splitlines()} == offered


def test_an_option_that_is_none_is_refused_with_the_nearest():
    result = runner.invoke(app, ["run", "x", "--worker", "3"])
    assert result.exit_code == 2
    assert "--workers" in result.output
