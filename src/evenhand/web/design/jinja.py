"""The template engine: Jinja2 with GOV.UK component macros, every word through Django's translations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from jinja2 import BaseLoader, ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined, Template

from evenhand.web.design import charts, fields, navigation, presenting
from evenhand.wording import Words

VENDORED = "govuk_frontend_jinja"


class Templates(Environment):
    """Our templates, in which an unknown variable is an error, never an empty space.

    The vendored macros probe their parameters for things that are not there, so they are compiled by an environment of
    their own in which that is allowed; the two meet only where one of our templates imports a macro.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.vendored = Environment(
            loader=PrefixLoader({VENDORED: PackageLoader(VENDORED)}),
            undefined=ChainableUndefined,
            autoescape=True,
            auto_reload=False,
        )
        # Jinja runs a module anew for every page whose globals it lacks; these macros are the same for all pages.
        self.vendored.globals = self.globals

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """The template of that name, from the environment it belongs to."""
        if isinstance(name, str) and name.startswith(f"{VENDORED}/"):
            return self.vendored.get_template(name)
        return super().get_template(name, parent, globals)


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """The environment that Django asks for."""
    options |= {"autoescape": True, "undefined": StrictUndefined}
    env = Templates(loader=loader, **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(_given_to_templates())
    env.filters.update(
        in_words=in_words,
        moment_in_words=moment_in_words,
        month_in_words=month_in_words,
        number=number,
        words=words,
        slug=slugify,
    )
    return env


def _given_to_templates() -> dict[str, Callable[..., Any]]:
    return {
        "static": static,
        "url": address,
        "language": translation.get_language,
        "navigation": navigation.navigation,
        "footer_links": navigation.footer_links,
        "field_parts": fields.parts,
        "error_list": fields.error_list,
        "stage_in_words": presenting.stage_in_words,
        "banner_of": presenting.banner_of,
        "page_links": presenting.page_links,
        "period_in_words": period_in_words,
        "grade_line": charts.grade_line,
        "grade_shares": charts.grade_shares,
    }


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name, as `app:page`."""
    # A page names the same few places again and again; where the service is mounted is part of the question.
    return _address(get_urlconf(), get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=2048)
def _address(urls: str | None, under: str, name: str, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, urlconf=urls, args=args, kwargs=dict(named))


def in_words(day: date | datetime | None) -> str:
    """A day as people write it: 1 April 2025. Empty for no day."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return _shown(day, "j F Y", translation.get_language())


@lru_cache(maxsize=4096)
def _shown(day: date, form: str, language: str | None) -> str:
    """Days come again and again on a page; `language` is asked for only because the words depend on it."""
    return str(date_format(day, form))


def period_in_words(first: date, last: date) -> str:
    """Days from first to last as people write them, saying nothing twice: 23 to 24 November 2026."""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        start = date_format(first, "j")
    else:
        start = date_format(first, "j F" if first.year == last.year else "j F Y")
    return translation.gettext("%(start)s to %(end)s") % {"start": start, "end": in_words(last)}


def number(value: int) -> str:
    """A whole number with commas between the thousands: 3,219."""
    return f"{value:,}"


def moment_in_words(moment: datetime | None) -> str:
    """A moment as people write it: 1 April 2025, 2:30pm. Empty for none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{in_words(local.date())}, {local.strftime('%I:%M%p').lstrip('0').lower()}"


def month_in_words(day: date) -> str:
    """April 2025."""
    return _shown(day, "F Y", translation.get_language())


def words(sentence: Words | str) -> str:
    """A sentence of the core in the reader's language."""
    return sentence.translated(translation.gettext) if isinstance(sentence, Words) else str(sentence)
