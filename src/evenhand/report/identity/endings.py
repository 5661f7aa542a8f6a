"""Names by their last word: what ends like a street, a school, a club or a river has a name in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evenhand.report.identity.clue import Confidence, Kind
from evenhand.report.identity.context import COMMON
from evenhand.report.identity.each import each
from evenhand.report.identity.lists import lists
from evenhand.report.identity.patterns import Span
from evenhand.report.identity.reading import Reading

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE

_CAP = r"(?:St\.|[A-Z]\.|[A-ZÀ-Þ][\w'-]*|\d(?:st|nd|rd|th))"
# A line may break inside a name, a paragraph may not.
_GAP = r"(?: +| ?\n(?!\s*\n))"
# Capitals in a row; small words may join them: the Vale of Little Things.
_RUN = rf"{_CAP}(?:{_GAP}(?:(?:of|the|and|on|in|upon|&){_GAP}(?:the{_GAP})?)?{_CAP}){{0,5}}"
_NAMED = re.compile(rf"(?:(?<!\w)\d{{1,4}}[A-Za-z]? )?(?<![\w'-])({_RUN})(?<![ \n])")
# Kind and confidence, the endings with a capital, and those that may follow in small letters.
_ENDINGS: tuple[tuple[Kind, Confidence, str, str], ...] = (
    (
        Kind.STREET,
        CERTAIN,
        "Road|Rd|Street|Lane|Ln|Avenue|Ave|Crescent|Terrace|Boulevard|Drive|Grove|Mews|Parade|Broadway",
        "estate|road|street",
    ),
    (
        Kind.STREET,
        LIKELY,
        "Close|Row|Way|Place|Court|Square|Gardens|Hill|Rise|View|Green|Walk|Park|House|Buildings|Estate|Bottom|Bank|"
        "Yard|Croft",
        "estate|road|street",
    ),
    (
        Kind.INSTITUTION,
        CERTAIN,
        "Schools?|Primary|Academy|College|Nursery|High|Grammar|Grammar School|University|Infants?|Juniors?|"
        "Comprehensive|Sixth Form(?: College)?|Pupil Referral Unit|PRU|Kindergarten|Preschool|Secondary|Studio School|"
        "Hospital|Infirmary|Surgery|Clinic|Medical Centre|Medical Practice|Health Centre|Practice|Hospice|"
        "Dental Centre|CAMHS|Custody Suite|Police Station|Fire Station|Prison|Secure Training Centre|"
        "Young Offender Institution",
        "school|academy|college|hospital|police station|church|mosque|unit|surgery|sixth form|nursery|pub|charity",
    ),
    (
        Kind.INSTITUTION,
        LIKELY,
        "Church|Chapel|Cathedral|Mosque|Masjid|Temple|Synagogue|Gurdwara|FC|Rovers|United|Wanderers|Athletic|Albion|"
        "Town|City|Hotspur|Panthers|Giants|Tigers|Youth Club|Leisure Centre|Sports Village|Sports Centre|Library|"
        "Museum|Garden Centre|Shopping Centre|Market|Scouts|Guides|Cadets|Squadron|Theatre|Cinema|Stables|"
        "Riding School|Farm|Community Centre|Boxing Club|Football Club|Children's Centre|Gym",
        "club|centre|market|library",
    ),
    (
        Kind.ORGANISATION,
        LIKELY,
        "Ltd|Limited|PLC|LLP|CIC|NHS Trust|NHS Foundation Trust|Care Group|Fostering|County Council|City Council|"
        "Council|Borough",
        "charity|agency|plc",
    ),
    (
        Kind.PLACE,
        LIKELY,
        "Forest|Moor|Priory|Castle|Abbey|Hall|Beach|Reservoir|Nature Reserve|Canal|Navigation|Water|Airport|Station|"
        "Bridge|Pier|Towers?|Woods?|Common|Fell|Bay|Harbour|Racecourse|Stadium|Arena|Viaduct|Lighthouse|Docks?|"
        "Country Park|Mast",
        "power station|mast|forest|village|reservoir|lake",
    ),
)
_COMPILED = tuple(
    (kind, confidence, re.compile(rf"(?<!\w)(?:{capital})(?:$|(?!\w))"), re.compile(rf"\s(?:{small})(?!\w)"))
    for kind, confidence, capital, small in _ENDINGS
)
# In front of such a word they make no name of it.
_GENERIC = COMMON | each(
    "a act after an any as at best board boarding borough british by care children children's community council crown "
    "dental designated each england english every family fire first football form foundation free from garden general "
    "good guide head health her his in independent infant infants inspectors integrated its junior justice key "
    "leisure level local looked mainstream managers medical mental multi national no ofsted on one our police "
    "practice primary pupil quality referral registered regulation regulations royal safe second secondary senior "
    "shopping sixth some special sports staff stage standard standards state statutory studio sunday that their third "
    "this virtual when with year youth"
)
_NOT_ROADS = each("the a this busy main same quiet narrow long nearby any no country")
_LOW_STREET = re.compile(r"(?<![\w'-])([a-z]+ (?:road|street|lane|avenue|crescent|terrace))(?!\w)")
_LOW_TYPES = re.compile(
    r"(?<!\w)((?:st\.? [a-z]+(?:'s|s')?|[a-z]{4,}(?:'s)?) (?:\w+ )?"
    r"(?:school|academy|college|surgery|hospital|church|nursery))(?!\w)"
)


def spans(reading: Reading) -> Iterator[Span]:
    """Runs of capitals that end like a street, a school or a river, where somewhere in them there is a name."""
    for run in _NAMED.finditer(reading.text):
        found = next(_endings(run, reading), None)
        if found is not None:
            kind, confidence, head, end = found
            start = run.start() if reading.text[run.start()].isdigit() else run.start(1)
            yield kind, start, end, _less(confidence, head, reading)
    yield from _in_small_letters(reading)


def _endings(run: re.Match[str], reading: Reading) -> Iterator[tuple[Kind, Confidence, list[str], int]]:
    """Kind, confidence, the telling words in front of the ending, and where the name ends."""
    words = run.group(1)
    for kind, confidence, capital, small in _COMPILED:
        last = _last(capital, words)
        after = small.match(reading.text, run.end()) if last is None else None
        if last is None and after is None:
            continue
        head = [
            one for one in re.findall(r"[\w'-]+", words[: last.start()] if last is not None else words) if _tells(one)
        ]
        if head:
            yield kind, confidence, head, after.end() if after is not None else run.end()


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found


def _tells(word: str) -> bool:
    plain = word.casefold().removesuffix("'s")
    return plain in ("st", "saints", "saint") or (plain not in _GENERIC and len(plain) > 1 and not plain.isdigit())


def _less(confidence: Confidence, words: Iterable[str], reading: Reading) -> Confidence:
    """A name of ordinary words (Little Steps) is less sure than one of its own (Djanogly)."""
    known = lists().ordinary
    if all(word.casefold().removesuffix("'s") in known or word.casefold() in reading.small for word in words):
        return LIKELY if confidence is CERTAIN else POSSIBLE
    return confidence


def _in_small_letters(reading: Reading) -> Iterator[Span]:
    known = lists().ordinary
    for pattern, kind in ((_LOW_STREET, Kind.STREET), (_LOW_TYPES, Kind.INSTITUTION)):
        for match in pattern.finditer(reading.text):
            first = match.group(1).split()[0].rstrip(".").removesuffix("'s")
            if first == "st" or (len(first) > 3 and first not in known | _GENERIC | _NOT_ROADS):
                yield kind, *match.span(1), POSSIBLE if first != "st" else LIKELY
