"""The notebooks of the documentation say what their cells say today.

`.venv/bin/python -m tests.oracle.test_notebooks` executes them and keeps what they print: cells run in this process, as
a kernel would run them, because the core's environment has none.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTEBOOKS = ("pilot.ipynb", "did-ratings-change-2011.ipynb")
LARGEST = 300_000
# A year, and the sizes of the pilots that are asked about, are names; every other number has to be printed.
YEARS = re.compile(r"\b(?:19|20)\d\d\b|\bh[1-6]\b")


def executed(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of a cell: what it prints, then the value of its last line, as a picture when it is one."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    said, value = io.StringIO(), None
    with contextlib.redirect_stdout(said):
        exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102  # the notebook is ours
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    outputs: list[dict[str, Any]] = []
    if said.getvalue():
        lines = said.getvalue().splitlines(keepends=True)
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines})
    if value is not None:
        data = {"image/svg+xml": value._repr_svg_(), "text/plain": repr(value)}
        outputs.append({"data": data, "metadata": {}, "output_type": "display_data"})
    return outputs


def run(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The outputs of every cell of code, all in one room."""
    names: dict[str, Any] = {"__name__": "__main__"}
    return [executed("".join(one["source"]), names) for one in notebook["cells"] if one["cell_type"] == "code"]


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / name).read_text(encoding="utf-8"))
    return found


def texts(outputs: list[dict[str, Any]]) -> list[str]:
    """What can be compared on any machine: words and figures, not the drawing of a chart."""
    return ["".join(one["text"]) if "text" in one else "".join(one["data"]["text/plain"]) for one in outputs]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_prints_today_what_it_printed_when_it_was_kept(name) -> None:
    notebook = read(name)
    kept = [one["outputs"] for one in notebook["cells"] if one["cell_type"] == "code"]
    assert any(kept)
    now = run(notebook)
    assert [texts(one) for one in now] == [texts(one) for one in kept]
    pictures = [out["data"]["image/svg+xml"] for cell in now for out in cell if "data" in out]
    assert len(pictures) >= 2 and all(one.startswith("<svg") for one in pictures)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_figure_of_a_notebook_is_typed(name) -> None:
    words = "\n".join("".join(one["source"]) for one in read(name)["cells"] if one["cell_type"] == "markdown")
    assert not re.search(r"\d", YEARS.sub("", words))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_well_formed_small_and_its_pictures_can_be_read_out(name) -> None:
    notebook = read(name)
    assert (DOCS / name).stat().st_size < LARGEST
    assert notebook["nbformat"] == 4 and len({one["id"] for one in notebook["cells"]}) == len(notebook["cells"])
    assert "".join(notebook["cells"][0]["source"]).startswith("# ")
    for number, cell in enumerate(one for one in notebook["cells"] if one["cell_type"] == "code"):
        assert cell["execution_count"] == number + 1
        for out in cell["outputs"]:
            assert "data" not in out or len("".join(out["data"]["text/plain"])) > 40


def keep(name: str) -> None:
    """Execute a notebook and write it back with what it prints."""
    notebook = read(name)
    code = [one for one in notebook["cells"] if one["cell_type"] == "code"]
    for number, (cell, outputs) in enumerate(zip(code, run(notebook), strict=True), 1):
        cell["outputs"], cell["execution_count"] = outputs, number
    (DOCS / name).write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for one in NOTEBOOKS:
        keep(one)
