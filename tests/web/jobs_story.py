"""Jobs for the tests: one that somebody began, and kinds whose items write down that they were done."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.utils import timezone

from evenhand.findings import BadInput
from evenhand.web.jobs.kinds import JobKind
from evenhand.wording import say


def a_job(**changes: Any) -> Any:
    """A job of a kind that nobody works on; over, unless a test says otherwise."""
    from evenhand.web.jobs.models import Job

    now = timezone.now()
    made = {"kind": "reports.rerender", "total": 3, "begun_by": "ada", "begun_at": now, "finished_at": now}
    return Job.objects.create(**(made | changes))


def _diary() -> Path:
    return Path(os.environ["EVENHAND_DIARY"])


def _note(words: str) -> None:
    with _diary().open("a") as diary:
        diary.write(f"{words} {os.getpid()}\n")


def read_diary() -> list[tuple[str, str, int]]:
    """What was begun and ended, by which process: (`begun` or `ended`, item, pid)."""
    lines = [line.split() for line in _diary().read_text().splitlines()] if _diary().exists() else []
    return [(what, item, int(pid)) for what, item, pid in lines]


def _do(item: str) -> None:
    _note(f"begun {item}")
    time.sleep(float(os.environ.get("EVENHAND_ITEM_SECONDS", "0")))
    if item == "killer":
        os.kill(os.getpid(), 9)
    if item == "bad":
        raise BadInput.at("DO019", say("this item is not fit"))
    if item == "flaky" and sum(one[1] == "flaky" for one in read_diary()) < 2:
        raise OSError("the disk hiccuped")
    if item == "hopeless":
        raise OSError("the disk is gone")
    _note(f"ended {item}")


def _items() -> list[str]:
    return os.environ.get("EVENHAND_ITEMS", "a b c d e").split()


NOTING = JobKind(name="tests.noting", title="Write down what was done", items=_items, do=_do, portion=2, patience=30)
