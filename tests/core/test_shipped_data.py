"""The public data that travels with the software is the data that its manifest names, to the byte."""

from __future__ import annotations

import csv
import hashlib

from evenhand.shelf import shipped

DATA = shipped("data")


def test_the_manifest_names_every_file_with_its_rows_bytes_and_digest() -> None:
    with (DATA / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        named = {row["file"]: (int(row["rows"]), int(row["bytes"]), row["sha256"]) for row in csv.DictReader(stream)}
    found = {}
    for file in DATA.rglob("*.csv"):
        if file.name != "MANIFEST.csv":
            content = file.read_bytes()
            rows = sum(1 for _ in csv.reader(content.decode("utf-8").splitlines())) - 1
            found[file.relative_to(DATA).as_posix()] = (rows, len(content), hashlib.sha256(content).hexdigest())
    assert found == named
