"""`evenhand rejudge` as people start it: large files beside a plain read and write, and folders on every engine.

    .venv/bin/python benchmarks/rejudge_large.py [--rows 1000000 4000000] [--files 16] [--file-rows 500000]

Every run is a process of its own, from its start to its end. The floor is a process that reads the same columns with
pyarrow and writes what `rejudge` wrote, both at once in batches. Prints Markdown; nothing is asserted by the clock.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow.csv
import pyarrow.parquet as pq
from measuring import markdown
from rejudge_files import made_up
from workload import FRAMEWORK

ROUNDS = 3
FLOORS = {
    "parquet": """
import pyarrow.parquet as pq
read, wrote, out = sys.argv[1:]
for batch in pq.ParquetFile(read).iter_batches(batch_size=131072):
    pass
verdicts = pq.ParquetFile(wrote)
with pq.ParquetWriter(out, verdicts.schema_arrow) as writer:
    for batch in verdicts.iter_batches(batch_size=131072):
        writer.write_batch(batch)
""",
    "csv": """
import pyarrow.csv as csv
read, wrote, out = sys.argv[1:]
for batch in csv.open_csv(read):
    pass
verdicts = csv.open_csv(wrote)
with csv.CSVWriter(out, verdicts.schema) as writer:
    for batch in verdicts:
        writer.write_batch(batch)
""",
}
# The last words of each process: its CPU seconds with those of its children, and the highest memory it ever had, in kB.
TOLD = """
import atexit, os, sys
def told():
    from pathlib import Path
    peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print("USED", sum(os.times()[:4]), peak, file=sys.stderr)
atexit.register(told)
"""


class Used(NamedTuple):
    """What a process took: seconds by the clock, CPU seconds, and its highest memory in MB."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 4_000_000])
    options.add_argument("--files", type=int, default=16)
    options.add_argument("--file-rows", type=int, default=500_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        print(large_files(Path(place), chosen.rows), end="\n\n")
        print(folders(Path(place), chosen.files, chosen.file_rows))


def process(program: str, *arguments: object) -> Used:
    """Run a program in a new Python."""
    command = [sys.executable, "-c", TOLD + program, *map(str, arguments)]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)  # noqa: S603
    wall = time.perf_counter() - start
    cpu, peak = next(line.split()[1:] for line in done.stderr.splitlines() if line.startswith("USED"))
    return Used(wall, float(cpu), int(peak) / 1024)


def rejudge(source: Path, out: Path, *options: str) -> Used:
    """The command."""
    arguments = ("rejudge", source, "--framework", FRAMEWORK, "--out", out, *options)
    return process("from evenhand.cli import main; main()", *arguments)


def large_files(place: Path, sizes: Sequence[int]) -> str:
    """From file to file, by kind of file and number of rows."""
    lines = []
    for ending, floor in FLOORS.items():
        for rows in sizes:
            source, out = place / f"in.{ending}", place / f"out.{ending}"
            write = pq.write_table if ending == "parquet" else pyarrow.csv.write_csv
            write(made_up(rows), source)
            rejudge(source, out)
            rounds = [
                (process(floor, source, out, place / f"again.{ending}"), rejudge(source, out)) for _ in range(ROUNDS)
            ]
            alone, ours = (Used(*map(statistics.median, zip(*one, strict=True))) for one in zip(*rounds, strict=True))
            ratio = statistics.median(judged.cpu / plain.cpu for plain, judged in rounds)
            figures = (alone.cpu, ours.cpu, ratio, alone.wall, ours.wall)
            peaks = (f"{alone.peak:.0f}", f"{ours.peak:.0f}")
            lines.append([f"{ending}, {rows:,} rows", *(f"{one:.2f}" for one in figures), *peaks])
    heading = ["file", "floor, CPU s", "rejudge, CPU s", "x", "floor, s", "rejudge, s", "floor, MB", "rejudge, MB"]
    return markdown(heading, lines)


def folders(place: Path, files: int, rows: int) -> str:
    """A folder of Parquet files, by engine; what each writes is compared with the local run."""
    folder = place / "folder"
    folder.mkdir()
    pq.write_table(made_up(rows), folder / "0.parquet")
    for number in range(1, files):
        shutil.copyfile(folder / "0.parquet", folder / f"{number}.parquet")
    engines = {"local": (), "processes": ("--workers", "2"), "dask": ("--workers", "2")}
    taken: dict[str, list[Used]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, options in engines.items():
            shutil.rmtree(place / name, ignore_errors=True)
            taken[name].append(rejudge(folder, place / name, "--engine", name, *options))
            assert not filecmp.cmpfiles(place / "local", place / name, [one.name for one in folder.iterdir()], False)[1]
    local = statistics.median(one.wall for one in taken["local"])
    lines = []
    for name, uses in taken.items():
        wall = statistics.median(one.wall for one in uses)
        lines.append([name, f"{wall:.2f}", f"{wall / local:.2f}", f"{files * rows / wall / 1e6:.1f}"])
    return markdown([f"{files} files of {rows:,} rows", "s", "x local", "million rows a s"], lines)


if __name__ == "__main__":
    main()
