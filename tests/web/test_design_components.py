"""The components: every field reaches its error, every grade has its word, every chart can be read unseen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines

from evenhand.casework.stages import Stage
from evenhand.web.design import charts, fields, presenting
from evenhand.web.design.jinja import period_in_words

CHOICES = [("4", "Outstanding"), ("3", "Good")]


class EveryKind(forms.Form):
    line = forms.CharField(label="Line", help_text="A hint", max_length=10)
    lines = forms.CharField(label="Lines", widget=forms.Textarea)
    radios = forms.ChoiceField(label="Radios", widget=forms.RadioSelect, choices=CHOICES)
    several = forms.MultipleChoiceField(label="Several", widget=forms.CheckboxSelectMultiple, choices=CHOICES)
    tick = forms.BooleanField(label="Tick")
    chosen = forms.ChoiceField(label="Chosen", choices=[("", "Any"), *CHOICES])
    day = forms.DateField(label="Day", widget=forms.DateInput)
    moment = forms.DateTimeField(label="Moment", widget=forms.DateTimeInput)
    number = forms.IntegerField(label="Number")
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    file = forms.FileField(label="File")


def show(source: str, **context) -> str:
    source = '{% import "design/components.html" as ui with context %}' + source
    return engines["jinja2"].env.from_string(source).render(**context)


def test_every_error_of_a_form_leads_to_a_place_on_the_page():
    form = EveryKind({})
    page = show("{{ ui.error_summary(form) }}{% for one in form %}{{ ui.field(one) }}{% endfor %}", form=form)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == len(form.fields)
    for target in targets:
        assert page.count(f'id="{target}"') == 1, target


def test_everything_that_describes_a_field_is_on_the_page():
    page = show("{% for one in form %}{{ ui.field(one) }}{% endfor %}", form=EveryKind({}))
    described = {one for group in re.findall(r'aria-describedby="([^"]+)"', page) for one in group.split()}
    assert len(described) >= len(EveryKind.base_fields)
    assert [one for one in described if f'id="{one}"' not in page] == []


def test_no_tag_says_the_same_thing_twice():
    page = show("{% for one in form %}{{ ui.field(one) }}{% endfor %}", form=EveryKind({}))
    for tag in re.findall(r"<[a-z][^>]*>", page):
        names = re.findall(r'\s([a-z-]+)(?==")', tag)
        assert len(names) == len(set(names)), tag


def test_no_id_is_used_twice():
    page = show("{% for one in form %}{{ ui.field(one) }}{% endfor %}", form=EveryKind({}))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_what_was_typed_comes_back_except_the_password():
    typed = {
        "line": "a line that is far too long",
        "lines": "two\nlines",
        "radios": "3",
        "several": ["4"],
        "tick": "on",
        "chosen": "3",
        "day": "2025-04-01",
        "moment": "2025-04-01T09:30",
        "number": "many",
        "secret": "hush-hush",
    }
    page = show("{% for one in form %}{{ ui.field(one) }}{% endfor %}", form=EveryKind(typed))
    assert 'value="a line that is far too long"' in page
    assert "two\nlines</textarea>" in page
    assert page.count(" checked") == 3
    assert page.count(" selected") == 1
    assert 'type="date" value="2025-04-01"' in page
    assert 'type="datetime-local" value="2025-04-01T09:30"' in page
    assert 'value="many"' in page
    assert "hush-hush" not in page
    assert "maxlength" not in page


def test_days_and_moments_that_the_server_knows_are_written_as_browsers_want_them():
    form = EveryKind(initial={"day": date(2025, 4, 1), "moment": datetime(2025, 7, 1, 9, 30, tzinfo=UTC)})
    assert fields.parts(form["day"])["value"] == "2025-04-01"
    assert fields.parts(form["moment"])["value"] == "2025-07-01T10:30"


def test_a_choice_that_cannot_be_taken_says_why():
    form = EveryKind()
    form.fields["radios"].choice_disabled = {"4": True}
    form.fields["radios"].choice_hints = {"4": "Capped by how well children are protected"}
    page = show("{{ ui.field(form.radios) }}", form=form)
    assert page.count(" disabled") == 1
    assert "Capped by how well children are protected" in page


@pytest.mark.parametrize(
    ("ordinal", "label"), [(4, "Outstanding"), (3, "Good"), (2, "Satisfactory"), (1, "Inadequate")]
)
def test_a_grade_is_a_word_and_a_shape_and_only_then_a_colour(ordinal, label):
    shown = show("{{ ui.grade(ordinal, label) }}", ordinal=ordinal, label=label)
    assert label in shown
    assert shown.count('fill-opacity="1"') == ordinal
    assert shown.count("<rect") == 4


def test_no_grade_yet_is_said_in_words():
    assert "No grade yet" in show('{{ ui.grade(None, "") }}')


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_words_and_a_colour_that_exists(stage):
    words, colour = presenting.stage_in_words(stage)
    assert str(words) in show("{{ ui.stage(stage) }}", stage=stage)
    assert colour in ("blue", "teal", "purple", "orange", "green", "grey")
    assert presenting.stage_in_words(stage.value) == (words, colour)


def test_text_nobody_compared_with_its_source_is_marked():
    assert "unverified" in show("{{ ui.unverified(False) }}")
    assert show("{{ ui.unverified(True) }}").strip() == ""


HISTORY = [
    {"on": date(2019, 5, 1), "ordinal": 2, "label": "Requires improvement to be good"},
    {"on": date(2021, 8, 9), "ordinal": 1, "label": "Inadequate"},
    {"on": date(2024, 1, 15), "ordinal": 3, "label": "Good"},
]


def test_the_line_of_grades_says_in_words_what_it_draws():
    page = show("{{ ui.grade_history(points) }}", points=HISTORY)
    assert 'role="img"' in page
    named = re.search(r'aria-labelledby="(\S+) (\S+)"', page)
    assert named and all(page.count(f'id="{one}"') == 1 for one in named.groups())
    assert "1 May 2019: Requires improvement to be good. 9 August 2021: Inadequate. 15 January 2024: Good." in page
    assert page.count("<td") == 2 * len(HISTORY)


def test_one_grade_makes_no_line():
    assert charts.grade_line(HISTORY[:1]) is None
    assert show("{{ ui.grade_history(points) }}", points=HISTORY[:1]).strip() == ""


def test_the_line_goes_up_for_better_grades_and_right_for_later_days():
    line = charts.grade_line(HISTORY)
    assert [point.x for point in line.points] == sorted(point.x for point in line.points)
    by_grade = sorted(line.points, key=lambda point: point.ordinal)
    assert [point.y for point in by_grade] == sorted((point.y for point in line.points), reverse=True)
    assert line.points[-1].x <= charts.WIDTH - charts.RIGHT


def test_two_inspections_on_one_day_can_be_drawn():
    line = charts.grade_line([HISTORY[0], {**HISTORY[0], "ordinal": 4, "label": "Outstanding"}])
    assert len(line.points) == 2


def test_long_labels_stand_in_lines_that_fit_beside_the_drawing():
    line = charts.grade_line(HISTORY)
    lines = [words for level in line.levels for _y, words in level.lines]
    assert " ".join(lines) == "Outstanding Good Requires improvement to be good Inadequate"
    assert max(len(one) for one in lines) * charts.LETTER < line.left


def test_a_grade_keeps_the_word_of_its_own_time():
    """A grade 2 of 2014 was "adequate"; the newest word may not stand alone beside it."""
    older = {"on": date(2014, 6, 1), "ordinal": 2, "label": "Adequate"}
    line = charts.grade_line([older, *HISTORY])
    words = " ".join(words for level in line.levels if level.ordinal == 2 for _y, words in level.lines)
    assert words == "Adequate, later Requires improvement to be good"
    heights = [y for level in line.levels for y, _words in level.lines]
    assert all(below - above >= charts.LINE for above, below in pairwise(heights))


def test_days_are_said_without_saying_anything_twice():
    assert period_in_words(date(2026, 11, 23), date(2026, 11, 23)) == "23 November 2026"
    assert period_in_words(date(2026, 11, 23), date(2026, 11, 24)) == "23 to 24 November 2026"
    assert period_in_words(date(2026, 11, 30), date(2026, 12, 1)) == "30 November to 1 December 2026"
    assert period_in_words(date(2026, 12, 31), date(2027, 1, 1)) == "31 December 2026 to 1 January 2027"


def test_the_bar_of_shares_says_in_words_what_it_draws():
    counts = [
        {"ordinal": 4, "label": "Outstanding", "n": 1},
        {"ordinal": 3, "label": "Good", "n": 2},
        {"ordinal": 1, "label": "Inadequate", "n": 0},
        {"ordinal": None, "label": "", "n": 1},
    ]
    page = show("{{ ui.grade_bar(counts) }}", counts=counts)
    assert "Outstanding: 1 (25%). Good: 2 (50%). Inadequate: 0 (0%). No grade yet: 1 (25%)." in page
    shares = charts.grade_shares(counts)
    assert shares.total == 4
    assert sum(part.width for part in shares.parts) == pytest.approx(charts.WIDTH, abs=0.3)
    assert charts.grade_shares([{"ordinal": 4, "label": "Outstanding", "n": 0}]) is None


def test_pages_of_a_list_keep_the_question_and_say_where_one_is():
    page = Paginator(range(500), 10).get_page(7)
    shown = show('{{ ui.pagination(page, "region=London") }}', page=page)
    assert "?region=London&amp;page=6" in shown and "?region=London&amp;page=8" in shown
    assert shown.count('aria-current="page"') == 1
    assert show("{{ ui.pagination(page) }}", page=Paginator(range(3), 10).get_page(1)).strip() == ""


def test_a_button_that_cannot_be_pressed_says_why():
    shown = show('{{ ui.button("Submit report", disabled_reason="Two facts are open.") }}')
    assert " disabled" in shown
    assert 'aria-describedby="why-not-submit-report"' in shown and 'id="why-not-submit-report"' in shown
    assert "Two facts are open." in shown
