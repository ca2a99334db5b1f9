"""A push service of the tests' own: https on this machine, with a certificate that it has signed itself."""

import datetime
import json
import ssl
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backfit.outbound import Guard, GuardedSession

HOST = "push.service.net"


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


class Browser:
    """What a browser has for one subscription."""

    def __init__(self, secret: bytes = b"sixteen bytes ok") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = secret

    @property
    def keys(self) -> dict[str, str]:
        form = serialization.PublicFormat.UncompressedPoint
        point = self.key.public_key().public_bytes(serialization.Encoding.X962, form)
        return {"p256dh": base64url(point), "auth": base64url(self.secret)}

    def read(self, sealed: bytes) -> dict[str, Any]:
        opened = http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        found: dict[str, Any] = json.loads(opened)
        return found


@dataclass
class Service:
    port: int = 0
    certificate: str = ""
    status: int = 201
    location: str = ""
    silence: float = 0
    drip: float = 0
    body: bytes = b""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def address(self, path: str = "/send/1") -> str:
        return f"https://{HOST}:{self.port}{path}"

    def session(self) -> GuardedSession:
        """As the product's, but let out to this service."""
        guard = Guard(lambda host, port: ["127.0.0.1"], lambda address: True, frozenset({self.port}))
        session = GuardedSession(guard)
        session.verify = self.certificate
        return session


def handler_for(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):  # whoever asked may have left
                self.answer()

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            time.sleep(service.silence)
            self.send_response(service.status)
            if service.location:
                self.send_header("Location", service.location)
            self.send_header("Content-Length", str(len(service.body)))
            self.end_headers()
            for number in range(len(service.body)):
                self.wfile.write(service.body[number : number + 1])
                if service.drip:
                    self.wfile.flush()
                    time.sleep(service.drip)

        def log_message(self, format: str, *args: Any) -> None:
            """Not in the tests' output."""

    return Handler


def signed_by_itself(folder: Path) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=3650))
        .not_valid_after(now + datetime.timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(secret + made.public_bytes(pem))
    return str(path)


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    service = Service(certificate=signed_by_itself(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(service))
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(service.certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
