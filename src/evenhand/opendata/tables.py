"""The tables of open data, declared once: files, their metadata, the API's schemas and who may see what come from here.

Homes are never located: no column of the public tier holds a name, an address or a postcode.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from evenhand.casework.visibility import HOME_FIELDS, Tier
from evenhand.opendata.model import ColumnType, OpenColumn, OpenTable

_TEXT, _WHOLE, _FLAG = ColumnType.TEXT, ColumnType.WHOLE, ColumnType.FLAG
_DAY, _MOMENT = ColumnType.DAY, ColumnType.MOMENT
_REGISTER = "the public register's provider-level files"
_REPORT = "the sealed report"
_SHELF = "the shelf of published frameworks"
_OURS = "this service"


def _column(
    name: str,
    type: ColumnType,
    description: str,
    source: str,
    *,
    tier: Tier = Tier.PUBLIC,
    unit: str = "",
    needed: bool = False,
) -> OpenColumn:
    return OpenColumn(name, type, description, tier, unit, source, needed)


def _of_home(field: str, type: ColumnType, description: str, *, name: str = "", **rest: object) -> OpenColumn:
    """A column with a fact of a home: who sees it is what the pages say, too."""
    unit, needed = str(rest.get("unit", "")), bool(rest.get("needed", False))
    return OpenColumn(name or field, type, description, HOME_FIELDS[field], unit, _REGISTER, needed)


_URN = _of_home("urn", _TEXT, "Unique reference number of the registration", needed=True)
_FICTIONAL = _column(
    "fictional", _FLAG, "Whether the home is made up, to show how the service works", _OURS, needed=True
)
_PLACE = (
    _of_home("provision_type", _TEXT, "Type of service", needed=True),
    _of_home("sector", _TEXT, "Private, voluntary, local authority or health authority"),
    _of_home("region", _TEXT, "Region of England as the inspectorate draws it"),
    _of_home("local_authority", _TEXT, "The upper-tier authority in which the home lies"),
    _of_home("status", _TEXT, "Registration status"),
    _of_home("places", _WHOLE, "Registered places", unit="places"),
)
_GUARDED = (
    _of_home("name", _TEXT, "Name of the home"),
    _of_home("address", _TEXT, "Address of the home"),
    _of_home("contact", _TEXT, "How to reach the home"),
    _of_home("organisation_id", _TEXT, "Made-up number that stands for an owner"),
)

HOMES = OpenTable(
    name="homes",
    record="home",
    title="Homes",
    description="One row a registration in this copy of the register. No public column locates a home.",
    key=("urn",),
    columns=(
        _URN,
        _FICTIONAL,
        *_PLACE,
        _of_home("registered_on", _DAY, "First day of the registration"),
        _column("seen_in", _DAY, "Day of the newest register file that lists the home", _REGISTER),
        _of_home("latest_grades", _DAY, "Day of the latest inspection the register lists", name="latest_inspected_on"),
        _of_home(
            "latest_grades", _WHOLE, "Its overall grade: 4 best, 1 worst", name="latest_overall", unit="ordinal 1 to 4"
        ),
        _of_home("latest_grades", _TEXT, "That grade in the word of its time", name="latest_overall_label"),
        *_GUARDED,
    ),
)

_INSPECTION_ID = _column(
    "inspection_id",
    _TEXT,
    "URN and first day; with the type of inspection behind them when its report was published here",
    _OURS,
    needed=True,
)
_FINGERPRINT = _column("report", _TEXT, "Fingerprint (SHA-256) of the report published here", _REPORT)

INSPECTIONS = OpenTable(
    name="inspections",
    record="inspection",
    title="Inspections",
    description=(
        "One row an inspection: those that the register lists, and those whose report was published here. A listed "
        "chain has gaps: an inspection that a later one replaced within a year is missing, most of all inadequate ones."
    ),
    key=("inspection_id",),
    columns=(
        _INSPECTION_ID,
        _URN,
        _column("inspected_on", _DAY, "First day of the inspection", _REGISTER, needed=True),
        _column("ended_on", _DAY, "Last day of the inspection", _REPORT),
        _column("published_on", _DAY, "Day of publication", _REGISTER),
        _column("kind", _TEXT, "Type of inspection by its id in the framework", _REPORT, needed=True),
        _column("kind_title", _TEXT, "Type of inspection in words", _REPORT, needed=True),
        _column("event_number", _TEXT, "The inspectorate's own number of the inspection", _REGISTER),
        _column("framework", _TEXT, "The framework version in force on the first day, where one is known", _SHELF),
        _column("overall", _WHOLE, "Overall grade: 4 best, 1 worst", _REGISTER, unit="ordinal 1 to 4"),
        _column("overall_label", _TEXT, "The overall grade in the word of its time", _REGISTER),
        _FINGERPRINT,
        _column("source", _TEXT, "The file that lists it, or “published here”", _OURS, needed=True),
    ),
    links=MappingProxyType({"urn": ("homes", "urn")}),
)

JUDGEMENTS = OpenTable(
    name="judgements",
    record="judgement",
    title="Judgements",
    description="One row a judgement of an inspection. Grades compare by ordinal within one scale only.",
    key=("inspection_id", "judgement"),
    columns=(
        _INSPECTION_ID,
        _URN,
        _column("judgement", _TEXT, "The judgement by its id", _REPORT, needed=True),
        _column("title", _TEXT, "The judgement in words", _REPORT, needed=True),
        _column("headline", _FLAG, "Whether it is the overall judgement", _REPORT, needed=True),
        _column("ordinal", _WHOLE, "The grade: 1 is the worst of its scale", _REPORT, unit="ordinal", needed=True),
        _column("best", _WHOLE, "Ordinal of the best grade of the scale", _REPORT, unit="ordinal", needed=True),
        _column("label", _TEXT, "The grade in the word of its time", _REPORT, needed=True),
        _FINGERPRINT,
    ),
    links=MappingProxyType({"inspection_id": ("inspections", "inspection_id")}),
)

REPORTS = OpenTable(
    name="reports",
    record="report",
    title="Reports published here",
    description="One row a published report. Its bytes are sealed; whoever holds them can compute the fingerprint.",
    key=("fingerprint",),
    columns=(
        _column("fingerprint", _TEXT, "SHA-256 of the sealed bytes", _REPORT, needed=True),
        _INSPECTION_ID,
        _URN,
        _FICTIONAL,
        _column("kind", _TEXT, "Type of inspection by its id in the framework", _REPORT, needed=True),
        _column("kind_title", _TEXT, "Type of inspection in words", _REPORT, needed=True),
        _column("framework", _TEXT, "The framework version by its id", _REPORT, needed=True),
        _column("framework_fingerprint", _TEXT, "SHA-256 of that version", _REPORT, needed=True),
        _column("started_on", _DAY, "First day of the inspection", _REPORT, needed=True),
        _column("ended_on", _DAY, "Last day of the inspection", _REPORT, needed=True),
        _column("published_on", _DAY, "Day of publication", _REPORT, needed=True),
        _column("overall", _WHOLE, "Overall grade: 1 is the worst", _REPORT, unit="ordinal"),
        _column("overall_label", _TEXT, "The overall grade in words", _REPORT),
        _column("document", ColumnType.OBJECT, "The whole report as it was sealed", _REPORT),
    ),
    links=MappingProxyType({"inspection_id": ("inspections", "inspection_id")}),
)

REQUIREMENTS = OpenTable(
    name="requirements",
    record="requirement",
    title="Statutory requirements",
    description="One row a requirement that a published report shows, in the report's own words.",
    key=("requirement_id",),
    columns=(
        _column("requirement_id", _TEXT, "Beginning of the report's fingerprint, and a number", _OURS, needed=True),
        _INSPECTION_ID,
        _URN,
        _column("report", _TEXT, "Fingerprint of the report that makes it", _REPORT, needed=True),
        _column("regulation", _TEXT, "The regulation that was not met", _REPORT, needed=True),
        _column("to_do", _TEXT, "What is to be done", _REPORT, needed=True),
        _column("due_on", _DAY, "The day by which it is to be done", _REPORT),
        _column(
            "open",
            _FLAG,
            "Whether no published inspection has found it met so far",
            _OURS,
            tier=HOME_FIELDS["open_requirements"],
        ),
    ),
    links=MappingProxyType({"report": ("reports", "fingerprint")}),
)

FRAMEWORKS = OpenTable(
    name="frameworks",
    record="framework",
    title="Frameworks",
    description="One row a published framework version. “Unverified” pieces were rebuilt or could not be read in full.",
    key=("id",),
    columns=(
        _column("id", _TEXT, "The version by its id", _SHELF, needed=True),
        _column("title", _TEXT, "Its title", _SHELF, needed=True),
        _column("fingerprint", _TEXT, "SHA-256 of its canonical bytes", _SHELF, needed=True),
        _column("in_force_from", _DAY, "First day in force", _SHELF, needed=True),
        _column("last_day", _DAY, "Last day in force, its own or the day before the next one", _SHELF),
        _column("unverified", _WHOLE, "How many of its pieces are marked unverified", _SHELF, unit="pieces"),
        _column("document", ColumnType.OBJECT, "The whole version as it was sealed, marks included", _SHELF),
    ),
)

AUTHORITIES = OpenTable(
    name="authorities",
    record="authority",
    title="Local authorities",
    description="One row an authority as the register names it, with the code of April 2023 where the name is known.",
    key=("local_authority",),
    columns=(
        _column("local_authority", _TEXT, "The authority by the register's name", _REGISTER, needed=True),
        _column("code", _TEXT, "Its code of April 2023; empty for a name that is not in that list", "ONS list of 2023"),
        _column("homes", _WHOLE, "Homes in this copy of the register", _OURS, unit="homes", needed=True),
    ),
)

PREDECESSORS = OpenTable(
    name="predecessors",
    record="predecessor",
    title="Earlier registrations of re-registered homes",
    description=(
        "One row a link between two registrations of one home. The public files hold no such link, and none is "
        "inferred here, because what could be inferred from would locate homes; so this table is empty today."
    ),
    key=("urn", "predecessor_urn"),
    columns=(
        _URN,
        _column("predecessor_urn", _TEXT, "The earlier registration", _REGISTER, needed=True),
        _column("basis", _TEXT, "What the link rests on", _OURS, needed=True),
        _column("inferred", _FLAG, "Whether it was inferred rather than stated", _OURS, needed=True),
    ),
    links=MappingProxyType({"urn": ("homes", "urn"), "predecessor_urn": ("homes", "urn")}),
)


def _graded(name: str, words: str) -> OpenColumn:
    return _column(name, _TEXT, f"{words}, one word a grade whatever its time", _REGISTER)


FLAT = OpenTable(
    name="inspections_flat",
    record="inspection_line",
    title="Inspections, one row each, with the home and the grades",
    description=(
        "One row an inspection with the facts of its home, in the shape of the register's own files, so that the "
        "importer reads it. A home without any inspection has one row in which the inspection is empty."
    ),
    key=(),
    columns=(
        _column("snapshot_date", _DAY, "Day of the newest register file that lists the home", _REGISTER),
        _URN,
        _FICTIONAL,
        *_PLACE,
        _of_home("registered_on", _DAY, "First day of the registration", name="registration_date"),
        *_GUARDED,
        _column("event_type", _TEXT, "Type of inspection in words", _REGISTER),
        _column("event_number", _TEXT, "The inspectorate's own number of the inspection", _REGISTER),
        _column("inspection_date", _DAY, "First day of the inspection", _REGISTER),
        _column("publication_date", _DAY, "Day of publication", _REGISTER),
        _graded("overall", "Overall grade"),
        _column("overall_as_published", _TEXT, "The overall grade in the word of its time", _REGISTER),
        _graded("helped_protected", "How well children are helped and protected (safety or safeguarding before 2017)"),
        _graded("leaders_managers", "Leaders and managers"),
        _graded("outcomes", "Outcomes, until 2018"),
        _graded("quality_of_care", "Quality of care, until 2018"),
        _column("framework", _TEXT, "The framework version in force on the first day, where one is known", _SHELF),
        _FINGERPRINT,
        _column("evenhand_source", _TEXT, "The file that lists it, or “published here”", _OURS),
    ),
)

CHANGES = OpenTable(
    name="changes",
    record="change",
    title="Changes",
    description="One row something that became public, in the order in which it did. Numbers only grow.",
    key=("number",),
    columns=(
        _column("number", _WHOLE, "Its place in the feed; ask for what came since it", _OURS, needed=True),
        _column("at", _MOMENT, "When", _OURS, needed=True),
        _column("what", _TEXT, "added, changed, published, imported or superseded", _OURS, needed=True),
        _column("record", _TEXT, "What kind of record", _OURS, needed=True),
        _column("key", _TEXT, "Which one: URN, fingerprint, or id", _OURS, needed=True),
    ),
)

STATISTICS = OpenTable(
    name="statistics",
    record="statistic",
    title="Statistics",
    description=(
        "One row a figure: how many inspections, or homes, of a line have a grade. Each row states its basis; the two "
        "bases give different shares and never stand in one table. Numbers from 1 to 4 are kept back, and what would "
        "give them away within one table. Intervals are Wilson's, for one share by itself. Listed inspections are a "
        "chain with gaps, most of all of inadequate ones: of inspections in a period, shares of good are too high."
    ),
    key=("by", "basis", "judgement", "line", "grade"),
    columns=(
        _column("by", _TEXT, "What the lines of the table are, such as region", _OURS, needed=True),
        _column("basis", _TEXT, "inspections (in a period) or latest (of each home at a day)", _OURS, needed=True),
        _column("basis_in_words", _TEXT, "What one count is, and of which days", _OURS, needed=True),
        _column("first_day", _DAY, "Of inspections in a period: its first day", _OURS),
        _column("last_day", _DAY, "Last day of the period, or the day at which one looks", _OURS, needed=True),
        _column("judgement", _TEXT, "The judgement by its id", _OURS, needed=True),
        _column("region", _TEXT, "Only homes of this region; empty for all", _OURS),
        _column("sector", _TEXT, "Only homes of this sector; empty for all", _OURS),
        _column("provision_type", _TEXT, "Only this type of service; empty for all", _OURS),
        _column("kind", _TEXT, "Only this type of inspection; empty for all", _OURS),
        _column("fictional", _FLAG, "Whether made-up homes are counted, and no others", _OURS, needed=True),
        _column("line", _TEXT, "The region, sector or year of this figure; “all” is the total", _OURS, needed=True),
        _column(
            "grade",
            _TEXT,
            "outstanding, good, requires_improvement (adequate until 31 March 2015, satisfactory before), inadequate, "
            "two of them joined by “or”, or any",
            _OURS,
            needed=True,
        ),
        _column("n", _WHOLE, "How many; empty where it is kept back", _OURS, unit="inspections or homes"),
        _column("of", _WHOLE, "Of how many; empty where it is kept back", _OURS, unit="inspections or homes"),
        _column("kept_back", _FLAG, "Whether n or of is kept back", _OURS, needed=True),
        _column("share", ColumnType.NUMBER, "n as a share of of", _OURS, unit="share from 0 to 1"),
        _column("low", ColumnType.NUMBER, "Lower end of its 95% interval", _OURS, unit="share from 0 to 1"),
        _column("high", ColumnType.NUMBER, "Upper end of its 95% interval", _OURS, unit="share from 0 to 1"),
    ),
)

# What the bulk files hold: the normalised shape, the flat one, and what was counted.
NORMALISED = (HOMES, INSPECTIONS, JUDGEMENTS, REPORTS, REQUIREMENTS, FRAMEWORKS, AUTHORITIES, PREDECESSORS)
EXPORTED = (*NORMALISED, FLAT, STATISTICS)
BY_RECORD: Mapping[str, OpenTable] = MappingProxyType({one.record: one for one in (*EXPORTED, CHANGES)})
