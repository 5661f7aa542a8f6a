"""Worker processes: the loop that each runs, and the parent that starts them anew when they die.

They end with whoever started them: a worker that outlives its parent would hold the database of a service that is gone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

WORKER = ("-m", "evenhand", "work", "--one")
LOOK = 0.2
IDLE = 1.0
RESCUE_EVERY = 2.0
# A worker that dies at once would else be started a thousand times a minute.
QUICK_DEATH, LONGEST_PAUSE = 5.0, 30.0
GRACE = 20.0
# What a worker says when no start will help: the settings or the database are wrong.
BAD_USE = 2


class Told:
    """Whether this process was told to stop, or is left without its parent."""

    def __init__(self) -> None:
        self.parent = os.getppid()
        self.stopped = False
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped = True

    def __call__(self) -> bool:
        return self.stopped or os.getppid() != self.parent


def loop(told: Told) -> None:
    """Take tasks from the queue one after the other, and bring back what dead workers held, until told to stop."""
    from django.db import close_old_connections
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from evenhand.web.jobs import working

    working.told_to_stop.append(told)
    rescued = 0.0
    while not told():
        close_old_connections()
        if time.monotonic() - rescued > RESCUE_EVERY:
            working.rescue()
            rescued = time.monotonic()
        if DBTaskResult.objects.ready().exists():
            Worker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=1,
                worker_id=f"{os.getpid()}-{time.monotonic_ns()}"[:64],
                excluded_queue_names=[],
            ).run()
        else:
            _sleep(IDLE, told)


def _sleep(seconds: float, told: Told) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not told():
        time.sleep(LOOK)


@dataclass(slots=True)
class Workers:
    """A number of worker processes that is kept up."""

    number: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    pause: float = 0.0
    not_before: float = 0.0

    def tend(self) -> int | None:
        """Start what is missing; the exit code of a worker that no new start would help, or None."""
        alive = []
        for process, since in zip(self.processes, self.started, strict=True):
            code = process.poll()
            if code is None:
                alive.append((process, since))
            elif code == BAD_USE:
                return code
            elif time.monotonic() - since < QUICK_DEATH:
                self.pause = min(LONGEST_PAUSE, max(1.0, 2 * self.pause))
                self.not_before = time.monotonic() + self.pause
            else:
                self.pause = 0.0
        while len(alive) < self.number and time.monotonic() >= self.not_before:
            alive.append((subprocess.Popen([sys.executable, *WORKER]), time.monotonic()))  # noqa: S603
        self.processes, self.started = [one for one, _ in alive], [since for _, since in alive]
        return None

    def stop(self) -> None:
        """Let every worker put back what it holds; whoever takes too long is killed, and rescued by the next."""
        for process in self.processes:
            process.terminate()
        end = time.monotonic() + GRACE
        for process in self.processes:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes, self.started = [], []


class Beside:
    """The process that keeps a worker up beside the server; it ends with the server even if nobody stops it."""

    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless the setting EVENHAND_WORKER=none says that workers run elsewhere."""
        if os.environ.get("EVENHAND_WORKER") != "none":
            self.process = subprocess.Popen([sys.executable, "-m", "evenhand", "work"])

    def stop(self) -> None:
        """Stop it and wait, so that nothing is left running."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(GRACE + 5)


def keep_up(number: int) -> int:
    """Keep a number of workers up until told to stop; the exit code."""
    told, workers = Told(), Workers(number)
    try:
        while not told():
            code = workers.tend()
            if code is not None:
                return code
            time.sleep(LOOK)
    finally:
        workers.stop()
    return 0
