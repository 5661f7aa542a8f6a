"""Documentation that is printed from the code says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from evenhand.casework.stages import Act, Stage, diagram

STAGES = Path(__file__).resolve().parents[2] / "docs" / "stages.md"


def test_the_diagram_of_stages_is_the_one_the_table_prints() -> None:
    printed = re.findall(r"```mermaid\n(.*?)\n```", STAGES.read_text(), re.S)
    assert printed == [diagram()], (
        "docs/stages.md shows another diagram than casework/stages.py. Put the output of "
        "`python -c 'from evenhand.casework.stages import diagram; print(diagram())'` into its mermaid block."
    )


def test_every_stage_and_every_act_is_explained() -> None:
    text = STAGES.read_text()
    unexplained = [one.value for one in (*Stage, *Act) if f"`{one.value}`" not in text]
    assert unexplained == []
