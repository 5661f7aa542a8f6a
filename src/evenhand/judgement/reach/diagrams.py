"""Decision diagrams: a function of many small variables as a graph in which equal parts are stored once.

A framework with 10 judgements and 12 yes-or-no facts has 4^10 x 2^12 cases, more than four thousand million. Nobody
walks through them. A diagram asks one variable after the other, in a fixed order; wherever the rest of two branches is
the same, they share it. What the rules say then takes a few hundred nodes, and how many cases end in each answer is
found by adding up the nodes, exactly, with whole numbers of any size.

(Ordered, reduced, multi-valued decision diagrams with several terminals, after R. Bryant, "Graph-based algorithms for
Boolean function manipulation", 1986.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import reduce
from random import Random

Node = int
# A node made or a pair of nodes combined is one step; a second has some hundreds of thousands. The shipped frameworks
# need a few thousand.
LIMIT = 1_000_000
Shortcut = Callable[[Node, Node], Node | None]


class TooLargeError(Exception):
    """The diagram would outgrow its limit; the caller answers in another way, and says so."""


class Diagrams:
    """All diagrams over the same variables. `sizes[i]` is how many values variable i has; `limit` bounds the steps.

    A node is a number, and equal functions are the same number: `one == other` compares functions of all cases.
    Every method that builds raises TooLargeError when the limit is reached.
    """

    def __init__(self, sizes: Sequence[int], limit: int = LIMIT) -> None:
        self.sizes = tuple(sizes)
        self.limit = limit
        self.steps = 0
        # below[i]: how many ways there are to fill the variables from i on.
        self.below = [1] * (len(self.sizes) + 1)
        for level in reversed(range(len(self.sizes))):
            self.below[level] = self.below[level + 1] * self.sizes[level]
        self._levels: list[int] = []
        self._children: list[tuple[Node, ...]] = []
        self._values: dict[Node, Hashable] = {}
        self._by_value: dict[Hashable, Node] = {}
        self._by_children: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self.true, self.false = self.constant(True), self.constant(False)

    # ------------------------------------------------------------------------------------------------- building

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.limit:
            raise TooLargeError(f"more than {self.limit} steps")

    def constant(self, value: Hashable) -> Node:
        """The function that is `value` everywhere; True and 1 are different values."""
        key = (type(value), value)
        if key not in self._by_value:
            self._by_value[key] = self._new(len(self.sizes), ())
            self._values[self._by_value[key]] = value
        return self._by_value[key]

    def choice(self, level: int, children: Sequence[Node]) -> Node:
        """The function that is `children[code]` when variable `level` has that code; children ask later variables."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (level, tuple(children))
        if key not in self._by_children:
            self._by_children[key] = self._new(*key)
        return self._by_children[key]

    def _new(self, level: int, children: tuple[Node, ...]) -> Node:
        self._step()
        self._levels.append(level)
        self._children.append(children)
        return len(self._levels) - 1

    def variable(self, level: int, values: Sequence[Hashable]) -> Node:
        """The function that looks at one variable only: `values[code]`."""
        return self.choice(level, [self.constant(value) for value in values])

    def apply(
        self,
        combine: Callable[[Hashable, Hashable], Hashable],
        one: Node,
        other: Node,
        shortcut: Shortcut = lambda a, b: None,
    ) -> Node:
        """The function `combine(one, other)`.

        `shortcut` may know the result for two nodes without looking further down (None: it does not).
        """
        known: dict[tuple[Node, Node], Node] = {}
        end, levels, below = len(self.sizes), self._levels, self._children

        def both(a: Node, b: Node) -> Node:
            if (found := known.get((a, b))) is not None:
                return found
            if (found := shortcut(a, b)) is not None:
                return found
            self._step()
            level = min(levels[a], levels[b])
            if level == end:
                made = self.constant(combine(self._values[a], self._values[b]))
            else:
                size = self.sizes[level]
                left = below[a] if levels[a] == level else (a,) * size
                right = below[b] if levels[b] == level else (b,) * size
                made = self.choice(level, [both(x, y) for x, y in zip(left, right, strict=True)])
            known[a, b] = made
            return made

        return both(one, other)

    def map(self, change: Callable[[Hashable], Hashable], one: Node) -> Node:
        """The function `change(one)`."""
        known: dict[Node, Node] = {}

        def of(node: Node) -> Node:
            if node not in known:
                self._step()
                if node in self._values:
                    known[node] = self.constant(change(self._values[node]))
                else:
                    known[node] = self.choice(self._levels[node], [of(child) for child in self._children[node]])
            return known[node]

        return of(one)

    def both(self, *parts: Node) -> Node:
        """True where every part is True; parts are True or False everywhere."""
        true, false = self.true, self.false

        def shortcut(a: Node, b: Node) -> Node | None:
            if a == false or b == false:
                return false
            return b if a == true else a if b in (true, a) else None

        return reduce(lambda one, other: self.apply(_both_are, one, other, shortcut), parts, true)

    def either(self, *parts: Node) -> Node:
        """True where at least one part is True; parts are True or False everywhere."""
        true, false = self.true, self.false

        def shortcut(a: Node, b: Node) -> Node | None:
            if a == true or b == true:
                return true
            return b if a == false else a if b in (false, a) else None

        return reduce(lambda one, other: self.apply(_one_is, one, other, shortcut), parts, false)

    def negation(self, one: Node) -> Node:
        """True where the part is not."""
        return self.map(_is_not, one)

    def where(self, condition: Node, then: Node, otherwise: Node) -> Node:
        """`then` where the condition is True, and `otherwise`, which is constant, where it is False."""
        true, false = self.true, self.false

        def shortcut(a: Node, b: Node) -> Node | None:
            return b if a == true else otherwise if a == false else None

        return self.apply(
            lambda holds, value: value if holds is True else self._values[otherwise], condition, then, shortcut
        )

    def fixed(self, one: Node, level: int, code: int) -> Node:
        """The function with variable `level` held at a code; it no longer depends on that variable."""
        known: dict[Node, Node] = {}

        def of(node: Node) -> Node:
            if self._levels[node] > level:
                return node
            if self._levels[node] == level:
                return self._children[node][code]
            if node not in known:
                self._step()
                known[node] = self.choice(self._levels[node], [of(child) for child in self._children[node]])
            return known[node]

        return of(one)

    # -------------------------------------------------------------------------------------------------- reading

    @property
    def cases(self) -> int:
        """How many ways there are to fill all variables."""
        return self.below[0]

    def value(self, node: Node) -> Hashable:
        """The value of a constant function; KeyError when it is not constant."""
        return self._values[node]

    def at(self, one: Node, codes: Sequence[int]) -> Hashable:
        """The value of a function in one case."""
        while one not in self._values:
            one = self._children[one][codes[self._levels[one]]]
        return self._values[one]

    def tally(self, one: Node) -> dict[Hashable, int]:
        """How many cases end in each value."""
        known: dict[Node, dict[Hashable, int]] = {node: {value: 1} for node, value in self._values.items()}

        def of(node: Node) -> dict[Hashable, int]:
            if node not in known:
                found: dict[Hashable, int] = {}
                after = self.below[self._levels[node] + 1]
                for child in self._children[node]:
                    skipped = after // self.below[self._levels[child]]
                    for value, number in of(child).items():
                        found[value] = found.get(value, 0) + number * skipped
                known[node] = found
            return known[node]

        skipped = self.below[0] // self.below[self._levels[one]]
        return {value: number * skipped for value, number in of(one).items()}

    def count(self, one: Node) -> int:
        """How many cases are True."""
        return self.tally(one).get(True, 0)

    def cheapest(
        self,
        one: Node,
        costs: Sequence[Sequence[int]],
        ending: Callable[[Hashable], int | None] = lambda value: 0 if value is True else None,
    ) -> tuple[int, ...] | None:
        """The case with the least cost, as codes; None when no case is accepted.

        `costs[level][code]` is what a code costs, `ending(value)` what an end costs (None: not accepted). Of several
        cases that cost the same it is always the same one: the lowest code at the earliest variable.
        """
        least = [min(range(len(some)), key=some.__getitem__) for some in costs]
        floor = [0] * (len(costs) + 1)
        for level in reversed(range(len(costs))):
            floor[level] = floor[level + 1] + costs[level][least[level]]
        known: dict[Node, tuple[int, int] | None] = {}

        def of(node: Node) -> tuple[int, int] | None:
            """(cost from this node's level on, best code)."""
            if node not in known:
                if node in self._values:
                    end = ending(self._values[node])
                    known[node] = None if end is None else (end, 0)
                else:
                    known[node] = self._best(node, costs, floor, of)
            return known[node]

        if of(one) is None:
            return None
        codes: list[int] = []
        node = one
        while len(codes) < len(self.sizes):
            if self._levels[node] > len(codes):
                codes.append(least[len(codes)])
            else:
                _, code = of(node) or (0, 0)
                codes.append(code)
                node = self._children[node][code]
        return tuple(codes)

    def _best(
        self,
        node: Node,
        costs: Sequence[Sequence[int]],
        floor: Sequence[int],
        of: Callable[[Node], tuple[int, int] | None],
    ) -> tuple[int, int] | None:
        level = self._levels[node]
        found: tuple[int, int] | None = None
        for code, child in enumerate(self._children[node]):
            if (rest := of(child)) is not None:
                cost = costs[level][code] + floor[level + 1] - floor[self._levels[child]] + rest[0]
                if found is None or cost < found[0]:
                    found = (cost, code)
        return found

    def draw(self, one: Node, number: int, random: Random) -> list[tuple[int, ...]]:
        """`number` cases in which the function is True, drawn evenly from all of them; empty when there is none."""
        known: dict[Node, int] = {node: int(value is True) for node, value in self._values.items()}

        def of(node: Node) -> int:
            if node not in known:
                after = self.below[self._levels[node] + 1]
                known[node] = sum(
                    of(child) * (after // self.below[self._levels[child]]) for child in self._children[node]
                )
            return known[node]

        return [self._drawn(one, random, of) for _ in range(number)] if of(one) else []

    def _drawn(self, node: Node, random: Random, of: Callable[[Node], int]) -> tuple[int, ...]:
        codes: list[int] = []
        while len(codes) < len(self.sizes):
            level = len(codes)
            if self._levels[node] > level:
                codes.append(random.randrange(self.sizes[level]))
                continue
            after = self.below[level + 1]
            place = random.randrange(of(node))
            for code, child in enumerate(self._children[node]):
                place -= of(child) * (after // self.below[self._levels[child]])
                if place < 0:
                    codes.append(code)
                    node = child
                    break
        return tuple(codes)


def _both_are(one: Hashable, other: Hashable) -> bool:
    return one is True and other is True


def _is_not(one: Hashable) -> bool:
    return one is not True


def _one_is(one: Hashable, other: Hashable) -> bool:
    return one is True or other is True
