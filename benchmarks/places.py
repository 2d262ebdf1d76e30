"""How long 10,000 place names take against an installed gazetteer, and the memory they need.

    python benchmarks/places.py FOLDER_WITH_COUNTRY_FILES [MENTIONS]

Builds an index of every country file of the folder in a temporary folder, then looks up names
drawn from those files (seeded) the way the normalizer does.
"""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path


def main(folder: str, mentions: int = 10_000) -> None:
    """Print seconds to build and to look up, and the peak memory of each in a process of its own.

    Args:
        folder: with GeoNames country files, «ML.txt» and so on.
        mentions: how many names are looked up.
    """
    from pipeline.gazetteer import Index, install
    from pipeline.lexicons import read_rows
    from pipeline.normalizers.place_lexicon import PlaceLexicon

    with tempfile.TemporaryDirectory() as target:
        start = time.perf_counter()
        done = install(folder, folder=target)
        print(f"build: {sum(done.places.values())} places, {time.perf_counter() - start:.2f} s")
        names = []
        for path in sorted(Path(folder).glob("??.txt")):
            with path.open(encoding="utf-8") as file:
                names += [line.split("\t")[1] for line in file]
        drawn = random.Random(1).sample(names, mentions)
        del names
        lexicon = PlaceLexicon.from_rows(
            read_rows("places"), read_rows("toponyms"), Index(done.path)
        )
        start, work = time.perf_counter(), time.process_time()
        found = sum(bool(lexicon.lookup(name)) for name in drawn)
        seconds, work = time.perf_counter() - start, time.process_time() - work
        print(f"look-up: {found} of {mentions} found, {seconds:.2f} s ({work:.2f} s of work)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole: {peak:.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
