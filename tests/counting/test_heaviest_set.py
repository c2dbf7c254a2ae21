"""`heaviest`: the largest total of things of which no two are joined, held against trying every set."""

from itertools import combinations
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.counting.heaviest_set import EXACT_SIZE
from conflict_cli.counting.heaviest_set import heaviest as heaviest_of_bits
from conflict_cli.record.bits import bits_of
from tests.effort import examples

Graph = dict[int, set[int]]


def graph(size: int, edges) -> Graph:
    joined: Graph = {node: set() for node in range(size)}
    for one, other in edges:
        joined[one].add(other)
        joined[other].add(one)
    return joined


def heaviest(weights, joined):
    return heaviest_of_bits(weights, {node: bits_of(others) for node, others in joined.items()})


def is_independent(chosen, joined: Graph) -> bool:
    return all(joined[node].isdisjoint(chosen) for node in chosen)


def most(weights: dict[int, int], joined: Graph) -> int:
    """The largest total, by trying every set; each node once with it and once without."""

    def best(rest: frozenset[int]) -> int:
        if not rest:
            return 0
        node = min(rest)
        return max(best(rest - {node}), weights[node] + best(rest - {node} - joined[node]))

    return best(frozenset(weights))


@st.composite
def small_graphs(draw) -> tuple[dict[int, int], Graph]:
    size = draw(st.integers(0, 12))
    pairs = list(combinations(range(size), 2))
    edges = draw(st.lists(st.sampled_from(pairs), max_size=3 * size)) if pairs else []
    weights = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    return dict(enumerate(weights)), graph(size, edges)


@examples(500)
@given(small_graphs())
def test_no_set_of_unjoined_nodes_weighs_more(made):
    weights, joined = made
    chosen, is_exact = heaviest(weights, joined)
    assert is_exact
    assert is_independent(chosen, joined)
    assert sum(weights[node] for node in chosen) == most(weights, joined)
    assert all(weights[node] for node in chosen)


@pytest.mark.parametrize("size", [20, 24])
@pytest.mark.parametrize("density", [0.1, 0.2, 0.5])
@pytest.mark.parametrize("seed", range(4))
def test_larger_graphs_are_solved_exactly(size, density, seed):
    random = Random(seed)
    joined = graph(size, [pair for pair in combinations(range(size), 2) if random.random() < density])
    weights = {node: random.randint(1, 20) for node in range(size)}
    chosen, is_exact = heaviest(weights, joined)
    assert (sum(weights[node] for node in chosen), is_exact) == (most(weights, joined), True)
    assert is_independent(chosen, joined)


@pytest.mark.slow
@pytest.mark.parametrize("links", [4, 6, 10])
def test_a_tangle_of_sixty_takes_little_time(links):
    """A tenth of a second on an idle machine; seconds, if every set were tried."""
    random = Random(links)
    near = {
        node: random.sample([other for other in range(EXACT_SIZE) if other != node], links // 2) for node in range(60)
    }
    joined = graph(EXACT_SIZE, [(node, other) for node, others in near.items() for other in others])
    began = process_time()
    chosen, is_exact = heaviest({node: random.randint(1, 9) for node in range(EXACT_SIZE)}, joined)
    assert is_exact
    assert is_independent(chosen, joined)
    assert process_time() - began < 1


SMALL = [
    ("nothing", {}, [], set()),
    ("one", {0: 3}, [], {0}),
    ("one without weight", {0: 0}, [], set()),
    ("two apart", {0: 3, 1: 4}, [], {0, 1}),
    ("two joined", {0: 3, 1: 4}, [(0, 1)], {1}),
    ("two joined, the first heavier", {0: 4, 1: 3}, [(0, 1)], {0}),
    ("two joined and as heavy", {0: 4, 1: 4}, [(0, 1)], {1}),
    ("the ends of a chain", {0: 3, 1: 5, 2: 3}, [(0, 1), (1, 2)], {0, 2}),
    ("the middle of a chain", {0: 3, 1: 7, 2: 3}, [(0, 1), (1, 2)], {1}),
    ("a triangle", {0: 3, 1: 4, 2: 5}, [(0, 1), (1, 2), (2, 0)], {2}),
    ("a heavy neighbour without weight", {0: 3, 1: 0, 2: 3}, [(0, 1), (1, 2)], {0, 2}),
    ("a ring of five", dict(enumerate([9, 1, 8, 7, 1])), [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)], {0, 2}),
]


@pytest.mark.parametrize(("weights", "edges", "chosen"), [row[1:] for row in SMALL], ids=[row[0] for row in SMALL])
def test_small_graphs_are_solved_as_by_hand(weights, edges, chosen):
    assert heaviest(weights, graph(len(weights), edges)) == (chosen, True)


def test_thousands_with_the_same_neighbours_count_as_one():
    """Two tolls of 4,000 parts each, which all may share people."""
    ones, others = range(2, 4002), range(4002, 8002)
    near = dict.fromkeys(ones, bits_of([0, 1, *others])) | dict.fromkeys(others, bits_of([0, 1, *ones]))
    near |= {0: bits_of([1, *ones, *others]), 1: bits_of([0, *ones, *others])}
    weights = {0: 3_999, 1: 3_999, **dict.fromkeys(ones, 1), **dict.fromkeys(others, 1)}
    assert heaviest_of_bits(weights, near) == (set(ones), True)
    assert heaviest_of_bits({**weights, 1: 4_001}, near) == ({1}, True)


def test_of_linked_twins_only_the_heavier_counts():
    joined = graph(7, [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 5), (4, 5), (4, 6), (5, 6), (2, 6)])
    weights = {0: 8, 1: 9, 2: 9, 3: 9, 4: 5, 5: 6, 6: 7}
    chosen, is_exact = heaviest(weights, joined)
    assert (sum(weights[node] for node in chosen), is_exact) == (most(weights, joined), True)
    assert is_independent(chosen, joined)


@pytest.mark.slow
def test_a_chain_of_twenty_thousand_is_exact():
    size = 20_000
    weights = {node: 1 + node % 5 for node in range(size)}
    joined = graph(size, [(node, node + 1) for node in range(size - 1)])
    with_it, without = 0, 0
    for node in range(size):
        with_it, without = without + weights[node], max(with_it, without)
    chosen, is_exact = heaviest(weights, joined)
    assert is_exact
    assert is_independent(chosen, joined)
    assert sum(weights[node] for node in chosen) == max(with_it, without)


@pytest.mark.slow
@pytest.mark.parametrize("center", [19_998, 20_000], ids=["its rays", "its center"])
def test_a_star_of_twenty_thousand_is_exact(center):
    rays = range(1, 20_000)
    joined = graph(20_000, [(0, ray) for ray in rays])
    assert heaviest({0: center, **dict.fromkeys(rays, 1)}, joined) == ({0} if center == 20_000 else set(rays), True)


@pytest.mark.slow
@pytest.mark.parametrize(("outer", "inner", "total"), [(1, 30, 20_000), (1, 50, 25_000), (25_001, 50, 25_001)])
def test_tolls_within_a_toll_are_exact(outer, inner, total):
    """One toll holds 500 tolls, each of which holds 40 incidents of one: 20,501 nodes that hang together."""
    tolls = range(1, 501)
    toll_of = {node: 1 + node % 500 for node in range(501, 20_501)}
    edges = [(0, node) for node in (*tolls, *toll_of)] + [(toll, node) for node, toll in toll_of.items()]
    joined = graph(20_501, edges)
    weights = {0: outer, **dict.fromkeys(tolls, inner), **dict.fromkeys(toll_of, 1)}
    chosen, is_exact = heaviest(weights, joined)
    assert (sum(weights[node] for node in chosen), is_exact) == (total, True)
    assert is_independent(chosen, joined)


def test_a_long_ring_claims_exactness_only_when_true():
    size = 2 * EXACT_SIZE + 1
    joined = graph(size, [(node, (node + 1) % size) for node in range(size)])
    chosen, is_exact = heaviest(dict.fromkeys(range(size), 1), joined)
    assert is_independent(chosen, joined)
    assert len(chosen) == size // 2 or not is_exact
    assert len(chosen) >= size // 3


@pytest.mark.parametrize("seed", range(3))
def test_a_dense_graph_gives_a_valid_inexact_set(seed):
    random = Random(seed)
    joined = graph(200, [pair for pair in combinations(range(200), 2) if random.random() < 0.3])
    weights = {node: random.randint(1, 9) for node in range(200)}
    chosen, is_exact = heaviest(weights, joined)
    assert not is_exact
    assert is_independent(chosen, joined)
    assert sum(weights[node] for node in chosen) >= max(weights.values())


@pytest.mark.parametrize("weight", [1, 10_000])
def test_a_toll_over_a_huge_graph_is_inexact(weight):
    random = Random(1)
    edges = [pair for pair in combinations(range(200), 2) if random.random() < 0.3]
    joined = graph(201, [*edges, *((200, node) for node in range(200))])
    chosen, is_exact = heaviest({**dict.fromkeys(range(200), 1), 200: weight}, joined)
    assert not is_exact
    assert is_independent(chosen, joined)
    assert (chosen == {200}) is (weight > 200)


def test_one_group_too_large_spoils_no_other():
    random = Random(1)
    edges = [pair for pair in combinations(range(200), 2) if random.random() < 0.3]
    joined = graph(203, [*edges, (200, 201), (201, 202)])
    weights = {**dict.fromkeys(range(200), 1), 200: 3, 201: 5, 202: 3}
    chosen, is_exact = heaviest(weights, joined)
    assert not is_exact
    assert chosen & {200, 201, 202} == {200, 202}
    assert is_independent(chosen, joined)
