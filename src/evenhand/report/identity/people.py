"""Names of people: by title, by forename, by initials, and what else has a capital that no ordinary word would have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.report.identity.clue import Confidence, Kind
from evenhand.report.identity.context import Context
from evenhand.report.identity.each import each
from evenhand.report.identity.lists import lists
from evenhand.report.identity.patterns import Span
from evenhand.report.identity.reading import Reading, Token

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE


# Two or three capitals that are words of the trade, not of a person.
TRADE = each(
    "AM PM UK GP NHS SEN EHC PEP IEP CSE CCE LAC CLA IRO DBS RI RM URN SDQ ICT IT PE TV PC DVD OK ID HR IQ QA NMS NVQ "
    "QCF RQF FE HE DFE MP II III IV VI FGM ASD ASC OCD PDA BSL AAC SLT OT YOT YJS YOS QS REG BBC CV CD DJ EU USA PPE "
    "LGBT FBI AI VR TCI PBS MDT DSL EP CPD SMT GDPR PRU"
)
# What is written with a capital and names nobody.
_CAPITALS = each(
    "i ofsted monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december christmas easter eid diwali ramadan hanukkah halloween english french "
    "spanish german maths british england britain uk covid google youtube netflix zoom teams microsoft whatsapp "
    "snapchat instagram tiktok facebook xbox playstation nintendo minecraft fortnite roblox bluetooth wi fi wi-fi "
    "level year key stage gcse gcses btec nvq camhs pace lego duke edinburgh prince's a"
)
_TITLES = (
    "mr mrs ms miss mx dr prof professor sgt sergeant pc pcso dc ds di inspector constable judge father sister canon "
    "rev reverend imam rabbi uncle auntie aunt aunty nanny nan nana granny grandma grandad grandpa lord lady sir "
    "councillor cllr"
)
_TITLED = re.compile(
    rf"\b((?:{'|'.join(one for word in _TITLES.split() for one in (word.title(), word.upper()))})\b\.?\s"
    r"(?:[A-Z]\.?\s)?[^\W\d_a-z](?:'[^\W\d_a-z])?[^\W\d_]+(?:[-'\s][^\W\d_a-z][^\W\d_]+)?)"
)
_TITLES_OF_OTHERS = each("inspector judge father sister lord lady pc ds dc di")
_INITIALS = re.compile(r"(?<![\w.])[A-Z](?:\.?[A-Z]){1,2}\.?(?!\w)")
_SPACED = re.compile(r"(?<![\w.'])[A-Z] [A-Z](?![\w'.])")
_ONE_LETTER = re.compile(r"(?<![\w.])[A-Za-z]\.\s?[^\W\d_]{3,}")
# What only somebody does, so that Hope told is a child and Hope is may be hope.
_DOES = each(
    "said says told tells asked asks likes liked loves loved feels felt hugged laughed laughs ran runs went goes came "
    "chose chooses wants wanted wanted lives lived moved attends attended knows knew thinks thought enjoys enjoyed "
    "cried cries slept sleeps settled leads left visits visited helped lost stayed refused threw hit hurt wrote drives "
    "cooks named rang rings trained agrees agreed teaches plays played starts started sat refuses joined met sees saw "
    "trusts works worked manages managed attacked absconded disclosed"
)
_NO_ACTS = each(
    "is was this as its his always perhaps sometimes besides towards children staff plans records files nights "
    "times days meetings views bushes"
)
_DONE_TO = each("asked told helped with for named by met rang called trusts praised comforted gave hugged calms to")


def spans(reading: Reading, context: Context) -> Iterator[Span]:
    """Everything that looks like a person."""
    yield from _initials(reading, context)
    for match in _TITLED.finditer(reading.text):
        second = re.split(r"\.?\s", match.group(), maxsplit=1)[1].casefold()
        name = second.split()[-1]
        if name not in lists().ordinary | _CAPITALS or match.group().split()[0].rstrip(".").casefold() in ("mr", "mrs"):
            yield Kind.PERSON, match.start(), match.end(), CERTAIN
    yield from _named(reading)


def _initials(reading: Reading, context: Context) -> Iterator[Span]:
    text = reading.text
    for known in context.initials:
        letters = re.sub(r"\W", "", known)
        if letters in ("", "A", "I"):
            continue  # words
        dotted = "[. ]{0,2}".join(letters)
        for match in re.finditer(rf"(?<![\w.]){dotted}\.?(?!\w)", text):
            yield Kind.INITIALS, match.start(), match.end(), CERTAIN
        if len(letters) > 1:
            for match in re.finditer(rf"(?<![\w.]){'[.]'.join(letters.casefold())}\.?(?!\w)", text):
                yield Kind.INITIALS, match.start(), match.end(), CERTAIN
    for match in _INITIALS.finditer(text):
        if re.sub(r"\W", "", match.group()) not in TRADE:
            yield Kind.INITIALS, match.start(), match.end(), CERTAIN
    for match in _SPACED.finditer(text):
        if not (match.group().endswith(" I") or match.group().startswith(("I ", "A "))):
            yield Kind.INITIALS, match.start(), match.end(), CERTAIN
    for match in _ONE_LETTER.finditer(text):
        if re.split(r"\.\s?", match.group())[1].casefold() not in lists().ordinary | reading.small:
            yield Kind.PERSON, match.start(), match.end(), LIKELY


def _named(reading: Reading) -> Iterator[Span]:
    tokens = reading.tokens
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        follows = after is not None and reading.close(token, after)
        surname = after if follows and after and _may_be_a_surname(after, token, reading) else None
        confidence = _how_sure(reading, token, before, after if follows else None, surname)
        if confidence is not None:
            end = surname.end if surname and confidence is CERTAIN else token.end
            yield Kind.PERSON, token.start, end, confidence


def _how_sure(
    reading: Reading, token: Token, before: Token | None, after: Token | None, surname: Token | None
) -> Confidence | None:
    known = lists()
    head = token.plain.split("-")[0]
    also_a_word = known.forenames.get(token.plain, known.forenames.get(head if "-" in token.text else token.plain))
    if also_a_word is None:
        return _unknown(reading, token, after)
    if not token.capital:
        return POSSIBLE if not also_a_word and token.plain not in known.ordinary and len(token.plain) > 3 else None
    if surname is not None and not (also_a_word and token.plain in _CAPITALS):
        return CERTAIN if not also_a_word or not token.opens else LIKELY
    if not also_a_word:
        return LIKELY
    acts = after is not None and after.plain in _DOES
    if acts or (
        before is not None and before.plain in _DONE_TO and token.plain in _CAPITALS and not _dated(reading, token)
    ):
        return LIKELY if acts else POSSIBLE
    if token.opens or token.plain in _CAPITALS:
        if token.text.endswith("'s") and token.plain not in _CAPITALS:
            return LIKELY
        return POSSIBLE if token.opens and _does(after) else None
    return LIKELY


def _dated(reading: Reading, token: Token) -> bool:
    near = reading.text[max(token.start - 4, 0) : token.end + 6]
    return any(sign.isdigit() for sign in near)


def _unknown(reading: Reading, token: Token, after: Token | None) -> Confidence | None:
    """A capital where no ordinary word has one."""
    pieces = token.plain.split("-")
    if not token.capital or token.plain in _CAPITALS or len(token.text) < 3 or pieces[0] in _CAPITALS:
        return None
    if all(_is_ordinary(piece, reading) for piece in (token.plain, *pieces)[-len(pieces) :]):
        return None
    if token.shouted:
        return POSSIBLE if len(token.text) > 5 else None
    if token.opens and not (_does(after) or (after is not None and after.plain in ("is", "was"))):
        return None
    return POSSIBLE


def _does(after: Token | None) -> bool:
    """Whether the next word is what one person does: told, keeps, has."""
    if after is None or after.capital:
        return False
    third_person = after.text.endswith("s") and not after.text.endswith(("ss", "us", "ous")) and "'" not in after.text
    return after.plain in _DOES or (third_person and after.plain not in _NO_ACTS)


def _is_ordinary(word: str, reading: Reading) -> bool:
    known = lists().ordinary
    stems = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("ing"))
    return word in reading.small or any(stem in known for stem in stems)


def _may_be_a_surname(second: Token, first: Token, reading: Reading) -> bool:
    if not second.capital or second.opens:
        return False
    return second.plain not in _CAPITALS and (second.plain not in lists().ordinary or first.plain in lists().forenames)
