"""What functions know of the services: callers and file contents."""

from __future__ import annotations

from minivex.functions.ports import NOBODY, Blob, Caller


def test_nobody_is_neither_a_user_nor_a_job() -> None:
    assert Caller() == NOBODY
    assert (NOBODY.identity, NOBODY.job_id, NOBODY.problem) == (None, None, None)


def test_a_blob_is_bytes_with_a_type() -> None:
    blob = Blob("é".encode(), "text/plain")
    assert (blob.size, blob.text(), blob.content_type) == (2, "é", "text/plain")
    assert Blob(b"").content_type == ""
