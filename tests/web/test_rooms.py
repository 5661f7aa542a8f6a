"""Things lie in their rooms: tables point down the line of apps, every template is used, migrations are complete."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

import evenhand.web

WEB = Path(evenhand.web.__file__).parent
# Lower apps first; an app may point to itself and to those before it.
LINE = [
    "design",
    "audit",
    "accounts",
    "jottings",
    "jobs",
    "register",
    "frameworks",
    "drafts",
    "inspections",
    "planning",
]
LINE += [
    "reports",
    "preparation",
    "accuracy",
    "consultations",
    "statistics",
    "trends",
    "pilots",
    "api",
    "alerts",
    "public",
    "health",
]
OURS = [model for model in apps.get_models() if model.__module__.startswith("evenhand.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model) -> None:
    here = LINE.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if field.many_to_one and field.related_model is not None:
            there = field.related_model._meta.app_label
            assert LINE.index(there) <= here, f"{model._meta.label}.{field.name} points up to {there}"


def test_the_audit_log_has_no_foreign_keys() -> None:
    fields = apps.get_model("audit", "Event")._meta.get_fields()
    assert [field.name for field in fields if field.is_relation] == []


TEMPLATES = sorted(WEB.glob("*/templates/*/*.*"))
SOURCES = "\n".join(file.read_text() for file in [*WEB.rglob("*.py"), *TEMPLATES])


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_template_is_used_by_its_own_app_or_shared(file: Path) -> None:
    name = f"{file.parent.name}/{file.name}"
    assert re.search(rf"[\"']{re.escape(name)}[\"']", SOURCES), f"nothing renders, extends or imports {name}"


def test_migrations_say_what_the_models_say(db) -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()
