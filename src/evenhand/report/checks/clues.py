"""Could anybody tell which home, child or member of staff it is?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from evenhand.findings import Check, Severity
from evenhand.report.checks.manuscript import Faults, Manuscript, ReportCheck
from evenhand.report.identity import Clue, Confidence, Context, Kind, detect

CERTAIN, WARNED = Confidence.CERTAIN, (Confidence.LIKELY, Confidence.POSSIBLE)
AnyClue = Callable[[Clue], bool]


@lru_cache(maxsize=512)
def clues_in(text: str, context: Context, urn: str = "") -> tuple[Clue, ...]:
    """The clues in a text, kept for when the same text is asked about again; the home's own number is public."""
    return tuple(one for one in detect(text, context) if not urn or (one.found not in urn and urn not in one.found))


def clues_of(manuscript: Manuscript) -> Iterator[tuple[str, str, Clue]]:
    """Slot key, text and clue for every clue of the report."""
    context = manuscript.guarded.context(manuscript.material.places)
    for key, text in manuscript.prose():
        for clue in clues_in(text, context, manuscript.material.urn):
            yield key, text, clue


def passage_around(text: str, clue: Clue) -> str:
    """The sentence in which a clue stands, its blanks made single."""
    starts = [match.end() for match in re.finditer(r"[.!?]\s|\n\s*\n", text[: clue.start])]
    end = re.search(r"[.!?](?=\s|$)|\n\s*\n", text[clue.end :])
    stop = clue.end + end.end() if end else len(text)
    return " ".join(text[starts[-1] if starts else 0 : stop].split())


def _check(code: str, severity: Severity, sentence: str, wanted: AnyClue) -> ReportCheck:
    def run(manuscript: Manuscript) -> Faults:
        told: set[tuple[str, str]] = set()
        for key, _text, clue in clues_of(manuscript):
            once = (key, str(clue.why).casefold())
            if wanted(clue) and once not in told:
                told.add(once)
                yield key, clue.why

    SELECTS[code] = wanted
    return Check(code, severity, sentence, run)


def _surely(*kinds: Kind) -> AnyClue:
    return lambda clue: clue.kind in kinds and clue.confidence is CERTAIN


def _perhaps(*kinds: Kind) -> AnyClue:
    return lambda clue: clue.kind in kinds and clue.confidence in WARNED


# Which clues a code is about, for whoever has to find them again.
SELECTS: dict[str, AnyClue] = {}
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

CHECKS: tuple[ReportCheck, ...] = (
    _check("RP020", _ERROR, "The home's own name, or a telling word of it, is in the report.", _surely(Kind.HOME)),
    _check("RP021", _ERROR, "A part of the home's address is in the report.", _surely(Kind.ADDRESS)),
    _check("RP022", _ERROR, "Something in the report looks like a postcode.", _surely(Kind.POSTCODE)),
    _check("RP023", _ERROR, "Something in the report looks like a person's initials.", _surely(Kind.INITIALS)),
    _check("RP024", _ERROR, "Something in the report looks like an e-mail address.", _surely(Kind.EMAIL)),
    _check("RP025", _ERROR, "Something in the report looks like a telephone number.", _surely(Kind.TELEPHONE)),
    _check(
        "RP026", _ERROR, "The report names the council area or region in which the home is.", _surely(Kind.OWN_AREA)
    ),
    _check(
        "RP027",
        _ERROR,
        "The report names a council area or region, which can point to the home or to a child.",
        _surely(Kind.AREA),
    ),
    _check("RP028", _WARNING, "Something in the report looks like somebody's name.", _perhaps(Kind.PERSON)),
    _check("RP029", _ERROR, "Somebody is named in the report.", _surely(Kind.PERSON)),
    _check("RP032", _ERROR, "The report holds a web address or the name of an account.", _surely(Kind.WEB)),
    _check(
        "RP033",
        _ERROR,
        "The report holds a date of birth, or a number that belongs to one person or thing.",
        _surely(Kind.BIRTH, Kind.NUMBER),
    ),
    _check(
        "RP034",
        _ERROR,
        "The report names another home or an organisation.",
        _surely(Kind.NEIGHBOUR, Kind.ORGANISATION),
    ),
    _check("RP035", _ERROR, "The report names a street or road.", _surely(Kind.STREET)),
    _check("RP036", _ERROR, "The report names a school, a hospital or the like.", _surely(Kind.INSTITUTION)),
    _check("RP037", _ERROR, "The report names a town, a river or another place.", _surely(Kind.PLACE)),
    _check(
        "RP038",
        _WARNING,
        "Something in the report looks like a place, a school, an organisation or another home.",
        _perhaps(
            Kind.STREET,
            Kind.INSTITUTION,
            Kind.ORGANISATION,
            Kind.NEIGHBOUR,
            Kind.PLACE,
            Kind.AREA,
            Kind.OWN_AREA,
            Kind.HOME,
            Kind.ADDRESS,
        ),
    ),
    _check(
        "RP039",
        _WARNING,
        "A detail in the report is shared by few children, and the home is small.",
        lambda clue: clue.kind is Kind.UNUSUAL,
    ),
    _check(
        "RP040",
        _WARNING,
        "Something in the report may be initials, a contact or a number that belongs to one person.",
        _perhaps(Kind.INITIALS, Kind.POSTCODE, Kind.TELEPHONE, Kind.EMAIL, Kind.WEB, Kind.BIRTH, Kind.NUMBER),
    ),
)
