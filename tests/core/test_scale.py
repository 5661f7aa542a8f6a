"""Grades and their order."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evenhand.scale import Grade, Scale

OFSTED = Scale(
    id="grades",
    grades=(
        Grade(ordinal=3, id="good", label="Good"),
        Grade(ordinal=1, id="inadequate", label="Inadequate"),
        Grade(ordinal=4, id="outstanding", label="Outstanding"),
        Grade(ordinal=2, id="requires_improvement", label="Requires improvement"),
    ),
)


def test_people_read_the_best_grade_first_and_rules_count_from_the_worst() -> None:
    assert [grade.id for grade in OFSTED.best_first] == ["outstanding", "good", "requires_improvement", "inadequate"]
    assert [grade.ordinal for grade in OFSTED.worst_first] == [1, 2, 3, 4]


def test_a_grade_is_found_by_id_and_by_ordinal() -> None:
    assert OFSTED.ordinal("good") == 3
    assert OFSTED.at(3).id == "good"
    assert OFSTED.has("good")
    assert not OFSTED.has("satisfactory")
    assert str(OFSTED.at(2)) == "Requires improvement"


def test_an_unknown_grade_lists_those_that_exist() -> None:
    with pytest.raises(KeyError, match="outstanding, good, requires_improvement, inadequate"):
        OFSTED.ordinal("satisfactory")


def grade(ordinal: int, name: str, label: str = "") -> dict[str, object]:
    return {"ordinal": ordinal, "id": name, "label": label or name.title()}


@pytest.mark.parametrize(
    ("grades", "problem"),
    [
        ([grade(1, "poor"), grade(3, "fine")], "without a gap or a repeat"),
        ([grade(1, "poor"), grade(1, "fine")], "without a gap or a repeat"),
        ([grade(2, "poor"), grade(3, "fine")], "without a gap or a repeat"),
        ([grade(1, "poor"), grade(2, "poor")], "a grade id twice"),
        ([grade(1, "poor", "Same"), grade(2, "fine", "Same")], "a grade label twice"),
        ([grade(1, "poor")], "at least 2"),
        ([grade(0, "poor"), grade(1, "fine")], "greater than or equal to 1"),
        ([grade(1, "Not an id"), grade(2, "fine")], "should match pattern"),
    ],
)
def test_a_scale_that_is_no_ladder_cannot_be_built(grades: list[dict[str, object]], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Scale.model_validate({"id": "x", "grades": grades})


def test_a_scale_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        OFSTED.id = "other"  # type: ignore[misc]
