"""The template engine: Jinja2 with GOV.UK component macros, every word through Django's translations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from evenhand.wording import Words


def environment(**options: Any) -> Environment:
    """The environment that Django asks for; an unknown variable in a template is an error, never an empty space."""
    options["loader"] = ChoiceLoader(
        [options["loader"], PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    options["undefined"] = _Undefined
    env = Environment(**{**options, "autoescape": True}, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=address)
    env.filters.update(in_words=in_words, moment_in_words=moment_in_words, month_in_words=month_in_words, words=words)
    return env


class _Undefined(StrictUndefined):
    """Strict in our templates; the vendored macros test `params.x` for things that are not there, which stays allowed."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, name: Any) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Undefined)

    def __hash__(self) -> int:
        return hash(type(self))


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name, as `app:page`."""
    return reverse(name, args=args, kwargs=kwargs)


def in_words(day: date | datetime | None) -> str:
    """A day as people write it: 1 April 2025. Empty for no day."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "j F Y")


def moment_in_words(moment: datetime | None) -> str:
    """A moment as people write it: 1 April 2025, 2:30pm. Empty for none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y')}, {local.strftime('%I:%M%p').lstrip('0').lower()}"


def month_in_words(day: date) -> str:
    """April 2025."""
    return date_format(day, "F Y")


def words(sentence: Words | str) -> str:
    """A sentence of the core in the reader's language."""
    return sentence.translated(translation.gettext) if isinstance(sentence, Words) else str(sentence)
