"""Did ratings change? The days with their answers, each account with its figures, files that say the same."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.web.trends import fingerprints, pictures, queries, showing
from evenhand.web.trends.answering import answer

DAYS = ("2011-04-01", "2012-04-01", "2014-04-01", "2015-04-01", "2017-04-01", "2022-04-01", "2025-04-04")
HERE = "/did-ratings-change/"


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def made_up(*ranges: tuple[float, float] | None) -> list[dict]:
    return [
        {"measure": "good_or_better", "low": one and one[0], "high": one and one[1], "verified": True} for one in ranges
    ]


def sealed(name: str) -> dict:
    from evenhand.web.trends import sealing

    return json.loads((sealing.SEALED / f"{name}.json").read_text())


# --- the list of days ------------------------------------------------------------------------------------------------


def test_the_list_names_every_day_with_one_answer_and_none_of_them_alike(db, client) -> None:
    shown = page(client, HERE)
    assert [one.isoformat() for one in queries.days()] == list(DAYS)
    for day in DAYS:
        assert f'href="{HERE}{day}/"' in shown
    answers = {str(one.on.year): one.answer for one in showing.listed(queries.overview())}
    assert "was higher afterwards" in answers["2011"] and "was lower afterwards" in answers["2012"]
    assert "more than one answer" in answers["2017"] and "Cannot tell" in answers["2025"]
    assert "not why" in shown and "unverified" in shown


def test_an_answer_is_made_of_the_ranges_and_never_of_a_missing_figure() -> None:
    assert "higher afterwards in every" in answer(made_up((0.1, 3), None))
    assert "a fall of 5 points or less: 1." in answer(made_up((-9, -5.1), (-5, -1)))
    assert "1 show a higher share" in answer(made_up((0.1, 3), (-2, 2), (-4, -1)))
    assert answer(made_up((0, 2))).startswith("There is more than one answer")
    assert answer(made_up(None)).startswith("Cannot tell") and answer([]).startswith("Cannot tell")


def test_the_picture_of_all_days_draws_each_comparison_in_a_row_of_its_own(db, client) -> None:
    svg = client.get(f"{HERE}figures/days.svg")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{HERE}figures/days.csv").content.decode())))
    assert svg["Content-Type"] == "image/svg+xml" and "style" not in svg.content.decode()
    assert svg.content.decode().count("<circle") == sum(bool(one["low"]) for one in rows)
    assert {one["at"] for one in rows} == set(DAYS) and all(one["basis"] and one["claim"] for one in rows)
    widest = max(abs(float(one[end])) for one in rows if one["low"] for end in ("low", "high"))
    assert widest < pictures.MOST, "a range would be cut off: widen the axis"


# --- one day ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_an_account_shows_every_comparison_with_what_belongs_to_it(db, client, day) -> None:
    shown = re.sub(r"\s+", " ", page(client, f"{HERE}{day}/"))
    plain = client.get(f"{HERE}{day}.json").json()
    assert plain["comparisons"] and plain["placebos"]
    for one in [*plain["comparisons"], *plain["placebos"]]:
        assert f"{one['from']} to {one['to']}" in shown
        for points in (one["change_points"], one["low"], one["high"]):
            assert points is None or (f"{points:+.1f}".replace("-", "−") if points else "0.0") in shown
    for one in plain["comparisons"]:
        for sentence in (one["claim"], one["what_would_settle_it"], *one["caveats"]):
            assert _escaped(sentence) in shown
    for sentence in plain["words"]:
        assert _escaped(sentence) in shown
    marks = shown.count(">unverified<")
    # In the table of figures and in that of claims.
    assert marks >= 2 * sum(not one["verified"] for one in plain["comparisons"])


def _escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


@pytest.mark.parametrize("day", DAYS)
def test_every_chart_has_its_picture_its_table_and_its_file(db, client, day) -> None:
    shown = page(client, f"{HERE}{day}/")
    figures = queries.account_of(day).figures
    assert bool(figures) == (day != "2025-04-04")
    for name, one in figures.items():
        address = f"{HERE}{day}/figures/{name}"
        assert f'src="{address}.svg"' in shown and f'href="{address}.csv"' in shown
        picture = client.get(f"{address}.svg")
        assert picture["Content-Type"] == "image/svg+xml" and picture.content.startswith(b"<svg")
        assert b"<script" not in picture.content and b"style=" not in picture.content
        rows = list(csv.reader(io.StringIO(client.get(f"{address}.csv").content.decode())))
        assert rows[0] == list(one.columns) and len(rows) == len(one.rows) + 1
    rows = list(csv.DictReader(io.StringIO(client.get(f"{HERE}{day}/figures/comparisons.csv").content.decode())))
    plain = client.get(f"{HERE}{day}.json").json()
    assert len(rows) == len(plain["comparisons"]) + len(plain["placebos"])


def test_two_bases_never_stand_in_one_section() -> None:
    for day in DAYS:
        for one in showing.sections(queries.account_of(day)):
            assert len({row["basis"] for row in one.comparisons}) == 1
            if one.chart:
                drawn = [[row["from"], row["to"]] for row in one.comparisons if row["low"] is not None]
                assert [list(row[1:3]) for row in one.chart.rows] == drawn


@pytest.mark.parametrize(
    "address", ["2011-04-02/", "2011/", "figures/", "2011-02-31.json", "2011-04-01/figures/none.svg",
                "2011-04-02/figures/series.csv", "2025-04-04/figures/comparisons.svg"]
)  # fmt: skip
def test_what_is_not_there_says_which_days_there_are(db, client, address) -> None:
    refused = client.get(HERE + address)
    assert refused.status_code == 404
    assert all(f"{HERE}{day}/" in refused.content.decode() for day in DAYS)


# --- for programs, and for the service -------------------------------------------------------------------------------


def test_a_reader_who_has_the_file_gets_no_second_copy_and_other_pages_may_take_it_in(db, client) -> None:
    first = client.get(f"{HERE}2015-04-01/figures/series.svg")
    again = client.get(f"{HERE}2015-04-01/figures/series.svg", headers={"If-None-Match": first["ETag"]})
    other = client.get(f"{HERE}2017-04-01/figures/series.svg", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert first["Access-Control-Allow-Origin"] == "*"


def test_pages_ask_the_database_nothing_and_take_no_forms(db, client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page(client, HERE)
        page(client, f"{HERE}2015-04-01/")
    assert len(asked) == 0
    assert client.post(f"{HERE}2015-04-01/").status_code == 405


def test_the_sealed_list_of_days_is_what_the_data_and_the_sums_of_today_give() -> None:
    """Run `python -m evenhand.web.trends.sealing` when this fails."""
    from evenhand.web.trends import sealing

    assert tuple(one.isoformat() for one in sealing.days()) == DAYS
    assert json.loads(json.dumps(sealing.index())) == sealed("days")
    assert {file.stem for file in sealing.SEALED.glob("*.json")} == {"days", *DAYS}


@pytest.mark.parametrize("day", DAYS)
def test_a_sealed_account_is_what_the_data_and_the_sums_of_today_give(day) -> None:
    """Run `python -m evenhand.web.trends.sealing` when this fails."""
    from evenhand.web.trends import sealing

    then, now = sealed(day), json.loads(json.dumps(sealing.told(date.fromisoformat(day))))
    for one in (*now["figures"], *then["figures"]):
        del one["svg"]  # its letters are measured with the fonts of the machine
    assert now == then and then["data"] == fingerprints.data_fingerprint()


def test_an_account_sealed_from_other_data_is_worked_out_once_however_many_ask(monkeypatch) -> None:
    from evenhand.web.trends import sealing

    made = []
    real = sealed("2025-04-04")
    monkeypatch.setattr(queries, "_KEPT", {"days": queries.overview()})
    monkeypatch.setattr(queries, "_data", lambda: "other data")
    monkeypatch.setattr(sealing, "told", lambda on: made.append(on) or real)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(queries.account_of, ["2025-04-04"] * 8))
    assert made == [date(2025, 4, 4)] and len({id(one) for one in found}) == 1


def test_sealed_sentences_can_still_be_said_in_another_language() -> None:
    told = queries.account_of("2015-04-01")
    claim = told.values["account"]["comparisons"][0]["claim"]
    said = told.say(claim)
    assert str(said) == claim
    assert said.translated(lambda text: f"« {text} »").startswith("« « ")


def test_the_pages_load_no_library_that_draws_or_computes() -> None:
    import subprocess

    code = (
        "import sys; from evenhand.web.trends import queries; queries.account_of('2015-04-01');"
        "print([one for one in ('numpy', 'scipy', 'altair', 'vl_convert') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
