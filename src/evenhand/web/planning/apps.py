"""What planning tells the apps below it when the service starts."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The manager's planning page."""

    name = "evenhand.web.planning"

    def ready(self) -> None:
        """Whoever schedules an inspection hears of declared interests, wherever it is scheduled."""
        from evenhand.web.inspections.actions import scheduling
        from evenhand.web.planning.interests import objections

        scheduling.OBJECTIONS["interests"] = objections
