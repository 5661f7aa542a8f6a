"""Every address with every role: who may open it is a table here, written apart from the code that decides it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.builders import a_requirement, an_inspection, an_open_requirement
from tests.people import Cast
from tests.web.accuracy_story import addresses as accuracy_addresses
from tests.web.consistency_story import a_second_judging
from tests.web.drafting_story import a_draft
from tests.web.jobs_story import a_job
from tests.web.pilots_story import addresses as pilot_addresses
from tests.web.planning_story import addresses as planning_addresses
from tests.web.preparation_story import addresses as preparation_addresses
from tests.web.quality_story import addresses as quality_addresses
from tests.web.sampling_story import a_case_sample

from evenhand.casework.drafts import DraftAct
from evenhand.casework.stages import Stage

ANYONE = {"signed_out", "ida", "quentin", "petra", "paul", "connie", "fay", "fred", "ada", "nobody"}
SIGNED_IN = ANYONE - {"signed_out", "nobody"}
INSPECTORATE = {"ida", "quentin", "fay", "fred", "ada"}
AUTHORS = {"fay", "fred"}
CASEWORK = {"ida", "quentin", "ada"}

# name of the route -> who may open it. A route that is not here fails the first test.
TABLE: dict[str, set[str]] = {
    "public:start": ANYONE,
    "public:about": ANYONE,
    "public:find": ANYONE,
    "public:home": ANYONE,
    "public:near": {"connie"},
    "public:near_file": {"connie"},
    "public:robots": ANYONE,
    "public:sitemap": ANYONE,
    "alerts:feeds": ANYONE,
    "alerts:reports_feed": ANYONE,
    "alerts:home_feed": ANYONE,
    "alerts:authority_feed": ANYONE,
    "alerts:region_feed": ANYONE,
    "alerts:frameworks_feed": ANYONE,
    "alerts:framework_feed": ANYONE,
    "alerts:watch": AUTHORS,
    "alerts:asked": ANYONE,
    "alerts:subscribe": ANYONE,
    "alerts:confirm": ANYONE,
    "alerts:stop": ANYONE,
    "public:report": ANYONE,
    "public:report_file": ANYONE,
    "public:report_pdf": ANYONE,
    "api:guide": ANYONE,
    "api:openapi": ANYONE,
    "api:homes": ANYONE,
    "api:homes_csv": ANYONE,
    "api:home": ANYONE,
    "api:inspections": ANYONE,
    "api:inspections_csv": ANYONE,
    "api:judgements": ANYONE,
    "api:judgements_csv": ANYONE,
    "api:reports": ANYONE,
    "api:reports_csv": ANYONE,
    "api:report": ANYONE,
    "api:requirements": ANYONE,
    "api:requirements_csv": ANYONE,
    "api:frameworks": ANYONE,
    "api:frameworks_csv": ANYONE,
    "api:framework": ANYONE,
    "api:authorities": ANYONE,
    "api:authorities_csv": ANYONE,
    "api:changes": ANYONE,
    "api:statistics": ANYONE,
    "api:statistics_csv": ANYONE,
    "api:bulk": ANYONE,
    "trends:index": ANYONE,
    "trends:day": ANYONE,
    "trends:json": ANYONE,
    "trends:picture": ANYONE,
    "trends:csv": ANYONE,
    "trends:overview_picture": ANYONE,
    "trends:overview_csv": ANYONE,
    "statistics:index": ANYONE,
    "statistics:table": ANYONE,
    "statistics:picture": ANYONE,
    "statistics:csv": ANYONE,
    "statistics:json": ANYONE,
    "statistics:key": ANYONE,
    "statistics:compare": ANYONE,
    "statistics:compare_csv": ANYONE,
    "frameworks:shelf": ANYONE,
    "frameworks:version": ANYONE,
    "frameworks:file": ANYONE,
    "frameworks:choose": ANYONE,
    "frameworks:against": ANYONE,
    "frameworks:changes_file": ANYONE,
    "frameworks:reach_file": ANYONE,
    "frameworks:reach": ANYONE,
    "frameworks:reach_of_one": ANYONE,
    "frameworks:clarity": ANYONE,
    "frameworks:crosswalk": ANYONE,
    "frameworks:standards": ANYONE,
    "frameworks:standard_set": ANYONE,
    "drafts:drafts": AUTHORS,
    "drafts:new": AUTHORS,
    "drafts:draft": AUTHORS,
    "drafts:compare": AUTHORS,
    "drafts:upload": AUTHORS,
    "drafts:text": AUTHORS,
    "drafts:file": AUTHORS,
    "drafts:ask_approval": AUTHORS,
    "drafts:return": AUTHORS,
    "drafts:give_up": AUTHORS,
    "drafts:publish": {"fred"},
    "pilots:all": CASEWORK | AUTHORS,
    "pilots:new": AUTHORS,
    "pilots:pilot": AUTHORS | {"quentin", "ada"},
    "pilots:plan_file": AUTHORS | {"quentin", "ada"},
    "pilots:close": AUTHORS,
    "pilots:add": {"quentin", "ada"},
    "pilots:judge": {"quentin", "ada"},
    "pilots:pairs": AUTHORS | {"quentin"},
    "pilots:pairs_file": AUTHORS,
    "pilots:explain": {"quentin"},
    "pilots:take_look": AUTHORS,
    "pilots:look": AUTHORS | {"quentin"},
    "pilots:look_file": AUTHORS | {"quentin"},
    # Only the shadow judge who was named, Iris, who is not of this table's people.
    "pilots:shadow": set(),
    "pilots:shadow_facts": set(),
    "pilots:shadow_judgement": set(),
    "pilots:hand_in": set(),
    "consultations:all": ANYONE,
    "consultations:published": ANYONE,
    "consultations:consultation": ANYONE,
    "consultations:file": ANYONE,
    "consultations:respond": ANYONE,
    "consultations:thanks": ANYONE,
    "consultations:results": ANYONE,
    "consultations:comments": ANYONE,
    "consultations:account": ANYONE,
    "consultations:account_file": ANYONE,
    "consultations:new": AUTHORS,
    "consultations:keep": AUTHORS,
    "consultations:upload": AUTHORS,
    "consultations:one_file": AUTHORS,
    "consultations:screen": AUTHORS,
    "consultations:answer": AUTHORS,
    "consultations:publish": AUTHORS,
    "accounts:sign_in": ANYONE,
    "accounts:sign_out": ANYONE,
    "accounts:password": ANYONE - {"signed_out"},
    "accounts:second_step": set(),  # for somebody halfway in; everybody else is sent to the sign-in page
    "accounts:with_passkey": ANYONE,
    "accounts:prove": ANYONE - {"signed_out"},
    "accounts:second_factor": SIGNED_IN,
    "accounts:app": SIGNED_IN,
    "accounts:remove_app": SIGNED_IN,
    "accounts:new_passkey": SIGNED_IN,
    "accounts:remove_passkey": set(),  # one's own only, and nobody of the table has one: see test_strangers.py
    "accounts:new_codes": SIGNED_IN,
    "accounts:sessions": SIGNED_IN,
    "accounts:reset_factor": {"ada"},
    "accounts:people": {"ada"},
    "accounts:new_person": {"ada"},
    "accounts:person": {"ada"},
    "accounts:new_password": {"ada"},
    "accounts:end_role": {"ada"},
    "jottings:mine": SIGNED_IN,
    "jottings:kept": SIGNED_IN,
    "jottings:discard": SIGNED_IN,
    "health:health": ANYONE,
    "health:ready": ANYONE,
    "audit:events": {"ada"},
    "audit:check": {"ada"},
    "register:homes": INSPECTORATE,
    "register:home": INSPECTORATE | {"petra", "connie"},
    "register:councils": {"ada"},
    "register:end_council": {"ada"},
    "register:council_homes": {"connie"},
    "register:answers_for": {"ada"},
    "register:imports": {"ada"},
    "register:import": {"ada"},
    "register:upload": {"ada"},
    "register:my_homes": {"petra", "paul"},
    "inspections:mine": CASEWORK,
    "inspections:schedule": {"ida", "ada"},
    "inspections:workspace": CASEWORK,
    "inspections:begin": {"ida"},
    "inspections:cancel": {"ida", "ada"},
    "inspections:history": CASEWORK,
    "inspections:evidence": CASEWORK,
    "inspections:capture": {"ida"},
    "inspections:untagged": CASEWORK,
    "inspections:tag_evidence": {"ida"},
    "inspections:new_evidence": {"ida"},
    "inspections:evidence_item": CASEWORK,
    "inspections:amend_evidence": {"ida"},
    "inspections:facts": CASEWORK,
    "inspections:single": CASEWORK,
    "inspections:sample": CASEWORK,
    "inspections:new_sampled_child": {"ida"},
    "inspections:sampled_child": {"ida"},
    "inspections:team": {"ida", "ada"},
    "inspections:sufficiency": CASEWORK,
    "inspections:requirements": CASEWORK,
    "inspections:new_requirement": {"ida"},
    "inspections:amend_requirement": {"ida"},
    "inspections:follow_up": {"ida"},
    "inspections:feedback": CASEWORK,
    "inspections:letter": CASEWORK,
    "inspections:letter_file": CASEWORK,
    "inspections:judgement": CASEWORK,
    "inspections:discussion": CASEWORK,
    "inspections:consistency": CASEWORK,
    "inspections:second": CASEWORK,
    "inspections:hand_on_second": {"ada"},
    "inspections:second_judgement": {"quentin"},
    "planning:plan": CASEWORK,
    "planning:home": CASEWORK,
    "planning:record_event": {"ida", "ada"},
    "planning:withdraw_event": {"ida", "ada"},
    "planning:mine": {"ida"},
    "planning:declare": {"ida"},
    "planning:end_interest": {"ida"},
    "planning:base": {"ida"},
    "planning:proposals": CASEWORK,
    "planning:propose": {"ida", "ada"},
    "planning:proposal": CASEWORK,
    "preparation:sent": CASEWORK | {"petra"},
    "preparation:send": {"ida", "ada", "petra"},
    "preparation:withdraw": {"petra"},
    "preparation:file": CASEWORK,
    "preparation:annex_a": {"petra"},
    "preparation:pack": {"ida", "quentin"},
    "preparation:line": {"ida"},
    "preparation:own_line": {"ida"},
    "jobs:all": {"quentin", "ada"},
    "jobs:begin": {"ada"},
    "jobs:job": {"quentin", "ada"},
    "jobs:state": {"quentin", "ada"},
    "jobs:cancel": {"ada"},
    "accuracy:mine": {"petra", "paul"},
    "accuracy:draft": {"petra"},
    "accuracy:comment": {"petra"},
    "accuracy:end_comments": {"petra"},
    "accuracy:final": {"petra"},
    "accuracy:complain": {"petra"},
    "accuracy:no_complaint": {"petra"},
    "accuracy:ask_review": {"petra"},
    "accuracy:letter": CASEWORK | {"petra"},
    "accuracy:answers": CASEWORK,
    "accuracy:answer": {"ida"},
    "accuracy:changed": {"ida"},
    "accuracy:send": {"ida"},
    "accuracy:give_final": {"ida"},
    "accuracy:take_back": {"ida"},
    "accuracy:hold": {"quentin", "ada"},
    "accuracy:lift": {"quentin", "ada"},
    "accuracy:waiting": {"quentin", "ada"},
    "accuracy:complaint": {"quentin", "ada"},
    "accuracy:file": CASEWORK,
    "reports:queue": {"quentin"},
    "reports:draft": CASEWORK,
    "reports:submit": {"ida"},
    "reports:review": {"quentin"},
    "reports:publish": {"quentin"},
    "reports:trace": CASEWORK,
    "reports:figures": {"quentin", "ada"},
    "reports:versions": CASEWORK,
    "reports:warnings": CASEWORK,
    "reports:ties": CASEWORK,
    "reports:best_practice": {"ida"},
    "reports:checklist": {"quentin"},
    "reports:comments": CASEWORK,
    "reports:comment": CASEWORK,
    "reports:new_comment": {"quentin"},
}
PEOPLE = sorted(ANYONE)


def routes(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, f"{one.namespace}:" if one.namespace else namespace)
        else:
            yield f"{namespace}{one.name}", one


ROUTES = dict(routes())


def test_every_route_is_in_the_table_and_nothing_else() -> None:
    assert set(ROUTES) == set(TABLE)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_every_view_says_who_may_open_it(route: str) -> None:
    assert getattr(ROUTES[route].callback, "open_to", None), f"{route} says nothing, so nobody may open it"


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    """One real address for each route, about things that exist: a finished report, a running inspection."""
    from evenhand.web.consultations.actions import load_example
    from evenhand.web.register.models import RegisterImport
    from evenhand.web.reports.models import PublishedReport

    left_open = an_open_requirement(cast)
    inspection = an_inspection(cast, at=Stage.UNDER_WAY)
    requirement = a_requirement(cast, inspection)
    assurance = an_inspection(cast, at=Stage.UNDER_WAY, kind="assurance", home=cast.other_home)
    twice = a_second_judging(cast, by=cast.quentin)
    fingerprint = "a" * 64
    if published := PublishedReport.objects.first():
        fingerprint = published.fingerprint
    item = inspection.evidence.first()
    imported = RegisterImport.objects.first()
    draft = a_draft(cast, DraftAct.ASK_APPROVAL)
    asked = load_example(by=cast.fay).answered
    arguments: dict[str, dict[str, Any]] = {
        "public:home": {"urn": cast.home.urn},
        "public:report": {"fingerprint": fingerprint},
        "public:report_file": {"fingerprint": fingerprint},
        "public:report_pdf": {"fingerprint": fingerprint},
        "alerts:home_feed": {"urn": cast.home.urn},
        "alerts:authority_feed": {"key": "nowhereshire"},
        "alerts:region_feed": {"key": "north-east-yorkshire-and-the-humber"},
        "alerts:framework_feed": {"version_id": "sccif-2025"},
        "alerts:subscribe": {"kind": "home", "key": cast.home.urn},
        "alerts:confirm": {"token": "not-a-link"},
        "alerts:stop": {"token": "not-a-link"},
        "api:home": {"urn": cast.home.urn},
        "api:report": {"fingerprint": fingerprint},
        "api:framework": {"version_id": "sccif-2025"},
        "api:bulk": {"name": "homes.csv"},
        "register:end_council": {"number": cast.connie.councils.get().pk},
        "frameworks:version": {"version_id": "sccif-2025"},
        "frameworks:file": {"version_id": "sccif-2025"},
        "frameworks:reach": {"version_id": "sccif-2025"},
        "frameworks:reach_of_one": {"version_id": "sccif-2025"},
        "frameworks:clarity": {"version_id": "sccif-2025"},
        "frameworks:against": {"version_id": "ch-2015", "old_id": "ch-2014"},
        "frameworks:changes_file": {"version_id": "ch-2015", "old_id": "ch-2014", "form": "json"},
        "frameworks:reach_file": {"version_id": "ch-2015", "old_id": "ch-2014"},
        "frameworks:crosswalk": {"old_id": "ch-2014", "new_id": "ch-2015"},
        "frameworks:standard_set": {"set_id": "qs-2015"},
        "drafts:text": {"number": draft.pk, "text": 1},
        "drafts:file": {"number": draft.pk, "text": 1},
        "consultations:account_file": {"consultation_id": asked.pk, "number": 1},
        "consultations:one_file": {"consultation_id": asked.pk, "number": asked.files.get().pk},
        "consultations:answer": {"consultation_id": asked.pk, "proposal": "advocates"},
        "accounts:person": {"username": cast.ida.username},
        "accounts:new_password": {"username": cast.ida.username},
        "accounts:reset_factor": {"username": cast.ida.username},
        "accounts:remove_passkey": {"number": 1},
        "accounts:end_role": {"username": cast.ida.username, "role": "inspector"},
        "register:home": {"urn": cast.home.urn},
        "register:answers_for": {"urn": cast.home.urn},
        "register:import": {"number": imported.pk if imported else 1},
        "inspections:new_evidence": {"id": inspection.id, "kind_id": "record_read"},
        "inspections:evidence_item": {"id": inspection.id, "item": item.id},
        "inspections:tag_evidence": {"id": inspection.id, "item": item.id},
        "inspections:amend_evidence": {"id": inspection.id, "item": item.id},
        "inspections:single": {"id": assurance.id},
        "inspections:sampled_child": {"id": inspection.id, "code": a_case_sample(cast, inspection).children[0]["code"]},
        "inspections:hand_on_second": {"id": twice.id},
        "inspections:amend_requirement": {"id": inspection.id, "requirement": requirement.pk},
        "inspections:follow_up": {"id": inspection.id, "requirement": left_open.pk},
        "inspections:discussion": {"id": inspection.id, "judgement_id": "helped_protected"},
        "inspections:second_judgement": {"id": twice.id, "judgement_id": "helped_protected"},
        "inspections:judgement": {"id": inspection.id, "judgement_id": "helped_protected"},
    }
    arguments |= planning_addresses(cast) | preparation_addresses(cast) | accuracy_addresses(cast)
    arguments |= quality_addresses(cast) | pilot_addresses(cast)
    # Nothing else was sent about this home, so this line is always proposed.
    arguments["preparation:line"] = {"id": inspection.id, "key": "no_questionnaires"}
    for name in ROUTES:
        if name.startswith("drafts:") and "number" in ROUTES[name].pattern.regex.groupindex:
            arguments.setdefault(name, {"number": draft.pk})
    for name in ROUTES:
        if "consultation_id" in ROUTES[name].pattern.regex.groupindex:
            arguments.setdefault(name, {"consultation_id": asked.pk})
    for name in ("jobs:job", "jobs:state", "jobs:cancel"):
        arguments[name] = {"id": a_job().pk}
    of_inspection = [name for name, one in ROUTES.items() if "id" in one.pattern.regex.groupindex]
    for name in of_inspection:
        arguments.setdefault(name, {"id": inspection.id})
    arguments |= {f"statistics:{name}": {"by": "region"} for name in ("table", "picture", "csv", "json")}
    arguments |= {f"trends:{name}": {"day": "2015-04-01"} for name in ("day", "json")}
    arguments |= {f"trends:{name}": {"day": "2015-04-01", "name": "series"} for name in ("picture", "csv")}
    arguments["statistics:key"] = {"name": "hidden"}
    return {name: reverse(name, kwargs=arguments.get(name, {})) for name in ROUTES}


def browser(cast: Cast, who: str, as_: Any, client: Any) -> Any:
    return client if who == "signed_out" else as_(getattr(cast, who))


# A refusal is the sign-in page for people who are not signed in; 403, or 404 where even existence is not told, else.
REFUSED = {403, 404}
# No page asks the database more than this, whoever opens it.
MOST_QUERIES = 20


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_people_of_the_table_get_in(cast, addresses, as_, client, who) -> None:
    wrong = []
    asking = browser(cast, who, as_, client)
    for route, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            response = asking.get(address)
        if len(queries) > MOST_QUERIES:
            wrong.append(f"{route}: {len(queries)} queries for {who}")
        at_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/")
        refused = at_sign_in or response.status_code in REFUSED
        nothing_there = (
            route in ("public:report", "public:report_file", "public:report_pdf", "register:import")
            and response.status_code == 404
        )
        # 405 and 409 are given to people who were let in: this page only takes forms, or not at this stage.
        if (who in TABLE[route]) == refused and not nothing_there:
            wrong.append(f"{route}: {who} got {response.status_code}")
        if response.status_code >= 500:
            wrong.append(f"{route}: {who} got {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize("who", PEOPLE)
def test_a_forged_form_changes_nothing(cast, addresses, as_, client, who) -> None:
    """A form sent by somebody who may not: refused, with no event in the audit log; never a 500, whoever sends it."""
    from evenhand.web.audit.models import Event

    wrong = []
    asking = browser(cast, who, as_, client)
    for route, address in addresses.items():
        if route in ("accounts:sign_out", "accounts:sign_in", "accounts:sessions"):
            continue
        before = Event.objects.count()
        response = asking.post(address, {"nonsense": "1", "id": str(uuid4())})
        if response.status_code >= 500:
            wrong.append(f"{route}: {who} got {response.status_code}")
        if who not in TABLE[route] and (
            response.status_code not in {302, 403, 404, 405} or Event.objects.count() != before
        ):
            wrong.append(f"{route}: {who} got {response.status_code} and changed something")
    assert wrong == []
