"""What was done: an answer to each proposal, and all of them published as sealed bytes."""

from __future__ import annotations

from django.utils import timezone

from evenhand.casework.policies import NotNow, check_keep_consultation
from evenhand.casework.versions import check_based_on
from evenhand.consultation.account import Account, Answer, Heard, check_answers, seal_account
from evenhand.consultation.phases import Phase, shows_results
from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.web.accounts.actions import must_be_allowed
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.consultations.actions.keeping import locked, move
from evenhand.web.consultations.models import Consultation, PublishedAccount, WrittenAnswer
from evenhand.web.consultations.queries import Shown, cleared, content_of, counted, phase_of, written
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import framework_of
from evenhand.wording import say


@action("consultation.answer_written")
def write_answer(*, by: HasActorId, row: Consultation, answer: Answer, based_on: int = 0) -> Acted[WrittenAnswer]:
    """A new version of the answer to one proposal, once the consultation has closed.

    Raises Stale, with both texts, when somebody else was first, and BadInput for a proposal that is not there.
    """
    must_be_allowed(by, check_keep_consultation)
    shown = _closed(row)
    if answer.proposal not in shown.content.proposal_by_id:
        message = say("there is no proposal '{id}'", id=answer.proposal)
        raise BadInput.at("CA002", message, field="proposal")
    version, newest = written(shown).get(answer.proposal, (0, None))
    check_based_on(based_on, version, theirs=_words(newest), yours=_words(answer))
    made = WrittenAnswer.objects.create(
        consultation=shown.row,
        proposal=answer.proposal,
        version=version + 1,
        content=answer.model_dump(mode="json"),
        by=by.actor_id,
        at=timezone.now(),
    )
    details = {"proposal": answer.proposal, "version": made.version, "decision": answer.decision.value}
    return Acted(made, ("consultation", shown.row.pk), details)


def _words(answer: Answer | None) -> dict[str, str]:
    return {"said": answer.said, "did": answer.did} if answer else {}


def _closed(row: Consultation) -> Shown:
    row = locked(row)
    shown = Shown(row, content_of(row), phase_of(row))
    if not shows_results(shown.phase):
        raise NotNow("CS008", say("Answers are written when the consultation has closed and everybody was heard."))
    return shown


@action("consultation.account_published")
def publish_account(*, by: HasActorId, row: Consultation, version: str = "") -> Acted[PublishedAccount]:
    """Seal what was done, with the fingerprint of the published version that carries it ('' while there is none).

    Raises BadInput with everything that stands in the way: a proposal without an answer, a clause that the version does
    not have, a comment that nobody may read.
    """
    must_be_allowed(by, check_keep_consultation)
    shown = _closed(row)
    framework, mark = _version(version)
    answers = [written(shown)[one.id][1] for one in shown.content.proposals if one.id in written(shown)]
    wrong = check_answers(shown.content, answers, published=framework, comments=frozenset(cleared(shown)))
    if wrong:
        raise BadInput(wrong)
    content, fingerprint = seal_account(_account(shown, answers, framework, mark))
    if shown.phase is Phase.CLOSED:
        move(by, shown.row, Phase.ANSWERED)
    made = PublishedAccount.objects.create(
        consultation=shown.row,
        number=shown.row.accounts.count() + 1,
        content=content,
        fingerprint=fingerprint,
        by=by.actor_id,
        at=timezone.now(),
    )
    return Acted(made, ("consultation", shown.row.pk), {"fingerprint": fingerprint, "framework": version})


def _account(shown: Shown, answers: list[Answer], framework: Framework | None, mark: str | None) -> Account:
    results = counted(shown)
    return Account(
        consultation=shown.content.id,
        consultation_fingerprint=shown.row.fingerprint,
        invented=shown.content.invented,
        framework=framework.id if framework else None,
        framework_fingerprint=mark,
        made_on=timezone.localdate(),
        respondents=results.respondents,
        heard=tuple(
            Heard(
                question=one.question.id,
                answered=one.everybody.answered,
                agreeing=one.everybody.share.agreeing if one.everybody.share else None,
            )
            for one in results.questions
        ),
        answers=tuple(answers),
    )


def _version(version: str) -> tuple[Framework | None, str | None]:
    if not version:
        return None, None
    found = FrameworkVersion.objects.filter(pk=version).first()
    if found is None:
        message = say("'{id}' is not on the shelf; publish it first, or choose none", id=version)
        raise BadInput.at("CA005", message, field="version")
    return framework_of(found), found.fingerprint
