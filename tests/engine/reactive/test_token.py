"""Tokens: how long a result is known to be right."""

from __future__ import annotations

from minivex import Backend
from minivex.functions.determinism import SeededRandom
from minivex.reactive.token import Token
from minivex.txn.query import QueryPlan, run_query
from minivex.txn.transaction import Transaction
from tests.engine.small_backend import new_backend


def token(backend: Backend, email: str) -> Token:
    reader = Transaction(backend.snapshots.pin(), now_ms=1, random=SeededRandom(1))
    run_query(reader, QueryPlan("users", "by_email", (("eq", "email", email),)))
    return Token(reader.reads, reader.begin_ts)


def test_a_token_advances_until_a_commit_lands_in_its_reads() -> None:
    backend = new_backend()
    first = token(backend, "a")
    assert first.advance(backend.write_log, backend.latest_ts) is first
    backend.load("users", [{"email": "b"}])
    second = first.advance(backend.write_log, backend.latest_ts)
    assert second == Token(first.reads, backend.latest_ts)
    (id,) = backend.load("users", [{"email": "a"}])
    assert second.advance(backend.write_log, backend.latest_ts) is None
    broken = second.first_break(backend.write_log)
    assert broken is not None
    assert (broken.index, broken.id) == ("users.by_email", id)


def test_a_new_table_breaks_every_token() -> None:
    backend = new_backend()
    first = token(backend, "a")
    backend.load("elsewhere", [{}])
    assert first.advance(backend.write_log, backend.latest_ts) is None


def test_a_token_older_than_the_log_is_not_trusted() -> None:
    backend = new_backend()
    first = token(backend, "a")
    backend.load("users", [{"email": "b"}])
    fork = backend.fork()
    assert first.advance(fork.write_log, fork.latest_ts) is None
