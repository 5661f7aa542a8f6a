"""What a job can be: a list of items, and what is done to one of them. The apps above declare their own kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.utils.functional import Promise

from evenhand.findings import BadInput
from evenhand.wording import say


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job.

    `items` names everything there is to do, once, when the job begins. `do` does one of them and may be called again
    for the same one after a worker died: it must leave the same behind. It raises what went wrong. `portion` is how
    many items one worker takes at a time; `patience` how many seconds one item may take before its worker is given up;
    `tries` how often an item is tried.
    """

    name: str
    title: str | Promise
    items: Callable[[], Sequence[str]]
    do: Callable[[str], None]
    portion: int = 20
    patience: float = 60
    tries: int = 3


@lru_cache(maxsize=1)
def job_kinds() -> dict[str, JobKind]:
    """Every kind that the modules of the setting JOB_KINDS declare, by name."""
    modules = [import_module(name) for name in settings.JOB_KINDS]
    declared = [one for module in modules for one in vars(module).values() if isinstance(one, JobKind)]
    return {kind.name: kind for kind in declared}


def job_kind(name: str) -> JobKind:
    """The kind of that name; raises BadInput for a name that no app declares."""
    kind = job_kinds().get(name)
    if kind is None:
        raise BadInput.at("DO013", say("there is no job “{name}”; choose one of the list", name=name))
    return kind
