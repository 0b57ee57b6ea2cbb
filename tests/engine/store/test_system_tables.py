"""The tables of the system: their numbers, and who may know of them."""

from __future__ import annotations

from minivex.store.system_tables import PUBLIC_SYSTEM_TABLES, SYSTEM_TABLES, hidden_index
from minivex.store.table_registry import FIRST_TABLE_NUMBER, TableRegistry
from minivex.values.ids import encode_id


def test_every_backend_has_them_below_the_numbers_of_user_tables() -> None:
    registry = TableRegistry.of_schema(None)
    assert registry.by_name.keys() == SYSTEM_TABLES.keys()
    for name, (number, _) in SYSTEM_TABLES.items():
        table = registry.by_name[name]
        assert table.is_system
        assert table.number == number < FIRST_TABLE_NUMBER
        assert len(encode_id(number, bytes(16))) == 32


def test_functions_can_read_two_of_them() -> None:
    assert SYSTEM_TABLES.keys() > PUBLIC_SYSTEM_TABLES
    assert len(PUBLIC_SYSTEM_TABLES) == 2


def test_a_hidden_index_is_there_and_cannot_be_named() -> None:
    table = TableRegistry.of_schema(None).by_name["_scheduled_functions"]
    index = table.hidden_index("by_state")
    assert index.label == hidden_index("by_state")
    assert index.label not in table.index_by_label


def test_the_next_user_table_gets_the_next_number() -> None:
    registry = TableRegistry.of_schema(None)
    table = registry.new_table("first")
    assert table.number == FIRST_TABLE_NUMBER
    assert registry.with_tables([table]).new_table("second").number == FIRST_TABLE_NUMBER + 1
