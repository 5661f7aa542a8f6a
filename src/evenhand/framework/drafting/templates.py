"""What a new version begins with besides the copy: its rationale and its crosswalk, both to be written by people.

What only a person can write stands between [[ and ]].
"""

from __future__ import annotations

SUMMARY = (
    "[[In two or three sentences: what is judged, on which scale, and what is different from {old}.]] Begun as a copy "
    "of {old}."
)

NOTE = (
    "A draft. It began as a copy of {old} (fingerprint {fingerprint}); its marks and sources are those of {old} until "
    "somebody changes them."
)

HEAD = """\
# DRAFT of {new}, begun as a copy of {old}.
# The comments below were written for {old}: change what no longer holds. Keep the ids of what means the same, give
# a new id to what means something new, and say what became of what in ../crosswalks/{old}--{new}.yaml.
#
"""

RATIONALE = """\
# Why this version looks as it does: {title}

A draft, begun as a copy of `{old}`. Answer what stands between double brackets, in half a page for people; then remove
the brackets.

**What it is.** [[Who is inspected, from when, and what is judged on which scale?]]

**What changed from `{old}`.** [[Each change in one sentence, with its reason. Which responses to a consultation, or
which cases of a pilot, are behind it? `evenhand framework diff {old} {new}` lists what differs.]]

**Does it raise the bar?** [[In which cases do the rules allow less than before, or more? Is that meant?
`evenhand framework reach {new} --against {old}` counts them. Rules are part of a benchmark; descriptors and inspectors
are the rest: what will keep those steady?]]

**Is it clearer?** [[Who read it before it was published, and what did they understand?
`evenhand framework clarity {new} --against {old}` counts sentences and words; it cannot count understanding.]]

**What the rules do.** [[Which limits are absolute, which are usual and need a reason, which need an explanation?]]

**What inspectors and homes must do differently.** [[And from which day? What happens to inspections that have begun?]]

**What is unverified.** [[What could not be read or is inferred? The same things stand in `unverified`.]]

**Sources.** The bibliography of `framework.yaml`. [[What else?]]
"""

CROSSWALK = """\
# How {old} became {new}.
# Everything that stands in both with the same id and the same words is carried over and needs no line. When you
# reword, split, merge, add or withdraw something, say it here; `evenhand framework lint` asks for what is missing.

format: 1
old: {old}
new: {new}
summary: Everything is carried over. [[Say here what changes.]]
"""
