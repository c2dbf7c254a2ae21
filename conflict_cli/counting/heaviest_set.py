"""Find the heaviest set of nodes without a link between them: a maximum-weight independent set of a graph.

`totals` uses it for the largest number of people who are surely distinct. Nodes are numbers, and the neighbours of a
node are bits, so that thousands of nodes may each have thousands of neighbours.
"""

from collections.abc import Iterator, Mapping

from conflict_cli.counting.tangle import heaviest_of_tangle
from conflict_cli.record.bits import Bits, bits_of, numbers_in

Near = Mapping[int, Bits]
Later = list[tuple[int, Bits, bool]]

# A connected group is solved exactly up to this size, which takes a tenth of a second at most. A larger group is solved
# exactly if its links are simple enough to be taken apart: chains, trees, tolls with their parts.
EXACT_SIZE = 60

# A node with more neighbours than this is not weighed again each time it loses one.
FEW = 16


def heaviest(weights: Mapping[int, int], near: Near) -> tuple[set[int], bool]:
    """Return the heaviest set of nodes without a link between them, and whether it is surely the heaviest.

    If it is not, no two nodes of it are linked all the same. Nodes without weight are left out. Of sets with the same
    weight it is always the same one.
    """
    return _solve({node: weight for node, weight in weights.items() if weight > 0}, near)


def _solve(weights: dict[int, int], near: Near) -> tuple[set[int], bool]:
    """Return the heaviest set of the nodes in `weights`, which is used up; other nodes of the graph are left out."""
    if star := _star(weights, near):
        return star, True
    chosen, later = _decided(weights, near)
    is_exact = True
    for group in _groups(weights, near):
        found, is_largest = _of_group(group, {node: weights[node] for node in numbers_in(group)}, near)
        chosen |= found
        is_exact = is_exact and is_largest
    for node, others, is_chosen_with_them in reversed(later):
        if is_chosen_with_them is any(other in chosen for other in numbers_in(others)):
            chosen.add(node)
    return chosen, is_exact


def _star(weights: dict[int, int], near: Near) -> set[int]:
    """Return the heaviest set where the first node is linked to all others, and these to nothing else; else nothing."""
    if len(weights) < 2:
        return set(weights)
    first, *others = weights
    if len(others) == 1 and near.get(first, 0) >> others[0] & 1:
        return {others[0] if weights[others[0]] >= weights[first] else first}
    hub, own = 1 << first, bits_of(weights)
    if near.get(first, 0) & own != own ^ hub or any(near.get(node, 0) & own != hub for node in others):
        return set()
    return set(others) if sum([weights[node] for node in others]) >= weights[first] else {first}


def _decided(weights: dict[int, int], near: Near) -> tuple[set[int], Later]:
    """Take nodes that can be decided out of the graph; return those chosen, and those that others will decide.

    A node that outweighs its neighbours together is chosen at once. A node with one heavier neighbour is decided last:
    its weight is taken off the neighbour, and it is chosen unless the neighbour is. Nodes with the same neighbours
    are one, with the weight of all; of nodes that are also linked to each other, the heaviest stands for all.
    """
    chosen: set[int] = set()
    later: Later = []
    left = bits_of(weights)
    queue = list(weights)
    while queue:
        node = queue.pop()
        if node in weights:
            neighbours = near.get(node, 0) & left
            gone = 0
            if _outweighs(node, neighbours, weights):
                chosen.add(node)
                gone = neighbours | 1 << node
            elif neighbours.bit_count() == 1:
                weights[neighbours.bit_length() - 1] -= weights[node]
                later.append((node, neighbours, False))
                gone = 1 << node
            left &= ~gone
            if gone:
                queue.extend(numbers_in(_all_near(gone, near) & left))
                for one in numbers_in(gone):
                    del weights[one]
        if not queue and _join_twins(weights, near, later):
            left = bits_of(weights)
            queue = list(weights)
    return chosen, later


def _outweighs(node: int, neighbours: Bits, weights: Mapping[int, int]) -> bool:
    """Say whether a node weighs as much as its neighbours together; of many neighbours this is not asked."""
    is_few = neighbours.bit_count() <= FEW
    return is_few and weights[node] >= sum([weights[other] for other in numbers_in(neighbours)])


def _join_twins(weights: dict[int, int], near: Near, later: Later) -> bool:
    """Take out all but one of the nodes that have the same neighbours, linked to each other or not; say if any was."""
    before = len(weights)
    for are_linked in (False, True):
        left = bits_of(weights)
        alike: dict[Bits, int] = {}
        for node in list(weights):
            bits = near.get(node, 0) & left | are_linked << node
            first = alike.setdefault(bits, node)
            if first == node:
                continue
            gone = node
            if not are_linked:
                weights[first] += weights[node]
                later.append((node, 1 << first, True))
            elif weights[node] > weights[first]:
                alike[bits], gone = node, first
            del weights[gone]
    return len(weights) < before


def _of_group(group: Bits, weights: dict[int, int], near: Near) -> tuple[set[int], bool]:
    """Return the heaviest set of a connected group in which no node can be decided at once."""
    size = len(weights)
    hub = next((node for node in weights if (near[node] & group).bit_count() == size - 1), None)
    if hub is not None:
        rest = {node: weight for node, weight in weights.items() if node != hub}
        found, is_exact = _solve(rest, near)
        return ({hub}, is_exact) if weights[hub] >= sum([weights[node] for node in found]) else (found, is_exact)
    found = _greedy(group, weights, near)
    return (found, False) if size > EXACT_SIZE else (heaviest_of_tangle(weights, near, found), True)


def _greedy(group: Bits, weights: Mapping[int, int], near: Near) -> set[int]:
    """Return a set without links, taking the nodes by their weight for each neighbour."""
    chosen: set[int] = set()
    barred = 0
    worth = {node: weight / ((near[node] & group).bit_count() + 1) for node, weight in weights.items()}
    for node in sorted(worth, key=worth.__getitem__, reverse=True):
        if not barred >> node & 1:
            chosen.add(node)
            barred |= near[node]
    return chosen


def _groups(weights: Mapping[int, int], near: Near) -> Iterator[Bits]:
    """Yield the connected groups of these nodes, in the order of the nodes."""
    left = bits_of(weights)
    for node in weights:
        if left >> node & 1:
            group = fresh = 1 << node
            while fresh:
                left &= ~fresh
                fresh = _all_near(fresh, near) & left
                group |= fresh
            yield group


def _all_near(nodes: Bits, near: Near) -> Bits:
    """Return the neighbours of these nodes."""
    if nodes and not nodes & (nodes - 1):
        return near.get(nodes.bit_length() - 1, 0)
    found = 0
    for node in numbers_in(nodes):
        found |= near.get(node, 0)
    return found
