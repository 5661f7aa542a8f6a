"""One thing in a text that may give somebody or some place away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenhand.wording import Words, say


class Confidence(StrEnum):
    """How sure the detector is: a certain clue stops a report, the others ask a person to look."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Kind(StrEnum):
    """What a clue seems to be."""

    HOME = "home"
    ADDRESS = "address"
    NEIGHBOUR = "neighbour"
    ORGANISATION = "organisation"
    PERSON = "person"
    INITIALS = "initials"
    POSTCODE = "postcode"
    TELEPHONE = "telephone"
    EMAIL = "email"
    WEB = "web"
    STREET = "street"
    INSTITUTION = "institution"
    OWN_AREA = "own_area"
    AREA = "area"
    PLACE = "place"
    BIRTH = "birth"
    NUMBER = "number"
    UNUSUAL = "unusual"


@dataclass(frozen=True, slots=True)
class Clue:
    """What was found, where it stands in the text (`start` to `end`, counted in characters), and in a sentence why it
    is a clue and what to write instead.
    """

    kind: Kind
    start: int
    end: int
    found: str
    why: Words
    confidence: Confidence


# Templates; `found` is filled in for each clue.
ADVICE: dict[Kind, Words] = {
    Kind.HOME: say("“{found}” is in the home's name. Say “the home”."),
    Kind.ADDRESS: say("“{found}” is in the home's address. Leave out where the home is."),
    Kind.NEIGHBOUR: say("“{found}” is the name of another home. Say “another home”."),
    Kind.ORGANISATION: say("“{found}” seems to be an organisation. Say what it does instead."),
    Kind.PERSON: say("“{found}” looks like somebody's name. Say who they are to the child instead."),
    Kind.INITIALS: say("“{found}” looks like initials. Say “a child” or “a member of staff”."),
    Kind.POSTCODE: say("“{found}” looks like a postcode. Leave out where things are."),
    Kind.TELEPHONE: say("“{found}” looks like a telephone number. Remove it."),
    Kind.EMAIL: say("“{found}” looks like an e-mail address. Remove it."),
    Kind.WEB: say("“{found}” looks like a web address or the name of an account. Remove it."),
    Kind.STREET: say("“{found}” looks like a street or road. Leave out where things are."),
    Kind.INSTITUTION: say("“{found}” names a school, a service or a club. Say “a school” or “a hospital”."),
    Kind.OWN_AREA: say("“{found}” is where the home is. Leave out every clue to the place."),
    Kind.AREA: say("“{found}” is the name of an area. It can point to the home or to a child."),
    Kind.PLACE: say("“{found}” looks like a place. Say what kind of place it is."),
    Kind.BIRTH: say("“{found}” looks like a birthday or a date of birth. Remove it."),
    Kind.NUMBER: say("“{found}” looks like a number that belongs to one person or thing. Remove it."),
    Kind.UNUSUAL: say("“{found}” fits few children. Those who know the home may see who is meant; say it in general."),
}


def clue(kind: Kind, start: int, end: int, text: str, confidence: Confidence) -> Clue:
    """The clue at a place of a text, with its sentence."""
    found = " ".join(text[start:end].split()).rstrip(".")
    return Clue(kind, start, end, text[start:end], Words(ADVICE[kind].template, {"found": found[:80]}), confidence)
