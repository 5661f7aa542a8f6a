"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.planning.views import homes, own, plan, proposals

app_name = "planning"
NUMBER = r"(?P<number>[0-9]{1,9})"
# Letters and digits only, so that nothing else ever reaches the database.
URN = r"(?P<urn>[A-Za-z0-9]{1,20})"
urlpatterns = [
    path("", plan.plan, name="plan"),
    path("mine/", own.mine, name="mine"),
    path("mine/interests/new/", own.declare, name="declare"),
    re_path(rf"^mine/interests/{NUMBER}/end/$", own.end, name="end_interest"),
    path("mine/base/", own.base, name="base"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.propose, name="propose"),
    re_path(rf"^proposals/{NUMBER}/$", proposals.proposal, name="proposal"),
    re_path(rf"^{URN}/$", homes.home, name="home"),
    re_path(rf"^{URN}/events/new/$", homes.record_event, name="record_event"),
    re_path(rf"^{URN}/events/{NUMBER}/withdraw/$", homes.withdraw_event, name="withdraw_event"),
]
