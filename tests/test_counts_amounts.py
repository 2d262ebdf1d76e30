"""The number grammar of counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers.count_amounts import RULES, Amount, read_amount, read_quantity

EXAMPLES = [(rule.name, *example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("rule", "text", "low", "high", "mod"), EXAMPLES)
def test_every_example_of_every_rule_of_amounts_holds(
    rule: str, text: str, low: int | None, high: int | None, mod: str
) -> None:
    assert read_amount(text) == Amount(low, high, mod), rule


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("quatre-vingt-dix-neuf", 99),
        ("quatre-vingts", 80),
        ("vingt et un", 21),
        ("trente et une", 31),
        ("soixante et onze", 71),
        ("deux cent soixante-dix mille", 270_000),
        ("mille deux cents", 1200),
        ("12.000", 12_000),
        ("1 056", 1056),
        ("1,2 million", 1_200_000),
        ("1.2 million", 1_200_000),
        ("2 milliers", 2000),
        ("400 mille", 400_000),
        ("une demi-douzaine", 6),
        ("un bon millier", 1000),
        ("vingt-huit (28)", 28),
        ("02", 2),
    ],
)
def test_a_quantity_in_figures_words_or_both_has_its_value(text: str, value: int) -> None:
    quantity = read_quantity(text)
    assert quantity is not None
    assert quantity.value == value


@pytest.mark.parametrize("text", ["1,5 soldat", "soldats", "de", "un peu"])
def test_what_is_no_whole_number_has_no_exact_amount(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or amount.mod != "exact" or amount.low == 1


def test_bounds_that_fall_are_no_range() -> None:
    assert read_amount("40 à 30 soldats") == Amount(40, 40, "exact")


@given(st.integers(2, 999_999))
def test_figures_read_as_the_number_they_write(number: int) -> None:
    for written in (str(number), f"{number:,}".replace(",", " "), f"{number:,}".replace(",", ".")):
        assert read_amount(f"{written} soldats") == Amount(number, number, "exact")


@given(st.text(max_size=200))
def test_no_text_breaks_the_number_grammar(text: str) -> None:
    amount = read_amount(text)
    if amount is not None and amount.low is not None and amount.high is not None:
        assert amount.low <= amount.high
