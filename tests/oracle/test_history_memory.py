"""A file may be larger than memory: what judging takes does not grow with the number of rows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

ROWS = 400_000  # some batches, so that everything that is reused has been used
MORE = 4
# In a process of its own: the highest that it has ever needed, told by the system.
PROGRAM = """
import sys
from pathlib import Path
from evenhand.framework.reading import load
from evenhand.judgement.history import rejudge

rejudge(Path(sys.argv[1]), load("sccif-2025"), Path(sys.argv[2]))
status = Path("/proc/self/status")
if status.exists():
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak // 1024 if sys.platform == "darwin" else peak)
"""


def inspections(rows: int) -> pa.Table:
    """Made-up inspections; every number is there only once."""
    chance = np.random.default_rng(1)
    words = pa.array(["Outstanding", "Good", "Requires improvement to be good", "Inadequate", ""])
    days = pa.array(chance.integers(17_000, 20_000, rows).astype("datetime64[D]")).cast(pa.string())
    columns = {"urn": pa.array(np.arange(10**9, 10**9 + rows)).cast(pa.string()), "inspection_date": days}
    for name in ("overall", "helped_protected", "leaders_managers"):
        columns[name] = words.take(pa.array(chance.integers(5, size=rows)))
    return pa.table(columns)


def peak(file: Path) -> float:
    """Megabytes that judging the file takes at most, with Python and all libraries."""
    out = file.with_name(f"out{file.suffix}")
    # A pool that keeps what it was given back would be measured instead: some runs 6 MB apart, others 32.
    exact = os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"}
    command = [sys.executable, "-c", PROGRAM, file, out]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=exact)
    assert out.stat().st_size > 0
    return int(told.stdout) / 1024


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_four_times_the_rows_take_no_more_memory(tmp_path: Path, ending: str) -> None:
    table = inspections(ROWS * MORE)
    added = table.nbytes / 1e6 * (MORE - 1) / MORE
    assert added > 60, "MB that it would take at the least to hold the rows that are more"
    peaks = []
    for number, rows in enumerate((ROWS, ROWS * MORE)):
        file = tmp_path / f"{number}.{ending}"
        if ending == "csv":
            pyarrow.csv.write_csv(table.slice(0, rows), file)
        else:
            pq.write_table(table.slice(0, rows), file, row_group_size=rows)  # one group: the hardest to read in parts
        peaks.append(peak(file))
    assert peaks[1] - peaks[0] < added / 2, f"{peaks[0]:.0f} MB became {peaks[1]:.0f}"
