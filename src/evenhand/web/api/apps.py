"""What the interface listens for, and what it tells the apps below it, when the service starts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ApiConfig(AppConfig):
    """Open data and the application programming interface."""

    name = "evenhand.web.api"

    def ready(self) -> None:
        """Hear of what becomes public, wherever it does; let the register's pages ask for open requirements."""
        from evenhand.web.api import noticing
        from evenhand.web.api.queries import open_requirements
        from evenhand.web.register.queries import OPEN_REQUIREMENTS

        noticing.listen()
        post_migrate.connect(noticing.catch_up, sender=self, dispatch_uid="evenhand.api")
        OPEN_REQUIREMENTS["published"] = open_requirements
