"""Tokens: what they prove, and when they prove nothing."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, IdentityProvider, VirtualClock
from minivex.errors import AuthenticationError, InvalidArgumentError
from minivex.services.auth import identity_of
from minivex.values.value import UNDEFINED
from tests.engine.small_backend import SCHEMA, add

ISSUER = "https://issuer.example"
GOOGOL = IdentityProvider(ISSUER, secret=b"one")
OTHER = IdentityProvider("https://other.example", secret=b"two")


@pytest.fixture
def backend() -> Backend:
    backend = Backend(schema=SCHEMA, providers=[GOOGOL, OTHER])

    async def who(ctx: Any) -> Any:
        return await ctx.auth.get_user_identity()

    add(backend, "query", who)
    return backend


def test_a_token_gives_its_claims(backend: Backend) -> None:
    token = GOOGOL.sign_in("ann", clock=backend.clock, name="Ann", email_verified=True)
    assert backend.run("m:who", identity=token) == {
        "subject": "ann",
        "issuer": ISSUER,
        "tokenIdentifier": f"{ISSUER}|ann",
        "name": "Ann",
        "emailVerified": True,
    }
    assert backend.run("m:who", identity=OTHER.sign_in("bob", clock=backend.clock)) is not None


def test_a_token_ends(backend: Backend) -> None:
    token = GOOGOL.sign_in("ann", clock=backend.clock, lifetime_s=60)
    backend.advance(59_999)
    backend.run("m:who", identity=token)
    backend.advance(1)
    with pytest.raises(AuthenticationError):
        backend.run("m:who", identity=token)
    with pytest.raises(AuthenticationError, match="it has expired"):
        GOOGOL.verify(token, now_ms=backend.clock.now_ms)


def test_a_token_is_worth_its_signature(backend: Backend) -> None:
    token = GOOGOL.sign_in("ann", clock=backend.clock)
    head, body, signature = token.split(".")
    forged = GOOGOL.sign_in("bob", clock=backend.clock).split(".")[1]
    for bad in (f"{head}.{forged}.{signature}", f"{head}.{body}.", "nonsense", "ünsinn"):
        with pytest.raises(AuthenticationError, match="its signature is not the provider's"):
            GOOGOL.verify(bad, now_ms=backend.clock.now_ms)
        with pytest.raises(AuthenticationError):
            backend.run("m:who", identity=bad)


def test_a_token_is_for_one_application() -> None:
    clock = VirtualClock()
    elsewhere = IdentityProvider(ISSUER, application_id="elsewhere", secret=b"one")
    with pytest.raises(AuthenticationError, match="for elsewhere, and this is"):
        GOOGOL.verify(elsewhere.sign_in("ann", clock=clock), now_ms=clock.now_ms)
    renamed = IdentityProvider("https://x.example", secret=b"one")
    with pytest.raises(AuthenticationError, match=r"it is from https://x\.example"):
        GOOGOL.verify(renamed.sign_in("ann", clock=clock), now_ms=clock.now_ms)


def test_without_providers_a_token_proves_nothing() -> None:
    backend = Backend(schema=SCHEMA)
    with pytest.raises(AuthenticationError, match="No auth provider found"):
        backend.services.caller_of(GOOGOL.sign_in("ann", clock=backend.clock))


def test_an_identity_has_a_subject_and_an_issuer() -> None:
    claims = {"subject": "s", "issuer": "https://i", "name": UNDEFINED}
    assert identity_of(claims) == {
        "subject": "s",
        "issuer": "https://i",
        "tokenIdentifier": "https://i|s",
    }
    assert identity_of({**claims, "tokenIdentifier": "own"})["tokenIdentifier"] == "own"
    for wrong in ({"subject": 5}, {"issuer": None}):
        with pytest.raises(InvalidArgumentError, match="The subject and the issuer"):
            identity_of(wrong)


def test_what_is_left_out_of_an_identity_is_made_up() -> None:
    ann, bob = identity_of({"name": "Ann"}), identity_of({"name": "Bob"})
    assert ann == identity_of({"name": "Ann"})
    assert ann["subject"] != bob["subject"]
    assert ann["tokenIdentifier"] == f"https://convex.test|{ann['subject']!s}"
