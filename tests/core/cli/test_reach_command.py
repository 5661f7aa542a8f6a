"""`evenhand framework reach`: a verdict to read, JSON for machines, and exit codes that mean what they say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from tests.oracle.tiny import PROTECTION_RULE, rule, tiny
from typer.testing import CliRunner, Result

from evenhand.cli import app

DEAD = rule(
    {"inspection": "monitoring"}, {"cap": "overall_experiences_progress", "at_most": "outstanding"}, name="DEAD"
)


def evenhand(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["framework", "reach", *(str(one) for one in arguments)])


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


def draft(folder: Path, *rules: object) -> Path:
    file = folder / "framework.yaml"
    value = tiny(*rules).model_dump(mode="json", by_alias=True, exclude_none=True)  # type: ignore[arg-type]
    file.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    return file


def test_a_sound_version_ends_in_a_verdict_that_claims_no_more_than_was_shown() -> None:
    result = evenhand("sccif-2025")
    assert result.exit_code == 0, result.output
    assert "12,672 possible cases of sccif-2025" in words(result)
    assert "every rule is live" in words(result)
    assert "Rules are only part of a benchmark" in words(result)


def test_json_of_one_version() -> None:
    told = json.loads(evenhand("sccif-2025", "--json").stdout)
    assert (told["framework"], told["method"], told["cases"]) == ("sccif-2025", "exact", 12_672)


def test_json_beside_another_version_has_the_promised_keys() -> None:
    told = json.loads(evenhand("sccif-2025", "--against", "ch-2014", "--no-history", "--json").stdout)
    assert {"cases", "same", "harsher", "more_lenient", "not_comparable", "examples", "history", "reach"} <= set(told)
    assert (told["old"], told["new"], told["history"]) == ("ch-2014", "sccif-2025", None)
    assert told["reach"]["framework"] == "sccif-2025"
    assert told["examples"][0]["change"] == "forbids"
    assert told["unverified_rules"]["old"] == ["ORDER", "INTERIM", "NO-CAP"]


def test_that_no_rule_is_known_of_the_old_version_is_said_to_be_unverified() -> None:
    said = words(evenhand("ch-2015", "--against", "ch-2014", "--no-history"))
    assert "Not verified, because the text could not be read: ORDER, INTERIM and NO-CAP of ch-2014." in said
    assert "ch-2014, NO-CAP, not verified: No rule is known that ties the overall judgement" in said


def test_the_version_that_came_first_is_the_old_one_whichever_is_named_first() -> None:
    told = json.loads(evenhand("ch-2014", "--against", "sccif-2025", "--no-history", "--json").stdout)
    assert (told["old"], told["new"], told["reach"]["framework"]) == ("ch-2014", "sccif-2025", "ch-2014")


def test_a_difference_between_versions_is_no_fault_and_is_told_as_a_story() -> None:
    result = evenhand("sccif-2025", "--against", "ch-2014", "--no-history")
    assert result.exit_code == 0, result.output
    assert "could be Adequate, Good or Outstanding in ch-2014" in words(result)
    assert "must be Inadequate in sccif-2025" in words(result)


def test_a_rule_that_does_nothing_is_a_finding_with_its_line(tmp_path: Path) -> None:
    file = draft(tmp_path, PROTECTION_RULE, DEAD)
    result = evenhand(file)
    assert result.exit_code == 1
    assert "RC011" in result.stdout
    line = re.search(rf"{re.escape(str(file))}:(\d+) ", result.stdout)
    assert line is not None
    named = file.read_text().splitlines()[int(line[1]) - 1 :][:6]
    assert any("id: DEAD" in text for text in named), "the line is where the rule begins"


def test_a_rule_that_names_nobody_is_bad_input_with_its_line(tmp_path: Path) -> None:
    result = evenhand(draft(tmp_path, rule({"grade": "nobody", "is": "good"}, DEAD["then"][0])))
    assert result.exit_code == 2
    assert "'nobody' is not a judgement" in result.stderr
    assert "framework.yaml:" in result.stderr


def test_unknown_versions_and_types_are_bad_use() -> None:
    assert evenhand("sccif-1999").exit_code == 2
    result = evenhand("sccif-2025", "--inspection", "weekly")
    assert result.exit_code == 2
    assert "monitoring" in result.stderr
