"""What is done to the shelf: versions are put on it. Nothing is ever taken off or changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.framework.model import Framework
from evenhand.framework.reading import load_all
from evenhand.framework.sealing import seal
from evenhand.provenance import fingerprint
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.frameworks.models import FrameworkVersion, HeldCrosswalk
from evenhand.wording import say


@action("framework.published")
def publish(*, by: HasActorId, framework: Framework) -> Acted[FrameworkVersion]:
    """Put a version on the shelf as sealed bytes."""
    content, seal_of_it = seal(framework)
    version = FrameworkVersion.objects.create(
        id=framework.id,
        title=framework.title,
        fingerprint=seal_of_it,
        sealed=content,
        in_force_from=framework.in_force.start,
        in_force_to=framework.in_force.end,
        loaded_at=timezone.now(),
        loaded_by=by.actor_id,
    )
    return Acted(version, ("framework", framework.id), {"fingerprint": seal_of_it})


@action("crosswalk.held")
def hold_crosswalk(*, by: HasActorId, old: str, new: str, source: str) -> Acted[HeldCrosswalk]:
    """Keep the crosswalk that came with a published version, as it was written."""
    held = HeldCrosswalk.objects.create(old=old, new=new, source=source, at=timezone.now(), by=by.actor_id)
    return Acted(held, ("crosswalk", f"{old}--{new}"), {"fingerprint": fingerprint(source.encode())})


def load_shelf(*, by: HasActorId, frameworks: Iterable[Framework] | None = None) -> tuple[FrameworkVersion, ...]:
    """Publish every shipped framework that is not on the shelf yet; returns those.

    A version that is there with the same fingerprint is left alone. Raises BadInput, and publishes nothing, when a
    file was changed under an id that is already published.
    """
    wanted = tuple(load_all() if frameworks is None else frameworks)
    known = dict(FrameworkVersion.objects.values_list("id", "fingerprint"))
    changed = [one for one in wanted if one.id in known and known[one.id] != seal(one)[1]]
    if changed:
        raise BadInput(_immutable(one, known[one.id]) for one in changed)
    return tuple(publish(by=by, framework=one) for one in wanted if one.id not in known)


def _immutable(framework: Framework, published: str) -> Finding:
    message = say(
        "the framework '{id}' is published with the fingerprint {published}…, and the file that would replace it has "
        "{found}…. A published version never changes, because inspections stand on it. Give the changed file a new id "
        "and a day on which it comes into force, or put the old file back. In a demonstration, --fresh begins with an "
        "empty database.",
        id=framework.id,
        published=published[:12],
        found=seal(framework)[1][:12],
    )
    return Finding("FV001", Severity.ERROR, Where(f"frameworks/{framework.id}/framework.yaml"), message)
