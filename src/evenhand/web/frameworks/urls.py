"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.frameworks.views import comparing, examining, reference, shelf

# The letters of an identifier and no others, so that nothing else ever reaches the database.
VERSION = r"(?P<version_id>[a-z0-9._-]{1,80})"
OLD = r"(?P<old_id>[a-z0-9._-]{1,80})"

app_name = "frameworks"
urlpatterns = [
    path("", shelf.shelf, name="shelf"),
    # Before the versions: no version is called one of these.
    path("compare/", comparing.choose, name="choose"),
    path("standards/", reference.standards, name="standards"),
    re_path(r"^standards/(?P<set_id>[a-z0-9._-]{1,80})/$", reference.standard_set, name="standard_set"),
    re_path(
        r"^crosswalks/(?P<old_id>[a-z0-9]+(?:[._-][a-z0-9]+)*)--(?P<new_id>[a-z0-9]+(?:[._-][a-z0-9]+)*)/$",
        reference.crosswalk,
        name="crosswalk",
    ),
    re_path(rf"^{VERSION}/$", shelf.version, name="version"),
    re_path(rf"^{VERSION}\.json$", shelf.file, name="file"),
    re_path(rf"^{VERSION}/reach/$", examining.reach, name="reach"),
    re_path(rf"^{VERSION}/reach\.json$", examining.reach_file, name="reach_of_one"),
    re_path(rf"^{VERSION}/clarity/$", examining.clarity, name="clarity"),
    re_path(rf"^{VERSION}/against/{OLD}/$", comparing.against, name="against"),
    re_path(rf"^{VERSION}/against/{OLD}/changes\.(?P<form>md|html|json)$", comparing.changes_file, name="changes_file"),
    re_path(rf"^{VERSION}/against/{OLD}/reach\.json$", comparing.reach_file, name="reach_file"),
]
