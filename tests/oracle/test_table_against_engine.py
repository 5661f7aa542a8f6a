"""The compiled table says what the one-at-a-time engine says, of every case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle.random_frameworks import cases, frameworks
from tests.oracle.tiny import FACTS, JUDGEMENTS, rule, tiny

from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.framework.rule import FactIs, GradeIs, Rule, conditions_in
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, RuleState
from evenhand.judgement.rules import concerns
from evenhand.judgement.table import RULE_STATES, VERDICTS, Table, compile_table
from evenhand.judgement.table.program import BLOCK
from evenhand.provenance import canonical

Row = dict[str, int]


def case_of(
    table: Table, row: Mapping[str, int], reasons: Mapping[str, str] = {}, explained: Mapping[str, str] = {}
) -> Case:
    """The case that a row of codes means."""
    framework = table.framework
    meant = {name: table.columns[name].meanings[code] for name, code in row.items()}
    graded = {name: value for name, value in meant.items() if table.columns[name].kind == "grade" and value is not None}
    return Case(
        framework=framework.id,
        inspection=str(meant.get("inspection", "full")),
        facts={name: v for name, v in meant.items() if table.columns[name].kind == "fact" and v is not None},
        grades={name: framework.scale_of(name).at(int(value)).id for name, value in graded.items()},
        reasons=reasons,
        explained=explained,
    )


def columns_of(rows: list[Row]) -> tuple[dict[str, Any], Any]:
    """Rows as columns, and the inspection apart."""
    columns = {name: np.array([row[name] for row in rows], np.uint8) for name in rows[0]}
    inspection = columns.pop("inspection", "full")
    return columns, inspection


def same(table: Table, rows: list[Row], outcomes: list[Outcome], verdicts: bool = True) -> None:
    """Assert that the table's outcome of every row is the engine's."""
    columns, inspection = columns_of(rows)
    results = table.apply(columns, inspection)
    for judgement in table.framework.judgements:
        told = [outcome.of(judgement.id) for outcome in outcomes]
        of = results.of(judgement.id)
        assert of.allowed_max.tolist() == [max(one.allowed, default=0) for one in told]
        assert of.free_max.tolist() == [max(one.free, default=0) for one in told]
        assert of.expected_at_most.tolist() == [one.expected_at_most or 0 for one in told]
        if verdicts:
            assert [VERDICTS[code] for code in of.verdict()] == [one.verdict for one in told]
        for ordinal in range(1, len(table.framework.scale_of(judgement.id).grades) + 1):
            assert of.permission(ordinal).tolist() == [one.permissions[ordinal - 1] for one in told]
    for number, one in enumerate(table.framework.rules):
        assert [RULE_STATES[code] for code in results.rule(one.id)] == [out.rules[number].state for out in outcomes]


def every(table: Table, names: list[str]) -> Iterator[Row]:
    """Every combination of codes of these columns."""
    for codes in product(*(range(table.columns[name].size) for name in names)):
        yield dict(zip(names, codes, strict=True))


def full_size(table: Table) -> int:
    """How many cases there are."""
    return int(np.prod([float(column.size) for column in table.columns.values()]))


# ------------------------------------------------------------------------------------- the shipped frameworks, exactly


def different_rules() -> list[str]:
    """Shipped frameworks, one for each set of conditions and effects: two that limit alike have the same cases."""
    found: dict[bytes, str] = {}
    for framework_id in shipped_ids():
        framework = load(framework_id)
        limits = [one.model_dump(mode="json", include={"id", "when", "then"}) for one in framework.rules]
        asked = [one.model_dump(mode="json", include=_WHAT_CAN_BE_ANSWERED) for one in framework.facts]
        graded = [(one.id, len(framework.scale_of(one.id).grades)) for one in framework.judgements]
        found[canonical([limits, asked, graded, list(framework.inspection_type_by_id)])] = framework_id
    return sorted(found.values())


_WHAT_CAN_BE_ANSWERED = {"id", "type", "minimum", "maximum", "choices"}


@pytest.mark.parametrize("framework_id", different_rules())
def test_every_rule_has_the_engines_state_in_every_case_it_can_tell_apart(framework_id: str) -> None:
    table = compile_table(load(framework_id))
    for one in table.framework.rules:
        read = list(dict.fromkeys(_reads(one)))
        rows = [{"inspection": 0, **row} for row in every(table, read)]
        columns, inspection = columns_of(rows)
        # A column of the framework that the rule does not read is given too: it must not matter.
        columns.setdefault(table.framework.judgements[0].id, np.zeros(len(rows), np.uint8))
        states = table.apply(columns, inspection).rule(one.id)
        expected = [
            next(s.state for s in judge(table.framework, case_of(table, r)).rules if s.rule == one.id) for r in rows
        ]
        assert [RULE_STATES[code] for code in states] == expected


@pytest.mark.parametrize("framework_id", different_rules())
def test_every_case_has_the_engines_outcome(framework_id: str) -> None:
    """All cases, factored where their number is too large to walk (5 x 10^10 for the live framework).

    Facts that some rule reads together form a component; components are independent of each other. The engine's
    outcome depends on a component only through which of its rules apply: call that a situation. The engine judges one
    representative of every combination of situations, with every combination of grades and inspection types. Then, for
    one component after the other, the table has to say the same for *all* combinations of the component's facts, with
    the representatives of the other components and every combination of grades and inspection types.
    """
    framework = load(framework_id)
    table = compile_table(framework)
    graded = list(every(table, ["inspection", *(one.id for one in framework.judgements)]))
    components = [_component(table, facts) for facts in _components(framework)]
    representatives = [[rows[list(numbers).index(n)] for n in range(max(numbers) + 1)] for rows, numbers in components]
    told = _engine_says(table, [*representatives, graded])
    for place, (rows, numbers) in enumerate(components or [([{}], [0])]):
        axes = [rows if other == place else some for other, some in enumerate(representatives)]
        expected = told.take(numbers, axis=place) if components else told
        assert _table_says(table, [*axes, graded]).tobytes() == np.ascontiguousarray(expected).tobytes()


def _engine_says(table: Table, axes: list[list[Row]]) -> Any:
    """Four numbers for each judgement in every combination of the axes' rows."""
    codes = {verdict: code for code, verdict in enumerate(VERDICTS)}
    found = []
    for parts in product(*axes):
        outcome = judge(table.framework, case_of(table, {name: code for part in parts for name, code in part.items()}))
        for one in outcome.judgements:
            limits = (max(one.allowed, default=0), max(one.free, default=0), one.expected_at_most or 0)
            found.append((codes[one.verdict], *limits))
    shape = (*(len(axis) for axis in axes), len(table.framework.judgements), 4)
    return np.array(found, np.uint8).reshape(shape)


def _table_says(table: Table, axes: list[list[Row]]) -> Any:
    """The same four numbers, from the table."""
    shape = tuple(len(axis) for axis in axes)
    places = np.indices(shape, np.int32)
    columns = {
        name: np.array([row[name] for row in axis], np.uint8)[places[number].reshape(-1)]
        for number, axis in enumerate(axes)
        for name in axis[0]
    }
    results = table.apply(columns, columns.pop("inspection"))
    answers = [results.of(one.id) for one in table.framework.judgements]
    fields = [[of.verdict(), of.allowed_max, of.free_max, of.expected_at_most] for of in answers]
    return np.ascontiguousarray(np.moveaxis(np.array(fields), 2, 0)).reshape(*shape, len(answers), 4)


def _reads(one: Rule) -> Iterator[str]:
    for leaf in conditions_in(one.when):
        yield leaf.grade if isinstance(leaf, GradeIs) else leaf.fact if isinstance(leaf, FactIs) else "inspection"


def _facts(one: Rule) -> set[str]:
    return {leaf.fact for leaf in conditions_in(one.when) if isinstance(leaf, FactIs)}


def _components(framework: Framework) -> list[list[str]]:
    """Facts that are linked by a rule that reads them together."""
    groups: list[set[str]] = []
    for one in framework.rules:
        facts = _facts(one)
        mixed = any(isinstance(leaf, GradeIs) for leaf in conditions_in(one.when))
        assert not (facts and mixed), f"{one.id} reads grades and facts: the factoring above has to be widened"
        if facts:
            touching = [group for group in groups if group & facts]
            groups = [group for group in groups if not group & facts] + [facts.union(*touching)]
    return [sorted(group) for group in groups]


def _component(table: Table, facts: list[str]) -> tuple[list[Row], list[int]]:
    """All combinations of a component's facts, and the number of the situation of each."""
    framework = table.framework
    limiting = [
        one for one in framework.rules if any(concerns(e, j.id) for e in one.then for j in framework.judgements)
    ]
    rules = [one for one in limiting if _facts(one) & set(facts)]
    rows = list(every(table, facts))
    columns, _ = columns_of(rows)
    applying: list[Any] = [np.zeros(len(rows), bool)]
    for kind in range(len(framework.inspection_types)):
        results = table.apply(columns, np.full(len(rows), kind, np.uint8))
        # That these states are the engine's, in every case, is the test above.
        applying += [results.rule(one.id) == RULE_STATES.index(RuleState.APPLIES) for one in rules]
    _, numbers = np.unique(np.array(applying), axis=1, return_inverse=True)
    return rows, numbers.reshape(-1).tolist()


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_a_sample_of_all_cases_together(framework_id: str) -> None:
    table = compile_table(load(framework_id))
    chance = np.random.default_rng(20250404)
    rows = [
        {name: int(chance.integers(column.size)) for name, column in table.columns.items()}
        for _ in range(min(600, full_size(table)))
    ]
    same(table, rows, [judge(table.framework, case_of(table, row)) for row in rows])


# ------------------------------------------------------------------------------------------------- random frameworks


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_random_frameworks(data: st.DataObject) -> None:
    framework = data.draw(frameworks())
    table = compile_table(framework)
    drawn = data.draw(st.lists(cases(framework), min_size=1, max_size=8))
    columns: dict[str, Any] = {
        one.id: np.array(
            [framework.scale_of(one.id).ordinal(case.grades[one.id]) if one.id in case.grades else 0 for case in drawn],
            np.uint8,
        )
        for one in framework.judgements
    }
    for name, column in table.columns.items():
        if column.kind == "fact":
            columns[name] = table.codes_of_fact(name, [case.facts.get(name) for case in drawn])
    kinds = [kind.id for kind in framework.inspection_types]
    results = table.apply(columns, np.array([kinds.index(case.inspection) for case in drawn], np.uint8))
    outcomes = [judge(framework, case) for case in drawn]
    for one in framework.judgements:
        on_record = [[bool(part.get(one.id, "").strip()) for part in (case.reasons, case.explained)] for case in drawn]
        of, record = results.of(one.id), np.array(on_record)
        told = [outcome.of(one.id) for outcome in outcomes]
        assert [VERDICTS[code] for code in of.verdict(record[:, 0], record[:, 1])] == [each.verdict for each in told]
        assert of.allowed_max.tolist() == [max(each.allowed, default=0) for each in told]
        assert of.expected_at_most.tolist() == [each.expected_at_most or 0 for each in told]
    for number, each in enumerate(framework.rules):
        states = [RULE_STATES[code] for code in results.rule(each.id)]
        assert states == [outcome.rules[number].state for outcome in outcomes]


def test_many_judgements_that_depend_on_each_other_are_split_into_several_tables() -> None:
    graded = [JUDGEMENTS[0] | {"id": f"j{n}", "key": f"k{n}", "role": "graded"} for n in range(12)]
    all_good = {"all": [{"grade": f"j{n}", "at_least": "good"} for n in range(11)]}
    framework = tiny(
        rule({"not": all_good}, {"cap": "j11", "at_most": "good"}, name="ALL"),
        rule({"grade": "j3", "is": "inadequate"}, {"expect": "j11", "at_most": "inadequate"}, name="ONE"),
        *(
            rule({"grade": f"j{n}", "is": "inadequate"}, {"cap": f"j{n + 1}", "at_most": "good"}, name=f"N{n}")
            for n in range(9)
        ),
        judgements=graded,
    )
    table = compile_table(framework)
    chance = np.random.default_rng(7)
    rows = [{f"j{n}": int(chance.choice((0, 1, 3, 4, 4, 4, 4, 4))) for n in range(12)} for _ in range(400)]
    rows += [{f"j{n}": 4 for n in range(12)}]
    same(table, rows, [judge(framework, case_of(table, row)) for row in rows])
    groups = table.apply(columns_of(rows)[0])._tables.groups
    assert len(groups) > 1
    assert max(group.fold.size for group in groups) <= 1 << 16


# ------------------------------------------------------------------------------------------------------- use and misuse


def test_a_column_that_is_not_given_is_unknown() -> None:
    table = compile_table(tiny())
    results = table.apply({"overall_experiences_progress": np.array([4], np.uint8)})
    assert RULE_STATES[results.rule("R1")[0]] is RuleState.CANNOT_SAY
    assert results.of("overall_experiences_progress").allowed_max.tolist() == [4]


def test_more_rows_than_a_block() -> None:
    table = compile_table(tiny())
    rows = list(every(table, [one.id for one in table.framework.judgements]))
    many = rows * (2 * BLOCK // len(rows) + 2)
    columns, _ = columns_of(rows)
    few = table.apply(columns).of("overall_experiences_progress").verdict()
    long = {name: np.tile(column, len(many) // len(rows)) for name, column in columns.items()}
    assert (table.apply(long).of("overall_experiences_progress").verdict().reshape(-1, len(rows)) == few).all()


def test_outcomes_side_by_side_are_those_one_by_one() -> None:
    table = compile_table(load("sccif-2025"))
    chance = np.random.default_rng(3)
    columns = {name: chance.integers(one.size, size=500, dtype=np.uint8) for name, one in table.columns.items()}
    results = table.apply(columns, columns.pop("inspection"))
    wanted = [
        (one.id, what) for one in table.framework.judgements for what in ("verdict", "allowed_max", "expected_at_most")
    ]
    together = results.side_by_side(wanted)
    assert list(together) == wanted and len(together) == 9
    for judgement, what in wanted:
        of = results.of(judgement)
        alone = of.verdict() if what == "verdict" else getattr(of, what)
        assert (together[judgement, what] == alone).all()
    assert (results.verdicts()["leaders_managers"] == together["leaders_managers", "verdict"]).all()


def test_memory_of_an_earlier_answer_is_used_again() -> None:
    table, wanted = compile_table(tiny()), [("helped_protected", "verdict"), ("leaders_managers", "free_max")]
    columns = {"helped_protected": np.array([1, 4], np.uint8)}
    first = table.apply(columns).side_by_side(wanted)
    second = table.apply({"helped_protected": np.array([0, 4], np.uint8)}).side_by_side(wanted, first)
    assert VERDICTS[first["helped_protected", "verdict"][0]] == "not_proposed"  # written over
    assert np.shares_memory(second["helped_protected", "verdict"], first["helped_protected", "verdict"])
    longer = table.apply({"helped_protected": np.array([1, 2, 3], np.uint8)}).side_by_side(wanted, second)
    assert not np.shares_memory(longer["helped_protected", "verdict"], second["helped_protected", "verdict"])


def test_many_rows_with_one_byte_of_state_are_looked_up_in_pairs() -> None:
    table = compile_table(load("sccif-2025"))
    rows = list(every(table, [one.id for one in table.framework.judgements]))
    columns, _ = columns_of(rows)
    few = table.apply(columns)
    times = BLOCK // len(rows) + 2
    many = table.apply({name: np.tile(column, times) for name, column in columns.items()})
    assert many.of("leaders_managers").state.dtype == np.uint8 and many.rows % 2 == 0
    for judgement, column in few.verdicts().items():
        assert (many.verdicts()[judgement].reshape(times, -1) == column).all()
        assert (many.of(judgement).free_max.reshape(times, -1) == few.of(judgement).free_max).all()
    odd = table.apply({name: np.tile(column, times)[:-1] for name, column in columns.items()})
    assert (odd.rule("R1") == many.rule("R1")[:-1]).all()


def test_rules_that_ask_about_grades_and_facts_at_once() -> None:
    mixed = {
        "all": [
            {"not": {"all": [{"fact": "manager"}, {"fact": "weeks", "at_most": 26}]}},
            {"any": [{"grade": "helped_protected", "at_most": "good"}, {"fact": "effort", "is": "little"}]},
            {"not": {"fact": "weeks", "is": 12}},
        ]
    }
    framework = tiny(
        rule(mixed, {"cap": "leaders_managers", "at_most": "good"}, name="A"),
        rule({"not": mixed}, {"expect": "overall_experiences_progress", "at_most": "good"}, name="B"),
        rule(
            {"any": [{"fact": "weeks", "is": 3}, {"fact": "weeks", "is": 7}, {"fact": "weeks", "at_least": 30}]},
            {"cap": "helped_protected", "at_most": "good"},
            name="C",
        ),
    )
    table = compile_table(framework)
    names = [name for name in table.columns if name != "inspection"]
    rows = [row for place, row in enumerate(every(table, names)) if place % 5 == 0]
    outcomes = [judge(framework, case_of(table, row)) for row in rows]
    same(table, rows, outcomes)
    assert {state.state for outcome in outcomes for state in outcome.rules} == set(RuleState) - {RuleState.NOTE}


def test_one_table_may_be_used_by_several_threads() -> None:
    table = compile_table(load("sccif-2025"))
    chance = np.random.default_rng(8)
    sets = [
        {name: chance.integers(one.size, size=BLOCK + 100, dtype=np.uint8) for name, one in table.columns.items()}
        for _ in range(4)
    ]
    alone = [table.apply(one, one["inspection"]).verdicts() for one in sets]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: table.apply(one, one["inspection"]).verdicts(), sets * 3))
    for number, verdicts in enumerate(together):
        assert all((column == alone[number % 4][name]).all() for name, column in verdicts.items())


def test_no_rows() -> None:
    results = compile_table(tiny()).apply({"helped_protected": np.array([], np.uint8)})
    assert results.of("overall_experiences_progress").verdict().tolist() == []


def test_an_answer_falls_into_the_interval_that_the_rules_can_tell() -> None:
    framework = tiny(rule({"fact": "weeks", "more_than": 26}, {"cap": "leaders_managers", "at_most": "good"}))
    table = compile_table(framework)
    assert table.columns["weeks"].meanings == (None, 0, 27)
    assert table.codes_of_fact("weeks", [None, 0, 26, 27, 520]).tolist() == [0, 1, 1, 2, 2]
    assert table.codes_of_fact("weeks", np.array([0, 26, 27, 520])).tolist() == [1, 1, 2, 2]


def test_answers_of_each_type() -> None:
    asked = {"any": [{"fact": "manager"}, {"fact": "effort", "is": "little"}]}
    table = compile_table(tiny(rule(asked, {"cap": "leaders_managers", "at_most": "good"})))
    assert table.codes_of_fact("manager", [None, False, True]).tolist() == [0, 1, 2]
    assert table.codes_of_fact("manager", np.array([True, False])).tolist() == [2, 1]
    assert table.codes_of_fact("effort", ["little", None, "clear"]).tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("fact", "values"),
    [("weeks", [521]), ("weeks", np.array([-1])), ("manager", [1]), ("effort", ["none"]), ("weeks", [True])],
)
def test_a_value_that_does_not_answer_is_refused(fact: str, values: Any) -> None:
    asked = {"all": [{"fact": "manager"}, {"fact": "effort", "is": "little"}, {"fact": "weeks", "at_least": 5}]}
    table = compile_table(tiny(rule(asked, {"cap": "leaders_managers", "at_most": "good"})))
    with pytest.raises(ValueError, match=fact):
        table.codes_of_fact(fact, values)


@pytest.mark.parametrize(
    ("columns", "inspection", "said"),
    [
        ({"helped_protected": np.array([5], np.uint8)}, "full", "above 4"),
        ({"helped_protected": np.array([1, 255], np.uint8)}, "full", "above 4"),
        ({"helped_protected": np.array([1], np.int64)}, "full", "uint8"),
        ({"nothing": np.array([1], np.uint8)}, "full", "no column 'nothing'"),
        ({"helped_protected": np.array([1], np.uint8)}, "interim", "'interim' is not a type"),
        ({"helped_protected": np.zeros(2, np.uint8), "leaders_managers": np.zeros(3, np.uint8)}, "full", "one length"),
        ({}, "full", "one length"),
    ],
)
def test_columns_that_cannot_be_used_are_refused(columns: dict[str, Any], inspection: str, said: str) -> None:
    table = compile_table(tiny())
    with pytest.raises(ValueError, match=said):
        table.apply(columns, inspection).of("overall_experiences_progress")


def test_a_fact_and_a_judgement_with_one_name_are_refused() -> None:
    facts = [FACTS[0] | {"id": "helped_protected"}]
    framework = tiny(rule({"fact": "helped_protected"}, {"cap": "leaders_managers", "at_most": "good"}), facts=facts)
    with pytest.raises(ValueError, match="both a fact and a judgement"):
        compile_table(framework)


def test_names_that_do_not_exist_are_key_errors() -> None:
    results = compile_table(tiny()).apply({"helped_protected": np.array([1], np.uint8)})
    with pytest.raises(KeyError):
        results.of("nothing")
    with pytest.raises(KeyError):
        results.rule("R99")
    for wanted in ("nothing", "verdict"), ("helped_protected", "colour"):
        with pytest.raises(KeyError):
            results.side_by_side([wanted])
