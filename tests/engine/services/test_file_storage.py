"""Files: what is known about them, their links, and uploads."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest

from minivex import Backend, Blob
from minivex.errors import DeveloperError, IdDecodeError, InvalidArgumentError
from minivex.services.file_storage import LINK, UPLOAD_LIFETIME_MS
from minivex.values.value import UNDEFINED
from tests.engine.small_backend import act, mutate, new_backend, query

DIGEST = sha256(b"hello").digest()


def store(backend: Backend, content: Any, **options: Any) -> str:
    return backend.commit_alone(
        lambda transaction: backend.files.store(transaction, content, options.get("sha256"))
    )


def link_of(backend: Backend, id: str) -> Any:
    return backend.read_alone(lambda transaction: backend.files.url(transaction, id))


def test_a_document_says_what_is_known_about_a_file() -> None:
    backend = new_backend()
    id = store(backend, Blob(b"hello", "text/plain"))
    (file,) = backend.documents("_storage")
    del file["_creationTime"]
    expected = {"sha256": b64encode(DIGEST).decode(), "size": 5.0, "contentType": "text/plain"}
    assert file == {"_id": id, **expected}
    old = backend.read_alone(lambda transaction: backend.files.metadata(transaction, id))
    assert old == {
        "storageId": id,
        "sha256": DIGEST.hex(),
        "size": 5.0,
        "contentType": "text/plain",
    }
    untyped = store(backend, "text")
    assert "contentType" not in backend.documents("_storage")[1]
    blob = backend.read_alone(lambda transaction: backend.files.read(transaction, untyped))
    assert blob == Blob(b"text", "")


@pytest.mark.parametrize("digest", [b64encode(DIGEST).decode(), DIGEST.hex(), None])
def test_a_digest_is_checked(digest: str | None) -> None:
    store(new_backend(), b"hello", sha256=digest)
    with pytest.raises(InvalidArgumentError, match="Sha256Mismatch"):
        store(new_backend(), b"other", sha256=digest or DIGEST.hex())


def test_only_contents_can_be_stored() -> None:
    with pytest.raises(InvalidArgumentError, match="takes a Blob, bytes or text, and got 5"):
        store(new_backend(), 5)


def test_whoever_has_the_link_has_the_file_until_it_is_deleted() -> None:
    backend = new_backend()
    id = store(backend, Blob(b"hello", "text/plain"))
    link = link_of(backend, id)
    response = backend.fetch(link)
    assert (response.status, response.text()) == (200, "hello")
    assert response.headers == {
        "cache-control": "private, max-age=2592000",
        "content-type": "text/plain",
    }
    assert backend.fetch(link_of(backend, store(backend, b"x"))).headers.keys() == {"cache-control"}
    assert backend.fetch(f"{LINK}guessed").status == 404
    backend.commit_alone(lambda transaction: backend.files.delete(transaction, id))
    assert backend.fetch(link).status == 404
    assert link_of(backend, id) is None
    assert backend.read_alone(lambda transaction: backend.files.read(transaction, id)) is None
    assert backend.read_alone(lambda transaction: backend.files.metadata(transaction, id)) is None
    with pytest.raises(DeveloperError, match=f"storage id {id} not found"):
        backend.commit_alone(lambda transaction: backend.files.delete(transaction, id))


def test_two_files_with_one_content_have_two_links() -> None:
    backend = new_backend()
    one, two = store(backend, b"same"), store(backend, b"same")
    assert link_of(backend, one) != link_of(backend, two)


def upload_url(backend: Backend) -> str:
    async def generate(ctx: Any) -> Any:
        return await ctx.storage.generate_upload_url()

    return str(mutate(backend, generate))


def test_an_upload_link_takes_files_for_an_hour() -> None:
    backend = new_backend()
    url = upload_url(backend)
    answer = backend.fetch(url, method="POST", headers={"Content-Type": "a/b"}, body=b"hello")
    id = json.loads(answer.text())["storageId"]

    async def check(ctx: Any) -> Any:
        return await ctx.db.system.get("_storage", id)

    assert query(backend, check)["contentType"] == "a/b"
    assert backend.fetch(url).status == 405
    backend.advance(UPLOAD_LIFETIME_MS)
    assert backend.fetch(url, method="POST", body=b"late").status == 404
    assert len(backend.documents("_storage")) == 1


def test_an_upload_with_the_wrong_digest_is_refused() -> None:
    backend = new_backend()
    headers = {"Digest": f"sha-256={b64encode(DIGEST).decode()}"}
    assert (
        backend.fetch(upload_url(backend), method="POST", headers=headers, body="x").status == 400
    )
    assert (
        backend.fetch(upload_url(backend), method="POST", headers=headers, body="hello").status
        == 200
    )


def test_an_upload_link_cannot_be_forged_or_used_elsewhere() -> None:
    backend = new_backend()
    url = upload_url(backend)
    token = url.partition("=")[2]
    until_ms, _, signature = token.partition(".")
    later = url.replace(until_ms, str(int(until_ms) + 1))
    assert backend.fetch(later, method="POST", body=b"x").status == 404
    assert Backend(seed=9).fetch(url, method="POST", body=b"x").status == 404
    assert backend.fork().fetch(url, method="POST", body=b"x").status == 200
    assert signature


@pytest.mark.parametrize(
    ("id", "error", "message"),
    [
        (UNDEFINED, InvalidArgumentError, "Must provide arg 1 `id` to `storage.getUrl`"),
        (5, InvalidArgumentError, "expected string but got 'int'"),
        ("nonsense", IdDecodeError, "Invalid argument `id` for `storage.getUrl`"),
    ],
)
def test_a_file_is_found_by_its_id(id: Any, error: type[Exception], message: str) -> None:
    async def link(ctx: Any) -> None:
        await ctx.storage.get_url(id)

    with pytest.raises(error, match=message):
        query(new_backend(), link)


def test_the_id_of_another_table_is_no_file() -> None:
    backend = new_backend()
    (user,) = backend.load("users", [{"email": "a"}])

    async def link(ctx: Any) -> None:
        await ctx.storage.get_url(user)

    with pytest.raises(InvalidArgumentError, match='expected to be an Id<"_storage">, got Id<"us'):
        act(backend, link)


def test_the_id_of_a_table_that_does_not_exist_is_no_file() -> None:
    from minivex.values.ids import encode_id

    async def link(ctx: Any) -> Any:
        return await ctx.storage.get_url(encode_id(12_345, bytes(16)))

    assert query(new_backend(), link) is None
