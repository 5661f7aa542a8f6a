"""The lists of words that clarity looks for. They are ours, they are short, and an author may disagree with each.

A list can only raise a question: "appropriate" is fine where the next sentence says what is appropriate.
"""

from __future__ import annotations

import re
from functools import lru_cache

from evenhand.wording import Words, say

# What to ask, for each group of words that leave the reader to guess.
VAGUE: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (say("fit for whom, and by what sign"), ("appropriate", "appropriately", "suitable", "suitably", "relevant")),
    (
        say("what would a weak one look like beside it"),
        ("robust", "robustly", "strong", "strongly", "sound", "rigorous", "rigorously"),
    ),
    (
        say("what changes for a child when it works"),
        ("effective", "effectively", "meaningful", "meaningfully", "positive outcomes", "holistic", "holistically"),
    ),
    (
        say("who decides that it is needed, and when"),
        ("where necessary", "when necessary", "if necessary", "as necessary", "where needed", "if need be"),
    ),
    (
        say("who decides, and what happens otherwise"),
        ("where possible", "as far as possible", "wherever possible", "where practicable", "where that is right"),
    ),
    (
        say("within how many days, or before what"),
        ("timely", "in good time", "promptly", "prompt", "as soon as possible", "without delay", "without undue delay"),
    ),
    (say("how often"), ("regular", "regularly", "frequent", "frequently", "periodically", "from time to time")),
    (say("how much is enough"), ("sufficient", "sufficiently", "adequate", "adequately", "reasonable", "reasonably")),
    (
        say("by what would somebody notice"),
        ("properly", "significant", "significantly", "good quality", "high quality", "well-managed"),
    ),
    (say("in proportion to what"), ("proportionate", "proportionately", "in proportion")),
    (say("what exactly belongs to it"), ("and so on", "etc", "and the like", "among other things", "a range of")),
)


def _each(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that deny; a second one close behind, in the same stretch of a sentence, has to be worked out.
DENIES = _each(
    "not no never none nobody nothing nowhere without cannot hardly isn't aren't wasn't weren't don't doesn't didn't "
    "can't couldn't won't wouldn't shouldn't hasn't haven't hadn't"
)
DENIES_TOO = _each(
    "unable unlikely unless unnecessary unreasonable unsuitable unsatisfactory unsupported unaware uncommon unclear "
    "inappropriate ineffective insufficient incomplete inconsistent impossible improper "
    "lack lacks lacking fail fails failed absence absent except exclude excludes excluded"
)
DENIAL_REACH = 4

# What can be seen, heard or read, or is done where somebody could see, hear or read it. The list is generous on
# purpose: one such word anywhere in a criterion is enough, because asking without need costs an author's trust.
OBSERVABLE = _each(
    """
    see sees saw seen show shows shown look looks looked looking watch watched hear hears heard listen listens
    say says said tell tells told talk talks talked talking speak speaks spoken ask asks asked explain explains
    explained answer answers answered discuss discussed conversation conversations complain complains complaint
    complaints word words voice voices name names named view views
    read reads write writes written record records recorded recording report reports reported log logs logged note
    notes letter letters email emails file files document documents documented plan plans planned planning policy
    policies guidance guide assessment assessments review reviews reviewed rota rotas certificate certificates
    contract contracts sign signed form forms statement consent notice notices notify notified number numbers count
    date dates day days week weeks hour hours month months figures advert research studies
    visit visits visited visitor visitors meet meets meeting meetings interview interviews call calls called phone
    telephone contact contacts attend attends attended attendance arrive arrives leave leaves left move moves moved
    return returns returned search searches searched missing
    play plays toys sport sports hobby hobbies activity activities holiday holidays trip trips club clubs music
    school schools college lesson lessons homework exam exams exclusion exclusions job jobs work
    eat eats meal meals food cook cooks cooking sleep sleeps dress clothes money pocket savings
    room rooms bedroom bedrooms kitchen garden house building buildings furniture door doors bathroom premises
    camera cameras photo photos picture pictures internet online computer
    doctor dentist nurse medicine medicines medication injury injuries injured hurt accident accidents illness smoke
    drugs alcohol
    held hold hit restraint restraints restrained physical
    police arrest arrested court hospital
    trained training supervision supervised appraisal appraisals induction recruited recruitment appointed qualified
    qualification qualifications diploma vacancy
    friend friends birthday birthdays laugh cry cries
    """
)

# Everybody who opens a framework knows these.
KNOWN_ABBREVIATIONS = frozenset({"A", "I", "UK", "NHS", "GP", "GPS", "TV", "OK", "PDF", "GCSE", "GCSES"})


@lru_cache(maxsize=8)
def phrase(*texts: str) -> re.Pattern[str]:
    """A pattern for any of these words and phrases as a whole, the longest first, in any case, over any spaces."""
    longest_first = sorted(texts, key=len, reverse=True)
    inside = "|".join(r"\s+".join(re.escape(word) for word in text.split()) for text in longest_first)
    return re.compile(rf"(?<![\w-])(?:{inside})(?![\w-])", re.IGNORECASE)
