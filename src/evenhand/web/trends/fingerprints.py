"""Which data an account was made from, told without loading what makes accounts."""

from __future__ import annotations

import hashlib

from evenhand.shelf import shipped

FOLDERS = ("published_statistics", "provider_rows")


def data_fingerprint() -> str:
    """What tells the data under the accounts from any other: published series and register files, byte for byte."""
    seen = hashlib.blake2s(digest_size=16)
    for folder in FOLDERS:
        for file in sorted((shipped("data") / folder).glob("*.csv")):
            seen.update(f"{folder}/{file.name}:".encode() + hashlib.blake2s(file.read_bytes()).digest())
    return seen.hexdigest()
