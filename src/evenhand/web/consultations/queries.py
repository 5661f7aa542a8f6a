"""Reading consultations. The first argument is who is asking: drafts and unread comments are for their authors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import check_keep_consultation, check_read_results, may_read_comment
from evenhand.consultation import model
from evenhand.consultation.account import Account, Answer, unseal_account
from evenhand.consultation.phases import Phase, shows_results
from evenhand.consultation.results import Results, from_counts, hidden_kinds
from evenhand.consultation.words import Agreement, Respondent
from evenhand.framework.reading import read_text
from evenhand.provenance import fingerprint
from evenhand.web.consultations.models import (
    AnswerGiven,
    CommentReading,
    Consultation,
    PhaseChange,
    PublishedAccount,
    ResponseGiven,
    ResponsesFile,
    WrittenAnswer,
)

PAGE = 20
# A consultation never changes once it is written, so what was once read can be kept.
_READ: dict[str, model.Consultation] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """A consultation as pages need it: its row, what it says, and where it is."""

    row: Consultation
    content: model.Consultation
    phase: Phase

    @property
    def is_open(self) -> bool:
        """Whether anybody may respond today."""
        return self.phase is Phase.OPEN and self.content.is_open_on(timezone.localdate())


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that anybody may read. `kind` is None where so few of its kind responded that it is kept back."""

    reference: str
    question: str
    kind: Respondent | None
    text: str


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """A published account; `account` is None when the bytes are not those that were sealed."""

    row: PublishedAccount
    account: Account | None


def content_of(row: Consultation) -> model.Consultation:
    """What a consultation says."""
    key = f"{row.pk} {row.fingerprint}"
    if key not in _READ:
        _READ[key] = read_text(row.source, f"{row.pk}.yaml", model.Consultation)[0]
    return _READ[key]


def listing(who: Actor) -> list[Shown]:
    """Every consultation that this person may see, the newest first."""
    newest = PhaseChange.objects.filter(consultation=OuterRef("pk")).order_by("-number").values("phase")[:1]
    rows = Consultation.objects.defer("content").annotate(now=Subquery(newest)).order_by("-at", "pk")
    shown = (Shown(row, content_of(row), Phase(row.now)) for row in rows)
    return [one for one in shown if _may_see(who, one.phase)]


def one(who: Actor, consultation_id: str) -> Shown | None:
    """One consultation; None when there is none that this person may see."""
    row = Consultation.objects.filter(pk=consultation_id).first()
    if row is None:
        return None
    shown = Shown(row, content_of(row), phase_of(row))
    return shown if _may_see(who, shown.phase) else None


def phase_of(row: Consultation) -> Phase:
    """Where a consultation is."""
    return Phase(PhaseChange.objects.filter(consultation=row).latest("number").phase)


def _may_see(who: Actor, phase: Phase) -> bool:
    return phase is not Phase.DRAFT or who.is_a(Role.FRAMEWORK_AUTHOR)


def keeps(who: Actor) -> bool:
    """Whether this person keeps consultations."""
    return who.is_a(Role.FRAMEWORK_AUTHOR)


def results(who: Actor, shown: Shown) -> Results:
    """Counts by question and kind; raises Refusal while the consultation is open, except for those who keep it."""
    check_read_results(who, are_public=shows_results(shown.phase))
    return counted(shown)


def counted(shown: Shown) -> Results:
    """Counts by question and kind, made by the database, for whoever asked the policy before."""
    sizes = ResponseGiven.objects.filter(consultation=shown.row).values_list("kind").annotate(n=Count("pk")).order_by()
    answers = AnswerGiven.objects.filter(response__consultation=shown.row).exclude(agreement="")
    told = answers.values_list("question", "response__kind", "agreement").annotate(n=Count("pk")).order_by()
    return from_counts(
        shown.content,
        {Respondent(kind): n for kind, n in sizes},
        {(question, Respondent(kind), Agreement(point)): n for question, kind, point, n in told},
    )


# ------------------------------------------------------------------------------------------------------- comments


def with_decision(shown: Shown) -> QuerySet[AnswerGiven]:
    """Every comment of a consultation, with what its last reader said (None: nobody has read it)."""
    newest = CommentReading.objects.filter(answer=OuterRef("pk")).order_by("-number").values("decision")[:1]
    comments = AnswerGiven.objects.filter(response__consultation=shown.row).exclude(comment="")
    return comments.select_related("response").annotate(decision=Subquery(newest))


def comments(who: Actor, shown: Shown, results: Results, question: str = "", kind: str = "") -> list[Comment]:
    """Comments that anybody may read, filtered; in an order that says nothing about who wrote which."""
    hidden = hidden_kinds(results)
    found = [
        Comment(
            one.reference,
            one.question,
            None if Respondent(one.response.kind) in hidden else Respondent(one.response.kind),
            one.comment,
        )
        for one in with_decision(shown).filter(decision="cleared")
        if may_read_comment(who, cleared=True)
    ]
    wanted = (one for one in found if question in ("", one.question) and _is_kind(one.kind, kind))
    return sorted(wanted, key=lambda one: (one.question, fingerprint(one.reference.encode())))


def _is_kind(kind: Respondent | None, wanted: str) -> bool:
    return wanted == "" or (kind.value if kind else "few") == wanted


def cleared(shown: Shown) -> dict[str, str]:
    """The comments that anybody may read, by reference."""
    return dict(with_decision(shown).filter(decision="cleared").values_list("reference", "comment"))


def to_read(who: Actor, shown: Shown, which: str, page: Any) -> Page[AnswerGiven]:
    """Comments for whoever reads them first: `which` is unread, held or cleared. Raises Refusal for anybody else."""
    check_keep_consultation(who)
    wanted = {"held": Q(decision="held"), "cleared": Q(decision="cleared")}.get(which, Q(decision=None))
    rows = with_decision(shown).filter(wanted).order_by("question", "reference")
    return Paginator(rows, PAGE).get_page(page)


def comment_counts(shown: Shown) -> dict[str, int]:
    """How many comments are unread, held and cleared."""
    rows = with_decision(shown).values_list("decision").annotate(n=Count("pk")).order_by()
    told = {str(decision or "unread"): n for decision, n in rows}
    return {name: told.get(name, 0) for name in ("unread", "held", "cleared")}


# -------------------------------------------------------------------------------------------- answers and accounts


def written(shown: Shown) -> dict[str, tuple[int, Answer]]:
    """The newest version of each answer that was written, by proposal."""
    rows = WrittenAnswer.objects.filter(consultation=shown.row).order_by("version")
    return {row.proposal: (row.version, Answer.model_validate(row.content)) for row in rows}


def accounts(shown: Shown) -> list[OpenAccount]:
    """What was published of what was done, the newest first."""
    return [_opened(row) for row in PublishedAccount.objects.filter(consultation=shown.row).order_by("-number")]


def _opened(row: PublishedAccount) -> OpenAccount:
    try:
        return OpenAccount(row, unseal_account(bytes(row.content), row.fingerprint))
    except ValueError:
        return OpenAccount(row, None)


# ------------------------------------------------------------------------------------------------- for the keepers


def files(who: Actor, shown: Shown) -> list[ResponsesFile]:
    """Files of responses that were brought in, the newest first."""
    check_keep_consultation(who)
    return list(ResponsesFile.objects.filter(consultation=shown.row).order_by("-at", "-pk"))


def file(who: Actor, shown: Shown, number: int) -> ResponsesFile | None:
    """One file of responses."""
    check_keep_consultation(who)
    return ResponsesFile.objects.filter(consultation=shown.row, pk=number).first()


def history(shown: Shown) -> list[PhaseChange]:
    """Every step that the consultation took, the oldest first."""
    return list(PhaseChange.objects.filter(consultation=shown.row).order_by("number"))
