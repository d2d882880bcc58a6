"""Who may ask: only pages of the server's own, on this machine, or with the token; and no flood."""

import asyncio

import pytest

from thinkers.cli.browser.guard import HEADERS, Guard, is_loopback

TOKEN = "a-token-of-43-letters"


async def echo(scope, receive, send):
    """An application that answers with what it is sent."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def ask():
    """Asks a guarded application, and gives all that it sends."""

    def ask(guard, *, kind="http", query=b"", parts=(b"",), **headers):
        sent = []
        told = [{"type": "http.request", "body": part, "more_body": part is not parts[-1]}
                for part in parts]  # fmt: skip
        given = {"host": "127.0.0.1:8642"} | headers
        scope = {
            "type": kind, "query_string": query,
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items()],
        }  # fmt: skip

        async def receive():
            return told.pop(0) if kind == "http" else {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        asyncio.run(guard(scope, receive, send))
        return sent

    return ask


@pytest.fixture
def status(ask):
    """Asks, and gives the status of the answer."""
    return lambda *words, **more: ask(*words, **more)[0]["status"]


def guard(token=None, host="127.0.0.1", most=100):
    return Guard(echo, 8642, token, host, most)


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642", "[::1]:8642", "localhost"])
def test_this_machine_is_served_by_each_of_its_names(status, host):
    assert status(guard(), host=host) == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8642", "", "[", "[::2]"])
def test_a_foreign_name_that_points_here_is_refused(status, host):
    assert status(guard(), host=host) == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null"])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_page_of_another_origin_is_refused(ask, kind, origin):
    [first, *_] = ask(guard(), kind=kind, origin=origin)
    assert first.get("status", first["type"]) in {403, "websocket.close"}


def test_a_page_of_its_own_opens_a_websocket(ask):
    [first] = ask(guard(), kind="websocket", origin="http://127.0.0.1:8642")
    assert first["type"] == "websocket.accept"


def test_without_the_token_nothing_is_served(ask, status):
    assert status(guard(TOKEN), host="10.0.0.2") == 401
    [first] = ask(guard(TOKEN), kind="websocket")
    assert first["type"] == "websocket.close"


@pytest.mark.parametrize("token", ["", TOKEN[:-1], f"{TOKEN}x", "é", "None"])
def test_another_token_is_none(status, token):
    assert status(guard(TOKEN), query=b"token=" + token.encode()) == 401
    assert status(guard(TOKEN), cookie=f"thinkers_token_8642={token}") == 401


def test_the_address_with_the_token_sets_a_cookie_that_is_asked_for_ever_after(ask, status):
    [start, _] = ask(guard(TOKEN), query=f"token={TOKEN}".encode(), host="10.0.0.2:8642")
    headers = dict(start["headers"])
    assert (start["status"], headers[b"location"]) == (303, b"/")
    cookie, *flags = headers[b"set-cookie"].decode().split("; ")
    assert {"HttpOnly", "SameSite=Strict"} <= set(flags)
    assert status(guard(TOKEN), cookie=cookie, host="10.0.0.2:8642") == 200
    [first] = ask(guard(TOKEN), kind="websocket", cookie=cookie)
    assert first["type"] == "websocket.accept"


def test_a_token_opens_no_websocket_by_its_address(ask):
    [first] = ask(guard(TOKEN), kind="websocket", query=f"token={TOKEN}".encode())
    assert first["type"] == "websocket.close"


def test_as_much_as_the_limit_is_taken(ask):
    [_, body] = ask(guard(), parts=(50 * b"a", 50 * b"b"))
    assert len(body["body"]) == 100


def test_more_than_the_limit_is_refused_by_what_it_says(status):
    assert status(guard(), content_length="101") == 413


def test_more_than_the_limit_is_cut_off_whatever_it_says(ask):
    assert ask(guard(), parts=(50 * b"a", 51 * b"b")) == []


def test_every_answer_tells_the_browser_to_ask_nobody_else(ask):
    for token in (None, TOKEN):
        headers = dict(ask(guard(token))[0]["headers"])
        assert {name.lower().encode() for name in HEADERS} <= set(headers)
        assert b"default-src 'self'" in headers[b"content-security-policy"]


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("example.org", False)],
)  # fmt: skip
def test_an_address_is_of_this_machine_alone_or_not(host, alone):
    assert is_loopback(host) == alone
