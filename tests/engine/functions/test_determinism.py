"""The dice: repeatable, spread out, and different for each attempt."""

from __future__ import annotations

from typing import Any

from minivex.functions.determinism import SeededRandom, derive_seed
from tests.engine.small_backend import new_backend, query, start


def test_it_is_splitmix64() -> None:
    dice = SeededRandom(1234567)
    assert [dice.next_bits() for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_numbers_lie_between_zero_and_one() -> None:
    dice = SeededRandom(0)
    numbers = [dice.random() for _ in range(1000)]
    assert all(0 <= number < 1 for number in numbers)
    assert 0.45 < sum(numbers) / 1000 < 0.55


def test_bytes_come_in_any_length() -> None:
    assert [len(SeededRandom(1).next_bytes(n)) for n in (1, 8, 14, 20)] == [1, 8, 14, 20]


def test_derived_seeds_differ() -> None:
    assert len({derive_seed(seed, number) for seed in range(20) for number in range(20)}) == 400


async def look(ctx: Any) -> Any:
    return [ctx.now(), ctx.random(), ctx.random(), ctx.now()]


def test_inv49_each_run_has_its_own_numbers_and_one_time() -> None:
    first, second = (new_backend(seed=5) for _ in range(2))
    seen = query(first, look)
    assert seen == query(second, look)
    assert seen[0] == seen[3] == first.clock.now_ms
    assert len({*seen[1:3], *query(first, look)[1:3]}) == 4
    assert query(new_backend(seed=6), look)[1:3] != seen[1:3]


def test_inv49_each_attempt_has_its_own_numbers_and_a_later_time() -> None:
    backend = new_backend()
    (id,) = backend.load("users", [{"email": "a"}])
    seen: list[Any] = []

    async def roll(ctx: Any) -> None:
        seen.append((ctx.now(), ctx.random()))
        await ctx.db.patch(id, {"n": 1})

    async def rename(ctx: Any) -> None:
        await ctx.db.patch(id, {"email": "b"})

    call = start(backend, roll, "roll")
    call.move_to_commit()
    start(backend, rename, "rename").finish()
    call.finish()
    assert len(seen) == 2
    assert seen[0][0] <= seen[1][0]
    assert seen[0][1] != seen[1][1]


def test_an_extra_insert_does_not_change_the_function_s_dice() -> None:
    async def roll(ctx: Any, inserts: int) -> Any:
        for _ in range(inserts):
            await ctx.db.insert("posts", {"body": "x"})
        return ctx.random()

    rolls = []
    for inserts in (0, 3):
        backend = new_backend()
        call = start(backend, roll, inserts=inserts)
        call.finish()
        rolls.append(call.outcome)
    assert rolls[0] == rolls[1]
