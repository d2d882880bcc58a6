"""`ui` says what it needs and where it listens; what cannot be is refused in one line."""

import http.client
import socket
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from thinkers.registry.registry import installed

SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


def asked(address, path="/", **headers):
    """The status and the headers of an answer."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Host": parts.netloc} | headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders())


def websocket(address, **headers):
    """The status of the answer to a wish for a websocket; 101 where it is granted."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
    return asked(address, SOCKET, **upgrade, **headers)[0]


def test_this_machine_is_served_and_no_foreign_page_or_name(served, tmp_path):
    with served(folder=tmp_path) as address:
        parts = urlsplit(address)
        assert (parts.hostname, parts.path, parts.query) == ("127.0.0.1", "/", "")
        assert asked(address)[0] == 200
        assert websocket(address, Origin=f"http://{parts.netloc}") == 101
        assert websocket(address, Origin="http://evil.example") == 403
        assert asked(address, Host=f"evil.example:{parts.port}")[0] == 403


def test_other_hosts_need_the_token_on_every_request_and_on_the_websocket(served, tmp_path):
    with served("--host", "0.0.0.0", folder=tmp_path) as address:
        query = urlsplit(address).query
        assert len(query) > len("token=") + 40
        assert (asked(address)[0], websocket(address)) == (401, 403)
        status, headers = asked(address, f"/?{query}")
        assert (status, headers["location"]) == (303, "/")
        cookie = headers["set-cookie"].partition(";")[0]
        assert asked(address, Cookie=cookie)[0] == 200
        assert websocket(address, Cookie=cookie) == 101
        assert asked(address, Cookie=cookie[:-1])[0] == 401


def test_without_the_extra_it_is_named(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "nicegui", None)
    assert refused("ui").startswith("nicegui cannot be imported")


def test_without_a_problem_there_is_nothing_to_serve(door, refused, monkeypatch):
    pytest.importorskip("nicegui", reason="nicegui is not installed")
    monkeypatch.setenv("THINKERS_PLUGINS", "")
    installed.cache_clear()
    assert refused("ui") == "no problem is installed"


@pytest.mark.parametrize("host", ["256.1.1.1", "no.such.host.invalid", "x" * 300])
def test_an_address_that_is_none_is_refused(refused, host):
    pytest.importorskip("nicegui", reason="nicegui is not installed")
    assert refused("ui", "--host", host, "--port", 0).startswith(f"cannot listen on {host[:100]}")


def test_a_port_that_is_taken_is_told(thinkers):
    pytest.importorskip("nicegui", reason="nicegui is not installed")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = thinkers("ui", "--port", taken.getsockname()[1])
    assert found.code == 2
    assert "--port 0 takes any that is free" in found.err
