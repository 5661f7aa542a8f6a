"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.pilots.views import keeping, shadowing, telling

# The letters of an identifier and no others, so that nothing else ever reaches the database.
ONE = r"^(?P<id>[a-z0-9][a-z0-9._-]{0,79})/"

app_name = "pilots"
urlpatterns = [
    path("", keeping.all_, name="all"),
    path("new/", keeping.new, name="new"),
    path("shadow/<uuid:id>/", shadowing.shadow, name="shadow"),
    path("shadow/<uuid:id>/facts/", shadowing.facts, name="shadow_facts"),
    path("shadow/<uuid:id>/hand-in/", shadowing.hand_in, name="hand_in"),
    path("shadow/<uuid:id>/judge/", keeping.judge, name="judge"),
    path("shadow/<uuid:id>/judgements/<str:judgement_id>/", shadowing.judgement, name="shadow_judgement"),
    path("shadow/<uuid:id>/differences/<str:judgement>/", telling.explain, name="explain"),
    re_path(rf"{ONE}$", keeping.pilot, name="pilot"),
    re_path(rf"{ONE}plan\.yaml$", keeping.plan_file, name="plan_file"),
    re_path(rf"{ONE}close/$", keeping.close, name="close"),
    re_path(rf"{ONE}add/$", keeping.add, name="add"),
    re_path(rf"{ONE}pairs/$", telling.pairs, name="pairs"),
    re_path(rf"{ONE}pairs\.csv$", telling.pairs_file, name="pairs_file"),
    re_path(rf"{ONE}look/$", telling.take_look, name="take_look"),
    re_path(rf"{ONE}looks/(?P<number>[0-9]{{1,4}})/$", telling.look, name="look"),
    re_path(
        rf"{ONE}looks/(?P<number>[0-9]{{1,4}})/(?P<name>[a-z0-9_-]{{1,60}}\.(svg|csv|json|html))$",
        telling.look_file,
        name="look_file",
    ),
]
