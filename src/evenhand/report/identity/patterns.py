"""What has a shape of its own: postcodes, telephone numbers, web addresses, numbers, dates of birth, initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.evidence.identifiers import EMAIL, POSTCODE, telephones
from evenhand.report.identity.clue import Confidence, Kind
from evenhand.report.identity.each import each
from evenhand.report.identity.reading import Reading

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
# Kind, start, end, confidence.
Span = tuple[Kind, int, int, Confidence]

# The letters with which postcodes of the United Kingdom begin.
_AREAS = each(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX "
    "PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF "
    "WN WR WS WV YO ZE"
)
_TWO_LETTERS = "|".join(sorted(one for one in _AREAS if len(one) > 1))
_FIGURES = "zero|one|two|three|four|five|six|seven|eight|nine|hundred|double"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
_ANY_DATE = rf"(?:{_DAY}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_ENDS = "com|org|net|co|uk|info|gov|edu|ac|io|tv|me|app|biz|eu|gg"
_A_REFERENCE = (
    r"(?:NHS|crime|incident|case|reference|ref|file|passport|UPN|pupil|insurance|notification|Mosaic|log|licence|claim|"
    r"record|ID|hospital|unique)"
)
_SITES = "Snapchat|Instagram|TikTok|Facebook|Discord|Xbox|Roblox|YouTube|Twitch|Kik"


def _any(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# The first group is what is found, where there is one.
_SHAPES: tuple[tuple[Kind, Confidence, re.Pattern[str]], ...] = (
    (Kind.EMAIL, CERTAIN, EMAIL),
    (Kind.EMAIL, CERTAIN, _any(r"\w[\w.]*\s?[\[(]\s?at\s?[\])]\s?\w+(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)\w+)+")),
    (Kind.WEB, CERTAIN, _any(rf"(?<![\w@.])(?:https?://\S+|www\.\S+|[a-z][\w-]+(?:\.[\w-]+)*\.(?:{_ENDS})\b"
                             r"(?:/\S*)?)")),
    (Kind.WEB, CERTAIN, re.compile(r"(?<![\w.@])@[A-Za-z][\w.]{2,}")),
    (Kind.WEB, LIKELY, re.compile(r"(?<![\w@/.])[A-Za-z]+\w*_\w+")),
    (Kind.WEB, LIKELY, _any(rf"\b(?:{_SITES}) (?:user)?name (?:is|of) (\S+)")),
    (Kind.POSTCODE, CERTAIN, POSTCODE),
    (Kind.POSTCODE, LIKELY, re.compile(rf"(?<![\w-])(?:{_TWO_LETTERS})[1-9]\d?[A-Z]?(?![\w-])")),
    (Kind.POSTCODE, POSSIBLE, re.compile(r"(?<![\w-])[BEGLMNSW](?:[3-9]|[1-9]\d)(?![\w-])")),
    (Kind.POSTCODE, LIKELY, re.compile(r"(?<![\w-])[A-Z]{1,2}\s\d{1,2}\s?\d[A-Z]{2}(?!\w)")),
    (Kind.TELEPHONE, LIKELY, re.compile(r"(?<![\w/.-])\d{3}[ -]\d{4}(?![\w/]|-\d)")),
    (Kind.TELEPHONE, LIKELY, re.compile(r"(?<!\w)[O0][O0I\dl](?:[\s-]?[\dOIl]){8,9}(?!\w)")),
    (Kind.TELEPHONE, LIKELY, _any(rf"(?<!\w)0\d{{3,4}} ?(?:\d|{_FIGURES}|\s)+")),
    (Kind.NUMBER, CERTAIN, re.compile(r"(?<![\w-])\d{3}[ -]\d{3}[ -]\d{4}(?![\w-])")),
    (Kind.NUMBER, CERTAIN, re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)|(?<!\w)[A-Z]\d{1,3} ?[A-Z]{3}(?!\w)")),
    (Kind.NUMBER, LIKELY, re.compile(r"(?<!\w)[A-Z]\d[A-Z] [A-Z]{3}(?!\w)")),
    (Kind.NUMBER, CERTAIN, re.compile(r"(?<!\w)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")),
    (Kind.NUMBER, CERTAIN, _any(
        rf"\b{_A_REFERENCE}(?:\s+(?:number|no\.?|ref|reference|ID))*[,:]?(?:\s+(?:is|was|of))?[\s:]+"
        r"((?:[A-Z]{0,4}[/-]?)?\d[\dA-Z/ -]*\d{2,}[\dA-Z/-]*)")),
    (Kind.NUMBER, LIKELY, re.compile(r"(?<![\w/-])(?:[A-Z]{2,5}[-/]?\d{4,}|\d{7,}|[A-Z]\d{7,})(?![\w/-])")),
    (Kind.NUMBER, LIKELY, re.compile(r"(?<![\w/.-])(?:[A-Z]{2,3}/)?\d{2,}/\d{2,6}/\d{2}(?![\w/-])")),
    (Kind.BIRTH, CERTAIN, _any(
        rf"\b(?:born|d\.?\s?o\.?\s?b\.?|dates? of birth|birthdays?|turns? \d{{1,2}})"
        rf"(?:[,:]|\s|\bis\b|\bwas\b|\bon\b|\bfalls\b)*({_ANY_DATE})")),
    (Kind.BIRTH, CERTAIN, _any(r"\b(born in (?:[A-Z]+ )?(?:19|20)\d{2})\b")),
    (Kind.STREET, LIKELY, re.compile(r"(?<![\w-])(?:A(?:[6-9]|\d{2,4})|M\d{1,2}|B\d{3,4})(?:\(M\))?(?![\w-])")),
    (Kind.STREET, LIKELY, _any(r"\bjunction \d{1,2}[a-z]?\b(?: of the [AM]\d+)?")),
    (Kind.STREET, LIKELY, _any(r"\b(?:flat|apartment|plot) \d+[a-z]?\b|\bno\. ?\d{1,3}[a-z]?\b(?! \w+ness)")),
    (Kind.INITIALS, LIKELY, re.compile(r"\b(?:[Cc]hild|[Rr]esident|(?:[Yy]oung )?[Pp]erson|[Ss]taff member) "
                                       r"([B-HJ-Z]\b\.?|A(?=[ ,.](?!\w+ (?:child|young))))")),
    (Kind.INITIALS, LIKELY, re.compile(r"\b(?:[Cc]hild|[Rr]esident|[Yy]oung person) (\d{1,2})\b(?! (?:and|to) \d)")),
    (Kind.INITIALS, CERTAIN, re.compile(r"(?<![\w.-])[A-Z](?:-[A-Z]){1,2}(?![\w-])")),
    (Kind.INITIALS, LIKELY, re.compile(r"(?<![\w.'])(?!e\.g|i\.e|a\.m|p\.m|d\.o|o\.b|n\.b)[a-z]\.[a-z]\."
                                       r"(?:[a-z]\.)?(?!\w)")),
    (Kind.PERSON, LIKELY, re.compile(r"(?<![\w.])[A-Za-z](?: [a-z]){2,}(?!\w)")),
    (Kind.PERSON, LIKELY, re.compile(r"(?<!\w)[A-Z][a-z]*\d[a-z]+(?!\w)")),
)  # fmt: skip

# Signs that nobody sees, and letters of another alphabet inside a word, hide a name from a search.
_HIDES = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]|[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_WORD = re.compile(r"[\w\u00ad\u200b-\u200f\u2060\ufeff]+")


def spans(reading: Reading) -> Iterator[Span]:
    """Everything with a shape of its own."""
    for start, end in telephones(reading.text):
        yield Kind.TELEPHONE, start, end, CERTAIN
    for kind, confidence, pattern in _SHAPES:
        group = 1 if pattern.groups else 0
        for match in pattern.finditer(reading.text):
            if match.group(group):
                yield kind, match.start(group), match.end(group), confidence
    if _HIDES.search(reading.text):
        for match in _WORD.finditer(reading.text):
            if _HIDES.search(match.group()):
                yield Kind.PERSON, *match.span(), LIKELY
