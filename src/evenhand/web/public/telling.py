"""What a grade meant: the words of the framework version that was in force, and where to read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from evenhand.framework.model import Framework
from evenhand.report.document import ReportDocument
from evenhand.web.frameworks import queries as shelf


@dataclass(frozen=True, slots=True)
class Meaning:
    """The version in force, and the place of a grade's descriptor in it.

    `words` is the descriptor, "" where its text could not be read or no grade was given; `verified` is its mark.
    """

    version: str
    title: str
    address: str
    judgement: str = ""
    label: str = ""
    words: str = ""
    verified: bool = True


class Shelf:
    """The versions on the shelf, read once for a page. One query, and none for a version that was opened before."""

    def __init__(self) -> None:
        self.held = {one.version.pk: one for one in shelf.held()}
        self.newest_first = list(reversed(self.held.values()))

    def on(self, day: date, ordinal: int | None) -> Meaning | None:
        """What an overall grade given on a day meant; None where no version of that day is known."""
        begun = next((one for one in self.newest_first if one.version.in_force_from <= day), None)
        return self.of(begun.version.pk, ordinal) if begun is not None and begun.is_in_force(day) else None

    def of(self, version_id: str, ordinal: int | None, judgement_id: str = "") -> Meaning | None:
        """What a grade meant in one version; of the overall judgement, unless one is named."""
        found = self.held.get(version_id)
        if found is None:
            return None
        # Bytes that are not the sealed ones are not read out; the page of the version says what is wrong with them.
        try:
            framework = shelf.framework_of(found.version)
        except ValueError:
            return None
        return meaning(framework, ordinal, judgement_id)


def meaning(framework: Framework, ordinal: int | None, judgement_id: str = "") -> Meaning:
    """What a grade (its ordinal) of a judgement meant in a framework version; of the overall one, if none is named."""
    page = reverse("frameworks:version", args=[framework.id])
    judgement = framework.judgement_by_id.get(judgement_id) if judgement_id else framework.headline
    if judgement is None or ordinal is None:
        return Meaning(framework.id, framework.title, page)
    grades = framework.scale_of(judgement.id).best_first
    grade = next((one for one in grades if one.ordinal == ordinal), None)
    descriptor = framework.descriptors_of(judgement.id).get(grade.id) if grade else None
    if grade is None or descriptor is None:
        label = grade.label if grade else ""
        return Meaning(framework.id, framework.title, f"{page}#criteria", judgement.title, label)
    return Meaning(
        version=framework.id,
        title=framework.title,
        address=f"{page}#part-{judgement.id}-{grade.id}",
        judgement=judgement.title,
        label=grade.label,
        words=descriptor.text,
        verified=descriptor.verified,
    )


def meanings(document: ReportDocument) -> list[Meaning]:
    """What each grade of a report meant in the version that the report names; empty when that is not on the shelf."""
    held = Shelf()
    row = held.held.get(document.framework)
    if row is None or row.version.fingerprint != document.framework_fingerprint:
        return []
    found = (held.of(document.framework, one.ordinal, one.judgement) for one in document.judgements)
    return [one for one in found if one is not None and one.judgement]
