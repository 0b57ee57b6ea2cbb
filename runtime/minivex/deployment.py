"""All services of one backend, and what can be asked of them from outside.

::

    functions ── jobs, files ──▶ services ◀── advance, run_due, crash, fetch ── tests and labs

Source: convex-backend crates/local_backend/src/router.rs (the doors of a deployment).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from minivex.errors import AuthenticationError, InvalidArgumentError
from minivex.errors.kept import error_text
from minivex.functions.definitions import Function
from minivex.functions.execution import Execution
from minivex.functions.host import Host
from minivex.functions.moves import Raised
from minivex.functions.ports import NOBODY, Blob, Caller
from minivex.services.auth import IdentityProvider, identity_of, verify_with
from minivex.services.cron_runner import CronRunner, check_runnable
from minivex.services.crons import Crons
from minivex.services.file_storage import FileStorage
from minivex.services.http_actions import Response, route_request
from minivex.services.http_router import HttpRouter
from minivex.services.scheduler import Scheduler
from minivex.services.worker import Worker

__all__ = ["Application", "DeploymentHost", "Release", "Services"]


class DeploymentHost(Host, Protocol):
    """What the services need from the backend."""

    functions: dict[str, Function]

    def shown_error(self, error: Exception) -> Exception:
        """An error as a client may see it."""


class Application(NamedTuple):
    """What is deployed besides functions; ``secret`` signs links."""

    crons: Crons
    http: HttpRouter[Any] | None
    providers: Sequence[IdentityProvider]
    secret: bytes


class Release(NamedTuple):
    """What a push brings besides the schema; of what is ``None``, that which there is stays."""

    functions: Mapping[str, Function] | None
    crons: Crons | None
    http: HttpRouter[Any] | None

    def check(self, functions: Mapping[str, Function], application: Application) -> None:
        """Refuse what could not run where ``functions`` and ``application`` are deployed.

        Raises: DefinitionError or DeveloperError, for a cron job that can never run.
        """
        crons = application.crons if self.crons is None else self.crons
        check_runnable(crons.jobs, functions if self.functions is None else self.functions)

    def applied_to(self, application: Application) -> Application:
        """The application with the cron jobs and routes of this release, if it brings any."""
        return application._replace(
            crons=application.crons if self.crons is None else self.crons,
            http=application.http if self.http is None else self.http,
        )


class Services:
    """The services, put together for one backend."""

    __slots__ = ("_application", "_host", "cron_runner", "files", "jobs", "worker")

    def __init__(self, host: DeploymentHost, application: Application) -> None:
        self._host = host
        self._application = application
        self.files = FileStorage(host.clock, application.secret)
        self.jobs = Scheduler(host)
        self.cron_runner = CronRunner(host, application.crons)
        self.worker = Worker(host.clock, self.jobs, self.cron_runner)

    def redeploy(self, application: Application) -> None:
        """Let other cron jobs and routes take the place of those there are.

        Raises: DefinitionError or DeveloperError, for a cron job that can never run.
        """
        self._application = application
        self.cron_runner.deploy(application.crons)

    def caller_of(self, identity: Mapping[str, object] | str | None) -> Caller:
        """Who calls: claims as they are, or a token that a provider has signed.

        Raises: AuthenticationError or InvalidArgumentError.
        """
        if identity is None:
            return NOBODY
        if isinstance(identity, str):
            now_ms = self._host.clock.now_ms
            return Caller(verify_with(self._application.providers, identity, now_ms=now_ms))
        return Caller(identity_of(identity))

    def fetch(
        self, url: str, *, method: str, headers: Mapping[str, str], body: bytes | str
    ) -> Response:
        """Answer an HTTP request: an upload, a stored file, or a route of the application."""
        content = body.encode() if isinstance(body, str) else body
        if self.files.takes_upload(url):
            return self._upload(method, headers, content)
        blob = self._host.read_alone(lambda transaction: self.files.serve(transaction, url))
        if blob is not None:
            return _serve(blob)
        found = route_request(
            self._application.http, url, method=method, headers=headers, body=content
        )
        if isinstance(found, Response):
            return found
        http_action, request, route = found
        answers: list[Response] = []
        function = http_action.bound(request, answers, route)
        caller = self._bearer(request.headers.get("authorization", ""))
        outcome = Execution(self._host, function, {}, "http", caller=caller).finish()
        if isinstance(outcome, Raised):
            return _failure(self._host.shown_error(outcome.error))
        (response,) = answers
        if method == "HEAD":
            return Response(None, response.status, response.headers)
        return response

    def _bearer(self, header: str) -> Caller:
        """The caller of a request; a bad token matters to those who ask who is calling."""
        if not header.startswith("Bearer "):
            return NOBODY
        try:
            return self.caller_of(header.removeprefix("Bearer "))
        except AuthenticationError as problem:
            return Caller(problem=problem)

    def _upload(self, method: str, headers: Mapping[str, str], content: bytes) -> Response:
        if method != "POST":
            return Response("Method Not Allowed", 405)
        lowered = {name.lower(): value for name, value in headers.items()}
        blob = Blob(content, lowered.get("content-type", ""))
        digest = lowered.get("digest", "").removeprefix("sha-256=") or None
        try:
            id = self._host.commit_alone(
                lambda transaction: self.files.store(transaction, blob, digest)
            )
        except InvalidArgumentError as error:
            return Response(error.message, 400)
        return _json({"storageId": id})


def _serve(blob: Blob) -> Response:
    headers = {"cache-control": "private, max-age=2592000"}
    if blob.content_type:
        headers["content-type"] = blob.content_type
    return Response(blob.content, 200, headers)


def _failure(error: Exception) -> Response:
    code = getattr(error, "code", type(error).__name__)
    return _json({"code": code, "message": error_text(error)}, 500)


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, {"content-type": "application/json"})
