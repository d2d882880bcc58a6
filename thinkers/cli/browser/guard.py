"""Who may ask: this machine alone, or whoever knows the token; and how much may be sent."""

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from typing import Any
from urllib.parse import parse_qs, urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
"""An ASGI application, version 3."""

COOKIE = "thinkers_token"
"""Its name, before the port: browsers send a cookie to every port of a host."""

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this machine calls itself."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""With every answer: the browser itself sees that no other machine is asked."""

MEGABYTE = 1 << 20


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@dataclass(frozen=True)
class Guard:
    """Stands before an application: what is refused never reaches it.

    Without a token the request must name this machine as its host, so that no name of a foreign
    site can be pointed at it. With one, the address that holds it sets a cookie, which every
    request and every websocket must then bring. What a page of another origin asks for is refused.

    Attributes:
        app: What is guarded.
        port: Where it listens.
        token: What must be known; None for nothing.
        host: A further name of this machine that may be asked for.
        most: Bytes that a request may hold.
    """

    app: Application
    port: int
    token: str | None
    host: str
    most: int

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): text.decode("latin-1")
                   for name, text in scope["headers"]}  # fmt: skip
        fault = self._fault(headers)
        if fault is None and self.token is not None and not self._knows(headers):
            if scope["type"] == "http" and self._is_token(_asked(scope)):
                await self._let_in(scope, send)
                return
            fault = 401, "open the address with the token that `thinkers ui` printed"
        if fault is None and _length(headers) > self.most:
            fault = 413, f"more than {self.most // MEGABYTE} MiB"
        if fault is not None:
            await _refuse(scope, receive, send, *fault)
            return
        await self.app(scope, _Counted(receive, self.most), _with_headers(send))

    def _fault(self, headers: dict[str, str]) -> tuple[int, str] | None:
        """Why nobody may ask so; None where that is right."""
        host = headers.get("host", "")
        if self.token is None and _name(host) not in LOCAL | {self.host.lower()}:
            return 403, "this address is not served here"
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return 403, "a page of another site asks"
        return None

    @property
    def _cookie(self) -> str:
        return f"{COOKIE}_{self.port}"

    def _knows(self, headers: dict[str, str]) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return cookie is not None and self._is_token(cookie.value)

    def _is_token(self, given: str) -> bool:
        return compare_digest(given.encode("utf-8", "replace"), (self.token or "").encode())

    async def _let_in(self, scope: Message, send: Send) -> None:
        """Answer with the cookie, and with an address that does not show the token."""
        cookie = f"{self._cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
        start = {"type": "http.response.start", "status": 303, "headers": headers}
        await _with_headers(send)(start)
        await send({"type": "http.response.body", "body": b""})


class _Counted:
    """Receives no more than so many bytes; those who send more are cut off."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.lower().encode(), text.encode()) for name, text in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", []), *own]}
        await send(message)

    return sent


async def _refuse(scope: Message, receive: Receive, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    await _with_headers(send)(start)
    await send({"type": "http.response.body", "body": f"error: {reason}\n".encode()})


def _asked(scope: Message) -> str:
    """The token of an address; empty where it has none."""
    query: bytes = scope.get("query_string", b"")
    return parse_qs(query.decode("latin-1")).get("token", [""])[-1]


def _name(host: str) -> str:
    """The name in a `Host` header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _length(headers: dict[str, str]) -> int:
    """What a request says that it holds; 0 where it does not."""
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else 0
