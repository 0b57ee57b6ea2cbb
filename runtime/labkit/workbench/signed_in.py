"""Who calls: nobody, a name, or claims of any kind, vouched for by a provider that the playground makes up.

```
 ada                                    subject ada, name ada
 {"subject": "ada", "role": "admin"}    the claims as they are
```
"""

from __future__ import annotations

from typing import Any, Final

from labkit.workbench.words import ArgumentsError, read_object
from minivex import IdentityProvider, VirtualClock

__all__ = ["PROVIDER", "bearer", "claims_of"]

ISSUER: Final = "https://issuer.example"
PROVIDER: Final = IdentityProvider(ISSUER)


def claims_of(text: str) -> dict[str, Any] | None:
    """The claims of whoever is signed in; None if nobody is.

    Raises: ArgumentsError, if it looks like claims and is none.
    """
    text = text.strip()
    if not text.startswith("{"):
        return {"subject": text, "issuer": ISSUER, "name": text} if text else None
    claims = read_object(text, "claims of who is signed in")
    return {"issuer": ISSUER, **claims}


def bearer(text: str, clock: VirtualClock) -> dict[str, str]:
    """The header that a signed-in client sends; empty if nobody is.

    Raises: ArgumentsError, if the claims name no subject.
    """
    claims = claims_of(text)
    if claims is None:
        return {}
    subject = claims.pop("subject", None)
    if not isinstance(subject, str):
        raise ArgumentsError('A token is made for a subject: {"subject": "ada", "role": "admin"}.')
    del claims["issuer"]
    return {"authorization": f"Bearer {PROVIDER.sign_in(subject, clock=clock, **claims)}"}
