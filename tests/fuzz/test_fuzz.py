"""A short, always equal part of what `make fuzz` does for as long as one likes."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.targets import TARGETS

# Of each target: enough to meet every piece and every check, in some seconds.
EXAMPLES = {"dates": 40, "counts": 40, "rules alone": 40, "pipeline": 40, "readers": 60, "files": 3}


@pytest.mark.parametrize("name", TARGETS)
def test_texts_made_to_choke_on_are_read_and_everything_said_of_them_holds(name):
    @settings(
        max_examples=EXAMPLES[name],
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(TARGETS[name].draw)
    def feed(drawn):
        TARGETS[name].run(*drawn)

    feed()
