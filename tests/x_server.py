"""X's API v2 on 127.0.0.1, as its reference describes it, with invented posts: one account and its timeline."""

from __future__ import annotations

import json
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

import httpx

TOKEN = "invented-token"


class X:
    """`posts` are (id, created_at, text), oldest first. `left`: requests to the timeline before it answers 429."""

    def __init__(self, posts: list[tuple[str, str, str]], page: int = 2) -> None:
        self.posts, self.page, self.left = posts, page, 1_000
        self.status = 200  # of the timeline
        self.reset = 0.0  # seconds until requests are let through again
        self.asked: list[str] = []  # paths with their query
        self.tokens: set[str | None] = set()
        self.stale = False  # marks of places are no longer known
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._http.daemon_threads = True
        self.port = self._http.server_port

    def __enter__(self) -> X:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, target: str, token: str | None) -> tuple[int, dict[str, str], object]:
        """Status, headers and JSON."""
        path, said = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/robots.txt":
            return 404, {}, {}
        self.asked.append(target)
        self.tokens.add(token)
        if token != f"Bearer {TOKEN}":
            return 401, {}, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
        if path == "/2/users/by/username/ICEgov":
            return 200, {}, {"data": {"id": "1001", "name": "ICE", "username": "ICEgov"}}
        if path == "/2/tweets":
            return 200, {}, self._looked_up(said["ids"][0].split(","))
        if path != "/2/users/1001/tweets":
            return 404, {}, {"title": "Not Found Error", "status": 404}
        if self.status != 200:
            return self.status, {}, {"title": "Refused", "status": self.status}
        if self.left == 0:
            headers = {"x-rate-limit-limit": "5", "x-rate-limit-remaining": "0"}
            headers["x-rate-limit-reset"] = str(int(time.time() + self.reset))
            self.left = 1 if self.reset <= 2 else 0
            return 429, headers, {"title": "Too Many Requests", "status": 429}
        self.left -= 1
        if self.stale and "pagination_token" in said:
            return 400, {}, {"errors": [{"message": "Invalid 'pagination_token'"}], "title": "Invalid Request"}
        return 200, {"x-rate-limit-remaining": str(self.left)}, self._timeline(said)

    def _looked_up(self, ids: list[str]) -> dict[str, object]:
        there = [self._post(*one) for one in self.posts if one[0] in ids]
        missing = sorted(set(ids) - {one[0] for one in self.posts})
        problem = {"resource_type": "tweet", "parameter": "ids", "title": "Not Found Error",
                   "type": "https://api.twitter.com/2/problems/resource-not-found"}  # fmt: skip
        users = {"users": [{"id": "1001", "name": "ICE", "username": "ICEgov"}]}
        said: dict[str, object] = {"data": there, "includes": users} if there else {}
        return said | (
            {"errors": [{"value": id_, "resource_id": id_, **problem} for id_ in missing]} if missing else {}
        )

    def _post(self, id_: str, at: str, text: str) -> dict[str, object]:
        return {"id": id_, "created_at": at.replace("Z", ".000Z"), "text": text, "author_id": "1001",
                "edit_history_tweet_ids": [id_]}  # fmt: skip

    def _timeline(self, said: dict[str, list[str]]) -> dict[str, object]:
        since = said["start_time"][0]
        newest_first = [one for one in reversed(self.posts) if one[1] >= since]
        begin = int(said.get("pagination_token", ["0"])[0])
        shown = newest_first[begin : begin + self.page]
        meta: dict[str, object] = {"result_count": len(shown)}
        if not shown:
            return {"meta": meta}
        meta |= {"newest_id": shown[0][0], "oldest_id": shown[-1][0]}
        if begin + self.page < len(newest_first):
            meta["next_token"] = str(begin + self.page)
        data = [self._post(*one) for one in shown]
        users = [{"id": "1001", "name": "ICE", "username": "ICEgov"}]
        return {"data": data, "includes": {"users": users}, "meta": meta}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, site: X, *args: object) -> None:
        self._site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        status, headers, said = self._site.answer(self.path, self.headers.get("Authorization"))
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Rerouted(httpx.BaseTransport):
    """Requests to api.x.com, over HTTP to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port, self._inner = port, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == "api.x.com"
        assert request.url.scheme == "https"
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()
