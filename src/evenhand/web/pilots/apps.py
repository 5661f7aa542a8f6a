"""What this app tells those below it when the service starts."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    """A shadow judge works without the first grades, so the inspection's own pages are closed to them."""

    name = "evenhand.web.pilots"

    def ready(self) -> None:
        """Tell the inspections app how to ask."""
        from evenhand.web.inspections import queries as inspections
        from evenhand.web.pilots import queries

        inspections.CLOSED_TO["pilots"] = queries.is_shadowing
