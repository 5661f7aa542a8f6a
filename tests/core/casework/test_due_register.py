"""Counting what is due over a register: nothing is counted that the file cannot show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evenhand.casework.due.expectation import Standing
from evenhand.casework.due.register import count_due, read_register
from evenhand.findings import BadInput
from evenhand.framework.reading import in_force_on

HEADER = "urn,provision_type,region,registration_date,inspection_date,overall\n"
ROWS = (
    "1,Children's home,Northtown,2015-01-05,2023-06-13,Good\n"
    "2,Children's home,Northtown,2015-01-05,2022-06-13,Good\n"
    "3,Secure children's home,Southtown,2015-01-05,2023-07-04,Good\n"
    "4,Secure Training Centre,Southtown,2015-01-05,2023-07-04,Good\n"
    "5,Children's home,Southtown,2015-01-05,2024-02-06,Requires improvement\n"
)


def test_homes_are_counted_by_region_month_and_standing(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(HEADER + ROWS)
    counts = count_due(read_register(file, None), in_force_on, date(2024, 3, 11))
    assert counts.homes == 4
    assert counts.counts == {
        ("Northtown", "2024-03", Standing.AT_RISK): 1,
        ("Northtown", "2025-03", Standing.NOT_YET): 1,
        ("Southtown", "2025-03", Standing.NOT_YET): 2,
    }
    # Whether the second inspection of the secure home, and of the one judged in February, was made is not in the file.
    assert counts.unanswered == {"late_year_less_than_good": 1, "secure": 1}
    assert any("not listed" in str(one) for one in counts.basis)


def test_a_file_without_the_columns_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("urn,region\n1,Northtown\n")
    with pytest.raises(BadInput, match=r"register\.csv:1: error DU001: the columns provision_type, registration_date"):
        read_register(file, None)
