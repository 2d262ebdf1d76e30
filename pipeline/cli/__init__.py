"""The command line: `python -m pipeline …`, or `sahel …` where the package is installed.

Loading it loads neither spaCy nor pandas nor the settings, so that help and completion are quick:
a command imports what it works with when it runs.
"""

from pipeline.cli.application import app

# Each registers its commands, and help lists them in this order.
# isort: off
import pipeline.cli.running
import pipeline.cli.reading
import pipeline.cli.measuring
import pipeline.cli.setting_up  # noqa: F401

__all__ = ["app"]
