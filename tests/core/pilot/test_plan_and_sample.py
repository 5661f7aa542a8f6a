"""A plan is fixed beforehand, sealed once, and draws a sample that anybody can draw again."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from tests.core.pilot.studies import YAML, sealed, written

from evenhand.findings import BadInput
from evenhand.pilot.plan import (
    Sampling,
    must_be_sealed,
    plan_fingerprint,
    read_plan,
    seal_of,
    study_folder,
    write_seal,
)
from evenhand.pilot.sampling import Home, draw, shared_out


def refused(code: str, line: int | None, work: object, *given: object) -> str:
    with pytest.raises(BadInput) as refusal:
        work(*given)  # type: ignore[operator]
    first = refusal.value.findings[0]
    assert (first.code, first.where.line) == (code, line)
    return str(first.message)


def test_an_unsealed_plan_gives_no_verdict(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path))
    assert "evenhand pilot seal" in refused("PI012", 1, must_be_sealed, tmp_path, plan)


def test_a_sealed_plan_is_accepted_and_cannot_be_sealed_again(tmp_path: Path) -> None:
    plan, seal, _ = sealed(tmp_path)
    write_seal(tmp_path, seal)
    assert must_be_sealed(tmp_path, plan) == seal
    assert "sealed already" in refused("PI010", None, write_seal, tmp_path, seal)


def test_spaces_and_comments_do_not_break_a_seal_but_a_margin_does(tmp_path: Path) -> None:
    _, seal, _ = sealed(tmp_path)
    write_seal(tmp_path, seal)
    written(tmp_path, f"# a remark\n{YAML}\n")
    assert must_be_sealed(tmp_path, read_plan(tmp_path)) == seal
    written(tmp_path, YAML.replace("margin_points: 10", "margin_points: 12"))
    assert "changed after it was sealed on 2026-11-01" in refused(
        "PI013", 1, must_be_sealed, tmp_path, read_plan(tmp_path)
    )


def test_a_seal_written_by_hand_is_no_seal(tmp_path: Path) -> None:
    plan, seal, _ = sealed(tmp_path)
    file = write_seal(tmp_path, seal)
    held = json.loads(file.read_text(encoding="utf-8"))
    held["sealed_on"] = "2026-01-01"
    file.write_text(json.dumps(held), encoding="utf-8")
    assert "changed" in refused("PI011", None, must_be_sealed, tmp_path, plan)
    file.write_text("{}", encoding="utf-8")
    refused("PI011", None, seal_of, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("new: sccif-2025", "new: sccif-2099", "PI002", 7),
        ("new: sccif-2025", "new: sccif-2022", "YM010", 7),
        ("margin_points: 10", "at_least: 0.5", "YM010", 11),
        ("looks: [40]", "looks: [30]", "YM010", 1),
        ("[0.1, 0.7, 0.15, 0.05]", "[0.1, 0.7, 0.15]", "YM010", 14),
        ("[0.1, 0.7, 0.15, 0.05]", "[0.1, 0.7, 0.2]", "PI003", 1),
        ("id: small", "id: small\nthreshold: 3", "YM011", 3),
    ],
)
def test_a_faulty_plan_is_refused_with_its_line(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert refused(code, line, read_plan, written(tmp_path, YAML.replace(old, new)))


def test_studies_are_found_by_path_and_by_id(tmp_path: Path) -> None:
    assert study_folder(str(written(tmp_path) / "plan.yaml")) == tmp_path
    assert read_plan(study_folder("example-2017-small")).invented
    assert "example-2025-paired" in refused("PI001", None, study_folder, "no-such-study")


def test_the_sealed_examples_are_untouched() -> None:
    for name in ("example-2017-small", "example-2025-paired"):
        folder = study_folder(name)
        plan = read_plan(folder)
        assert must_be_sealed(folder, plan).plan == plan_fingerprint(plan)


def homes(**sizes: int) -> list[Home]:
    return [
        Home(f"{sector}{number}", "London", sector, "3 to 5 places", "Good")
        for sector, n in sizes.items()
        for number in range(n)
    ]


def sampling(n: int, seed: int = 1) -> Sampling:
    return Sampling.model_validate({"register_at": "2024-03-31", "homes": n, "strata": ["sector"], "seed": seed})


def test_each_stratum_gives_its_share_and_the_order_of_the_file_does_not_matter() -> None:
    register = homes(Private=80, Voluntary=15, Health=5)
    first = draw(register, sampling(20))
    random.Random(3).shuffle(register)
    assert draw(register, sampling(20)) == first
    assert Counter(one.sector for one in first.homes) == {"Private": 16, "Voluntary": 3, "Health": 1}
    assert not {one.urn for one in first.homes} & {one.urn for one in first.reserves}
    assert draw(register, sampling(20, seed=2)).fingerprint != first.fingerprint


def test_every_home_is_as_likely_as_another() -> None:
    register = homes(Private=10)
    seen = Counter(one.urn for seed in range(600) for one in draw(register, sampling(3, seed)).homes)
    assert sum(seen.values()) == 1800 and max(abs(n - 180) for n in seen.values()) < 5 * 11.3


def test_shares_add_up_whatever_the_sizes() -> None:
    for wanted in range(1, 30):
        whole = shared_out({("a",): 17, ("b",): 11, ("c",): 2}, wanted)
        assert sum(whole.values()) == wanted and all(
            abs(whole[name] - size * wanted / 30) < 1 for name, size in {("a",): 17, ("b",): 11, ("c",): 2}.items()
        )


def test_more_homes_than_there_are_cannot_be_drawn() -> None:
    assert "the register has 4" in refused("PI023", None, draw, homes(Private=4), sampling(5))
