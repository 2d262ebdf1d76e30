"""`make test-matrix`: the tests with several versions of Python, each in an environment of its own.

    python3 tests/matrix.py python3.11 python3.12 [-- -k dates]

An environment is made from the lock file in `build/matrix/VERSION`, once, and again where the lock
file has changed. What follows `--` goes to pytest. Names that cannot be found are said; the exit
status is 1 where a version fails or none is there.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
DEFAULT = ("-n", "auto", "-m", "not browser and not package")


def find(name: str) -> tuple[str, str] | None:
    """The interpreter of a name or path, with its version; None where it is not there.

    One that is on PATH but does not start (pyenv's stand-ins for versions that are not switched
    on) is looked for among pyenv's own versions.
    """
    own = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for path in (shutil.which(name), *sorted(own.glob(f"*/bin/{name}"), reverse=True)):
        if path is None:
            continue
        asked = [str(path), "-c", "import platform; print(platform.python_version())"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return str(path), found.stdout.strip()
    return None


def environment(interpreter: str, version: str) -> Path:
    """The Python of that version's environment, made or brought up to the lock file.

    Raises:
        subprocess.CalledProcessError: it cannot be made; pip's last lines say why.
    """
    folder = ROOT / "build" / "matrix" / version
    python, stamp = folder / "bin" / "python", folder / ".installed"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        shutil.rmtree(folder, ignore_errors=True)
        for command in (
            [interpreter, "-m", "venv", str(folder)],
            [*pip, "--require-hashes", "-r", str(LOCK)],
            [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        ):
            subprocess.run(command, check=True)
        stamp.write_text(wanted)
    return python


def main(arguments: list[str]) -> int:
    """Test with each interpreter; say how each went; 0 where all that are there passed."""
    names, extra = arguments, list(DEFAULT)
    if "--" in arguments:
        at = arguments.index("--")
        names, extra = arguments[:at], arguments[at + 1 :]
    said, tested, failed = [], 0, 0
    for name in names:
        found = find(name)
        if found is None:
            said.append(f"{name}: not found, not tested")
            continue
        print(f"== {name}: Python {found[1]}", flush=True)
        try:
            python = environment(*found)
            status = subprocess.run([str(python), "-m", "pytest", *extra], cwd=ROOT).returncode
        except subprocess.CalledProcessError as error:
            status = error.returncode
        tested += 1
        failed += status != 0
        said.append(f"{name}: Python {found[1]} " + (f"failed ({status})" if status else "passed"))
    print("\n".join(["", *said]))
    if not tested:
        print("no Python to test with; PYTHONS='…' names others")
    return int(failed > 0 or not tested)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
