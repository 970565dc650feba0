"""Plants one fault after another in a copy of the tree and expects the named tests to fail.

    .venv/bin/python scripts/planted_faults.py            # every fault
    .venv/bin/python scripts/planted_faults.py header     # those with this word in their name

First the tests must pass without any fault. Prints a table and ends with 1 when a fault was not seen.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "tests" / "faults_planted" / "faults.toml"
PATIENCE = 900
RED = 1  # pytest: some tests failed; other codes mean that they did not run at all


@dataclass(frozen=True)
class Fault:
    """One change of one file, and the tests that must see it."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def problem(self, root: Path = ROOT) -> str:
        """Why it cannot be planted; empty when it can."""
        path = root / self.file
        times = path.read_text(encoding="utf-8").count(self.old) if path.exists() else 0
        missing = [test for test in self.tests if not (root / test.partition("::")[0]).exists()]
        if times != 1:
            return f"{self.file} has {times} times: {self.old.strip()!r}"
        return f"no such test: {', '.join(missing)}" if missing else ""


def faults() -> list[Fault]:
    """The list, in order."""
    listed = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    return [Fault(one["name"], one["file"], one["old"], one["new"], tuple(one["tests"])) for one in listed]


def copy_of_the_tree(folder: Path) -> Path:
    """Everything that is tracked or new, with the environment beside it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    built = [str(path.relative_to(ROOT)) for path in ROOT.glob("translations/*/LC_MESSAGES/*.mo")]
    for name in [*listed, *built]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return folder


def run(tree: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """What the tests say in this tree: the code of pytest and its last line."""
    command = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [*command, *tests], cwd=tree, env={**environment, "PROOF": ""}, capture_output=True, text=True,
        check=False, timeout=PATIENCE,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    return done.returncode, lines[-1] if lines else done.stderr[-200:]


def seen(fault: Fault, tree: Path) -> str:
    """Plants the fault, runs its tests and takes it out again; empty when they saw it."""
    problem = fault.problem(tree)
    if problem:
        return problem
    path = tree / fault.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(fault.old, fault.new), encoding="utf-8")
    try:
        code, last = run(tree, fault.tests)
    except subprocess.TimeoutExpired:
        return f"no answer within {PATIENCE} s"
    finally:
        path.write_text(whole, encoding="utf-8")
    return "" if code == RED else f"not seen: {last}"


def main(words: list[str]) -> int:
    """Every chosen fault; returns how the command ends."""
    chosen = [fault for fault in faults() if all(word in fault.name for word in words)]
    width = max(len(fault.name) for fault in chosen)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        tree = copy_of_the_tree(Path(folder))
        every = tuple(dict.fromkeys(test for fault in chosen for test in fault.tests))
        code, last = run(tree, every)
        print(f"{'nothing planted':<{width}}  {'green' if code == 0 else 'RED'}: {last}", flush=True)
        if code:
            return 1
        for fault in chosen:
            start = time.monotonic()
            problem = seen(fault, tree)
            missed += bool(problem)
            took = time.monotonic() - start
            print(
                f"{fault.name:<{width}}  {'MISSED' if problem else 'red':<6} {took:6.1f} s  {problem}",
                flush=True,
            )
    print(f"{len(chosen) - missed} of {len(chosen)} faults were seen.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
