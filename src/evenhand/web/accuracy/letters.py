"""Letters to a provider, composed from the record each time: the same paragraphs for the page and for plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evenhand.casework.accuracy import COMPLAINT, RESPONSE, REVIEW, CommentWindow
from evenhand.web.accuracy.models import DraftSent, FinalGiven
from evenhand.web.accuracy.reading import CommentRead, Dossier
from evenhand.web.accuracy.showing import still_there
from evenhand.web.accuracy.words import kind_in_words, outcome_tag
from evenhand.web.design.jinja import in_words

# A paragraph, or the lines of a list.
Block = str | tuple[str, ...]
WIDTH = 78


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its title, its day, and its paragraphs and lists."""

    title: str
    urn: str
    on: date
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The letter as plain text."""
        head = [self.title, _("Home: %(urn)s") % {"urn": self.urn}, in_words(self.on)]
        return "\n\n".join([*head, *(_plain(one) for one in self.blocks)]) + "\n"


def _plain(block: Block) -> str:
    if isinstance(block, str):
        return fill(block, WIDTH)
    return "\n".join(fill(f"- {line}", WIDTH, subsequent_indent="  ") for line in block)


def letter(dossier: Dossier, name: str) -> Letter | None:
    """A letter by its name; None when there is no such letter, or nothing to write it about yet."""
    compose = LETTERS.get(name)
    return compose(dossier) if compose else None


def written(dossier: Dossier) -> dict[str, str]:
    """The letters that can be printed now: name and title."""
    made = ((name, compose(dossier)) for name, compose in LETTERS.items())
    return {name: one.title for name, one in made if one is not None}


def _draft(dossier: Dossier) -> Letter | None:
    sent = dossier.draft
    return _letter(dossier, _("The draft of your inspection report"), sent, _draft_says) if sent else None


def _draft_says(dossier: Dossier) -> Iterator[Block]:
    yield _(
        "We send you the draft report of our inspection on %(days)s (%(kind)s). It is confidential: please show it "
        "only to those who need it to comment, and do not publish it."
    ) % _inspected(dossier)
    yield from _window(dossier.comment_window, _("You can comment until the end of %(day)s."))
    yield _(
        "You find the draft in your portal under “Draft reports”. You can comment on a single sentence, on the "
        "report as a whole, or on how the inspection was carried out. Say what is wrong, what it should say, and "
        "what shows it."
    )
    yield _(
        "We answer every comment that comes in time, with a reason, before the report is published. A comment that "
        "comes later is kept and marked as late; it does not hold up publication."
    )
    yield _("Grades do not change because of comments on the draft. If you disagree with a judgement, you can say so.")
    if dossier.foresees(COMPLAINT):
        yield _("The route for it is a formal complaint, after you are given the final report.")
    yield from _whom_to_ask()


def _answers(dossier: Dossier) -> Letter | None:
    if not dossier.answers_given or not dossier.comments:
        return None
    given = dossier.final or dossier.draft
    return _letter(dossier, _("Our answers to your comments on the draft"), given, _answers_say) if given else None


def _answers_say(dossier: Dossier) -> Iterator[Block]:
    n = len(dossier.comments)
    yield ngettext(
        "You sent us %(n)d comment on the draft. This is our answer to it.",
        "You sent us %(n)d comments on the draft. These are our answers.",
        n,
    ) % {"n": n}
    for one in dossier.comments:
        yield _about(one)
        if one.answer is None:
            yield _("This comment came late and has no answer.")
            continue
        yield _("Our answer: %(outcome)s. %(reason)s") % {
            "outcome": str(outcome_tag(one.answer.outcome)[0]),
            "reason": one.answer.reason,
        }
        if one.changed:
            yield _("The report was changed in version %(n)d.") % {"n": one.changed}
            if still_there(dossier, one):
                yield _("The sentence itself still stands there, word for word; the change is elsewhere in the report.")
    yield from _whom_to_ask()


def _about(one: CommentRead) -> str:
    said = {"number": one.label, "kind": kind_in_words(one.row.kind), "wrong": one.row.wrong}
    text = _("Comment %(number)s (%(kind)s): %(wrong)s") % said
    return _("%(comment)s (late)") % {"comment": text} if one.row.late else text


def _final(dossier: Dossier) -> Letter | None:
    given = dossier.final
    return _letter(dossier, _("Your final inspection report"), given, _final_says) if given else None


def _final_says(dossier: Dossier) -> Iterator[Block]:
    yield _(
        "We send you the final report of our inspection on %(days)s (%(kind)s), with our answers to your comments. "
        "You find it in your portal under “Draft reports”."
    ) % _inspected(dossier)
    if dossier.foresees(COMPLAINT):
        yield from _window(
            dossier.complaint_window, _("If you want to complain formally, do so by the end of %(day)s.")
        )
    else:
        yield _(
            "The framework of this inspection, as we have read it, names no days for a formal complaint, so none "
            "can be made here. Write to us if something went wrong."
        )
    if dossier.holds_for_complaints:
        yield _(
            "If you complain, we do not publish the report until we have answered you. If you tell us that you make "
            "no complaint, we can publish it at once."
        )
    yield from _whom_to_ask()


def _complaint(dossier: Dossier) -> Letter | None:
    return _letter(dossier, _("We have your complaint"), dossier.final, _complaint_says) if dossier.complaints else None


def _complaint_says(dossier: Dossier) -> Iterator[Block]:
    newest = dossier.complaints[-1].row
    yield _("We have your complaint about our inspection on %(days)s, made on %(made)s.") % {
        **_inspected(dossier),
        "made": in_words(newest.at),
    }
    if newest.due_on:
        yield _("Somebody who had no hand in the inspection looks into it and answers you by %(day)s.") % {
            "day": in_words(newest.due_on)
        }
    if dossier.foresees(RESPONSE):
        yield _("The report is not published before that answer.")
    if dossier.foresees(REVIEW):
        yield _(
            "If you are not content with the answer, you can ask for an internal review of it. The letter with the "
            "answer names the last day for that."
        )
    yield from _whom_to_ask()


def _letter(
    dossier: Dossier, title: str, row: DraftSent | FinalGiven | None, says: Callable[[Dossier], Iterator[Block]]
) -> Letter | None:
    if row is None:
        return None
    on = row.at if says is not _complaint_says else dossier.complaints[-1].row.at
    return Letter(title, dossier.urn, timezone.localdate(on), tuple(says(dossier)))


def _inspected(dossier: Dossier) -> dict[str, str]:
    kind = dossier.framework.inspection_type_by_id[dossier.inspection.kind]
    start, end = in_words(dossier.inspection.starts_on), in_words(dossier.inspection.ends_on)
    days = start if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}
    return {"days": days, "kind": kind.title}


def _window(window: CommentWindow | None, sentence: str) -> Iterator[str]:
    """The last day, how it is counted, and whether anybody has checked the figure."""
    if window is None or window.last_day is None:
        return
    yield sentence % {"day": in_words(window.last_day)}
    figure = window.step.max_working_days
    counted = ngettext(
        "That is %(n)d working day after %(day)s; Saturdays, Sundays and bank holidays in England do not count.",
        "That is %(n)d working days after %(day)s; Saturdays, Sundays and bank holidays in England do not count.",
        figure or 0,
    )
    yield counted % {"n": figure, "day": in_words(window.opened_on)}
    if not window.step.verified:
        yield _("(This figure of the framework is unverified: nobody has compared it with the published source.)")


def _whom_to_ask() -> Iterator[str]:
    if settings.OFFICE:
        yield _("If you have a question, ask: %(office)s.") % {"office": settings.OFFICE.rstrip(".")}
    else:
        yield _(
            "If you have a question, ask the office that carried out the inspection. Whoever runs this service has not "
            "entered its name, telephone number and address."
        )


LETTERS: dict[str, Callable[[Dossier], Letter | None]] = {
    "draft": _draft,
    "answers": _answers,
    "final": _final,
    "complaint": _complaint,
}
