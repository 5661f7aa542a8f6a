"""A draft comes with its own crosswalk in the folder beside it: lint, diff and reach follow that one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.core.framework.examples import TINY
from typer.testing import CliRunner, Result

from evenhand.cli import app

WALK = """\
format: 1
old: {old}
new: {new}
summary: One judgement is called otherwise.
judgements:
  links:
    - {{old: {before}, new: {after}, relation: same, confidence: medium, counterpart: true, reason: A new id.}}
"""


def evenhand(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["framework", *map(str, arguments)])


def lay(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def follow(folder: Path, old: str, new: str, before: str, after: str) -> Path:
    return lay(folder, f"crosswalks/{old}--{new}.yaml", WALK.format(old=old, new=new, before=before, after=after))


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Three versions, one after the other; each calls the safety of children by another id."""
    for number, name in enumerate(("safety", "security", "shelter")):
        text = TINY.replace("id: tiny", f"id: tiny-{number}").replace(
            "from: 2020-04-01", f"from: 2020-04-0{number + 1}"
        )
        text = text.replace("id: safety", f"id: {name}").replace("grade: safety", f"grade: {name}")
        lay(tmp_path, f"tiny-{number}/framework.yaml", text.replace("after: [safety,", f"after: [{name},"))
    follow(tmp_path, "tiny-0", "tiny-1", "safety", "security")
    follow(tmp_path, "tiny-1", "tiny-2", "security", "shelter")
    return tmp_path


def test_diff_of_two_paths_follows_the_crosswalk_beside_them_and_says_so(drafts: Path) -> None:
    result = evenhand("diff", drafts / "tiny-0", drafts / "tiny-1" / "framework.yaml", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    walk = str(drafts / "crosswalks" / "tiny-0--tiny-1.yaml")
    assert told["crosswalk_files"] == [walk]
    assert walk in result.stderr
    assert told["counts"]["judgements"]["unchanged"] == told["counts"]["judgements"]["old"] == 3
    assert told["counts"]["judgements"]["withdrawn"] == 0


def test_reach_puts_judgements_of_other_names_side_by_side(drafts: Path) -> None:
    told = json.loads(evenhand("reach", drafts / "tiny-1", "--against", drafts / "tiny-0", "--json").stdout)
    assert told["crosswalk_files"] == [str(drafts / "crosswalks" / "tiny-0--tiny-1.yaml")]
    assert told["same"] == told["cases"] > 0


def test_a_chain_leads_through_a_version_that_is_a_draft_too(drafts: Path) -> None:
    told = json.loads(evenhand("diff", drafts / "tiny-0", drafts / "tiny-2", "--json").stdout)
    assert told["crossing"]["through"] == ["tiny-1"]
    assert len(told["crosswalk_files"]) == 2
    assert told["counts"]["judgements"]["withdrawn"] == 0


def test_two_shipped_versions_use_the_shipped_crosswalk(drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(drafts)
    result = evenhand("diff", "ch-2014", "ch-2015", "--json")
    assert json.loads(result.stdout)["crosswalk_files"] == []
    assert result.stderr == ""


def test_a_crosswalk_beside_a_draft_that_cannot_be_read_is_named_with_its_line(drafts: Path) -> None:
    walk = drafts / "crosswalks" / "tiny-0--tiny-1.yaml"
    walk.write_text(walk.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    result = evenhand("diff", drafts / "tiny-0", drafts / "tiny-1")
    assert result.exit_code == 2
    assert f"{walk}:8" in result.stderr
    assert "'colour' is not a key that belongs here" in result.stderr


def test_lint_of_a_draft_asks_what_its_crosswalk_leaves_out(drafts: Path) -> None:
    walk = drafts / "crosswalks" / "tiny-0--tiny-1.yaml"
    told = json.loads(evenhand("lint", drafts / "tiny-1", "--json").stdout)
    assert "CW000" not in {one["code"] for one in told["findings"]}
    walk.write_text(walk.read_text(encoding="utf-8").replace("old: safety", "old: safty"), encoding="utf-8")
    found = json.loads(evenhand("lint", drafts / "tiny-1", "--json").stdout)["findings"]
    dangling = [one for one in found if one["code"] == "CW003"]
    assert [(one["file"], one["line"]) for one in dangling] == [(str(walk), 7)]
    assert "'tiny-0' has no 'safty' among its judgements" in dangling[0]["message"]


def test_a_crosswalk_to_a_version_that_does_not_exist_or_cannot_be_read_says_which(drafts: Path) -> None:
    walk = follow(drafts, "tiny-2", "tiny-9", "shelter", "shelter")
    (found,) = json.loads(evenhand("lint", walk, "--json").stdout)["findings"]
    assert (found["code"], found["line"]) == ("CW000", 3)
    assert "there is no framework 'tiny-9'" in found["message"]
    broken = lay(drafts, "tiny-9/framework.yaml", "format: [\n")
    result = evenhand("lint", walk, "--json")
    (found,) = json.loads(result.stdout)["findings"]
    assert result.exit_code == 1
    assert f"this version cannot be read ({broken.resolve()}:2" in found["message"]


def test_a_folder_called_crosswalks_without_any_is_bad_use(tmp_path: Path) -> None:
    assert evenhand("lint", tmp_path / "crosswalks").exit_code == 2


def test_a_folder_named_like_a_shipped_version_is_meant_only_by_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, "ch-2014/framework.yaml", TINY)
    monkeypatch.chdir(tmp_path)
    for command in (("reach", "{}", "--json"), ("clarity", "{}", "--json"), ("diff", "{}", "{}", "--json")):
        by_id = evenhand(*(part.format("ch-2014") for part in command)).stdout
        by_path = evenhand(*(part.format("./ch-2014") for part in command)).stdout
        assert "A tiny framework" not in by_id
        assert by_id != by_path
