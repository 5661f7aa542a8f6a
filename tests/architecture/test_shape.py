"""What the import linter cannot see: sizes, tests that test something, documentation that is true."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "evenhand"
MODULES = sorted(file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts)
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def is_view(file: Path) -> bool:
    return file.stem == "views" or file.parent.name == "views"


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_module_and_its_functions_stay_under_their_ceilings(file: Path) -> None:
    text = file.read_text()
    ceiling = 250 if is_view(file) else 400
    assert text.count("\n") <= ceiling, f"{name(file)} is longer than {ceiling} lines: split it by subject"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTION):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{name(file)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_module_begins_by_saying_what_it_is_for(file: Path) -> None:
    tree = ast.parse(file.read_text())
    assert not tree.body or ast.get_docstring(tree), f"{name(file)} has no docstring"


@pytest.mark.parametrize("file", [file for file in MODULES if "web" not in file.parts], ids=name)
def test_what_the_core_offers_is_documented(file: Path) -> None:
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, (*FUNCTION, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name(file)}:{node.lineno} {node.name} has no docstring"


@pytest.mark.parametrize("file", [file for file in MODULES if is_view(file)], ids=name)
def test_a_view_reads_through_queries_and_writes_through_actions(file: Path) -> None:
    touched = [node.lineno for node in ast.walk(ast.parse(file.read_text())) if _is_manager(node)]
    assert not touched, f"{name(file)} touches .objects in lines {touched}"


def _is_manager(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")


@pytest.mark.parametrize(
    "file", [file for file in MODULES if file.stem == "actions" or file.parent.name == "actions"], ids=name
)
def test_every_action_takes_its_parameters_by_name_and_says_who(file: Path) -> None:
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, FUNCTION) and any(_is_action(one) for one in node.decorator_list):
            names = [one.arg for one in node.args.kwonlyargs]
            assert not node.args.args and "by" in names, f"{name(file)}:{node.lineno} {node.name}"


def _is_action(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "action"


@pytest.mark.parametrize("file", TESTS, ids=name)
def test_every_test_can_fail(file: Path) -> None:
    tree = ast.parse(file.read_text())
    helpers = {node.name for node in ast.walk(tree) if isinstance(node, FUNCTION) and _checks(node, set())}
    for node in ast.walk(tree):
        if isinstance(node, FUNCTION) and node.name.startswith("test_"):
            assert _checks(node, helpers), f"{name(file)}:{node.lineno} {node.name} asserts nothing"


def _checks(function: ast.AST, helpers: set[str]) -> bool:
    return any(isinstance(node, ast.Assert) or _is_check(node, helpers) for node in ast.walk(function))


def _is_check(node: ast.AST, helpers: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    known = ("raises", "run_state_machine_as_test", "fail", "expect", "wait_for")
    return called in helpers or called in known or called.startswith(("assert_", "check_", "must_", "expect_", "to_"))


def public_classes() -> Iterator[str]:
    for file in MODULES:
        if "web" not in file.parts and "cli" not in file.parts:
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield node.name.rstrip("_")


@pytest.mark.parametrize("word", sorted(set(public_classes())))
def test_every_public_class_of_the_core_is_a_word_of_the_glossary(word: str) -> None:
    assert f"`{word}`" in (ROOT / "GLOSSARY.md").read_text(), f"define `{word}` in GLOSSARY.md, or rename the class"


DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("frameworks/**/*.md")])


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_links_between_documents_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", file.read_text()):
        if not re.match(r"[a-z]+:", target):
            assert (file.parent / target).exists(), f"{name(file)} links to {target}, which is not there"


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_paths_named_in_documents_exist(file: Path) -> None:
    for path in re.findall(
        r"`((?:src|tests|tools|frameworks|data|docs|benchmarks)/[A-Za-z0-9_./-]+)`", file.read_text()
    ):
        assert (ROOT / path).exists(), f"{name(file)} names {path}, which is not there"


def test_no_file_names_where_packages_come_from() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    suspicious = re.compile(r"(--(extra-)?index-url|--registry|registry\.[a-z]+\.(org|com)|index\.[a-z]+\.io)")
    found = [
        one
        for one in tracked
        if one
        and one != name(Path(__file__))
        and (ROOT / one).suffix in {".txt", ".toml", ".sh", ".py", ".yaml", ".md", ""}
        if (ROOT / one).is_file() and suspicious.search((ROOT / one).read_text(errors="replace"))
    ]
    assert found == []
