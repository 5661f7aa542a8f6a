"""`evenhand rejudge` from file to file, beside reading the same columns and writing the same output alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
from measuring import Contestant, interleaved, markdown
from workload import FRAMEWORK

from evenhand.framework.reading import load
from evenhand.judgement.history import rejudge

Say = Callable[[str], None]
ROUNDS = 3


def from_file_to_file(rows: int, say: Say) -> list[dict[str, Any]]:
    """Seconds for a made-up file of so many inspections, as Parquet and as CSV."""
    framework, lines, found = load(FRAMEWORK), [], []
    with tempfile.TemporaryDirectory() as name:
        folder, table = Path(name), made_up(rows)
        pq.write_table(table, folder / "in.parquet")
        pc.write_csv(table, folder / "in.csv")
        for ending, floor in (("parquet", _parquet), ("csv", _csv)):
            rejudge(folder / f"in.{ending}", framework, folder / f"out.{ending}")
            contestants = {
                "floor": Contestant(floor(folder), rows),
                "rejudge": Contestant(
                    lambda: rejudge(folder / f"in.{ending}", framework, folder / f"out.{ending}"),  # noqa: B023
                    rows,
                ),
            }
            measured = interleaved(contestants, "floor", ROUNDS)
            seconds = {who: one.seconds * rows for who, one in measured.items()}
            ratio = measured["rejudge"].ratio
            lines.append([ending, f"{seconds['floor']:.2f}", f"{seconds['rejudge']:.2f}", f"{ratio:.2f}"])
            found.append({"file": ending, "rows": rows, **seconds, "times_floor": ratio})
    say(markdown([f"{rows:,} rows, file to file", "reading and writing alone, s", "rejudge, s", "x"], lines))
    return found


def made_up(rows: int) -> pa.Table:
    """Inspections with the words of published files; nobody's."""
    chance = np.random.default_rng(2)
    words = np.array(["Outstanding", "Good", "Requires improvement to be good", "Inadequate", ""])
    days = np.array(
        [f"20{year}-{month:02d}-{day:02d}" for year in range(18, 25) for month in (1, 5, 9) for day in range(1, 29)]
    )
    parts: dict[str, Any] = {"urn": pa.array(np.arange(1_000_000, 1_000_000 + rows)).cast(pa.string())}
    parts["inspection_date"] = pa.array(chance.choice(days, rows))
    for name in ("overall", "helped_protected", "leaders_managers"):
        parts[name] = pa.array(chance.choice(words, rows, p=(0.15, 0.6, 0.15, 0.08, 0.02)))
    return pa.table(parts)


def _parquet(folder: Path) -> Callable[[], None]:
    """Reading the input and writing what `rejudge` has written; reading that is not part of it."""
    verdicts = pq.read_table(folder / "out.parquet")

    def floor() -> None:
        pq.read_table(folder / "in.parquet", use_threads=False)
        pq.write_table(verdicts, folder / "again.parquet")

    return floor


def _csv(folder: Path) -> Callable[[], None]:
    verdicts, alone = pc.read_csv(folder / "out.csv"), pc.ReadOptions(use_threads=False)

    def floor() -> None:
        pc.read_csv(folder / "in.csv", read_options=alone)
        pc.write_csv(verdicts, folder / "again.csv")

    return floor
