"""From where somebody asks, as far as that can be trusted."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64
"""Bits that a household or a server is given: what differs after them is the same customer."""
WITH_PORT = re.compile(r"\[(?P<six>[^]]+)\](:\d+)?|(?P<four>[\d.]+):\d+")


def client_address(request: HttpRequest) -> str:
    """The address that the outermost proxy of ours saw; without proxies, who is connected.

    Whatever stands further left in `X-Forwarded-For` was written by the client. A request with fewer entries than we
    have proxies came past them, such as a check from the machine itself, and counts by where it comes from.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(told):
        found = read_address(told[-proxies])
        if found is not None:
            return str(found)
    return str(read_address(request.META.get("REMOTE_ADDR", "")) or "")


def network_of(request: HttpRequest) -> str:
    """What limits count by. Who cannot be told from others is counted together with them.

    As narrow as one customer, unlike `shortened`: a whole /24 would be locked out for one neighbour's guesses.
    """
    found = read_address(client_address(request))
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found) >> IPV6_PREFIX << IPV6_PREFIX, IPV6_PREFIX)))
    return str(found or "")


def shortened(address: str) -> str:
    """What is written down of an address: its /24 or /48, such as "192.0.2.0", which says whose network it was and not
    whose machine. Empty for what is no address.
    """
    found = read_address(address)
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False).network_address) if found else ""


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    """None for what is no address. A port is left out; an IPv4 address inside an IPv6 one counts as itself."""
    bare = text.strip()
    if match := WITH_PORT.fullmatch(bare):
        bare = match["six"] or match["four"]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        return found.ipv4_mapped or found
    return found
