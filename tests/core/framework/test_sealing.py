"""A sealed framework comes back as it was, and a changed byte is refused."""

from __future__ import annotations

import pytest
import yaml
from tests.core.framework.examples import TINY, broken, tiny

from evenhand.framework.model import Framework
from evenhand.framework.reading import load, read_text, shipped_ids
from evenhand.framework.sealing import seal, unseal


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_a_shipped_framework_survives_sealing(framework_id: str) -> None:
    framework = load(framework_id)
    assert unseal(*seal(framework)) == framework


def test_sealing_twice_gives_the_same_bytes() -> None:
    content, name = seal(tiny())
    assert seal(unseal(content, name)) == (content, name)
    assert len(name) == 64


def test_a_changed_byte_is_refused() -> None:
    content, name = seal(tiny())
    for position in (0, len(content) // 2, len(content) - 1):
        changed = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
        with pytest.raises(ValueError, match="was changed"):
            unseal(changed, name)


def test_a_wrong_fingerprint_is_refused() -> None:
    content, _ = seal(tiny())
    with pytest.raises(ValueError, match="was changed"):
        unseal(content, "0" * 64)


def test_the_order_of_keys_and_comments_do_not_change_the_fingerprint() -> None:
    backwards = _turned(yaml.safe_load(TINY.replace("2020-04-01", '"2020-04-01"')))
    reordered = "# a comment\n" + yaml.safe_dump(backwards, sort_keys=False)
    assert reordered.index("bibliography") < reordered.index("format")
    assert seal(read_text(reordered, "tiny.yaml", Framework)[0])[1] == seal(tiny())[1]


def _turned(value: object) -> object:
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [_turned(one) for one in value]
    return value if isinstance(value, int | str | type(None)) else str(value)


def test_saying_a_default_aloud_does_not_change_the_fingerprint() -> None:
    aloud = broken(("    title: Safety\n", "    title: Safety\n    verified: true\n"))
    assert seal(read_text(aloud, "tiny.yaml", Framework)[0])[1] == seal(tiny())[1]


def test_a_changed_word_changes_the_fingerprint() -> None:
    changed = broken(("Poor safety means poor care.", "Poor safety means fair care."))
    assert seal(read_text(changed, "tiny.yaml", Framework)[0])[1] != seal(tiny())[1]
