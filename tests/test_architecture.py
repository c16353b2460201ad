"""What holds for the house as a whole."""

import subprocess
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 300
# In halves, so that this file does not name them either.
REGISTRIES = ["registry." + "npmjs", "pypi." + "org", "python" + "hosted", "deb." + "debian"]


def tracked(*patterns: str) -> list[Path]:
    """Files under version control that exist."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    output = subprocess.run([*command, *patterns], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in output.split("\0") if name and (ROOT / name).is_file()]


def lines_in(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_imports_run_downward_only() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_no_file_is_too_long() -> None:
    files = [path for path in tracked("src/*.py", "src/*.html", "src/*.js") if "migrations" not in path.parts]

    assert files
    assert {str(path.relative_to(ROOT)): lines_in(path) for path in files if lines_in(path) > LONGEST_FILE} == {}


def test_there_is_no_drawer_for_everything() -> None:
    assert [path for path in tracked("src/*.py") if path.stem in {"utils", "helpers", "common", "misc"}] == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_package_registry_is_named(host: str) -> None:
    command = ["git", "-c", "safe.directory=*", "grep", "--untracked", "-lIF", host]
    found = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert found.stdout.splitlines() == []
    assert found.returncode == 1


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    packages = [line for line in text.splitlines() if line and not line.startswith("#")]

    assert packages
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_small_lock_is_part_of_the_large_one() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith(" ")}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_no_address_in_the_lock_of_the_browser_libraries() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
