"""What makes a client ask a replay server in place of every publisher."""

from __future__ import annotations

from typing import cast

import httpx

from collectors.errors import Unreachable
from collectors.records import Basis

URL_HEADER = "X-Replay-URL"  # the address that was meant
CONTROL = "/.replay/"


class ReplayTransport(httpx.BaseTransport):
    """Sends every request, for whatever host, to a replay server; the address that was meant goes in a header."""

    def __init__(self, server: str) -> None:
        self._server = httpx.URL(server)
        self._http = httpx.HTTPTransport()

    @property
    def basis(self) -> Basis:
        """How the WARCs behind the server know their dates."""
        return cast(Basis, self._asked("addresses")["basis"])

    def addresses(self) -> list[str]:
        """What the server has, by its clock."""
        return cast(list[str], self._asked("addresses")["addresses"])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        meant = str(request.url.copy_with(fragment=None)).encode("ascii")
        address = self._server.copy_with(raw_path=request.url.raw_path)
        sent = httpx.Request(
            request.method,
            address,
            headers=[*headers, (b"Host", self._server.netloc), (URL_HEADER.encode(), meant)],
            stream=request.stream,
            extensions=request.extensions,
        )
        return self._http.handle_request(sent)

    def close(self) -> None:
        self._http.close()

    def _asked(self, what: str) -> dict[str, object]:
        address = self._server.join(CONTROL + what)
        try:
            with httpx.Client(trust_env=False, timeout=10) as client:
                return cast(dict[str, object], client.get(address).raise_for_status().json())
        except (httpx.HTTPError, ValueError) as error:
            raise Unreachable(
                str(address),
                expected="a replay server (`python -m collectors.replay WARC`)",
                found=f"{type(error).__name__}: {error}",
                remedy="Start it, or take ONRECORD_REPLAY out of the environment to ask the publishers.",
            ) from error
