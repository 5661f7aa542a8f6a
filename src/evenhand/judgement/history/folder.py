"""A folder of files through a framework's rules: one file is one piece of work, whoever does it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.framework.model import Framework
from evenhand.framework.sealing import seal, unseal
from evenhand.judgement.history.limits import Limits
from evenhand.judgement.history.rejudging import rejudge
from evenhand.judgement.history.seen import chosen_kinds
from evenhand.judgement.history.summary import Summary
from evenhand.judgement.published_words import HOME_KINDS
from evenhand.wording import say

Judged = Summary | tuple[Finding, ...]
_ENDINGS = (".parquet", ".pq", ".csv")


def rejudge_folder(
    folder: Path,
    framework: Framework,
    out: Path,
    *,
    executor: Executor,
    kinds: Sequence[str] = HOME_KINDS,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Summary:
    """Put every CSV and Parquet file under `folder` through the rules, into a file of the same name under `out`.

    The summary is that of all rows in one file, in the order of the files' names. A file that cannot be judged is
    named in `Summary.failed`, and the others are kept. `out` appears when all is done, and not before; `on_progress`
    hears of every file that is done, maybe in another thread. What is written depends neither on `executor` nor on its
    workers, which must see both folders under the same paths. Raises BadInput for folders that cannot be used, or when
    every file fails.
    """
    limits = Limits(framework)
    chosen_kinds(kinds)
    # In full, because a worker on another machine may stand in another folder.
    top, sealed = folder.absolute(), seal(framework)
    files = files_in(top)
    summary = Summary(limits, str(folder))
    with _new_folder(out, top) as part:
        given: list[Future[Judged]] = []
        for file in files:
            target = part / file.relative_to(top)
            target.parent.mkdir(parents=True, exist_ok=True)
            given.append(_submitted(executor, file, *sealed, target, kinds))
            given[-1].add_done_callback(lambda _: on_progress(1))
        found = _collected(given)
        for file, judged in zip(files, found, strict=True):  # in the order of names, whichever was done first
            summary.include(_told(file, judged, limits))
        if not any(isinstance(judged, Summary) for judged in found):
            raise BadInput(summary.failed)
    return summary


def judge_one(file: Path, content: bytes, fingerprint: str, out: Path, kinds: Sequence[str]) -> Judged:
    """Judge one file under a sealed framework, in whichever process this is called; findings when it is refused."""
    try:
        return rejudge(file, _unsealed(content, fingerprint), out, kinds=kinds)
    except BadInput as refusal:  # an exception would lose its findings on the way between processes
        return refusal.findings


def _submitted(executor: Executor, file: Path, *more: Any) -> Future[Judged]:
    try:
        return executor.submit(judge_one, file, *more)
    except BrokenExecutor as problem:  # a worker died over one of the files before
        future: Future[Judged] = Future()
        future.set_exception(problem)
        return future


def _collected(given: Sequence[Future[Judged]]) -> list[Judged | BaseException]:
    try:
        wait(given)
    finally:
        for future in given:  # when this was broken off, nobody waits for the others any more
            future.cancel()
    return [future.exception() or future.result() for future in given]


@lru_cache(maxsize=2)
def _unsealed(content: bytes, fingerprint: str) -> Framework:
    return unseal(content, fingerprint)


def _told(file: Path, found: Judged | BaseException, limits: Limits) -> Summary:
    if isinstance(found, Summary):
        return found
    if isinstance(found, BaseException):
        said = f"{type(found).__name__}: {found}".split("\n")[0].strip(": ")[:300]
        message = say("this file could not be judged ({problem}); run it again by itself", problem=said)
        found = (Finding("HI010", Severity.ERROR, Where(str(file)), message),)
    return Summary(limits, str(file), failed=found)


def files_in(folder: Path) -> list[Path]:
    """The CSV and Parquet files of a folder and its subfolders, by name; raises BadInput when there is none.

    Names that begin with a full stop or an underscore are left out: programs write such files for themselves.
    """
    files = []
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in file.relative_to(folder).parts)
        if file.suffix.lower() in _ENDINGS and file.is_file() and not hidden:
            files.append(file)
    if not files:
        message = say("there is no file in this folder that ends in {endings}", endings=list(_ENDINGS))
        raise BadInput.at("HI001", message, file=folder)
    return files


@contextmanager
def _new_folder(out: Path, source: Path) -> Iterator[Path]:
    """A folder that is filled under another name and takes its own when all is well."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        message = say("this is there already; name a new folder, so that two runs are not taken for one")
        raise BadInput.at("HI007", message, file=out, field="--out")
    place = out.resolve()
    if place.is_relative_to(source.resolve()) or source.resolve().is_relative_to(place):
        message = say("the folder that is written must lie beside the folder that is read, not in it or around it")
        raise BadInput.at("HI007", message, file=out, field="--out")
    part = place.with_name(f".{place.name}.part")
    try:
        part.mkdir()
    except FileExistsError:
        message = say("an earlier run broke off, or another is still going on; when none is, remove {part}", part=part)
        raise BadInput.at("HI007", message, file=out, field="--out") from None
    except OSError as error:
        message = say("cannot be written: {problem}; check the folder", problem=error.strerror or str(error))
        raise BadInput.at("HI007", message, file=out, field="--out") from None
    try:
        yield part
        for half in part.rglob(".*.part"):  # of a worker that was killed
            half.unlink()
        if out.exists():
            out.rmdir()
        part.replace(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)
