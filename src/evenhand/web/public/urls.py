"""Addresses of this app's pages."""

from django.urls import path, register_converter

from evenhand.web.public import views


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
    path("", views.start, name="start"),
    path("about/", views.about, name="about"),
    path("find/", views.find, name="find"),
    path("homes/<str:urn>/", views.home, name="home"),
    path("reports/<fingerprint:fingerprint>/", views.report, name="report"),
    path("reports/<fingerprint:fingerprint>.json", views.report_file, name="report_file"),
]
