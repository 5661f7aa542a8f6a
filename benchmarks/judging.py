"""How fast judging is: many rows in memory, one case at a time, and from file to file; everything in one run.

    benchmarks/run [--rows 100000 1000000 10000000] [--file-rows 1000000] [--json FILE]

Prints Markdown on stdout, progress on stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

# First, because it settles the number of threads before any engine is imported.
import rejudge_bulk

PACKAGES = ("numpy", "pyarrow", "polars", "duckdb", "openfisca-core", "zen-engine")


def main() -> None:
    """Measure everything and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=rejudge_bulk.SIZES)
    options.add_argument("--file-rows", type=int, default=1_000_000)
    options.add_argument("--json", type=Path, help="write the figures here too")
    chosen = options.parse_args()
    others = rejudge_bulk.engines_are_here()
    if not others:
        progress("the other engines are not in this environment; benchmarks/run prepares one that has them")
    found: dict[str, Any] = {"machine": machine()}
    print(f"{found['machine']}\n", flush=True)
    from one_case import one_at_a_time

    # First, because it also measures the first cases of a process.
    progress("one case at a time")
    found["one_at_a_time"] = one_at_a_time(say, others)
    progress("many rows, beside a copy")
    found["bulk"] = rejudge_bulk.table_and_copy(chosen.rows, say)
    if others:
        found["beside_others"] = rejudge_bulk.beside_others(chosen.rows, say, progress)
    if chosen.file_rows:
        from rejudge_files import from_file_to_file

        progress("from file to file")
        found["files"] = from_file_to_file(chosen.file_rows, say)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def machine() -> str:
    """Machine, versions and day, without which figures mean little."""
    models = [line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES if _installed(name))
    return (
        f"{date.today():%d %B %Y}; {os.cpu_count()} cores, {models[0] if models else platform.machine()}; "
        f"Python {platform.python_version()}, {packages}"
    )


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except ImportError:
        return False


def say(text: str) -> None:
    """A result, and an empty line."""
    print(text, end="\n\n", flush=True)


def progress(text: str) -> None:
    """What is being done."""
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
