"""`nlp.pipe(n_process=2)` gives what one process gives, also where processes are started anew."""

import multiprocessing
import subprocess
import sys

import pytest
import spacy

from pipeline.language import STAGES
from tests.spacy_docs import FACTORIES, TEXTS, add_all, carried


@pytest.mark.parametrize("factory", STAGES)
def test_each_gives_the_same_in_two_processes(factory):
    nlp = spacy.blank("fr")
    nlp.add_pipe(factory)
    one = [carried(doc) for doc in nlp.pipe(TEXTS)]
    assert [carried(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=1)] == one


def test_all_give_the_same_in_two_processes():
    nlp = spacy.blank("fr")
    for factory in FACTORIES:
        nlp.add_pipe(factory)
    one = [carried(doc) for doc in nlp.pipe(TEXTS)]
    assert one[0]["statements"]
    assert [carried(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=1)] == one


def test_our_whole_pipeline_gives_the_same_in_two_processes(nlp):
    one = [carried(doc) for doc in nlp.pipe(TEXTS)]
    assert [carried(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=1)] == one


@pytest.mark.skipif("spawn" not in multiprocessing.get_all_start_methods(), reason="no spawn here")
def test_processes_that_inherit_nothing_give_the_same(tmp_path):
    script = tmp_path / "several.py"
    script.write_text(
        "import multiprocessing, spacy\n"
        "from tests.spacy_docs import TEXTS, add_all, carried\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    nlp = add_all(spacy.blank('fr'))\n"
        "    docs = nlp.pipe(TEXTS, n_process=2, batch_size=1)\n"
        "    print([carried(doc) for doc in docs])\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": ":".join(p for p in sys.path if p), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    nlp = add_all(spacy.blank("fr"))
    assert done.stdout.strip() == str([carried(doc) for doc in nlp.pipe(TEXTS)])
