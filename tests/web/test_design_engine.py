"""The template engine: strict with our templates, patient with the vendored macros, and safe with what people type."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from jinja2 import UndefinedError

import evenhand.web
from evenhand.wording import say

WEB = Path(evenhand.web.__file__).parent
TEMPLATES = sorted(file.relative_to(file.parents[1]).as_posix() for file in WEB.glob("*/templates/*/*.html"))


@pytest.fixture(scope="module")
def env():
    return engines["jinja2"].env


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{% if nothing %}x{% endif %}", "{{ known.nothing }}", "{{ {}.x }}"]
)
def test_a_name_that_nobody_gave_is_an_error_in_our_templates(env, source):
    with pytest.raises(UndefinedError):
        env.from_string(source).render(known={"a": 1})


def test_the_vendored_macros_may_ask_for_what_is_not_there(env):
    source = (
        '{% from "govuk_frontend_jinja/components/input/macro.html" import govukInput %}'
        '{{ govukInput({"name": "a", "id": "a", "label": {"text": "Name"}}) }}'
    )
    assert 'name="a"' in env.from_string(source).render()


def test_a_name_that_nobody_gave_is_an_error_even_on_its_way_into_a_vendored_macro(env):
    source = (
        '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}{{ govukTag({"text": nothing}) }}'
    )
    with pytest.raises(UndefinedError):
        env.from_string(source).render()


def test_what_people_type_is_shown_and_never_run(env):
    source = (
        '{% import "design/components.html" as ui with context %}'
        "{{ ui.summary([(bad, bad, None, None)]) }}{{ ui.table(bad, [bad], [[bad]]) }}{{ ui.inset(bad) }}"
        "{{ ui.warning(bad) }}{{ ui.details(bad, bad) }}{{ ui.tag(bad, 'blue') }}{{ ui.grade(3, bad) }}"
        "{{ ui.task_list([{'title': bad, 'href': bad, 'hint': bad, 'status': bad, 'status_colour': None}]) }}"
        "{{ ui.breadcrumbs([(bad, bad)]) }}{{ ui.button(bad, disabled_reason=bad) }}{{ ui.empty(bad, bad, bad) }}"
        "{{ ui.hero(bad, bad) }}{{ ui.card(bad, bad, bad) }}"
    )
    shown = env.from_string(source).render(bad='"><script>alert(1)</script>')
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 20


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_read(env, name):
    assert env.get_template(name).name == name


def test_sentences_of_the_core_are_shown_in_words(env):
    shown = env.from_string("{{ sentence|words }}").render(sentence=say("Capped at {grade}.", grade="<good>"))
    assert shown == "Capped at &lt;good&gt;."


def test_days_and_moments_are_shown_in_words_and_in_local_time(env):
    from datetime import UTC, date, datetime

    given = {"day": date(2025, 4, 1), "moment": datetime(2025, 4, 1, 23, 30, tzinfo=UTC)}
    shown = env.from_string("{{ day|in_words }}|{{ moment|moment_in_words }}|{{ moment|in_words }}|{{ none|in_words }}")
    assert shown.render(**given, none=None) == "1 April 2025|2 April 2025, 12:30am|2 April 2025|"
