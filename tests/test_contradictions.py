from hypothesis import given
from hypothesis import strategies as st

from pipeline.merge.contradictions import NAMED, find_contradictions

DEAD = {
    "doc_id": "a",
    "start": 10,
    "role": "killed",
    "unit": "military",
    "force_id": "fama",
    "nationality": "",
    "place_id": "",
    "date": "2021-06-05",
    "part_of": False,
    "denied": False,
    "low": 10,
    "high": 10,
}


def of(doc: str, low: int | None, high: int | None, **other: object) -> dict[str, object]:
    return DEAD | {"doc_id": doc, "low": low, "high": high} | other


def test_two_figures_for_the_same_dead_of_the_same_day_contradict_each_other() -> None:
    found = find_contradictions([of("a", 10, 10), of("b", 15, 15)])
    assert found == {"a:10": ["b:10"], "b:10": ["a:10"]}


def test_a_figure_within_the_bounds_of_another_agrees_with_it() -> None:
    rows = [of("a", 10, None), of("b", 12, 12), of("c", None, 20), of("d", 11, 14)]
    assert find_contradictions(rows) == {}


def test_another_day_force_or_role_is_another_thing() -> None:
    rows = [
        of("a", 10, 10),
        of("b", 15, 15, date="2021-06-06"),
        of("c", 20, 20, force_id="fdn"),
        of("d", 25, 25, role="wounded"),
    ]
    assert find_contradictions(rows) == {}


def test_without_force_or_nationality_the_place_tells_what_is_counted() -> None:
    rows = [
        of("a", 132, 132, force_id="", place_id="solhan", unit="civilians"),
        of("b", 160, 160, force_id="", place_id="solhan", unit="civilians"),
        of("c", 5, 5, force_id="", place_id="solhan", unit="military"),
    ]
    assert find_contradictions(rows) == {"a:10": ["b:10"], "b:10": ["a:10"]}


def test_what_says_neither_whose_nor_where_contradicts_nothing() -> None:
    rows = [of("a", 1, 1, force_id=""), of("b", 2, 2, force_id=""), of("c", 3, 3, date="")]
    assert find_contradictions(rows) == {}


def test_parts_and_denied_figures_are_left_out() -> None:
    rows = [of("a", 10, 10), of("b", 4, 4, part_of=True), of("c", 30, 30, denied=True)]
    assert find_contradictions(rows) == {}


bounds = st.tuples(
    st.one_of(st.none(), st.integers(0, 50)), st.one_of(st.none(), st.integers(0, 50))
).filter(lambda b: b[0] is None or b[1] is None or b[0] <= b[1])


@given(st.lists(bounds, max_size=NAMED))
def test_contradiction_is_mutual_and_does_not_hang_on_the_order_of_rows(
    amounts: list[tuple[int | None, int | None]],
) -> None:
    rows = [of(f"d{i:02}", low, high) for i, (low, high) in enumerate(amounts)]
    found = find_contradictions(rows)
    assert found == find_contradictions(rows[::-1])
    assert all(key in found[other] for key, others in found.items() for other in others)
