"""Chance that only the holder of the secret can repeat: each draw is a keyed digest of what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from math import log
from typing import TypeVar

Thing = TypeVar("Thing")
_SPAN = 2.0**64


def uniform(secret: bytes, *about: object) -> float:
    """A number above 0 and up to 1, the same for the same secret and subject.

    A draw depends on nothing but its own subject, so that adding a home to the list changes no other home's luck.
    """
    key = blake2b(secret, digest_size=32).digest()
    text = "\x1f".join(str(one) for one in about).encode()
    number = int.from_bytes(blake2b(text, key=key, digest_size=8).digest(), "big")
    return (number + 1) / _SPAN


def exponential(secret: bytes, mean: float, *about: object) -> float:
    """An exponential draw with this mean: the least of several is each of them equally often."""
    return -mean * log(uniform(secret, *about))


def one_of(secret: bytes, things: Sequence[Thing], *about: object) -> Thing:
    """One of several, each as likely as the others; raises IndexError when there is none."""
    return things[min(int(uniform(secret, *about) * len(things)), len(things) - 1)]
