"""Every word a person reads goes through translations: no bare words in a template, none that the extractor misses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import nodes

import evenhand.web

WEB = Path(evenhand.web.__file__).parent
TEMPLATES = sorted(file.relative_to(file.parents[1]).as_posix() for file in WEB.glob("*/templates/*/*.html"))
TRANSLATING = {"_", "gettext", "ngettext", "pgettext"}
READ_ALOUD = re.compile(r'(?:alt|title|aria-label|placeholder)="([^"]*)"')
# What may stand in a template as it is: nothing but marks between words.
ALLOWED: set[str] = set()


def bare_words(source: str) -> list[str]:
    """The words of a template that no translation reaches."""
    tree = engines["jinja2"].env.parse(source)
    # What a person copies into a terminal is the same in every language.
    text = re.sub(r"<!--.*?-->|<(code|kbd)\b.*?</\1>", "", "".join(_pieces(tree)), flags=re.DOTALL)
    attributes = [value for tag in re.findall(r"<[^>]*>", text) for value in READ_ALOUD.findall(tag)]
    text = re.sub(r"&\w+;|&#\d+;", "", re.sub(r"<[^>]*>", "\n", text))
    found = [piece.strip() for chunk in [*text.split("\n"), *attributes] for piece in chunk.split("\0")]
    return [one for one in found if re.search(r"[^\W\d_]", one) and one not in ALLOWED] + _quoted(tree)


def _pieces(node: nodes.Node):
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Expr):
            yield "\0"
        else:
            yield from _pieces(child)


def _quoted(node: nodes.Node) -> list[str]:
    # Words handed to a macro, as in ui.button("Save"): anything quoted that begins like a sentence.
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATING:
        return []
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and re.match(r"[A-Z][a-z]", node.value):
        return [node.value]
    return [found for child in node.iter_child_nodes() for found in _quoted(child)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_has_words_outside_translations(name):
    file = next(WEB.glob(f"*/templates/{name}"))
    assert bare_words(file.read_text()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{{ _('Fine') }}</p>", []),
        ("<p>{% trans n=1 %}Fine {{ n }}{% endtrans %} – 12 &nbsp; ({{ 1 }})</p>", []),
        ("<a href='{{ 1 }}' class=\"app-x\">Bare</a>", ["Bare"]),
        ("<p>{% if 1 %}Bare{% else %}{{ 2 }} too{% endif %}</p>", ["Bare", "too"]),
        ('<img alt="A house">', ["A house"]),
        ('<nav aria-label="{{ _("Pages") }}"></nav>', []),
        ("{{ ui.button('Save') }}", ["Save"]),
        ("{{ ui.button(_('Save'), classes='app-x') }}", []),
        ("{% set words = [{'text': 'Name'}] %}", ["Name"]),
        ("<p><code>sha256sum {{ 1 }}.json</code></p>", []),
        ("{# Only a note #}<!-- and another -->", []),
    ],
)
def test_the_walk_finds_bare_words_and_nothing_else(source, found):
    assert bare_words(source) == found


def test_there_are_templates_to_look_at():
    assert {"design/base.html", "accounts/sign_in.html", "audit/events.html"} <= set(TEMPLATES)


def test_the_words_of_templates_of_the_web_ring_and_of_the_core_are_all_collected(tmp_path):
    collected = tmp_path / "words.pot"
    tool = WEB.parents[2] / "tools/messages"
    subprocess.run([sys.executable, str(tool), "--to", str(collected)], check=True, timeout=120)
    text = collected.read_text()
    for msgid in (
        "Open-source prototype – not an Ofsted or GOV.UK service",  # `_` in a template
        "One-time password for %(name)s",  # `trans` in a template
        "The chain holds: %(num)s event, unchanged.",  # `ngettext` in a template
        "You have signed out.",  # `gettext` in Python
        "Enter your sign-in name",  # `gettext_lazy` in Python
        "Only an inspector may do this.",  # `say` in the core
        "{by} gave {id} the role {role}.",  # kept apart from its values
    ):
        assert f'"{msgid}"' in text, msgid
