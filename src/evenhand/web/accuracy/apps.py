"""What this app tells the apps below it when the service starts."""

from django.apps import AppConfig


class AccuracyConfig(AppConfig):
    """The time that a report is with the provider."""

    name = "evenhand.web.accuracy"

    def ready(self) -> None:
        """Whoever publishes a report hears what stands in the way, wherever it is published."""
        from evenhand.web.accuracy.reading import objections
        from evenhand.web.reports import publication

        publication.OBJECTIONS["accuracy"] = objections
