"""A pilot on the service: fixed beforehand, judged apart, kept from the first judge, looked at when the plan allows."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders import STARTS, an_inspection, review
from tests.people import a_home
from tests.web.inspection_pages import text
from tests.web.pilots_story import FALLS, JUDGEMENTS, LOWER, MAIN, SECRET, a_case, a_pilot, begun, handed_in, judged
from tests.web.planning_story import an_interest

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Act, Stage
from evenhand.findings import BadInput
from evenhand.provenance import fingerprint
from evenhand.web.audit.models import Event
from evenhand.web.inspections.record import read_record
from evenhand.web.pilots import actions, plans, queries
from evenhand.web.pilots.models import DifferenceReason, PilotLook
from evenhand.web.pilots.shadows import record_under
from evenhand.web.register.queries import with_homes


def page(name: str, *arguments: object) -> str:
    return reverse(f"pilots:{name}", args=arguments)


def refused(code: str, act, **more) -> None:
    with pytest.raises((Refusal, NotNow, BadInput)) as caught:
        act(**more)
    codes = [one.code for one in caught.value.findings] if isinstance(caught.value, BadInput) else [caught.value.code]
    assert codes == [code]


@pytest.fixture
def pilot(cast):
    return a_pilot(cast)


@pytest.fixture
def inspection(cast):
    return an_inspection(cast, facts={})


# From a sealed plan to a verdict.


def test_two_homes_judged_twice_give_pairs_reasons_and_a_verdict_that_claims_nothing(cast, as_, pilot):
    finished = {"at": Stage.APPROVED, "starts_on": STARTS - timedelta(days=40)}
    first = handed_in(cast, a_case(cast, pilot, an_inspection(cast, at=Stage.IN_QUALITY_ASSURANCE)), FALLS)
    second = a_case(cast, pilot, an_inspection(cast, home=cast.other_home, **finished))
    one = queries.shown(with_homes(cast.fay), pilot)
    assert one.paired == ()
    refused("PO200", actions.look_at_results, by=cast.fay, pilot=pilot)
    assert as_(cast.fay).get(page("pairs_file", pilot.pk)).status_code == 409

    handed_in(cast, second)
    review(cast, first.inspection, Act.APPROVE)
    actions.explain_difference(by=cast.quinn, case=first, judgement=MAIN, kind="person", words="Read more strictly.")
    actions.explain_difference(by=cast.quinn, case=first, judgement=MAIN, kind="rule", words="No: R1 of 2022.")
    assert [one.kind for one in DifferenceReason.objects.order_by("version")] == ["person", "rule"]

    told = text(as_(cast.fay).get(page("pairs", pilot.pk)))
    assert "1 difference has no reason yet" in told and "No: R1 of 2022." in told
    rows = list(csv.DictReader(io.StringIO(as_(cast.fay).get(page("pairs_file", pilot.pk)).content.decode())))
    assert [(row["home"], row["old"], row["new"], row["reason"]) for row in rows] == [
        ("H001", "Good", "Requires improvement to be good", "rule"),
        ("H002", "Good", "Good", ""),
    ]
    assert "iris" not in str(rows) and cast.home.urn not in str(rows)

    assert as_(cast.fay).post(page("take_look", pilot.pk)).status_code == 302
    look = PilotLook.objects.get()
    assert (look.pairs, look.standing) == (2, "cannot tell")
    files = {row.key: bytes(row.content) for row in look.files.all()}
    assert all(fingerprint(files[row.key]) == row.fingerprint for row in look.files.all())
    assert pilot.fingerprint in files["run.json"].decode()
    shown = text(as_(cast.quentin).get(page("look", pilot.pk, 1)))
    assert "Cannot tell" in shown and "What this does not show" in shown and "2 pairs" in shown
    svg = next(name for name in files if name.endswith(".svg"))
    answer = as_(cast.fay).get(page("look_file", pilot.pk, 1, svg))
    assert answer.content == files[svg] and answer["Content-Type"] == "image/svg+xml"
    refused("PO200", actions.look_at_results, by=cast.fay, pilot=pilot)


def test_a_shadow_judge_works_through_the_pages(cast, as_, pilot, inspection):
    case = a_case(cast, pilot, inspection)
    iris = as_(cast.iris)
    assert "Not begun" in text(iris.get(page("all")))
    assert iris.get(page("shadow_facts", case.pk)).status_code == 404  # not before it is begun
    iris.post(page("shadow", case.pk), {"had_seen": "no"})
    asked = iris.get(page("shadow_facts", case.pk))
    form = asked.context["form"] if asked.context else None
    assert form is None or form.asked
    begun(cast, case)
    body = iris.get(page("shadow_judgement", case.pk, "helped_protected"))
    assert "A calm evening, number 0." in text(body) and 'value="good"' in body.content.decode()
    sent = {"grade": "inadequate", "reason": "Nobody knew where a child was at night."}
    assert iris.post(page("shadow_judgement", case.pk, "helped_protected"), sent).status_code == 302
    limited = iris.get(page("shadow_judgement", case.pk, MAIN))
    assert "Decide first" in text(limited)
    iris.post(page("shadow_judgement", case.pk, "leaders_managers"), {"grade": LOWER, "reason": "Nobody checked."})
    limited = iris.get(page("shadow_judgement", case.pk, MAIN)).content.decode()
    assert 'value="inadequate"' in limited and 'value="good"' not in limited  # R1 of the new framework
    late = iris.post(page("hand_in", case.pk), {"minutes": "50"})
    assert late.status_code == 422 and "before you hand in" in text(late).lower()
    iris.post(page("shadow_judgement", case.pk, MAIN), {"grade": "inadequate", "reason": "It follows."})
    wrong = iris.post(page("hand_in", case.pk), {"minutes": "none"})
    assert wrong.status_code == 422 and "whole number of minutes" in text(wrong)
    assert iris.post(page("hand_in", case.pk), {"minutes": "50"}).status_code == 302
    done = text(iris.get(page("shadow", case.pk)))
    assert "You handed this in" in done and "50" in done


def test_evidence_stands_under_the_criteria_that_the_crosswalk_leads_to(cast, pilot, inspection):
    case = begun(cast, a_case(cast, pilot, inspection))
    plan = plans.opened(pilot)
    _case, record, own = queries.to_judge(with_homes(cast.iris), case.pk)
    under = record_under(record, plan, own)
    for before, after in zip(record.evidence, under.evidence, strict=True):
        assert after.item.said == before.item.said
        expected = {new for old in before.item.criteria for new in plan.leads_to[old]}
        assert set(after.item.criteria) == expected and expected <= {one.id for one in plan.new.criteria}
    assert under.framework.id == "sccif-2022" and under.proposals == {} and under.authors == frozenset()


# Kept from the first judge, and from everybody else.


def test_nothing_of_a_shadow_judgement_reaches_the_team_the_provider_or_the_public(
    cast, as_, client, pilot, inspection
):
    case = handed_in(cast, a_case(cast, pilot, inspection), FALLS)
    addresses = [reverse(f"inspections:{name}", args=[inspection.pk]) for name in ("workspace", "history", "evidence")]
    addresses += [reverse(f"reports:{name}", args=[inspection.pk]) for name in ("draft", "trace")]
    addresses += [page("all"), page("pilot", pilot.pk), page("pairs", pilot.pk), page("shadow", case.pk)]
    addresses += [page("shadow_judgement", case.pk, MAIN), page("pairs_file", pilot.pk), "/audit/", "/"]
    for who in (cast.ida, cast.ivan, cast.petra, cast.paul, cast.connie, cast.ada, cast.nobody, None):
        browser = as_(who) if who else client
        for address in addresses:
            body = browser.get(address).content.decode(errors="replace")
            assert SECRET not in body, (who, address)
            if who in (cast.ida, cast.ivan, cast.petra, None):
                assert pilot.title not in body or address == page("all"), (who, address)
    before = read_record(inspection)
    assert before.proposals and all(one.by == cast.ida.username for one in before.proposals.values())
    assert SECRET not in "".join(Event.objects.values_list("details", flat=True))


def test_the_first_grades_are_closed_to_the_shadow_judge_until_they_hand_in(cast, as_, pilot):
    inspection = an_inspection(cast, facts={})
    iris, workspace = as_(cast.iris), reverse("inspections:workspace", args=[inspection.pk])
    draft = reverse("reports:draft", args=[inspection.pk])
    assert iris.get(workspace).status_code == 200
    case = a_case(cast, pilot, inspection)
    for address in (workspace, draft, reverse("inspections:judgement", args=[inspection.pk, MAIN])):
        closed = iris.get(address)
        assert closed.status_code == 409 and "independently" in text(closed), address
    handed_in(cast, case)
    assert iris.get(workspace).status_code == 200


def test_a_quality_assurer_who_is_of_the_team_does_not_learn_of_the_case_while_the_pilot_goes_on(cast, pilot):
    from evenhand.web.inspections import actions as inspections

    inspection = inspections.schedule(
        by=cast.ida, home=cast.home, kind="full", starts_on=STARTS, ends_on=STARTS, lead=cast.ida, team=[cast.quinn]
    )
    a_case(cast, pilot, inspection)
    quinn = with_homes(cast.quinn)
    assert (queries.shown(quinn, pilot).cases, queries.shown(quinn, pilot).hidden) == ((), 1)
    actions.close_pilot(by=cast.fay, pilot=pilot, reason="Enough is known.")
    closed = queries.pilot(quinn, pilot.pk)
    assert len(queries.shown(quinn, closed).cases) == 1


# Refused, each with its code.


def test_a_plan_that_is_not_sealed_was_changed_or_is_open_already_is_refused(cast, as_, pilot):
    plan, seal = plans.shipped_study("demo-live")
    refused("PO180", actions.open_pilot, by=cast.quentin, plan=plan, seal=seal)
    refused("PI041", actions.open_pilot, by=cast.fay, plan=plan, seal=seal)
    refused("PI012", actions.open_pilot, by=cast.fay, plan=plan, seal=None)
    refused("PI013", actions.open_pilot, by=cast.fay, plan=plan.replace(b"points: 5", b"points: 9"), seal=seal)
    fay = as_(cast.fay)
    both = fay.post(page("new"), {"study": ""})
    assert both.status_code == 422 and "Choose a study, or upload a plan" in text(both)
    again = fay.post(page("new"), {"study": "demo-live"})
    assert again.status_code == 422 and "PI041" in text(again)
    other = fay.post(page("new"), {"study": "example-2017-small"})
    assert other.status_code == 302
    one = text(fay.get(page("pilot", "example-2017-small")))
    assert "Homes wanted" in one and "0 of 9 homes" in one and "No inspection is in the pilot" in one


def test_who_may_add_what_and_who_may_judge(cast, pilot, inspection):
    add = actions.add_inspection
    refused("PO182", add, by=cast.ida, pilot=pilot, inspection=inspection, judge=cast.iris)
    refused("PO187", add, by=cast.quentin, pilot=pilot, inspection=inspection, judge=cast.ada)
    refused("PO188", add, by=cast.quentin, pilot=pilot, inspection=inspection, judge=cast.ivan)
    real = an_inspection(cast, home=a_home("SC900001", fictional=False), starts_on=STARTS)
    refused("PO185", add, by=cast.quentin, pilot=pilot, inspection=real, judge=cast.iris)
    gone = an_inspection(cast, at=Stage.CANCELLED, home=cast.other_home)
    refused("PO183", add, by=cast.quentin, pilot=pilot, inspection=gone, judge=cast.iris)
    small = an_inspection(cast, kind="assurance", home=cast.other_home)
    refused("PI043", add, by=cast.quentin, pilot=pilot, inspection=small, judge=cast.iris)
    case = a_case(cast, pilot, inspection)
    refused("PO186", add, by=cast.quentin, pilot=pilot, inspection=inspection, judge=cast.iris)
    refused("PO190", actions.begin_shadow, by=cast.iris, case=case, had_seen=True)
    refused("PO191", actions.begin_shadow, by=cast.ida, case=case, had_seen=False)
    actions.name_judge(by=cast.ada, case=case, judge=cast.quinn)
    refused("PO191", actions.begin_shadow, by=cast.iris, case=case, had_seen=False)
    refused("PO190", actions.name_judge, by=cast.ada, case=case, judge=cast.iris)
    actions.close_pilot(by=cast.fay, pilot=pilot, reason="Enough is known.")
    refused("PO181", actions.begin_shadow, by=cast.quinn, case=case, had_seen=False)
    refused("PO181", actions.close_pilot, by=cast.fay, pilot=pilot, reason="Again.")


def test_a_declared_interest_keeps_a_shadow_judge_away(cast, pilot, inspection):
    an_interest(cast.iris, "home", cast.home.urn)
    refused("PO189", a_case, cast=cast, pilot=pilot, inspection=inspection)


def test_what_a_shadow_judge_may_not_do(cast, pilot, inspection):
    case = a_case(cast, pilot, inspection)
    now = {"opened_at": timezone.now()}
    grade = {"judgement": "helped_protected", "grade": "good", "reason": "Best fit.", "explanation": ""}
    refused("PO192", actions.grade_shadow, by=cast.iris, case=case, **grade, **now)
    begun(cast, case)
    refused("PI044", actions.answer_shadow, by=cast.iris, case=case, answers={"weather": True}, **now)
    refused("PI045", actions.grade_shadow, by=cast.iris, case=case, **{**grade, "grade": "splendid"}, **now)
    refused("PI045", actions.grade_shadow, by=cast.iris, case=case, **{**grade, "reason": " "}, **now)
    refused("JU001", actions.grade_shadow, by=cast.iris, case=case, **{**grade, "judgement": MAIN}, **now)
    refused("PO193", actions.hand_in_shadow, by=cast.iris, case=case, minutes=5)
    judged(cast, case)
    refused("PI046", actions.hand_in_shadow, by=cast.iris, case=case, minutes=0)
    actions.hand_in_shadow(by=cast.iris, case=case, minutes=5)
    refused("PO192", actions.grade_shadow, by=cast.iris, case=case, **grade, **now)
    refused("PO192", actions.hand_in_shadow, by=cast.iris, case=case, minutes=5)


def test_who_may_say_why_grades_differ_and_who_may_read_the_pairs(cast, pilot, inspection):
    case = handed_in(cast, a_case(cast, pilot, inspection), FALLS)
    why = {"case": case, "judgement": MAIN, "kind": "rule", "words": "R1."}
    refused("PO194", actions.explain_difference, by=cast.ada, **why)
    refused("PO196", actions.explain_difference, by=cast.quentin, **why)
    refused("PO198", queries.pairs, who=with_homes(cast.ada), one=queries.shown(with_homes(cast.ada), pilot))
    refused("PO199", queries.pairs, who=with_homes(cast.quinn), one=queries.shown(with_homes(cast.quinn), pilot))
    refused("PO180", actions.look_at_results, by=cast.quentin, pilot=pilot)


def test_an_agreement_needs_no_reason_and_an_approver_gives_none(cast, pilot):
    case = handed_in(cast, a_case(cast, pilot, an_inspection(cast, at=Stage.APPROVED)), FALLS)
    same = {"case": case, "judgement": "leaders_managers", "kind": "rule", "words": "R1."}
    refused("PO195", actions.explain_difference, by=cast.quentin, **same)
    refused("PO197", actions.explain_difference, by=cast.quinn, **same)
    refused("PI047", actions.explain_difference, by=cast.quinn, **{**same, "judgement": MAIN, "kind": "weather"})
    refused("PI047", actions.explain_difference, by=cast.quinn, **{**same, "judgement": MAIN, "words": " "})


def test_time_is_counted_while_somebody_works_and_stated_apart(cast, pilot, inspection):
    case = begun(cast, a_case(cast, pilot, inspection))
    opened = timezone.now() - timedelta(minutes=12)
    for name in JUDGEMENTS:
        actions.grade_shadow(
            by=cast.iris, case=case, judgement=name, grade="good", reason=SECRET, explanation="", opened_at=opened
        )
    actions.hand_in_shadow(by=cast.iris, case=case, minutes=95)
    shadow = queries.own_shadows(with_homes(cast.iris))[0].shadow
    assert timedelta(minutes=12) <= shadow.spent < timedelta(minutes=13)
    assert shadow.naming.handed_in.minutes == 95
