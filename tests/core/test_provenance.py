"""The same value has the same name everywhere, and a chain shows where it was tampered with."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.provenance import canonical, chained, fingerprint, first_break

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": 1, "a": [True, None, "ü"]}) == '{"a":[true,null,"ü"],"b":1}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_cannot_say_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"x": value})


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4))
def test_the_order_of_keys_never_matters(value: dict[str, Any]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_a_fingerprint_is_sha_256() -> None:
    assert fingerprint(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert fingerprint(b"").startswith("e3b0c44298fc1c14")


def chain(entries: list[Any]) -> list[tuple[int, str, str, Any]]:
    links, previous = [], ""
    for number, entry in enumerate(entries, 1):
        digest = chained(previous, entry)
        links.append((number, previous, digest, entry))
        previous = digest
    return links


@given(st.lists(VALUES, max_size=6))
def test_an_untouched_chain_holds(entries: list[Any]) -> None:
    assert first_break(chain(entries)) is None


@given(st.lists(st.integers(), min_size=1, max_size=6), st.data())
def test_a_changed_entry_is_named(entries: list[int], data: st.DataObject) -> None:
    links = chain(entries)
    position = data.draw(st.integers(0, len(links) - 1))
    number, previous, digest, entry = links[position]
    links[position] = (number, previous, digest, entry + 1)
    assert first_break(links) == number


@given(st.lists(st.integers(), min_size=2, max_size=6), st.data())
def test_a_removed_entry_shows_at_the_next(entries: list[int], data: st.DataObject) -> None:
    links = chain(entries)
    position = data.draw(st.integers(0, len(links) - 2))
    following = links[position + 1][0]
    del links[position]
    assert first_break(links) == following


def test_an_entry_put_in_between_shows() -> None:
    links = chain(["a", "b"])
    links.insert(1, (9, links[0][2], chained(links[0][2], "x"), "x"))
    assert first_break(links) == 2


def test_swapped_entries_show() -> None:
    links = chain(["a", "b", "c"])
    links[0], links[1] = links[1], links[0]
    assert first_break(links) == 2
