"""`evenhand framework new` and `seal`: begin a version, and give it its fingerprint."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.days import METAVAR, day
from evenhand.cli.errors import FINDINGS

if TYPE_CHECKING:
    from evenhand.findings import Finding
    from evenhand.framework.drafting import Beginning, Sealing

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
    commands.command("new")(new_framework)
    commands.command("seal")(seal_framework)


def new_framework(
    new_id: Annotated[str, typer.Argument(metavar="NEW_ID", help="Id of the new version, such as sccif-2027.")],
    old_id: Annotated[
        str,
        typer.Option("--from", metavar="OLD_ID", help="The version it follows; the one in force today if not given."),
    ] = "",
    starts: Annotated[
        date | None,
        typer.Option(
            "--in-force-from", parser=day, metavar=METAVAR, help="Its first day; the next 1 April if not given."
        ),
    ] = None,
    folder: Annotated[Path, typer.Option(help="The folder of frameworks to write into.")] = Path("frameworks"),
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    json: AsJson = False,
) -> None:
    """Begin a version: copy the old one under a new id, with its cases, a rationale to write, and a crosswalk.

    Nothing that exists is changed or overwritten, and what is written passes the lint as it stands.
    """
    from evenhand.framework.drafting import begin, original, write
    from evenhand.framework.reading import in_force_on, load_all

    today = date.today()
    follows = old_id or (in_force_on(today) or load_all()[-1]).id
    draft = begin(original(follows), new_id, starts or _next_april(today), title)
    written = write(draft, folder)
    found = _lint(draft, folder)
    if json:
        files = [str(file) for file in written]
        findings = [one.as_dict() for one in found]
        printing.as_json({"id": draft.id, "predecessor": draft.old, "files": files, "findings": findings})
    else:
        _say_what_next(draft, written, folder)
        printing.findings(found)
    if any(one.severity == "error" for one in found):
        raise typer.Exit(FINDINGS)


def _next_april(today: date) -> date:
    this = date(today.year, 4, 1)
    return this if today < this else this.replace(year=today.year + 1)


def _lint(draft: Beginning, folder: Path) -> tuple[Finding, ...]:
    from evenhand.framework import checks, crosswalk

    path = folder / draft.id
    return (*checks.lint(path), *crosswalk.lint(path))


def _say_what_next(draft: Beginning, written: tuple[Path, ...], folder: Path) -> None:
    cases = sum("/cases/" in name for name, _text in draft.files)
    others = [file for file in written if file.parent.name != "cases"]
    printing.lines([f"Begun as a copy of {draft.old}; nothing of {draft.old} was changed. Written:"])
    printing.lines([*others, f"{folder / draft.id / 'cases'} ({cases} cases)"], indent=2)
    printing.lines(["", "Next:"])
    path = folder / draft.id
    steps = (
        f"change {path / 'framework.yaml'}, and say in the crosswalk what became of what",
        "answer what stands between [[ and ]]",
        f"evenhand framework lint {path}",
        f"evenhand framework diff {draft.old} {path}",
        f"evenhand framework reach {path} --against {draft.old}",
        f"evenhand framework clarity {path} --against {draft.old}",
        f"evenhand framework seal {path}",
    )
    printing.lines((f"{number}. {step}" for number, step in enumerate(steps, 1)), indent=2)
    printing.lines([""])


def seal_framework(
    path: Annotated[
        str, typer.Argument(help="A framework.yaml, its folder, or an id; with --verify also a sealed file.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the sealed bytes; ID.sealed.json if not given.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file of --out.")] = False,
    verify: Annotated[
        str, typer.Option(metavar="FINGERPRINT", help="Write nothing: say whether this is the fingerprint.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Seal a version: write its canonical bytes and print their fingerprint; refused while the lint finds an error.

    The fingerprint is of what the framework says; comments, spaces and the order of keys do not change it.
    """
    from evenhand.cli.framework.versions import file_of
    from evenhand.framework.drafting import seal_file

    if verify:
        _verify(Path(path) if Path(path).is_file() else file_of(path), verify, json)
        return
    sealing = seal_file(file_of(path))
    target = out or Path(f"{sealing.framework}.sealed.json")
    if sealing.content is not None:
        if target.exists() and not force:
            raise typer.BadParameter(f"{target} is there already; name another with --out, or add --force")
        target.write_bytes(sealing.content)
    if json:
        printing.as_json(_as_dict(sealing, target))
    else:
        printing.findings(sealing.findings)
        printing.lines(_told(sealing, target))
    if sealing.content is None:
        raise typer.Exit(FINDINGS)


def _told(sealing: Sealing, target: Path) -> list[str]:
    if sealing.content is None:
        return [f"Not sealed: {len(sealing.errors)} to put right first. Nothing was written."]
    return [
        f"Sealed {sealing.framework}: {target} ({len(sealing.content)} bytes)",
        f"Fingerprint: {sealing.fingerprint}",
    ]


def _as_dict(sealing: Sealing, target: Path) -> dict[str, object]:
    is_sealed = sealing.content is not None
    return {
        "id": sealing.framework,
        "sealed": is_sealed,
        "fingerprint": sealing.fingerprint,
        "file": str(target) if is_sealed else None,
        "bytes": len(sealing.content or b"") if is_sealed else None,
        "findings": [one.as_dict() for one in sealing.findings],
    }


def _verify(file: Path, expected: str, json: bool) -> None:
    from evenhand.framework.drafting import fingerprint_of

    wanted = expected.strip().lower()
    if len(wanted) != 64 or set(wanted) - set("0123456789abcdef"):
        raise typer.BadParameter("a fingerprint has 64 digits of 0-9 and a-f; copy it whole")
    found = fingerprint_of(file)
    if json:
        printing.as_json({"file": str(file), "expected": wanted, "found": found, "matches": found == wanted})
    elif found == wanted:
        printing.lines([f"{file} has this fingerprint."])
    else:
        printing.lines([f"{file} has another fingerprint: {found}"])
    if found != wanted:
        raise typer.Exit(FINDINGS)
