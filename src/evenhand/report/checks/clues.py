"""Could anybody tell which home, child or member of staff it is?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evenhand.evidence.names import possible_names
from evenhand.findings import Severity, check
from evenhand.report.checks.manuscript import Faults, Manuscript
from evenhand.wording import say


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of names and addresses that say nothing by themselves.
_COMMON = _words_of(
    "the and of at on in upon under for children childrens home homes house houses lodge cottage farm court hall manor "
    "residential care centre unit road street lane avenue close drive place way gardens crescent grove square terrace "
    "view mews row walk rise hill park green school church station north south east west upper lower old new high "
    "great little saint county city town village england kingdom united floor flat ltd limited"
)
# Two or three capitals that are words of the trade, not of a person.
_TRADE = _words_of(
    "AM PM UK GP NHS SEN EHC PEP IEP CSE CCE LAC CLA IRO DBS RI RM URN SDQ ICT IT PE TV PC DVD OK ID HR IQ QA NMS NVQ "
    "QCF RQF FE HE DFE MP II III IV VI FGM ASD ASC OCD PDA BSL AAC SLT OT YOT YJS YOS QS REG"
)
# Names of places that are also words with which a sentence may begin.
_ALSO_WORDS = frozenset({"Reading", "Bury", "Bath", "Barking", "Slough", "Hull", "Sale", "Rugby", "Deal", "Wells"})

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?[ \u00a0]?[0-9][A-Z]{2}\b", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
_PHONE = re.compile(r"(?<!\w)(?:\+44|0044|\(?0)(?:[\s().-]{0,2}[0-9]){8,10}(?!\w)")
_INITIALS = re.compile(r"(?<![\w.])[A-Z](?:\.?[A-Z]){1,2}\.?(?!\w)")


@check("RP020", Severity.ERROR)
def the_name_of_the_home_stays_out(manuscript: Manuscript) -> Faults:
    """The home's own name, or a telling word of it, is in the report."""
    phrases = [manuscript.guarded.name.strip()]
    for key, found in _anywhere(manuscript, phrases, _telling(manuscript.guarded.name)):
        yield key, say("“{found}” is in the home's name. Say “the home”.", found=found)


@check("RP021", Severity.ERROR)
def the_address_of_the_home_stays_out(manuscript: Manuscript) -> Faults:
    """A part of the home's address is in the report."""
    parts = [part.strip() for part in manuscript.guarded.address.split(",")]
    phrases = [part for part in parts if len(part) > 4]
    for key, found in _anywhere(manuscript, phrases, _telling(_POSTCODE.sub("", manuscript.guarded.address))):
        yield key, say("“{found}” is in the home's address. Leave out where the home is.", found=found)


@check("RP022", Severity.ERROR)
def no_postcode(manuscript: Manuscript) -> Faults:
    """Something in the report looks like a postcode."""
    for key, found in _matches(manuscript, _POSTCODE):
        yield key, say("“{found}” looks like a postcode. Leave out where things are.", found=found)


@check("RP023", Severity.ERROR)
def no_initials(manuscript: Manuscript) -> Faults:
    """Something in the report looks like a person's initials."""
    known = [_spelt(one) for one in sorted(manuscript.guarded.initials)]
    for key, text in manuscript.prose():
        seen = {match for pattern in known if pattern for match in pattern.findall(text)}
        seen |= {one for one in _INITIALS.findall(text) if _letters(one) not in _TRADE}
        for found in sorted({one.rstrip(".") for one in seen}):
            yield key, say("“{found}” looks like initials. Say “a child” or “a member of staff”.", found=found)


@check("RP024", Severity.ERROR)
def no_email_address(manuscript: Manuscript) -> Faults:
    """Something in the report looks like an e-mail address."""
    for key, found in _matches(manuscript, _EMAIL):
        yield key, say("“{found}” looks like an e-mail address. Remove it.", found=found[:80])


@check("RP025", Severity.ERROR)
def no_telephone_number(manuscript: Manuscript) -> Faults:
    """Something in the report looks like a telephone number."""
    for key, found in _matches(manuscript, _PHONE):
        yield key, say("“{found}” looks like a telephone number. Remove it.", found=found)


@check("RP026", Severity.ERROR)
def the_area_of_the_home_stays_out(manuscript: Manuscript) -> Faults:
    """The report names the council area or region in which the home is."""
    for key, found in _places(manuscript, manuscript.guarded.here):
        yield key, say("“{found}” is where the home is. Leave out every clue to the place.", found=found)


@check("RP027", Severity.ERROR)
def no_other_area_is_named(manuscript: Manuscript) -> Faults:
    """The report names a council area or region, which can point to the home or to a child."""
    own = set(_place_names(manuscript.guarded.here))
    for key, found in _places(manuscript, manuscript.guarded.elsewhere):
        if found not in own:
            yield key, say("“{found}” is the name of an area. It can point to the home or to a child.", found=found)


@check("RP028", Severity.WARNING)
def nobody_is_named(manuscript: Manuscript) -> Faults:
    """Something in the report looks like somebody's name."""
    for key, text in manuscript.prose():
        for found in possible_names([text]):
            yield key, say("“{found}” looks like somebody's name. Say who they are to the child instead.", found=found)


def _matches(manuscript: Manuscript, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for key, text in manuscript.prose():
        for found in dict.fromkeys(match.group().strip() for match in pattern.finditer(text)):
            yield key, found


def _anywhere(manuscript: Manuscript, phrases: Iterable[str], words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Whole phrases in any spelling of capitals; single words only with a capital, where they are a name."""
    # A short or common phrase ("The House") would be found in every report.
    wanted = [phrase for phrase in phrases if len(phrase) > 2 and _telling(phrase)]
    patterns = [re.compile(rf"(?<!\w){_flexible(phrase)}(?!\w)", re.IGNORECASE) for phrase in wanted]
    patterns += [re.compile(rf"(?<!\w)(?:{re.escape(word)}|{re.escape(word.upper())})(?!\w)") for word in words]
    for key, text in manuscript.prose():
        seen: dict[str, None] = {}
        for pattern in patterns:
            match = pattern.search(text)
            if match and not any(match.group().casefold() in one.casefold() for one in seen):
                seen[match.group()] = None
        for found in seen:
            yield key, found


def _flexible(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in phrase.split())


def _telling(name: str) -> list[str]:
    """The words of a name or address that could give it away, with a capital as in a text."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s?\b", "", name))
    return list(dict.fromkeys(word[:1].upper() + word[1:] for word in words if _is_telling(word)))


def _is_telling(word: str) -> bool:
    return len(word) > 3 and word.casefold() not in _COMMON


def _place_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of areas, and their parts where a name joins several: Brighton and Hove is also Brighton, and Hove."""
    pieces: list[str] = []
    for name in names:
        whole = re.sub(r",?\s*\b(?:City|County) of$|\s+UA$", "", name.strip())
        pieces += [whole, *(re.sub(r"^[Tt]he\s+", "", one) for one in re.split(r",\s*|\s+and\s+|\s+&\s+", whole))]
    return tuple(dict.fromkeys(one for one in pieces if len(one) > 3 and one.casefold() not in _COMMON))


def _places(manuscript: Manuscript, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    wanted = sorted(_place_names(names), key=len, reverse=True)
    if not wanted:
        return
    # One pattern over all names, the longest first, so that 150 authorities cost one walk through the text.
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(_flexible(one) for one in wanted)})(?!\w)")
    for key, text in manuscript.prose():
        found = (match for match in pattern.finditer(text) if not _begins_a_sentence(match, text))
        for name in dict.fromkeys(" ".join(match.group().split()) for match in found):
            yield key, name


def _begins_a_sentence(match: re.Match[str], text: str) -> bool:
    before = text[: match.start()].rstrip(" “\"'-")
    return match.group() in _ALSO_WORDS and (not before or before[-1] in ".!?:\n")


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def _spelt(initials: str) -> re.Pattern[str] | None:
    """The initials however they are dotted; a single A or I is a word, so it is not looked for."""
    letters = _letters(initials)
    if letters in ("", "A", "I"):
        return None
    return re.compile(rf"(?<![\w.]){'[. ]{0,2}'.join(letters)}\.?(?!\w)")


CHECKS = (
    the_name_of_the_home_stays_out,
    the_address_of_the_home_stays_out,
    no_postcode,
    no_initials,
    no_email_address,
    no_telephone_number,
    the_area_of_the_home_stays_out,
    no_other_area_is_named,
    nobody_is_named,
)
