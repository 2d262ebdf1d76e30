"""Feed everything for some minutes: `make fuzz MINUTES=30`.

    python -m tests.fuzz.run [--minutes 30] [--seed N] [TARGET …]

prints what fails, each time with the shortest example found, and what it did: examples, failures
and the slowest of each target. Exit status 1 where anything failed.
"""

import argparse
import os
import sys
import time
import traceback
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import TARGETS, Target

# Seconds of processor time that one text (of some thousand characters at most) may take.
MOST_SECONDS = 5.0


class _Watch:
    """What was done."""

    def __init__(self) -> None:
        self.examples: Counter[str] = Counter()
        self.slowest: dict[str, tuple[float, str]] = {}
        self.failures: dict[tuple[str, str], str] = {}

    def round(self, name: str, target: Target, number: int) -> None:
        """Some examples of a target."""

        @seed(number)
        @settings(
            max_examples=target.share,
            database=None,
            deadline=None,
            print_blob=False,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(target.draw)
        def feed(drawn: tuple[object, ...]) -> None:
            begun = time.process_time()
            self.examples[name] += 1
            target.run(*drawn)
            taken = time.process_time() - begun
            if taken > self.slowest.get(name, (0.0, ""))[0]:
                self.slowest[name] = taken, ascii(drawn)
            assert taken < MOST_SECONDS, f"{taken:.1f} s"

        try:
            feed()
        except Exception as error:
            self._failed(name, error)

    def _failed(self, name: str, error: Exception) -> None:
        for each in getattr(error, "exceptions", (error,)):
            frames = traceback.extract_tb(each.__traceback__)
            place = next((f for f in reversed(frames) if "/pipeline/" in f.filename), frames[-1])
            key = (name, f"{type(each).__name__} {place.filename}:{place.lineno}")
            if key not in self.failures:
                notes = "\n".join(getattr(each, "__notes__", ()))
                self.failures[key] = notes
                print(f"\nFAILED {name}: {key[1]}: {each}\n{notes}", flush=True)
                traceback.print_exception(each, limit=-4, file=sys.stdout)
                sys.stdout.flush()


def main(names: list[str], minutes: float, first: int) -> int:
    """Feed the targets in turn until the time is up; returns how many ways there are to fail."""
    watch, begun, number = _Watch(), time.monotonic(), first
    print(f"seeds from {first}", flush=True)
    for text in ("Hier, 13 soldats ont été tués à Gao.", "Le général Traoré est là."):
        TARGETS["rules alone"].run(text, "", [])  # lexicons are loaded before anything is timed
        TARGETS["pipeline"].run(text, "")
    while time.monotonic() - begun < 60 * minutes:
        for name in names:
            watch.round(name, TARGETS[name], number)
            if time.monotonic() - begun >= 60 * minutes:
                break
        number += 1
    print(f"\n{(time.monotonic() - begun) / 60:.1f} minutes, {number - first} rounds")
    for name in names:
        seconds, example = watch.slowest.get(name, (0.0, ""))
        done = watch.examples[name]
        print(f"  {name:12} {done:7,} examples, slowest {seconds:.2f} s: {example:.140}")
    print(f"  {len(watch.failures)} failures")
    return len(watch.failures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    asked = parser.parse_args()
    sys.exit(main(asked.targets, asked.minutes, asked.seed) > 0)
