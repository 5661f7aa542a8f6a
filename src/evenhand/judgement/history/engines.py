"""Where the files of a folder are judged: here, in processes of this machine, or on a Dask cluster.

All three are `concurrent.futures.Executor`s, so that whoever gives out work need not know which one it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from importlib import import_module
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from evenhand.findings import BadInput
from evenhand.wording import say

_PATIENCE = 20  # seconds for a scheduler, and for its first worker
# Dask hangs on some that are none.
_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?([^\s/:\[\]]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")
Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class Engine(StrEnum):
    """Where the files of a folder are judged."""

    LOCAL = "local"
    PROCESSES = "processes"
    DASK = "dask"


@contextmanager
def started(engine: Engine, *, workers: int | None = None, scheduler: str = "") -> Iterator[Executor]:
    """An executor that is running, and that leaves no process behind when the block is over.

    `workers`: how many processes are started, by default one for each processor; `scheduler`: the address of a Dask
    cluster that is already running, of which nothing is stopped. Without it `dask` starts a cluster on this machine.
    Raises BadInput when an option does not go with the engine, Dask is not installed or the scheduler does not answer.
    """
    if scheduler and engine is not Engine.DASK:
        raise _misuse("--scheduler", say("only --engine dask has a scheduler"))
    if scheduler and not _ADDRESS.fullmatch(scheduler):
        raise _misuse("--scheduler", say("“{given}” is no address; write for example tcp://host:8786", given=scheduler))
    if workers is not None and (scheduler or engine is Engine.LOCAL):
        why = say("a scheduler has its own workers") if scheduler else say("the local engine has none")
        raise _misuse("--workers", say("leave this option out: {why}", why=why))
    if workers is not None and workers < 1:
        raise _misuse("--workers", say("write a number of processes, 1 or more"))
    with ExitStack() as stack:
        if engine is Engine.DASK:
            yield _dask(stack, workers or os.cpu_count() or 1, scheduler)
        elif engine is Engine.PROCESSES:
            # Started afresh, not forked: a fork copies locks that the threads of numpy and pyarrow may hold.
            pool = ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=get_context("spawn"))
            stack.callback(pool.shutdown, wait=True, cancel_futures=True)
            yield pool
        else:
            yield _Here()


class _Here(Executor):
    """Does the work at once, in this process."""

    def submit(self, work: Callable[Asked, Found], /, *args: Asked.args, **named: Asked.kwargs) -> Future[Found]:
        future: Future[Found] = Future()
        try:
            future.set_result(work(*args, **named))
        except Exception as problem:
            future.set_exception(problem)
        return future


def _dask(stack: ExitStack, workers: int, scheduler: str) -> Executor:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise _misuse("--engine", say("Dask is not installed; write: pip install 'evenhand[dask]'")) from None
    try:
        if not scheduler:
            # Its status page is for this machine only, at any port that is free.
            local = {"threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
            cluster = distributed.LocalCluster(n_workers=workers, **local)
            scheduler = stack.enter_context(cluster).scheduler_address
        client = stack.enter_context(distributed.Client(scheduler, set_as_default=False, timeout=_PATIENCE))
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as problem:
        message = say(
            "no scheduler with a worker answers at {address}: {problem}", address=scheduler, problem=str(problem)
        )
        raise _misuse("--scheduler", message) from None
    executor: Executor = client.get_executor()
    stack.callback(executor.shutdown, wait=False)
    return executor


def _misuse(option: str, message: Any) -> BadInput:
    return BadInput.at("HI009", message, field=option)
