"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.inspections.views import (
    booking,
    consistency,
    discussing,
    evidence,
    judging,
    papers,
    requirements,
    single,
    sufficiency,
    team,
    workspace,
)

app_name = "inspections"
urlpatterns = [
    path("", booking.mine, name="mine"),
    path("new/", booking.schedule, name="schedule"),
    path("consistency/", consistency.consistency, name="consistency"),
    path("<uuid:id>/", workspace.workspace, name="workspace"),
    path("<uuid:id>/begin/", booking.begin, name="begin"),
    path("<uuid:id>/cancel/", booking.cancel, name="cancel"),
    path("<uuid:id>/history/", workspace.history, name="history"),
    path("<uuid:id>/evidence/", evidence.evidence, name="evidence"),
    path("<uuid:id>/evidence/new/<slug:kind_id>/", evidence.new, name="new_evidence"),
    path("<uuid:id>/evidence/<uuid:item>/", evidence.item, name="evidence_item"),
    path("<uuid:id>/evidence/<uuid:item>/amend/", evidence.amend, name="amend_evidence"),
    path("<uuid:id>/facts/", judging.facts, name="facts"),
    path("<uuid:id>/team/", team.team, name="team"),
    path("<uuid:id>/evidence/enough/", sufficiency.sufficiency, name="sufficiency"),
    path("<uuid:id>/judgement/", single.single, name="single"),
    path("<uuid:id>/requirements/", requirements.requirements, name="requirements"),
    path("<uuid:id>/requirements/new/", requirements.new, name="new_requirement"),
    path("<uuid:id>/requirements/<uuid:requirement>/", requirements.amend, name="amend_requirement"),
    path("<uuid:id>/requirements/<uuid:requirement>/follow-up/", requirements.follow, name="follow_up"),
    path("<uuid:id>/feedback/", papers.feedback, name="feedback"),
    path("<uuid:id>/letter/", papers.letter, name="letter"),
    path("<uuid:id>/judgements/<str:judgement_id>/", judging.judgement, name="judgement"),
    path("<uuid:id>/judgements/<str:judgement_id>/discussion/", discussing.discussion, name="discussion"),
    path("<uuid:id>/second/", consistency.second, name="second"),
    path("<uuid:id>/second/<str:judgement_id>/", consistency.second_judgement, name="second_judgement"),
]
