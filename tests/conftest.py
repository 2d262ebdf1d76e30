"""What several tests need: the pipeline, the corpus where it is there, the seeds' run."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_user():
    """Whoever runs the tests may have settings of their own in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("SAHEL_")]:
            if name != "SAHEL_PRESS_DATA":
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _signals_are_heard():
    """What is started with `nohup` or in the background ignores them, and so do its children."""
    for name, heard in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, heard)


@pytest.fixture(scope="session")
def nlp():
    """The whole pipeline with the shipped model."""
    from pipeline import load

    return load()


@pytest.fixture(scope="session")
def corpus():
    """The annotated corpus's folder; a user does not have it."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the annotated corpus is not there (it is not part of the project)")
    return folder


@pytest.fixture(scope="session")
def seeds_run(tmp_path_factory):
    """The seeds, run once: a `pipeline.running.RunResult` and its folder."""
    from pipeline import run

    folder = tmp_path_factory.mktemp("seeds")
    return run(ROOT / "seeds", folder), folder
