"""Does the report describe practice, not only papers, in plain words? And does what it says rest on something?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.findings import Severity, check
from evenhand.framework.clarity.sentences import sentences, words
from evenhand.report.checks.best_practice import best_practice_clues, best_practice_faults
from evenhand.report.checks.manuscript import Faults, Manuscript
from evenhand.report.layout import Slot, slot_of
from evenhand.wording import say

# Above these a reader is asked to look; the advice on GOV.UK is to look at every sentence above 25 words.
LONG, OLDEST, FEW_WORDS = 35, 16.0, 100
# An American school grade plus five is about a reader's age.
AGE_AT_GRADE_0 = 5

_PAPERS = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|documents?|documentation|paperwork|compliant|compliance|complies|regulations?|"
    r"statutory|in place|up to date|audit(?:s|ed)?|certificates?|checklists?|statement of purpose|records? (?:is|are)|"
    r"files?|logs?|forms?|signed|risk assessments?|processes)\b",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"\b(?:saw|seen|observed|heard|watched|noticed?|told|said|says?|asked|explained|listen\w*|laugh\w*|play\w*|talk\w*|"
    r"because|so that|as a result|this means|which means|helps?|helped|feels?|felt|enjoy\w*|trust\w*|choose\w*|chose|"
    r"learn\w*|cook\w*|comfort\w*|calm\w*|progress|safer|happier|better|settled|attends?|since then|knows?|known|"
    r"welcom\w*|went|goes|hurt|harm\w*|missed|waited|struggle\w*|care(?:d|s)? for|spend\w*|experience\w*)\b",
    re.IGNORECASE,
)
# Words of the trade that a child would not know, each with how it could be said.
_TRADE_WORDS = {
    "dysregulated": "upset",
    "dysregulation": "being upset",
    "de-escalate": "calm",
    "de-escalation": "calming",
    "multi-agency": "of several services together",
    "multi-disciplinary": "of several professions",
    "holistic": "of the whole child",
    "trauma-informed": "which knows what harm does",
    "pro-social": "kind",
    "utilise": "use",
    "utilised": "used",
    "absconded": "went missing",
    "absconding": "going missing",
    "triangulated": "compared",
    "ligature": "something to tie round the neck",
    "presenting behaviours": "what the child does",
    "challenging behaviour": "what the child does when upset",
    "respite": "short breaks",
    "placement": "home",
    "placements": "homes",
    "peers": "other children",
    "contact arrangements": "seeing family",
    "self-regulate": "calm down",
    "co-regulate": "calm down together",
    "therapeutic milieu": "home that helps children heal",
    "contextual safeguarding": "keeping children safe outside the home",
    "robust": "strong, and say how",
    "embedded": "done every day",
    "commenced": "began",
    "facilitate": "help",
    "facilitated": "helped",
    "matching process": "how it is decided who lives together",
    "contingency": "what to do if",
    "statutory": "by law",
    "transition": "move",
    "transitions": "moves",
    "interventions": "help",
    "pathway": "plan",
}
_TRADE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted((re.escape(one) for one in _TRADE_WORDS), key=len, reverse=True))})(?![\w-])",
    re.IGNORECASE,
)
MOST_NAMED = 6


@check("RP041", Severity.WARNING)
def practice_is_described(manuscript: Manuscript) -> Faults:
    """A passage of a judgement tells of papers and compliance, and of nothing that was seen, heard or changed."""
    for slot, text in _written(manuscript):
        for passage in re.split(r"\n\s*\n", text):
            papers = dict.fromkeys(match.group().casefold() for match in _PAPERS.finditer(passage))
            if len(papers) >= 2 and not _PRACTICE.search(passage):
                yield (
                    slot.key,
                    say(
                        "“{begins} …” tells of {papers} only. Say what was seen or heard, and what it meant for "
                        "children.",
                        begins=" ".join(passage.split()[:6]),
                        papers=list(papers)[:MOST_NAMED],
                    ),
                )


@check("RP042", Severity.WARNING)
def words_are_plain(manuscript: Manuscript) -> Faults:
    """A sentence is too long, or a text is hard to read."""
    for slot, text in _written(manuscript):
        for sentence in sentences(text):
            length = len(words(sentence))
            if length > LONG:
                yield (
                    slot.key,
                    say(
                        "“{begins} …” has {length} words. Make two sentences of it.",
                        begins=" ".join(sentence.split()[:6]),
                        length=length,
                    ),
                )
        age = reading_age(text)
        if age is not None and age > OLDEST:
            yield (
                slot.key,
                say(
                    "A formula takes this text for one that suits readers of about {age} years. Use shorter sentences "
                    "and shorter words; children and parents read it.",
                    age=round(age),
                ),
            )


@check("RP043", Severity.WARNING)
def words_are_known_to_children(manuscript: Manuscript) -> Faults:
    """A text uses words of the trade that a child would not know."""
    for slot, text in _written(manuscript):
        found = dict.fromkeys(match.group().casefold() for match in _TRADE.finditer(text))
        if found:
            told = [f"{one} ({_TRADE_WORDS[one]})" for one in found][:MOST_NAMED]
            yield slot.key, say("A child may not know these words; say it in others: {words}.", words=told)


@check("RP045", Severity.ERROR)
def every_grade_rests_on_evidence(manuscript: Manuscript) -> Faults:
    """A judgement has a grade and reasons, and no piece of evidence under its criteria."""
    if manuscript.behind is None:
        return
    material = manuscript.material
    graded = [one.id for one in material.framework.judgements if one.id in material.case.grades]
    if material.single and material.single_judgement is not None:
        graded.append(material.single_judgement.id)
    for judgement in graded:
        if not manuscript.behind.get(judgement):
            slot = slot_of(material.slots, judgement)
            title = slot.heading if slot else judgement
            yield (
                slot.key if slot else "",
                say("No evidence stands under “{title}”. Tie evidence to its criteria, or give no grade.", title=title),
            )


@check("RP046", Severity.ERROR)
def best_practice_is_whole(manuscript: Manuscript) -> Faults:
    """A passage is marked as best practice without conditions, consent or evidence."""
    for passage in manuscript.best_practice:
        slot = slot_of(manuscript.material.slots, passage.judgement)
        for fault in best_practice_faults(passage, manuscript.texts.get(slot.key, "") if slot else ""):
            yield slot.key if slot else "", fault


@check("RP047", Severity.ERROR)
def best_practice_identifies_nobody(manuscript: Manuscript) -> Faults:
    """A passage that is marked as best practice, or its conditions, may tell who or where it is."""
    context = manuscript.guarded.context(manuscript.material.places)
    for passage in manuscript.best_practice:
        slot = slot_of(manuscript.material.slots, passage.judgement)
        for clue in best_practice_clues(passage, context):
            yield slot.key if slot else "", clue.why


def reading_age(text: str) -> float | None:
    """Years of age for which the Flesch-Kincaid formula thinks a text is written; None below `FEW_WORDS` words.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 + 5. Syllables are counted as groups of vowels, since
    the report may not lean on the library that `framework.clarity` counts with; the two ages are not the same.
    """
    parts = [words(one) for one in sentences(text)]
    count = sum(map(len, parts))
    if count < FEW_WORDS:
        return None
    syllables = sum(_syllables(word) for part in parts for word in part)
    return 0.39 * count / len(parts) + 11.8 * syllables / count - 15.59 + AGE_AT_GRADE_0


def _syllables(word: str) -> int:
    low = re.sub(r"(?:[^laeiouy]es|[^aeioutd]ed|[^laeiouy]e)$", "", word.casefold())
    return max(1, len(re.findall(r"[aeiouy]+", low)))


def _written(manuscript: Manuscript) -> Iterator[tuple[Slot, str]]:
    """The texts that give a judgement's reasons, or that stand in its place."""
    told = dict(manuscript.prose())
    for slot in manuscript.material.slots:
        if (slot.judgement or slot.form) and not slot.from_the_record and told.get(slot.key, "").strip():
            yield slot, told[slot.key]


CHECKS = (
    practice_is_described,
    words_are_plain,
    words_are_known_to_children,
    every_grade_rests_on_evidence,
    best_practice_is_whole,
    best_practice_identifies_nobody,
)
