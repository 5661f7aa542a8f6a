"""YAML to model. Every refusal names the file, the line, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.framework.model import Framework, StandardSet
from evenhand.framework.rule import CONDITION_KEYS, EFFECT_KEYS
from evenhand.shelf import shipped
from evenhand.wording import Words, say

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 2_000_000
MAX_DEPTH = 40
KEPT_FILES, KEPT_BYTES = 128, 500_000
_WORDS = "tag:yaml.org,2002:str"
_BASE: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SourceMap:
    """Lines of a YAML file by place, such as ('rules', 2, 'then'); a place without a line asks its parent."""

    def __init__(self, file: str, lines: dict[Place, int]) -> None:
        self.file = file
        self._lines = lines

    def line(self, place: Place) -> int | None:
        """Line of the place, counted from 1; None when the file had no lines at all."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place)

    def where(self, place: Place) -> Where:
        """The place, ready for a finding."""
        return Where(self.file, self.line(place), dotted(place))

    def without_tags(self, loc: Place) -> Place:
        """A place as the file has it: the model's own name for the kind of a condition or effect is left out."""
        place: Place = ()
        for index, step in enumerate(loc):
            is_tag = step in CONDITION_KEYS or step in EFFECT_KEYS
            # A tag is followed by a key of the same piece; a key that bears a tag's name is followed by its value.
            if is_tag and index + 1 < len(loc) and (*place, loc[index + 1]) in self._lines:
                continue
            place = (*place, step)
        return place


def dotted(place: Place) -> str:
    """('rules', 2, 'then') as people write it: rules[2].then."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


class _TooDeep(Exception):
    """What stands on this line lies too many levels down."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Loader(_BASE):  # type: ignore[misc]
    """YAML with only the values of JSON: `no`, a date, `010`, `1:30` and `0x1b` stay words.

    YAML's own numbers would make 8 of 010 and 90 of 1:30, and nobody who writes them here means that.
    """

    _depth = 0

    # Composing calls itself once a level: a file of nothing but brackets would end the whole process, and no exception
    # could be caught. So the way down is counted while it is gone; the builder refuses the last level to the letter.
    def descend_resolver(self, parent: yaml.Node | None, index: yaml.Node | int | None) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH + 1 and parent is not None:
            raise _TooDeep(parent.start_mark.line + 1)

    def ascend_resolver(self) -> None:
        self._depth -= 1


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")
)


def parse(text: str | bytes, file: str) -> tuple[Any, SourceMap]:
    """Text to plain values and the line of each; raises BadInput for broken YAML, repeated keys and aliases."""
    if len(text) > MAX_BYTES:
        raise BadInput.at("YM003", say("the file is larger than {most} bytes; split it", most=MAX_BYTES), file=file)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except _TooDeep as error:
        raise _too_deep(file, error.line) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "cannot be understood"
        message = say("this is not YAML: {problem}; check the indentation, colons and quotes here", problem=problem)
        raise BadInput.at("YM001", message, file=file, line=mark.line + 1 if mark else None) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        message = say("this is not readable text: {problem}; save it as UTF-8", problem=" ".join(str(error).split()))
        raise BadInput.at("YM001", message, file=file) from None
    if node is None:
        raise BadInput.at("YM004", say("the file is empty"), file=file, line=1)
    builder = _Builder(file)
    return builder.value(node, ()), SourceMap(file, builder.lines)


def _too_deep(file: str, line: int) -> BadInput:
    return BadInput.at("YM005", say("nested deeper than {most} levels", most=MAX_DEPTH), file=file, line=line)


class _Builder:
    """Turns composed nodes into plain values and remembers the line of each."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self._seen: set[int] = set()
        self._scalars = _Loader("")

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if len(place) >= MAX_DEPTH:
            raise _too_deep(self.file, line)
        if id(node) in self._seen:
            # An alias can make a small file unfold into a huge one, and nobody needs one here.
            raise BadInput.at(
                "YM007", say("aliases (*name) are not used here; write it out"), file=self.file, line=line
            )
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*place, index)) for index, one in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: yaml.Node, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self._scalar(key_node, line) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                raise BadInput.at("YM006", say("every key must be a word; put it in quotes"), file=self.file, line=line)
            if key in result:
                message = say("the key '{key}' is written twice; keep one of them", key=key)
                raise BadInput.at("YM002", message, file=self.file, line=line, field=dotted((*place, key)))
            self.lines[(*place, key)] = line
            result[key] = self.value(value_node, (*place, key))
        return result

    def _scalar(self, node: yaml.Node, line: int) -> Any:
        if node.tag == _WORDS:
            return node.value
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError):
            message = say("'{text}' cannot be read as a value; put it in quotes", text=str(node.value)[:80])
            raise BadInput.at("YM008", message, file=self.file, line=line) from None


def read(file: Path, model: type[Model]) -> tuple[Model, SourceMap]:
    """Read a file into a model; raises BadInput with one finding for each fault."""
    try:
        content = file.read_bytes()
    except OSError as error:
        message = say("cannot be read: {problem}; check the path", problem=error.strerror or str(error))
        raise BadInput.at("YM000", message, file=file) from None
    if len(content) > KEPT_BYTES:
        return read_text(content, str(file), model)
    return _read_once(content, str(file), model)


# The same bytes under the same name are the same frozen values, so no edit is ever missed. Refusals are not kept.
@lru_cache(maxsize=KEPT_FILES)
def _read_once(content: bytes, file: str, model: type[Model]) -> tuple[Model, SourceMap]:
    return read_text(content, file, model)


def read_text(text: str | bytes, file: str, model: type[Model]) -> tuple[Model, SourceMap]:
    """Read text that came from anywhere; `file` is the name shown in findings."""
    value, places = parse(text, file)
    try:
        return model.model_validate(value), places
    except ValidationError as error:
        raise BadInput(_findings(error, places)) from None


def _findings(error: ValidationError, places: SourceMap) -> Iterator[Finding]:
    for fault in error.errors(include_url=False):
        place = places.without_tags(fault["loc"])
        code, message = _sentence(fault["type"], fault["msg"], str(place[-1]) if place else "")
        yield Finding(code, Severity.ERROR, places.where(place), message)


# Where the model's own words would mean something only to people who know it.
_PLAIN_WORDS = {
    "string_pattern_mismatch": say(
        "this is an id: write small letters and digits, with . _ or - between them, such as 'good_1'"
    ),
    "string_type": say("write words here; in quotes, if they look like a number"),
    "model_type": say("write keys with values here, one a line, such as 'id: good'"),
    "dict_type": say("write keys with values here, one a line, such as 'good: yes'"),
    "mapping_type": say("write keys with values here, one a line, such as 'good: yes'"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        say("write a day as year, month and day, such as 2027-04-01"),
    ),
    "tuple_type": say("write a list here, each entry on a line that begins with '- '"),
}


def _sentence(kind: str, problem: str, name: str) -> tuple[str, Words]:
    if kind == "extra_forbidden":
        return "YM011", say("'{name}' is not a key that belongs here; remove it or check its spelling", name=name)
    if kind == "missing":
        return "YM012", say("'{name}' is missing; add it", name=name)
    if kind in _PLAIN_WORDS:
        return "YM010", _PLAIN_WORDS[kind]
    problem = problem.removeprefix("Value error, ")
    return "YM010", say("{problem}", problem=problem[:1].lower() + problem[1:])


def framework_file(path: Path) -> Path:
    """The framework.yaml that a person means by a folder or a file."""
    return path / "framework.yaml" if path.is_dir() else path


def shipped_ids() -> tuple[str, ...]:
    """Ids of the frameworks that come with Evenhand, by name."""
    return tuple(sorted(file.parent.name for file in shipped("frameworks").glob("*/framework.yaml")))


@lru_cache(maxsize=32)
def load(framework_id: str) -> Framework:
    """A shipped framework by id; raises BadInput that names the ids that exist."""
    if framework_id not in shipped_ids():
        message = say(
            "there is no framework '{id}'; write one of: {known}", id=framework_id, known=", ".join(shipped_ids())
        )
        raise BadInput.at("FW000", message, field="framework")
    return read(shipped("frameworks") / framework_id / "framework.yaml", Framework)[0]


def load_all() -> tuple[Framework, ...]:
    """Every shipped framework, oldest first by the day it came into force."""
    return tuple(sorted((load(one) for one in shipped_ids()), key=lambda framework: framework.in_force.start))


def before(framework: Framework) -> Framework | None:
    """The version that this one follows: the one it names, or the shipped one in force on the day before."""
    if framework.predecessor in shipped_ids():
        return load(framework.predecessor)
    found = in_force_on(framework.in_force.start - timedelta(days=1))
    return None if found is None or found.id == framework.id else found


def in_force_on(day: date) -> Framework | None:
    """The shipped framework in force on a day, or None: an inspection belongs to the one of its start date.

    The newest version that has begun counts. A published version never changes, so one without a last day ends when
    the next begins.
    """
    begun = [one for one in load_all() if one.in_force.start <= day]
    return begun[-1] if begun and begun[-1].in_force.covers(day) else None


@lru_cache(maxsize=8)
def load_standards(set_id: str) -> StandardSet:
    """A shipped set of standards or regulations by id; raises BadInput that names the sets that exist."""
    folder = shipped("frameworks") / "standards"
    known = sorted(file.stem for file in folder.glob("*.yaml"))
    if set_id not in known:
        message = say("there is no set of standards '{id}'; write one of: {known}", id=set_id, known=", ".join(known))
        raise BadInput.at("FW000", message, field="standards")
    return read(folder / f"{set_id}.yaml", StandardSet)[0]
