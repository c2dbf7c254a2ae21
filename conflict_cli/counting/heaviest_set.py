"""Find the heaviest set of nodes without a link between them: a maximum-weight independent set of a graph.

`totals` uses it for the largest number of people who are surely distinct.
"""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

Node = TypeVar("Node")
Weights = dict[int, int]
Joined = dict[int, set[int]]

# A connected group is solved exactly up to this size, which takes a fraction of a second. A larger group is solved
# exactly if its links are simple enough to be taken apart: chains, trees, tolls with their parts.
EXACT_SIZE = 60

# A node with more neighbours than this is not weighed again each time it loses one.
FEW = 16


class Graph(Generic[Node]):
    """Nodes and the links between them, for any weights."""

    def __init__(self, joined: Mapping[Node, set[Node]]) -> None:
        self._nodes = list(joined)
        number = {node: place for place, node in enumerate(self._nodes)}
        self._near = [{number[other] for other in joined[node] if other in number} for node in self._nodes]

    def heaviest(self, weights: Mapping[Node, int]) -> tuple[set[Node], bool]:
        """Return the heaviest set of nodes without a link between them, and whether it is surely the heaviest.

        If it is not, no two nodes of it are linked all the same. Nodes without weight are left out. Of sets with the
        same weight it is always the same one: nodes are numbered, and sets of numbers keep an order.
        """
        weighty = {place: weight for place, node in enumerate(self._nodes) if (weight := weights.get(node, 0)) > 0}
        if len(weighty) == len(self._nodes):
            near = {place: set(neighbours) for place, neighbours in enumerate(self._near)}
        else:
            near = {place: self._near[place] & weighty.keys() for place in weighty}
        chosen, is_exact = _solve(weighty, near)
        return {self._nodes[place] for place in chosen}, is_exact


def _solve(weights: Weights, joined: Joined) -> tuple[set[int], bool]:
    """Return the heaviest set of these nodes; `weights` and `joined` are used up.

    A node that outweighs its neighbours together is chosen at once. A node with one heavier neighbour is decided last:
    its weight is taken off the neighbour, and it is chosen unless the neighbour is.
    """
    chosen: set[int] = set()
    pendants: list[tuple[int, int]] = []
    queue = list(weights)
    while queue:
        node = queue.pop()
        weight = weights.get(node)
        if weight is None:
            continue
        neighbours = joined[node]
        if len(neighbours) <= FEW and weight >= sum([weights[other] for other in neighbours]):
            chosen.add(node)
            if neighbours:
                queue.extend(_remove({node, *neighbours}, weights, joined))
            else:
                del weights[node], joined[node]
        elif len(neighbours) == 1:
            (neighbour,) = neighbours
            weights[neighbour] -= weight
            pendants.append((node, neighbour))
            queue.extend(_remove({node}, weights, joined))
    rest, is_exact = _branch(weights, joined)
    chosen |= rest
    for node, neighbour in reversed(pendants):
        if neighbour not in chosen:
            chosen.add(node)
    return chosen, is_exact


def _branch(weights: Weights, joined: Joined) -> tuple[set[int], bool]:
    """Return the heaviest set of a graph in which no node can be decided at once."""
    chosen: set[int] = set()
    is_exact = True
    for group in _groups(weights, joined):
        hubs = [node for node in group if len(joined[node]) == len(group) - 1]
        if hubs:
            found, is_largest = _either(
                {max(hubs, key=lambda node: weights[node])}, group.difference(hubs), weights, joined, is_exact=True
            )
        elif len(group) > EXACT_SIZE:
            found, is_largest = _greedy(group, weights, joined), False
        else:
            busiest = max(group, key=lambda node: len(joined[node]))
            spared, is_spared_exact = _solve(*_part(group - {busiest} - joined[busiest], weights, joined))
            found, is_largest = _either(
                {busiest, *spared}, group - {busiest}, weights, joined, is_exact=is_spared_exact
            )
        chosen |= found
        is_exact = is_exact and is_largest
    return chosen, is_exact


def _either(
    one: set[int], others: set[int], weights: Weights, joined: Joined, *, is_exact: bool
) -> tuple[set[int], bool]:
    """Return this set or the heaviest set of the other nodes, whichever weighs more."""
    found, is_largest = _solve(*_part(others, weights, joined))
    heavier = max(one, found, key=lambda nodes: sum(weights[node] for node in nodes))
    return heavier, is_exact and is_largest


def _greedy(group: set[int], weights: Weights, joined: Joined) -> set[int]:
    """Return a set without links, taking the nodes by their weight for each neighbour."""
    chosen: set[int] = set()
    barred: set[int] = set()
    for node in sorted(group, key=lambda node: weights[node] / (len(joined[node]) + 1), reverse=True):
        if node not in barred:
            chosen.add(node)
            barred |= joined[node]
    return chosen


def _groups(nodes: Iterable[int], joined: Joined) -> list[set[int]]:
    """Return the connected groups of nodes, in the order of the nodes."""
    groups = []
    seen: set[int] = set()
    for node in nodes:
        if node in seen:
            continue
        group = {node}
        waiting = [node]
        while waiting:
            fresh = joined[waiting.pop()] - group
            group |= fresh
            waiting.extend(fresh)
        seen |= group
        groups.append(group)
    return groups


def _part(nodes: set[int], weights: Weights, joined: Joined) -> tuple[Weights, Joined]:
    return {node: weights[node] for node in weights if node in nodes}, {node: joined[node] & nodes for node in nodes}


def _remove(nodes: set[int], weights: Weights, joined: Joined) -> set[int]:
    """Take the nodes out of the graph, and return the neighbours that they had."""
    touched: set[int] = set()
    for node in nodes:
        touched |= joined.pop(node)
        del weights[node]
    touched -= nodes
    for node in touched:
        joined[node] -= nodes
    return touched
