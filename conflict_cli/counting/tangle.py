"""Find the heaviest set of a small tangle, by trying only what may still outweigh the best set found so far."""

from collections.abc import Mapping

from conflict_cli.record.bits import Bits, bits_of, numbers_in


def heaviest_of_tangle(weights: Mapping[int, int], near: Mapping[int, Bits], start: set[int]) -> set[int]:
    """Return the heaviest set of these nodes without a link between them; `start` is one to outweigh."""
    nodes = list(weights)
    place = {node: number for number, node in enumerate(nodes)}
    own = bits_of(nodes)
    tangle = _Tangle(
        [weights[node] for node in nodes],
        [bits_of(place[other] for other in numbers_in(near[node] & own)) for node in nodes],
    )
    return {nodes[number] for number in numbers_in(tangle.heaviest(bits_of(place[node] for node in start)))}


class _Tangle:
    """Nodes numbered from 0, with their weights and their neighbours."""

    def __init__(self, weights: list[int], near: list[Bits]) -> None:
        self._weights = weights
        self._near = near
        self._most = 0
        self._best: Bits = 0

    def heaviest(self, start: Bits) -> Bits:
        """Return the heaviest set, which is `start` if none outweighs it."""
        self._most, self._best = sum(self._weights[node] for node in numbers_in(start)), start
        self._try((1 << len(self._weights)) - 1, 0, 0)
        return self._best

    def _try(self, left: Bits, weight: int, chosen: Bits) -> None:
        """Add nodes of `left` to those chosen, wherever that may outweigh the best."""
        if weight > self._most:
            self._most, self._best = weight, chosen
        worth_it = self._worth_it(left, self._most - weight)
        left &= ~worth_it
        for node in numbers_in(worth_it):
            self._try(left & ~self._near[node], weight + self._weights[node], chosen | 1 << node)
            left |= 1 << node

    def _worth_it(self, left: Bits, most: int) -> Bits:
        """Return the nodes without which no set of the others weighs more than `most`.

        Of nodes that are all linked to each other, a set has only one.
        """
        rest: dict[int, int] = {}
        while left:
            node = (left & -left).bit_length() - 1
            clique = [node]
            common = left & self._near[node]
            while common:
                node = (common & -common).bit_length() - 1
                clique.append(node)
                common &= self._near[node]
            share = min([rest.get(one, self._weights[one]) for one in clique])
            most -= share
            if most < 0:
                break
            for one in clique:
                rest[one] = rest.get(one, self._weights[one]) - share
                if not rest[one]:
                    left ^= 1 << one
        return left
