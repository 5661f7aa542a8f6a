"""The lint of crosswalks: dangling ids, pieces that nobody spoke of, contradictions.

Each check is one function; to add one, write it here and name it in `CHECKS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evenhand.findings import BadInput, Check, Finding, Severity, check
from evenhand.framework import reading as frameworks
from evenhand.framework.crosswalk.beside import files, folder_of, versions_beside
from evenhand.framework.crosswalk.model import PARTS, Confidence, Crosswalk, Relation
from evenhand.framework.crosswalk.parts import same_content, things
from evenhand.framework.crosswalk.reading import BETWEEN, pair_of
from evenhand.framework.model import Framework
from evenhand.framework.reading import Place, SourceMap
from evenhand.wording import Words, say

# Parts in which every piece must be spoken of; in the others an equal id is taken for the same thing.
MUST_BE_TREATED = ("judgements", "criteria")


@dataclass(frozen=True, slots=True)
class Ends:
    """The two versions that a crosswalk joins, and the name of its file ('' for none)."""

    old: Framework
    new: Framework
    file: str = ""


Faults = Iterator[tuple[Place, Words]]
CrosswalkCheck = Check[[Crosswalk, Ends], Faults]


@check("CW001", Severity.ERROR)
def the_file_is_named_for_its_pair(walk: Crosswalk, ends: Ends) -> Faults:
    """The name of the file does not say which versions it joins."""
    if ends.file and pair_of(Path(ends.file)) != (walk.old, walk.new):
        yield ("old",), say("name the file {name}", name=f"{walk.old}{BETWEEN}{walk.new}.yaml")


@check("CW002", Severity.ERROR)
def the_old_one_is_older(walk: Crosswalk, ends: Ends) -> Faults:
    """The new version did not come into force after the old one."""
    if ends.old.in_force.start >= ends.new.in_force.start:
        yield ("new",), say("'{new}' is not newer than '{old}'; swap the two", new=walk.new, old=walk.old)


@check("CW003", Severity.ERROR)
def nothing_dangles(walk: Crosswalk, ends: Ends) -> Faults:
    """An id is not in the version that it is said to be in."""
    for part, place, name, version in _named(walk, ends):
        if name not in things(version, part):
            yield (
                place,
                say(
                    "'{version}' has no '{id}' among its {part}; check its spelling",
                    version=version.id,
                    id=name,
                    part=_words(part),
                ),
            )


@check("CW004", Severity.ERROR)
def every_piece_is_treated(walk: Crosswalk, ends: Ends) -> Faults:
    """Nobody says what became of a piece of the old version, or where one of the new version comes from."""
    for part in MUST_BE_TREATED:
        crossing = walk.crossing(part)
        before, after = things(ends.old, part), things(ends.new, part)
        carried = {one for one in before if one in after and same_content(ends.old, before[one], ends.new, after[one])}
        gone = {one.old for one in crossing.links} | {gap.id for gap in crossing.withdrawn}
        come = {one.new for one in crossing.links} | {gap.id for gap in crossing.added}
        for one in before:
            if one not in gone | carried:
                yield (
                    (part,),
                    say(
                        "'{id}' of '{version}' is neither linked nor withdrawn; say what became of it",
                        id=one,
                        version=walk.old,
                    ),
                )
        for one in after:
            if one not in come | carried:
                yield (
                    (part,),
                    say(
                        "'{id}' of '{version}' is neither linked nor added; say where it comes from",
                        id=one,
                        version=walk.new,
                    ),
                )


@check("CW005", Severity.ERROR)
def no_piece_is_both_linked_and_a_gap(walk: Crosswalk, _: Ends) -> Faults:
    """A piece is linked to something and said to have nothing on the other side."""
    for part in PARTS:
        crossing = walk.crossing(part)
        leads = [one for one in crossing.links if one.relation is not Relation.NONE]
        for field, gaps, linked in (
            ("withdrawn", crossing.withdrawn, {one.old for one in leads}),
            ("added", crossing.added, {one.new for one in leads}),
        ):
            for index, gap in enumerate(gaps):
                if gap.id in linked:
                    yield (part, field, index), say("'{id}' is linked above; remove the link or the gap", id=gap.id)


@check("CW006", Severity.ERROR)
def no_pair_is_linked_twice(walk: Crosswalk, _: Ends) -> Faults:
    """Two links join the same two pieces, or one gap stands twice."""
    for part in PARTS:
        crossing = walk.crossing(part)
        named: list[tuple[Place, object]] = [
            ((part, "links", index), (one.old, one.new)) for index, one in enumerate(crossing.links)
        ]
        for field, gaps in (("withdrawn", crossing.withdrawn), ("added", crossing.added)):
            named += [((part, field, index), (field, gap.id)) for index, gap in enumerate(gaps)]
        seen: Counter[object] = Counter()
        for place, what in named:
            seen[what] += 1
            if seen[what] > 1:
                yield place, say("this is written twice; keep one of them")


@check("CW007", Severity.ERROR)
def the_same_is_the_same_as_one_thing_only(walk: Crosswalk, _: Ends) -> Faults:
    """A piece is said to be the same as two different pieces."""
    for part in PARTS:
        same = [(i, one) for i, one in enumerate(walk.crossing(part).links) if one.relation is Relation.SAME]
        for side in ("old", "new"):
            counted = Counter(getattr(one, side) for _, one in same)
            for index, one in same:
                if counted[getattr(one, side)] > 1:
                    yield (
                        (part, "links", index, "relation"),
                        say(
                            "'{id}' is the same as two pieces here; call a part of it narrower or broader",
                            id=getattr(one, side),
                        ),
                    )


@check("CW008", Severity.ERROR)
def counterparts_are_one_to_one(walk: Crosswalk, ends: Ends) -> Faults:
    """A counterpart is not one judgement for one judgement, graded on as many points."""
    marked = [(i, one) for i, one in enumerate(walk.judgements.links) if one.counterpart]
    for side in ("old", "new"):
        counted = Counter(getattr(one, side) for _, one in marked)
        for index, one in marked:
            if counted[getattr(one, side)] > 1:
                yield (
                    ("judgements", "links", index, "counterpart"),
                    say("'{id}' has two counterparts; keep the one that is graded in its place", id=getattr(one, side)),
                )
    for index, one in marked:
        place = ("judgements", "links", index, "counterpart")
        if one.relation is Relation.NONE:
            yield place, say("what is not related cannot be a counterpart; remove one of the two")
        if one.old in ends.old.judgement_by_id and one.new in ends.new.judgement_by_id:
            points = [len(ends.old.scale_of(one.old).grades), len(ends.new.scale_of(one.new).grades)]
            if points[0] != points[1]:
                yield (
                    place,
                    say(
                        "one is graded on {old} points and the other on {new}; grades cannot be compared",
                        old=points[0],
                        new=points[1],
                    ),
                )


@check("CW009", Severity.ERROR)
def only_judgements_have_counterparts(walk: Crosswalk, _: Ends) -> Faults:
    """Something that is not graded is marked as a counterpart."""
    for part in PARTS[1:]:
        for index, one in enumerate(walk.crossing(part).links):
            if one.counterpart:
                yield (part, "links", index, "counterpart"), say("only judgements are graded; remove 'counterpart'")


@check("CW010", Severity.WARNING)
def the_overall_judgements_face_each_other(walk: Crosswalk, ends: Ends) -> Faults:
    """Both versions have an overall judgement, but they are not each other's counterpart."""
    if ends.old.headline is None or ends.new.headline is None:
        return
    old, new = ends.old.headline.id, ends.new.headline.id
    facing = {one.old: one.new for one in walk.judgements.links if one.counterpart}
    facing.setdefault(old, old)
    if facing[old] != new:
        yield (
            ("judgements",),
            say("mark '{old}' and '{new}' as counterparts, or nobody can compare what they allow", old=old, new=new),
        )


@check("CW011", Severity.ERROR)
def what_is_withdrawn_does_not_stand_in_the_other(walk: Crosswalk, ends: Ends) -> Faults:
    """A piece is called withdrawn or added, but stands in both versions with the same content."""
    for part in PARTS:
        before, after = things(ends.old, part), things(ends.new, part)
        crossing = walk.crossing(part)
        for field, gaps in (("withdrawn", crossing.withdrawn), ("added", crossing.added)):
            for index, gap in enumerate(gaps):
                one, other = before.get(gap.id), after.get(gap.id)
                if one is not None and other is not None and same_content(ends.old, one, ends.new, other):
                    yield (
                        (part, field, index),
                        say("'{id}' stands in both versions and says the same; remove the line", id=gap.id),
                    )


@check("CW012", Severity.ERROR)
def facts_that_are_the_same_have_the_same_answers(walk: Crosswalk, ends: Ends) -> Faults:
    """Two facts are called the same, but are answered in different kinds."""
    for index, one in enumerate(walk.facts.links):
        old, new = ends.old.fact_by_id.get(one.old), ends.new.fact_by_id.get(one.new)
        if one.relation is Relation.SAME and old and new and old.type != new.type:
            yield (
                ("facts", "links", index, "relation"),
                say(
                    "'{old}' is answered by a {one} and '{new}' by a {other}; call it 'overlaps'",
                    old=one.old,
                    new=one.new,
                    one=old.type,
                    other=new.type,
                ),
            )


@check("CW013", Severity.WARNING)
def what_is_rebuilt_is_not_compared_with_confidence(walk: Crosswalk, ends: Ends) -> Faults:
    """A link between unverified words claims high confidence."""
    for part in PARTS:
        before, after = things(ends.old, part), things(ends.new, part)
        for index, one in enumerate(walk.crossing(part).links):
            pieces = [piece for piece in (before.get(one.old), after.get(one.new)) if piece is not None]
            if one.confidence is Confidence.HIGH and part == "criteria" and not all(piece.verified for piece in pieces):
                yield (
                    (part, "links", index, "confidence"),
                    say("the words of one side were rebuilt, not read; 'medium' or 'low' claims less"),
                )


@check("CW014", Severity.ERROR)
def sources_are_in_the_bibliography(walk: Crosswalk, _: Ends) -> Faults:
    """A source is not in the bibliography."""
    named: list[tuple[Place, tuple[str, ...]]] = [(("sources",), walk.sources)]
    for part in PARTS:
        named += [((part, "links", i, "sources"), one.sources) for i, one in enumerate(walk.crossing(part).links)]
    for place, sources in named:
        for source in sources:
            if source not in walk.bibliography:
                yield place, say("'{source}' is not in the bibliography at the end; add it", source=source)


CHECKS: tuple[CrosswalkCheck, ...] = (
    the_file_is_named_for_its_pair,
    the_old_one_is_older,
    nothing_dangles,
    every_piece_is_treated,
    no_piece_is_both_linked_and_a_gap,
    no_pair_is_linked_twice,
    the_same_is_the_same_as_one_thing_only,
    counterparts_are_one_to_one,
    only_judgements_have_counterparts,
    the_overall_judgements_face_each_other,
    what_is_withdrawn_does_not_stand_in_the_other,
    facts_that_are_the_same_have_the_same_answers,
    what_is_rebuilt_is_not_compared_with_confidence,
    sources_are_in_the_bibliography,
)


def _named(walk: Crosswalk, ends: Ends) -> Iterator[tuple[str, Place, str, Framework]]:
    for part in PARTS:
        crossing = walk.crossing(part)
        for index, link in enumerate(crossing.links):
            yield part, (part, "links", index, "old"), link.old, ends.old
            yield part, (part, "links", index, "new"), link.new, ends.new
        for index, gap in enumerate(crossing.withdrawn):
            yield part, (part, "withdrawn", index, "id"), gap.id, ends.old
        for index, gap in enumerate(crossing.added):
            yield part, (part, "added", index, "id"), gap.id, ends.new


def _words(part: str) -> Words:
    return {
        "judgements": say("judgements"),
        "criteria": say("evidence areas and criteria"),
        "facts": say("facts"),
        "rules": say("rules"),
        "inspection_types": say("inspection types"),
        "frequency": say("frequency rules"),
        "timeline": say("steps of the timeline"),
    }[part]


def lint(path: Path, framework: Callable[[str], Framework] | None = None) -> tuple[Finding, ...]:
    """Every finding about the crosswalk (or crosswalks) at a path (see `files`), in the order of the lines.

    `framework` finds a version by id and raises BadInput when there is none; by default those in the same folder of
    frameworks, then the shipped ones. Faults that stop a file from being read come in the same shape.
    """
    found = files(path)
    by_folder = {folder: versions_beside(folder) for folder in map(folder_of, found)}
    return tuple(one for file in found for one in _lint_file(file, framework or by_folder[folder_of(file)]))


def _lint_file(file: Path, framework: Callable[[str], Framework]) -> tuple[Finding, ...]:
    try:
        walk, places = frameworks.read(file, Crosswalk)
    except BadInput as refusal:
        return refusal.findings
    ends, unknown = dict[str, Framework](), list[Finding]()
    for side in ("old", "new"):
        try:
            ends[side] = framework(getattr(walk, side))
        except BadInput as refusal:
            unknown.append(Finding("CW000", Severity.ERROR, places.where((side,)), _why(refusal.findings[0])))
    if unknown:
        return tuple(unknown)
    found = findings(walk, places, Ends(ends["old"], ends["new"], file.name))
    return tuple(sorted(found, key=lambda finding: (finding.where.line or 0, finding.code)))


def _why(first: Finding) -> Words:
    """Why a version cannot be had: it is not there, or it lies beside the crosswalk and cannot be read."""
    if not first.where.file:
        return first.message
    return say("this version cannot be read ({where}: {problem})", where=str(first.where), problem=first.message)


def for_another(found: str, wanted: str) -> Words:
    """What to say of a crosswalk that came with a version and leads to another one."""
    return say(
        "this crosswalk leads to '{found}'; write '{wanted}', the version that it comes with",
        found=found,
        wanted=wanted,
    )


def findings(walk: Crosswalk, places: SourceMap, ends: Ends) -> Iterator[Finding]:
    """What every check finds, in the order of the checks."""
    for one in CHECKS:
        for place, message in one.run(walk, ends):
            yield Finding(one.code, one.severity, places.where(place), message)
