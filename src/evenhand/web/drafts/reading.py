"""What the uploaded texts of a draft say: the framework and the crosswalk in them, and what the lint finds."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.findings import BadInput, Finding, Severity
from evenhand.framework.checks import Surroundings
from evenhand.framework.crosswalk import Crosswalk
from evenhand.framework.crosswalk import checks as crosswalk_checks
from evenhand.framework.drafting import seal_checked
from evenhand.framework.model import Framework
from evenhand.framework.reading import SourceMap, read_text
from evenhand.framework.sealing import seal
from evenhand.web.frameworks.queries import named, published

FRAMEWORK_FILE, CROSSWALK_FILE = "framework.yaml", "crosswalk.yaml"


@dataclass(frozen=True, slots=True)
class DraftRead:
    """What a pair of texts says. `framework` is None when its text cannot be read; so is `crosswalk`, or when empty."""

    framework: Framework | None
    places: SourceMap | None
    crosswalk: Crosswalk | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings stop publication."""
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the sealed framework, or '' when there is none."""
        return seal(self.framework)[1] if self.framework else ""


def read_draft(source: str, crosswalk: str) -> DraftRead:
    """Read both texts and lint them; faults that stop reading come as findings too. Never raises BadInput."""
    try:
        framework, places = read_text(source, FRAMEWORK_FILE, Framework)
    except BadInput as refusal:
        return DraftRead(None, None, None, refusal.findings)
    found = list(seal_checked(framework, places, around(framework)).findings)
    walk = None
    if crosswalk.strip():
        walk, about = _crosswalk(crosswalk, framework)
        found += about
    return DraftRead(framework, places, walk, tuple(sorted(found, key=_order)))


def around(framework: Framework) -> Surroundings:
    """What lies around a draft here: the shelf of this service, not the files that came with it."""
    return Surroundings(folder=framework.id, framework=named, shelf=published)


def _crosswalk(text: str, framework: Framework) -> tuple[Crosswalk | None, list[Finding]]:
    try:
        walk, places = read_text(text, CROSSWALK_FILE, Crosswalk)
        old = named(walk.old)
    except BadInput as refusal:
        return None, list(refusal.findings)
    if walk.new != framework.id:
        where = places.where(("new",))
        return None, [Finding("CW001", Severity.ERROR, where, crosswalk_checks.for_another(walk.new, framework.id))]
    return walk, list(crosswalk_checks.findings(walk, places, crosswalk_checks.Ends(old, framework)))


def _order(finding: Finding) -> tuple[str, int, str]:
    return finding.where.file, finding.where.line or 0, finding.code
