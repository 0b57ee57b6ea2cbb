"""Identities: who a token says the caller is, and providers that issue tokens for labs.

::

    provider.sign_in("ann", name="Ann")  ──▶  token  ──▶  identity {subject, issuer, …}
                                          header.claims.signature

A deployment trusts the providers that it lists. A token is worth as much as its signature,
its issuer, its audience and its time; what it claims is then what ``ctx.auth`` gives.

Source: docs "Authentication"; convex-backend crates/authentication;
npm-packages/convex/src/server/authentication.ts.
Differs: a provider signs with a secret that it shares with the backend (HS256); real ones
sign with a private key, and the backend fetches the public one.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from minivex.clock import VirtualClock
from minivex.errors import AuthenticationError, InvalidArgumentError
from minivex.index.index_key import Document
from minivex.values.value import UNDEFINED, freeze

__all__ = ["IdentityProvider", "identity_of", "verify_with"]

HEADER: Final = {"alg": "HS256", "typ": "JWT"}
LIFETIME_S: Final = 3_600
MADE_UP_ISSUER: Final = "https://convex.test"
"""The one that npm convex-test makes up."""
_NAMES: Final = {"email_verified": "emailVerified", "phone_number": "phoneNumber"}
_NOT_CLAIMS: Final = frozenset({"iss", "sub", "aud", "iat", "exp"})


class IdentityProvider:
    """Someone who knows users and vouches for them, such as a sign-in service."""

    __slots__ = ("_secret", "application_id", "issuer")

    def __init__(
        self, issuer: str, *, application_id: str = "convex", secret: bytes = b"provider"
    ) -> None:
        self.issuer = issuer
        self.application_id = application_id
        self._secret = secret

    def sign_in(
        self,
        subject: str,
        *,
        clock: VirtualClock,
        lifetime_s: int = LIFETIME_S,
        **claims: object,
    ) -> str:
        """A token that says who ``subject`` is, for ``lifetime_s`` seconds from now."""
        now_s = clock.now_ms // 1000
        payload = {
            **claims,
            "iss": self.issuer,
            "sub": subject,
            "aud": self.application_id,
            "iat": now_s,
            "exp": now_s + lifetime_s,
        }
        signed = f"{_encode(HEADER)}.{_encode(payload)}"
        return f"{signed}.{self._sign(signed)}"

    def verify(self, token: str, *, now_ms: int) -> Document:
        """The identity that ``token`` proves.

        Raises: AuthenticationError, if it is not from here, not for here, or too old.
        """
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(signed).encode()):
            raise AuthenticationError(
                "Could not verify the token: its signature is not the provider's."
            )
        payload = json.loads(urlsafe_b64decode(signed.partition(".")[2]))
        if payload["iss"] != self.issuer or payload["aud"] != self.application_id:
            raise AuthenticationError(
                f"Could not verify the token: it is from {payload['iss']} for {payload['aud']}, "
                f"and this is {self.issuer} for {self.application_id}."
            )
        if payload["exp"] * 1000 <= now_ms:
            raise AuthenticationError("Could not verify the token: it has expired.")
        claims = {
            _NAMES.get(name, name): value
            for name, value in payload.items()
            if name not in _NOT_CLAIMS
        }
        return identity_of({**claims, "subject": payload["sub"], "issuer": payload["iss"]})

    def _sign(self, text: str) -> str:
        digest = hmac.digest(self._secret, text.encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")


def identity_of(claims: Mapping[str, object]) -> Document:
    """An identity as ``ctx.auth`` gives it: the claims and a ``tokenIdentifier``.

    A subject or an issuer that is left out is made up, always the same for the same claims.

    Raises: InvalidArgumentError, if the subject or the issuer is not text.
    """
    given = {name: value for name, value in claims.items() if value is not UNDEFINED}
    subject = given.setdefault("subject", _made_up_subject(given))
    issuer = given.setdefault("issuer", MADE_UP_ISSUER)
    if not isinstance(subject, str) or not isinstance(issuer, str):
        raise InvalidArgumentError(
            "The subject and the issuer of an identity are text. "
            'Write {"subject": "ann", "issuer": "https://issuer.example"}.'
        )
    frozen = freeze({"tokenIdentifier": f"{issuer}|{subject}", **given})
    assert isinstance(frozen, dict), "claims are an object"
    return frozen


def _made_up_subject(claims: Mapping[str, object]) -> str:
    return sha256(repr(sorted(claims.items())).encode()).hexdigest()[:16]


def verify_with(providers: Sequence[IdentityProvider], token: str, *, now_ms: int) -> Document:
    """The identity that ``token`` proves to one of the providers.

    Raises: AuthenticationError, if it proves nothing to any of them.
    """
    problem = AuthenticationError(
        "No auth provider found matching the given token. List its provider in the backend."
    )
    for provider in providers:
        try:
            return provider.verify(token, now_ms=now_ms)
        except AuthenticationError as error:
            problem = error
    raise problem


def _encode(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode()
