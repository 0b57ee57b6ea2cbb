"""What sender and receiver share. A real secret is an environment variable, never in the code."""

import hmac

SECRET = b"a secret of the two of us"


def signature_of(body):
    return hmac.digest(SECRET, body, "sha256").hex()


def is_signed(body, signature):
    return hmac.compare_digest(signature_of(body), signature)
