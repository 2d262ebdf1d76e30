"""The full GeoNames country files, as an SQLite index in the user's data folder.

`python -m pipeline gazetteer install` reads country files (`ML.txt` or `ML.zip`, as GeoNames gives
them out at https://download.geonames.org/export/dump/, CC BY 4.0) and writes one index, which
every later run uses. Looking a name up costs a few index seeks, however large the index is.
"""

import io
import os
import sqlite3
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.placenames import skeleton, squeeze

GEONAMES = "https://download.geonames.org/export/dump/"
COUNTRIES = ("ML", "BF", "NE", "TD", "MR")
FILE = "geonames.sqlite"
_COLUMNS = 19
_SCHEMA = """
CREATE TABLE places (
  id INTEGER PRIMARY KEY, name TEXT, lat REAL, lon REAL, class TEXT, code TEXT, country TEXT,
  admin1 TEXT, admin2 TEXT, population INTEGER);
CREATE TABLE names (key TEXT, id INTEGER, main INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE skeletons (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE files (country TEXT PRIMARY KEY, places INTEGER);
"""
# A name that hundreds of places bear is not told apart by one text.
_MOST = 60


class GazetteerError(ValueError):
    """A country file that cannot be used; the message names the file, the line and the way out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the index; `admin1`, `admin2` are names, "" if unknown; degrees are WGS84.

    `main` is 1 where the name looked up is its first name, 0 where it is another.
    """

    id: int
    name: str
    lat: float
    lon: float
    feature_class: str
    feature_code: str
    country: str
    admin1: str
    admin2: str
    population: int
    main: int


@dataclass(frozen=True, slots=True)
class Installed:
    """What `install` did: the index's path and, by country, how many places it holds."""

    path: Path
    places: dict[str, int]


def data_folder() -> Path:
    """The user's data folder for this program, not created.

    `SAHEL_PRESS_DATA` if it is set, else where the operating system keeps such data (XDG Base
    Directory on Linux).
    """
    if explicit := os.environ.get("SAHEL_PRESS_DATA"):
        return Path(explicit)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local"))
    elif sys.platform == "darwin":
        base = Path("~/Library/Application Support")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share")
    return base.expanduser() / "sahel-press"


def install(
    source: str | Path = GEONAMES,
    countries: Sequence[str] = (),
    folder: str | Path | None = None,
) -> Installed:
    """Build the index from country files; it replaces an older one only when it is whole.

    Args:
        source: a folder with `XX.txt` or `XX.zip` files, one such file, or a URL that such files
            stand under. Names of divisions come from `admin1CodesASCII.txt` and
            `admin2Codes.txt` where they stand beside.
        countries: ISO 3166 alpha-2 codes; () is every country file of a folder, or `COUNTRIES`
            of a URL.
        folder: where the index goes, `data_folder()` by default; created if need be.

    Returns:
        The index's path and its number of places by country.

    Raises:
        GazetteerError: a file that is missing, cut short or not in GeoNames' format.
    """
    target = Path(folder) if folder is not None else data_folder()
    codes = [c.strip().upper() for c in countries if c.strip()] or _countries(source)
    if not codes:
        raise GazetteerError(f"{source}: no country file (ML.txt, ML.zip, …) in this folder")
    target.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".sqlite", dir=target)
    os.close(handle)
    temporary = Path(name)
    try:
        places = _build(temporary, source, codes)
        temporary.replace(target / FILE)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    open_index.cache_clear()
    return Installed(target / FILE, places)


def _countries(source: str | Path) -> list[str]:
    if _is_url(source):
        return list(COUNTRIES)
    path = Path(source)
    files = [path] if path.is_file() else sorted(path.glob("*")) if path.is_dir() else []
    names = {f.stem for f in files if f.suffix in {".txt", ".zip"} and len(f.stem) == 2}
    return sorted(n for n in names if n.isupper())


def _is_url(source: str | Path) -> bool:
    return str(source).startswith(("https://", "http://"))


def _read(source: str | Path, name: str) -> bytes | None:
    """The bytes of `name` (a .txt) in a source, out of its .zip if need be; None if it has none."""
    stem = name.removesuffix(".txt")
    if _is_url(source):
        for candidate in (f"{stem}.zip", name) if len(stem) == 2 else (name,):
            with suppress(OSError):
                url = f"{str(source).rstrip('/')}/{candidate}"
                with urllib.request.urlopen(url, timeout=60) as answer:
                    return _unzip(answer.read(), name, candidate)
        return None
    path = Path(source)
    for file in (path,) if path.is_file() else (path / name, path / f"{stem}.zip"):
        if file.is_file() and file.stem == stem:
            return _unzip(file.read_bytes(), name, str(file))
    return None


def _unzip(content: bytes, name: str, where: str) -> bytes:
    if not where.endswith(".zip"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise GazetteerError(f"{where}: not a whole zip file with {name}; get it again") from error


def _build(path: Path, source: str | Path, codes: Iterable[str]) -> dict[str, int]:
    divisions = [dict(_divisions(source, f)) for f in ("admin1CodesASCII.txt", "admin2Codes.txt")]
    counts: dict[str, int] = {}
    with sqlite3.connect(path) as base:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        for code in codes:
            content = _read(source, f"{code}.txt")
            if content is None:
                raise GazetteerError(f"{source}: no {code}.txt or {code}.zip")
            before = base.total_changes
            names: list[tuple[str, int, int]] = []
            base.executemany(
                "INSERT OR REPLACE INTO places VALUES (?,?,?,?,?,?,?,?,?,?)",
                _rows(content, f"{code}.txt", divisions, names),
            )
            counts[code] = base.total_changes - before
            base.executemany("INSERT OR IGNORE INTO names VALUES (?,?,?)", names)
            base.executemany(
                "INSERT OR IGNORE INTO skeletons VALUES (?,?)",
                {(skeleton(key), id_) for key, id_, _ in names},
            )
        base.executemany("INSERT INTO files VALUES (?,?)", counts.items())
    base.close()
    return counts


def _divisions(source: str | Path, name: str) -> Iterator[tuple[str, str]]:
    folder = Path(source).parent if not _is_url(source) and Path(source).is_file() else source
    content = _read(folder, name)
    for line in (content or b"").decode("utf-8", errors="replace").splitlines():
        cells = line.split("\t")
        if len(cells) >= 2:
            yield cells[0], cells[1]


def _rows(
    content: bytes,
    file: str,
    divisions: list[dict[str, str]],
    names: list[tuple[str, int, int]],
) -> Iterator[tuple[object, ...]]:
    """Rows for `places`; the names of each go to `names`."""
    lines = content.split(b"\n")
    if lines.pop() != b"" or not lines:
        raise GazetteerError(
            f"{file}, line {len(lines) + 1}: cut short, its last line has no end; get it again"
        )
    for number, raw in enumerate(lines, start=1):
        try:
            cells = raw.decode("utf-8").rstrip("\r").split("\t")
            if len(cells) != _COLUMNS:
                raise ValueError(f"{len(cells)} columns")
            id_, lat, lon = int(cells[0]), float(cells[4]), float(cells[5])
            population = int(cells[14] or 0)
            if not (-90 <= lat <= 90 and -180 <= lon <= 180 and cells[1]):
                raise ValueError("no name or no point on Earth")
        except ValueError as error:
            raise GazetteerError(
                f"{file}, line {number}: not a line of a GeoNames country file ({error}); "
                f"each has {_COLUMNS} columns separated by tabs"
            ) from error
        country, admin1, admin2 = cells[8], cells[10], cells[11]
        first = divisions[0].get(f"{country}.{admin1}", "")
        second = divisions[1].get(f"{country}.{admin1}.{admin2}", "")
        keys = {squeeze(cells[1]): 1}
        for name in (cells[2], *cells[3].split(",")):
            keys.setdefault(squeeze(name), 0)
        names.extend((key, id_, main) for key, main in keys.items() if key)
        yield (id_, cells[1], lat, lon, cells[6], cells[7], country, first, second, population)


class Index:
    """An installed index. Safe across forks: each process opens it for itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process = -1
        self._connection: sqlite3.Connection | None = None

    def __reduce__(self) -> tuple[type["Index"], tuple[Path]]:
        return Index, (self.path,)

    def _base(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
            self._process = os.getpid()
        return self._connection

    def lookup(self, name: str, *, variants: bool = False) -> list[Entry]:
        """Places that bear a name, the most prominent first; at most 60.

        Args:
            name: as a text has it; case, accents, hyphens and spaces do not count.
            variants: take spellings that sound alike, too («Tillabéry», «Tillabéri»).
        """
        key = squeeze(name)
        if variants:
            table, main, key = "skeletons", "0", skeleton(key)
        else:
            table, main = "names", "n.main"
        if not key:
            return []
        rows = self._base().execute(
            f"SELECT p.*, {main} AS main FROM {table} n JOIN places p ON p.id = n.id "
            "WHERE n.key = ? ORDER BY main DESC, p.population DESC, p.id LIMIT ?",
            (key, _MOST),
        )
        return [Entry(*row) for row in rows]

    def countries(self) -> dict[str, int]:
        """The countries that the index holds, with their number of places."""
        return dict(self._base().execute("SELECT country, places FROM files ORDER BY country"))


@lru_cache(maxsize=4)
def open_index(folder: str | Path | None = None) -> Index | None:
    """The index installed in a folder (`data_folder()` by default), None where there is none."""
    path = (Path(folder) if folder is not None else data_folder()) / FILE
    return Index(path) if path.is_file() else None
