"""A pilot analysed against its sealed plan: holds, fails or cannot tell, and never more than was shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.core.pilot.studies import HEAD, YAML, drawn, read, rows, sealed, written

from evenhand.findings import BadInput
from evenhand.pilot.analysis import Analysis, analyse, analyse_study, must_know_statistics
from evenhand.pilot.page import analysis_page, plan_page
from evenhand.pilot.plan import read_plan, write_seal
from evenhand.pilot.record import as_dict, run_record
from evenhand.pilot.statistics.paired_difference import Standing

LONG = "home,framework,inspector,grade,role\n"


def analysed(folder: Path, text: str, plan_text: str = YAML) -> Analysis:
    plan, seal, sample = sealed(folder, plan_text)
    return analyse(plan, seal, sample, read(text, plan, seal, sample))


def test_no_change_in_forty_homes_is_not_lower_by_ten_points(tmp_path: Path) -> None:
    found = analysed(tmp_path, rows(same=40, fell=0))
    assert found.verdict.standing is Standing.HOLDS
    assert found.difference.low > -0.1 and found.verdict.claims[0].settle is None
    assert {one.id: one.found.value for one in found.figures} == {
        "percent_agreement": 1.0,
        "ac2": 1.0,
        "good_or_better": 0.0,
    }


def test_a_collapse_fails(tmp_path: Path) -> None:
    found = analysed(tmp_path, rows(same=20, fell=20))
    assert found.verdict.standing is Standing.FAILS and found.difference.high < -0.1


def test_a_few_falls_cannot_be_told_and_say_what_would_settle_it(tmp_path: Path) -> None:
    found = analysed(tmp_path, rows(same=37, fell=3))
    assert found.verdict.standing is Standing.CANNOT_TELL
    assert "homes would settle it" in str(found.verdict.claims[0].settle)


def test_whoever_looks_before_the_plan_says_so_is_told_nothing(tmp_path: Path) -> None:
    early = analysed(tmp_path, rows(same=35, fell=0))
    assert (early.enough, early.verdict.standing) == (False, Standing.CANNOT_TELL)
    assert "first time at 40 homes" in str(early.verdict.claims[0].settle)
    late = analysed(tmp_path, rows(same=36, fell=0))
    assert late.enough and any("4 homes" in str(one) for one in late.verdict.does_not_show)


def test_every_look_widens_the_interval(tmp_path: Path) -> None:
    one = analysed(tmp_path, rows(same=38, fell=2))
    two = analysed(tmp_path, rows(same=38, fell=2), YAML.replace("looks: [40]", "looks: [20, 40]"))
    assert two.difference.level == pytest.approx(0.975)
    assert two.difference.low < one.difference.low < one.difference.high < two.difference.high


def test_clusters_never_make_the_interval_narrower(tmp_path: Path) -> None:
    text = rows(same=32, fell=8).replace("new\n", "new,provider\n", 1)
    lines = text.splitlines()
    spread = [lines[0], *(f"{line},P{number // 10}" for number, line in enumerate(lines[1:]))]
    found = analysed(tmp_path, "\n".join(spread) + "\n", YAML.replace("seed: 8", "seed: 8\ncluster: provider"))
    score, _, clusters = found.beside
    assert found.difference.low == min(score.found.low, clusters.found.low) < score.found.low


def test_agreement_may_be_claimed_and_must_be_a_statistic_of_agreement(tmp_path: Path) -> None:
    claim = "  - {kind: agreement_at_least, statistic: percent_agreement, at_least: 0.9, why: Chosen.}\nstatistics"
    asked = YAML.replace("statistics", claim, 1)
    assert analysed(tmp_path, rows(same=20, fell=10, rose=10), asked).verdict.standing is Standing.FAILS
    assert analysed(tmp_path, rows(same=40, fell=0), asked).verdict.standing is Standing.HOLDS
    for wrong in (asked.replace("percent_agreement, at", "net_movement, at"), YAML.replace("[percent", "[per_cent")):
        with pytest.raises(BadInput) as refusal:
            must_know_statistics(read_plan(written(tmp_path, wrong)), tmp_path)
        assert refusal.value.findings[0].code == "PI004"


def test_two_groups_are_compared_without_pairs(tmp_path: Path) -> None:
    text = LONG + "".join(
        f"H{n:03d},{'sccif-2022' if n % 2 else 'sccif-2025'},A,{'Good' if n > 4 else 'Inadequate'},main\n"
        for n in range(1, 41)
    )
    found = analysed(tmp_path, text, YAML.replace("design: paired", "design: two_groups"))
    assert (found.usable, found.difference.value, found.figures) == (40, 0.0, ())
    assert any("nobody judged the same home twice" in str(one) for one in found.verdict.does_not_show)


def test_several_inspectors_are_told_apart(tmp_path: Path) -> None:
    text = LONG
    for n in range(1, 41):
        grade = "Good" if n % 4 else "Outstanding"
        text += f"H{n:03d},sccif-2022,A,{grade},main\nH{n:03d},sccif-2022,B,Good,second\n"
        text += f"H{n:03d},sccif-2025,C,{grade},main\n"
    found = analysed(tmp_path, text)
    assert [one.found.n for one in found.several] == [40, 40] and found.severity is not None
    assert len(found.severity.inspectors) == 3


def test_small_groups_are_kept_back(tmp_path: Path) -> None:
    found = analysed(tmp_path, rows(same=40, fell=0)).subgroups[0]
    assert found.kept_back >= 1 and all(one.shift.n >= 6 for one in found.groups)


def test_a_pilot_without_a_single_pair_is_no_error(tmp_path: Path) -> None:
    found = analysed(tmp_path, f"{HEAD}H001,Good,\n")
    assert found.verdict.standing is Standing.CANNOT_TELL and found.usable == 0
    assert json.loads(json.dumps(as_dict(found), allow_nan=False))["difference"]["value"] is None


def test_the_record_binds_data_plan_framework_code_and_seed(tmp_path: Path) -> None:
    first, second = (analysed(tmp_path, rows(same=38, fell=fell)) for fell in (2, 1))
    record, other = run_record(first), run_record(second)
    assert run_record(analysed(tmp_path, rows(same=38, fell=2))) == record
    assert record["plan"] == other["plan"] and record["ratings"] != other["ratings"]
    assert record["results"] != other["results"] and record["resampling"]["seed"] == 8
    assert set(record["frameworks"]) == {"sccif-2022", "sccif-2025"} and len(record["code"]["fingerprint"]) == 64


def test_the_page_says_verdict_example_and_limits(tmp_path: Path) -> None:
    found = analysed(tmp_path, rows(same=37, fell=3).replace("H001", "R001"))
    page = analysis_page(found, (), run_record(found))
    for told in ("Verdict: cannot tell", "invented example", "What this does not show", "unverified", "Cochran"):
        assert told in page
    assert "<script" not in page and page.count("<h1>") == 1
    planned = plan_page(found.plan, None, found.sample, (), (), ())
    assert "Not sealed yet" in planned and "8 or 9 homes" in planned


def test_a_study_is_read_from_its_folder_and_another_register_is_refused(tmp_path: Path) -> None:
    _, seal, _ = sealed(tmp_path)
    write_seal(tmp_path, seal.model_copy(update={"register_file": "0" * 64}))
    file = tmp_path / "ratings.csv"
    file.write_text(rows(same=40, fell=0), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        analyse_study(tmp_path, file)
    assert refusal.value.findings[0].code == "PI015" and drawn(YAML, read_plan(tmp_path))
