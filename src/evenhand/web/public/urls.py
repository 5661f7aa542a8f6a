"""Addresses of this app's pages."""

from django.urls import path, register_converter

from evenhand.web.public.views import homes, near, pages, reports


class Fingerprint:
    """64 hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Fingerprint, "fingerprint")

app_name = "public"
urlpatterns = [
    path("", pages.start, name="start"),
    path("about/", pages.about, name="about"),
    path("find/", homes.find, name="find"),
    path("near/", near.near, name="near"),
    path("near.csv", near.near_file, name="near_file"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("homes/<str:urn>/", homes.home, name="home"),
    path("reports/<fingerprint:fingerprint>/", reports.report, name="report"),
    path("reports/<fingerprint:fingerprint>.pdf", reports.report_pdf, name="report_pdf"),
    path("reports/<fingerprint:fingerprint>.json", reports.report_file, name="report_file"),
]
