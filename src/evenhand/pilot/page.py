"""A pilot as a page of its own: the verdict in words first, then pictures with their tables, then what it rests on."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from math import isnan
from typing import Any

from evenhand.framework.model import Framework
from evenhand.pilot.analysis import Analysis, Figure
from evenhand.pilot.figures import Picture
from evenhand.pilot.plan import Plan, Seal, both_frameworks
from evenhand.pilot.power import PowerCurve, SmallPilot
from evenhand.pilot.sampling import PilotSample
from evenhand.pilot.tables import Estimate
from evenhand.pilot.verdict import claimed_in_words, points
from evenhand.wording import Words, say

STYLE = """
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) " of " counter(pages); font-size: 9pt; } }
html { color: #17292d; font: 1rem/1.5 "Atkinson Hyperlegible", "Atkinson Hyperlegible Ext", sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { color: #0e3f46; line-height: 1.25; break-after: avoid; }
h2 { margin-top: 2rem; padding-top: .5rem; border-top: 2px solid #c9d6d4; }
table { width: 100%; margin: 0 0 1.2rem; border-collapse: collapse; }
caption { padding-bottom: .3rem; font-weight: 700; text-align: left; }
th, td { padding: .3rem .5rem .3rem 0; border-bottom: 1px solid #c9d6d4; text-align: left; vertical-align: top; }
tr, figure { break-inside: avoid; }
figure { margin: 0 0 1rem; }
figure img { max-width: 100%; height: auto; }
.verdict, .invented { padding: .7rem 1rem; border: 2px solid #0b5c66; border-left-width: 10px; }
.invented { border-color: #9a6a10; }
.verdict strong { font-size: 1.4rem; }
.digest { overflow-wrap: anywhere; font-size: .9rem; }
@media screen { .wide { overflow-x: auto; } }
@media print { body { max-width: none; padding: 0; } html { font-size: 10.5pt; } }
"""


def analysis_page(analysis: Analysis, pictures: Sequence[Picture], record: dict[str, Any]) -> str:
    """The report of a pilot as one HTML file: nothing in it is fetched from elsewhere."""
    plan, told = analysis.plan, analysis.verdict
    parts = [
        _invented(plan),
        _p(plan.question),
        f'<div class="verdict"><p><strong>{_t(say("Verdict: {standing}", standing=told.standing.value))}</strong></p>',
        _p(told.reason),
        "</div>",
        _claims(analysis),
        _h2(say("What this does not show")),
        _list(told.does_not_show),
        *(_picture(one) for one in pictures),
        _figures(analysis),
        _subgroups(analysis),
        _why(analysis),
        _basis(analysis),
        _record(record),
    ]
    return _document(say("{title}: what the pilot shows", title=plan.title), parts)


def plan_page(
    plan: Plan,
    seal: Seal | None,
    sample: PilotSample,
    pictures: Sequence[Picture],
    curves: Sequence[PowerCurve],
    small: Sequence[SmallPilot],
) -> str:
    """The plan of a pilot as one HTML file: what is claimed, how many inspections that needs, and which homes."""
    sealed = (
        say("Sealed on {day}: {digest}", day=seal.sealed_on.isoformat(), digest=seal.plan)
        if seal
        else say("Not sealed yet: as long as it is not, no verdict can be given.")
    )
    parts = [
        _invented(plan),
        _p(plan.question),
        f'<p class="digest">{_t(sealed)}</p>',
        _h2(say("What the pilot shall show")),
        _table(
            say("Claims, all of which must hold"),
            (say("claim"), say("why this margin")),
            [(str(claimed_in_words(one)), one.why) for one in plan.claims],
        ),
        _h2(say("How many inspections are needed")),
        _p(needed_words(plan, curves)),
        *(_picture(one, heading=False) for one in pictures),
        _small(small),
        _sample(sample),
        _unverified(plan),
    ]
    return _document(say("{title}: the plan", title=plan.title), parts)


def _small(small: Sequence[SmallPilot]) -> str:
    told = say(
        "So many homes are reported for the pilots of 2017 (8) and 2015 (9). We found no published results; these "
        "figures follow from their size alone."
    )
    title = _h2(say("What a pilot of 8 or 9 homes could have seen"))
    return title + _p(told) + _table(say("Small pilots"), SMALL_HEAD, [small_row(one) for one in small])


def _sample(sample: PilotSample) -> str:
    head = (*(say("{name}", name=one.replace("_", " ")) for one in sample.strata), say("register"), say("sample"))
    rows = [(*one.values, str(one.homes), str(one.drawn)) for one in sample.counts if one.drawn]
    return _h2(say("The sample")) + _table(say("Homes in the register and in the sample"), head, rows)


SMALL_HEAD = (
    say("homes"),
    say("must fall before it is noticed"),
    say("true fall that is noticed as often as planned"),
    say("true fall that goes with no home falling"),
    say("chance to notice a true fall as large as the margin"),
)


def small_row(one: SmallPilot) -> tuple[str, ...]:
    """What a small pilot could have seen, as cells in the order of `SMALL_HEAD`."""
    return (
        str(one.homes),
        str(say("cannot") if one.must_fall is None else say("{k} of {n}", k=one.must_fall, n=one.homes)),
        str(say("none") if one.detectable_fall is None else say("{p} points", p=points(one.detectable_fall))),
        str(say("up to {p} points", p=points(one.compatible_fall))),
        f"{100 * one.power_against_margin:.2g}%" if one.power_against_margin >= 0.0001 else "under 0.01%",
    )


def needed_words(plan: Plan, curves: Sequence[PowerCurve]) -> Words:
    """How many inspections the first claim with a margin needs, and how that hangs on what nobody knows beforehand."""
    told = [
        say(
            "{n} if {same} homes in 100 get the same grade",
            n=one.needed if one.needed else say("more than 20,000"),
            same=f"{100 * one.same_grade:.3g}",
        )
        for one in curves
    ]
    return say(
        "For {power} chances in 100 to show the claim, homes are needed: {told}. {homes} are planned. What is assumed: "
        "{why}",
        power=f"{100 * plan.power:g}",
        told="; ".join(str(one) for one in told),
        homes=plan.sample.homes,
        why=plan.assumed.why,
    )


def _claims(analysis: Analysis) -> str:
    made = [_h2(say("Claim by claim"))]
    for one in analysis.verdict.claims:
        made += [
            f"<h3>{_t(one.claimed)} {_t(say('Verdict: {standing}.', standing=one.standing.value))}</h3>",
            _p(one.figures),
            _p(say("Why this was claimed: {why}", why=one.claim.why)),
        ]
        if one.settle is not None:
            made.append(_p(say("What would settle it: {settle}", settle=one.settle)))
    return "".join(made)


def _figures(analysis: Analysis) -> str:
    made = [_h2(say("Figures")), _p(intervals_in_words(analysis))]
    every = (*analysis.figures, *analysis.several)
    head = (say("what"), say("value"), say("interval"), say("n"), say("source"))
    if every:
        made.append(_table(say("Agreement and shift"), head, [figure_row(one) for one in every]))
    if analysis.beside:
        made.append(
            _table(say("The change in other ways"), head, [figure_row(one) for one in analysis.beside]),
        )
    if analysis.tests:
        rows = [
            (str(one.name), _number(one.found.statistic), str(one.found.freedom or "–"), _p_value(one.found.p))
            for one in analysis.tests
        ]
        made.append(_table(say("Tests"), (say("question"), say("statistic"), say("freedom"), say("p")), rows))
    return "".join(made)


def intervals_in_words(analysis: Analysis) -> Words:
    """How the intervals were made, and when not to lean on them."""
    plan = analysis.plan
    how = (
        say("whole {cluster}s were drawn again", cluster=plan.cluster)
        if plan.cluster
        else say("pairs were drawn again")
    )
    few = say(" With so few homes, resampled intervals are too narrow.") if analysis.usable < 30 else say("")
    return say(
        "Intervals are at {level}%. Those of agreement and shift are by resampling ({how} {times} times, seed {seed}); "
        "that of equal grades is Wilson’s, that of the change of the share the score interval.{few}",
        level=f"{100 * plan.look_level:.4g}",
        how=how,
        times=plan.resamples,
        seed=plan.seed,
        few=few,
    )


def figure_row(one: Figure) -> tuple[str, ...]:
    """A figure as cells: what, value, interval, n, source."""
    return (str(one.name), _number(one.found.value), _interval(one.found), str(int(one.found.n)), one.source or "–")


def _subgroups(analysis: Analysis) -> str:
    made = []
    for one in analysis.subgroups:
        name = one.kind.replace("_", " ")
        rows = [
            (
                group.name,
                str(int(group.shift.n)),
                points(group.shift.value),
                say("{low} to {high}", low=points(group.shift.low), high=points(group.shift.high)).__str__(),
                _p_value(group.adjusted),
            )
            for group in one.groups
        ]
        made.append(
            _table(
                say("Change of the share good or outstanding by {name}, points", name=name),
                (say("{name}", name=name), say("n"), say("change"), say("interval"), say("p (Holm)")),
                rows,
            )
        )
        if one.kept_back:
            made.append(_p(say("{n} groups of fewer than six homes are kept back.", n=one.kept_back)))
        made.append(_p(say("Do the groups differ from each other? p = {p} (Cochran’s Q).", p=_p_value(one.differ.p))))
    if made:
        made.insert(0, _h2(say("Groups of homes")))
        made.append(_p(say("Intervals are widened and p values adjusted, because several groups are looked at.")))
    return "".join(made)


def _why(analysis: Analysis) -> str:
    made = []
    if analysis.drivers:
        rows = [
            (one.criterion.replace("_", " "), str(one.moved), str(one.with_overall), f"{100 * one.share:.0f}%")
            if not isnan(one.share)
            else (one.criterion.replace("_", " "), str(one.moved), str(one.with_overall), "–")
            for one in analysis.drivers
        ]
        head = (say("judgement"), say("moved"), say("overall moved with it"), say("share of the explained variation"))
        made.append(_table(say("Which judgements moved with the overall grade"), head, rows))
        made.append(_p(say("Moving together is not a cause: these judgements move together among themselves.")))
    if analysis.reasons:
        given = [(one, str(n)) for one, n in sorted(analysis.reasons.items())]
        made.append(_table(say("Reasons that inspectors gave"), (say("reason"), say("homes")), given))
    severity = analysis.severity
    if severity is not None and severity.framework is not None and severity.converged:
        found = severity.framework
        made.append(
            _p(
                say(
                    "With the strictness of {n} inspectors held equal, the new framework is stricter by {value} logits "
                    "({low} to {high}; above 0 is stricter; many-facet model, {m} judgements).",
                    n=len(severity.inspectors),
                    value=_number(found.value),
                    low=_number(found.low),
                    high=_number(found.high),
                    m=severity.ratings,
                )
            )
        )
        if not severity.linked:
            made.append(_p(say("Some inspectors share no home with others.")))
    return "".join([_h2(say("Where grades differ")), *made]) if made else ""


def _basis(analysis: Analysis) -> str:
    plan = analysis.plan
    rows = [
        (str(say("frameworks")), f"{plan.frameworks.old} – {plan.frameworks.new}"),
        (str(say("design")), plan.design.replace("_", " ")),
        (str(say("homes planned, in the file, usable")),
         f"{plan.sample.homes}, {len(analysis.ratings.homes)}, {analysis.usable}"),
        (str(say("level and looks")), f"{100 * plan.level:g}%, {', '.join(str(one) for one in plan.stopping.looks)}"),
        (str(say("sealed on")), analysis.seal.sealed_on.isoformat()),
    ]  # fmt: skip
    return "".join(
        [
            _h2(say("What this rests on")),
            _table(say("The plan"), (say("what"), say("value")), rows),
            _unverified(plan),
        ]
    )


def _unverified(plan: Plan) -> str:
    marked = [_marks(one) for one in both_frameworks(plan)]
    return _list([one for one in marked if one is not None])


def _marks(framework: Framework) -> Words | None:
    n = sum(not one.verified for one in (*framework.judgements, *framework.rules, *framework.criteria))
    if not n and not framework.unverified:
        return None
    return say(
        "{id}: {n} of its judgements, rules and criteria are unverified. {notes}",
        id=framework.id,
        n=n,
        notes=" ".join(framework.unverified),
    )


def _record(record: dict[str, Any]) -> str:
    def flat(value: Any, name: str = "") -> Iterable[tuple[str, str]]:
        if isinstance(value, dict):
            for key, one in value.items():
                yield from flat(one, f"{name} {key}".strip())
        else:
            yield name, str(value)

    table = _table(say("run.json"), (say("what"), say("value")), list(flat(record)))
    return f'{_h2(say("The record of this run"))}<div class="digest">{table}</div>'


def _invented(plan: Plan) -> str:
    told = say("This is an invented example. No such pilot took place, and no home was given these grades.")
    return f'<p class="invented"><strong>{_t(told)}</strong></p>' if plan.invented else ""


def _picture(one: Picture, heading: bool = True) -> str:
    source = b64encode(one.svg.encode()).decode()
    image = f'<img src="data:image/svg+xml;base64,{source}" alt="{_t(one.alt)}">'
    title = _h2(one.title) if heading else ""
    return f"{title}<figure>{image}</figure>{_table(one.title, one.head, one.rows)}"


def _table(caption: Words, head: Sequence[Words], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{_t(one)}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row">{_t(row[0])}</th>{"".join(f"<td>{_t(one)}</td>" for one in row[1:])}</tr>' for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_t(caption)}">'
        f"<table><caption>{_t(caption)}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _document(title: Words, parts: Iterable[str]) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{_t(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="author" content="Evenhand">'
        f"<style>{STYLE}</style></head><body><main><h1>{_t(title)}</h1>{''.join(parts)}"
        f"<p>{_t(say('Made with Evenhand. Not an Ofsted or GOV.UK service.'))}</p></main></body></html>\n"
    )


def _h2(text: Words) -> str:
    return f"<h2>{_t(text)}</h2>"


def _p(text: Words | str) -> str:
    return f"<p>{_t(text)}</p>"


def _list(told: Iterable[Words]) -> str:
    items = "".join(f"<li>{_t(one)}</li>" for one in told)
    return f"<ul>{items}</ul>" if items else ""


def _t(text: Words | str) -> str:
    return escape(str(text))


def _number(value: float) -> str:
    return "–" if isnan(value) else f"{value:.3g}".replace("-", "−")


def _interval(one: Estimate) -> str:
    return "–" if isnan(one.low) else f"{_number(one.low)} to {_number(one.high)}"


def _p_value(p: float) -> str:
    return "–" if isnan(p) else "under 0.001" if p < 0.001 else f"{p:.3f}"
