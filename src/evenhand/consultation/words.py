"""Who responds and how far they agree: the fixed lists, with the words that people read and write."""

from __future__ import annotations

import re
from enum import StrEnum

from evenhand.wording import Words, say


class Respondent(StrEnum):
    """The kind of person or body that responds."""

    CHILDREN = "children"
    PARENTS = "parents"
    PROVIDER = "provider"
    MANAGER = "manager"
    STAFF = "staff"
    COUNCIL = "council"
    PROFESSIONAL_BODY = "professional_body"
    PUBLIC = "public"
    OTHER = "other"


class Agreement(StrEnum):
    """A point of the five-point scale, or `DONT_KNOW`, which is kept apart from it. No answer at all is None."""

    STRONGLY_AGREE = "strongly_agree"
    AGREE = "agree"
    NEITHER = "neither"
    DISAGREE = "disagree"
    STRONGLY_DISAGREE = "strongly_disagree"
    DONT_KNOW = "dont_know"


KINDS: tuple[Respondent, ...] = tuple(Respondent)
POINTS: tuple[Agreement, ...] = tuple(one for one in Agreement if one is not Agreement.DONT_KNOW)
AGREEING = frozenset({Agreement.STRONGLY_AGREE, Agreement.AGREE})

KIND_WORDS: dict[Respondent, Words] = {
    Respondent.CHILDREN: say("Children and young people"),
    Respondent.PARENTS: say("Parents and carers"),
    Respondent.PROVIDER: say("Providers"),
    Respondent.MANAGER: say("Managers of homes"),
    Respondent.STAFF: say("Staff of homes"),
    Respondent.COUNCIL: say("Councils"),
    Respondent.PROFESSIONAL_BODY: say("Professional bodies"),
    Respondent.PUBLIC: say("Members of the public"),
    Respondent.OTHER: say("Others"),
}
AGREEMENT_WORDS: dict[Agreement, Words] = {
    Agreement.STRONGLY_AGREE: say("Strongly agree"),
    Agreement.AGREE: say("Agree"),
    Agreement.NEITHER: say("Neither agree nor disagree"),
    Agreement.DISAGREE: say("Disagree"),
    Agreement.STRONGLY_DISAGREE: say("Strongly disagree"),
    Agreement.DONT_KNOW: say("Don’t know"),
}

# How survey tools and people write them, besides the id itself.
_ALSO_KINDS: dict[str, Respondent] = {
    **dict.fromkeys(("child", "young_person", "young_people", "care_leaver"), Respondent.CHILDREN),
    **dict.fromkeys(("parent", "carer", "carers", "parent_or_carer", "parents_and_carers"), Respondent.PARENTS),
    **dict.fromkeys(("providers", "registered_provider"), Respondent.PROVIDER),
    **dict.fromkeys(("managers", "registered_manager"), Respondent.MANAGER),
    **dict.fromkeys(("member_of_staff", "staff_member"), Respondent.STAFF),
    **dict.fromkeys(("councils", "local_authority", "local_authorities"), Respondent.COUNCIL),
    **dict.fromkeys(("professional_bodies",), Respondent.PROFESSIONAL_BODY),
    **dict.fromkeys(("member_of_the_public", "members_of_the_public"), Respondent.PUBLIC),
}
_ALSO_ANSWERS: dict[str, Agreement] = {
    **dict.fromkeys(("neither_agree_nor_disagree", "neutral"), Agreement.NEITHER),
    **dict.fromkeys(("do_not_know", "not_sure"), Agreement.DONT_KNOW),
}
NOT_ANSWERED = frozenset({"", "not_answered", "no_answer", "prefer_not_to_say"})


def kind_written(text: str) -> Respondent | None:
    """The kind of respondent that somebody wrote, whatever the case and spacing; None for an unknown word."""
    plain = _plain(text)
    return Respondent(plain) if plain in set(Respondent) else _ALSO_KINDS.get(plain)


def agreement_written(text: str) -> Agreement | None:
    """The answer that somebody wrote in words; None for an unknown one. Numbers are unknown: nobody says which end."""
    plain = _plain(text)
    return Agreement(plain) if plain in set(Agreement) else _ALSO_ANSWERS.get(plain)


def says_nothing(text: str) -> bool:
    """Whether a cell says that the question was not answered."""
    return _plain(text) in NOT_ANSWERED


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", re.sub(r"['’]", "", text.strip().casefold()))
