"""Files: what they hold, what is known about them, and the links to them.

::

    upload link  ──POST──▶  id ──a mutation keeps it──▶ your table
    id  ──get_url──▶  link                  whoever has the link has the file
    _storage                                one document per file, written by the system

Nothing ties a file to a table: an upload that no mutation keeps stays until it is deleted.

Source: docs "File Storage"; convex-backend crates/file_storage/src/core.rs and
crates/local_backend/src/storage.rs.
Differs: links name a host that does not exist; ``Backend.fetch`` answers them.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from hashlib import sha256
from typing import Final

from minivex.clock import VirtualClock
from minivex.errors import DeveloperError, InvalidArgumentError
from minivex.functions.ports import Blob
from minivex.index.index_key import Document
from minivex.txn.system_documents import SystemDocuments, table_of_id
from minivex.txn.transaction import Transaction
from minivex.values.value import Value

__all__ = ["FileStorage"]

FILES: Final = "_storage"
CONTENTS: Final = "_file_contents"
LINK: Final = "https://files.invalid/api/storage/"
UPLOAD: Final = f"{LINK}upload?token="
UPLOAD_LIFETIME_MS: Final = 3_600_000


class FileStorage:
    """The files of a backend; ``secret`` signs upload links."""

    __slots__ = ("_clock", "_secret")

    def __init__(self, clock: VirtualClock, secret: bytes) -> None:
        self._clock = clock
        self._secret = secret

    def store(self, transaction: Transaction, content: object, digest: str | None) -> str:
        """Add a file and return its id.

        Raises: InvalidArgumentError, if it is no content, or has another digest.
        """
        blob = _blob(content)
        found = sha256(blob.content).digest()
        if digest is not None and digest not in (b64encode(found).decode(), found.hex()):
            raise InvalidArgumentError(
                f"Sha256Mismatch: the file has the digest {b64encode(found).decode()}, "
                f"and {digest} was expected. Send it again."
            )
        fields: dict[str, Value] = {
            "sha256": b64encode(found).decode(),
            "size": float(blob.size),
        }
        if blob.content_type:
            fields["contentType"] = blob.content_type
        id = SystemDocuments(transaction, FILES).insert(fields)
        link = transaction.random_bytes(16).hex()
        contents: dict[str, Value] = {"storageId": id, "link": link, "content": blob.content}
        SystemDocuments(transaction, CONTENTS).insert(contents)
        return id

    def read(self, transaction: Transaction, id: object) -> Blob | None:
        """The contents of a file, or ``None``.

        Raises: InvalidArgumentError or IdDecodeError, if ``id`` is no id of a file.
        """
        found = self._find(transaction, "get", id)
        return None if found is None else _blob_of(*found)

    def url(self, transaction: Transaction, id: object) -> str | None:
        """The link that serves a file to whoever has it, or ``None``.

        Raises: InvalidArgumentError or IdDecodeError, if ``id`` is no id of a file.
        """
        found = self._find(transaction, "getUrl", id)
        return None if found is None else f"{LINK}{found[1]['link']!s}"

    def metadata(self, transaction: Transaction, id: object) -> Document | None:
        """What is known about a file, in the old form: the digest in hexadecimal.

        Raises: InvalidArgumentError or IdDecodeError, if ``id`` is no id of a file.
        """
        found = self._find(transaction, "getMetadata", id)
        if found is None:
            return None
        file, contents = found
        content = contents["content"]
        assert isinstance(content, bytes), "files hold bytes"
        return {
            "storageId": file["_id"],
            "sha256": sha256(content).hexdigest(),
            "size": file["size"],
            "contentType": file.get("contentType"),
        }

    def delete(self, transaction: Transaction, id: object) -> None:
        """Remove a file and end its link.

        Raises: DeveloperError, if there is no such file.
        """
        found = self._find(transaction, "delete", id)
        if found is None:
            raise DeveloperError(f"storage id {id} not found")
        file, contents = found
        SystemDocuments(transaction, FILES).delete(str(file["_id"]))
        SystemDocuments(transaction, CONTENTS).delete(str(contents["_id"]))

    def upload_url(self) -> str:
        """A link that takes uploads for an hour."""
        until_ms = str(self._clock.now_ms + UPLOAD_LIFETIME_MS)
        return f"{UPLOAD}{until_ms}.{self._sign(until_ms)}"

    def takes_upload(self, url: str) -> bool:
        """Whether ``url`` is an upload link of this backend that has not ended."""
        until_ms, _, signature = url.removeprefix(UPLOAD).partition(".")
        is_ours = url.startswith(UPLOAD) and hmac.compare_digest(signature, self._sign(until_ms))
        return is_ours and self._clock.now_ms < int(until_ms)

    def serve(self, transaction: Transaction, url: str) -> Blob | None:
        """The file that a link leads to, or ``None``."""
        if not url.startswith(LINK):
            return None
        contents = SystemDocuments(transaction, CONTENTS)
        for found in contents.with_fields("by_link", [url.removeprefix(LINK)]):
            file = SystemDocuments(transaction, FILES).get(str(found["storageId"]))
            assert file is not None, "contents belong to a file"
            return _blob_of(file, found)
        return None

    def _find(
        self, transaction: Transaction, method: str, id: object
    ) -> tuple[Document, Document] | None:
        """A file and its contents."""
        table = table_of_id(transaction, f"storage.{method}", id)
        if table is not None and table.name != FILES:
            raise InvalidArgumentError(
                f'Invalid argument `id` for `storage.{method}`: expected to be an Id<"_storage">, '
                f'got Id<"{table.name}"> instead.'
            )
        file = SystemDocuments(transaction, FILES).get(str(id))
        if file is None:
            return None
        (contents,) = SystemDocuments(transaction, CONTENTS).with_fields("by_file", [str(id)])
        return file, contents

    def _sign(self, text: str) -> str:
        return hmac.digest(self._secret, text.encode(), "sha256").hex()


def _blob(content: object) -> Blob:
    match content:
        case Blob():
            return content
        case bytes():
            return Blob(content)
        case str():
            return Blob(content.encode())
        case _:
            raise InvalidArgumentError(
                f"storage.store takes a Blob, bytes or text, and got {content!r}. "
                'Write Blob(content, "image/png").'
            )


def _blob_of(file: Document, contents: Document) -> Blob:
    content, content_type = contents["content"], file.get("contentType", "")
    assert isinstance(content, bytes), "files hold bytes"
    assert isinstance(content_type, str), "a content type is text"
    return Blob(content, content_type)
