"""The one way out to addresses that people outside have named, such as push services and web hooks.

Only https, only to the ports allowed, only to addresses of the public internet: they are looked at when the socket is
opened, so that neither a name that resolves to something inside nor one that changes its mind gets through. Redirects
are not followed, no proxy is asked, and an answer that is long or slow is cut off.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util.connection import create_connection

Address = IPv4Address | IPv6Address
SECONDS = 10
"""For a connection, and for each part of an answer."""
SECONDS_IN_ALL = 20
LONGEST_ANSWER = 64 * 1024
"""Bytes; nobody reads more of it."""
# Names that mean something inside, or nothing at all (RFC 6761 and 6762); asking for them would only tell about them.
INSIDE = ("localhost", "local", "internal", "invalid", "test", "example", "arpa", "onion")
TRANSLATED = IPv6Network("64:ff9b::/96")
# All that has been given out for the public internet (RFC 4291). What lies outside it, such as the old site-local and
# IPv4-compatible addresses or a network's own translation, Python calls global for want of a rule.
GIVEN_OUT = IPv6Network("2000::/3")
# Given to protocols and to documents; a cloud's own metadata service lies in the first.
SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))


class Forbidden(Exception):
    """An address that nothing is sent to."""


def is_public(address: Address) -> bool:
    """Whether it is on the public internet; one inside another counts as the one that is reached."""
    if isinstance(address, IPv6Address):
        if address.teredo is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if address in TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in GIVEN_OUT:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in SPECIAL)


def resolve(host: str, port: int) -> list[str]:
    """Numeric addresses of the name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class Guard:
    """What is let out. Tests let more out, to a server of their own."""

    resolve: Callable[[str, int], list[str]] = resolve
    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset({443})

    def addresses(self, host: str, port: int) -> list[str]:
        """Where the name leads; Forbidden when any of it leads inside."""
        if port not in self.ports:
            raise Forbidden(f"port {port}")
        if host.rstrip(".").rpartition(".")[2].lower() in INSIDE:
            raise Forbidden("a name that is not public")
        found = self.resolve(host, port)
        if not found or not all(self.allows(ip_address(each.partition("%")[0])) for each in found):
            raise Forbidden("an address that is not public")
        return found


class Deadline:
    """Ends a connection after so many seconds, however much of an answer drips in."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        # A copy of its own: TLS takes the other one over.
        self.connection = connection.dup()
        self.timer = threading.Timer(seconds, self.cut)
        self.timer.daemon = True
        self.timer.start()

    def cut(self) -> None:
        with suppress(OSError):  # it has ended by itself
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def lift(self) -> None:
        self.timer.cancel()
        self.connection.close()


class GuardedConnection(HTTPSConnection):
    guard: Guard
    deadlines: list[Deadline]

    def _new_conn(self) -> socket.socket:
        addresses = self.guard.addresses(self.host, self.port)
        for number, address in enumerate(addresses, 1):
            try:
                found = create_connection((address, self.port), SECONDS)
            except OSError:
                if number == len(addresses):
                    raise
            else:
                self.deadlines.append(Deadline(found, SECONDS_IN_ALL))
                return found
        raise Forbidden("no address")


def pool_behind(guarded_by: Guard, cut_off_by: list[Deadline]) -> type[HTTPSConnectionPool]:
    class Connection(GuardedConnection):
        guard = guarded_by
        deadlines = cut_off_by

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool


class GuardedAdapter(HTTPAdapter):
    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.deadlines: list[Deadline] = []
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": pool_behind(self.guard, self.deadlines)}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """The answer with as much of its body as is wanted, and the connection closed."""
        try:
            response = super().send(request, *args, **{**kwargs, "stream": True})
            response._content = response.raw.read(LONGEST_ANSWER, decode_content=False)
            response.close()
        except HTTPError as error:
            raise requests.ConnectionError(error, request=request) from error
        finally:
            self.close()
            # Only now: a connection may be closed, as urllib3 has it, before its answer is read.
            while self.deadlines:
                self.deadlines.pop().lift()
        return response


class GuardedSession(requests.Session):
    """A session as requests knows it, which raises Forbidden and `requests.RequestException`."""

    def __init__(self, guard: Guard | None = None) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()
        self.mount("https://", GuardedAdapter(guard or Guard()))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{"timeout": SECONDS, **kwargs, "allow_redirects": False})
