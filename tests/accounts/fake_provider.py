"""A clinic's own sign-in, on this machine and for as long as a test takes: discovery, keys, and tokens for codes."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider:
    def __init__(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if provider.moved and not self.path.startswith("/moved"):
                    self.send_response(302)
                    self.send_header("Location", f"/moved{self.path}")
                    self.end_headers()
                    return
                self.say(*provider.read(self.path.removeprefix("/moved")))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.say(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

            def say(self, status: int, about: Any) -> None:
                body = json.dumps(about).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.asked: dict[str, str] = {}
        """What the browser brought along."""
        self.claims: dict[str, Any] = {}
        """What the token says, beside the usual; None leaves a claim out."""
        self.userinfo: dict[str, Any] = {"sub": "person-1"}
        self.key: Any = KEY
        self.signed = "RS256"
        self.issuer = ""
        """By what name its description calls it, where that is not its own address."""
        self.moved = False
        self.tokens_given = 0
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def app(self, clinic: Any, **more: Any) -> dict[str, Any]:
        """As it stands in `SSO_PROVIDERS`."""
        names = {"id": "northside", "name": "Northside", "client_id": "backfit", "secret": "a secret"}
        return {**names, "clinic": str(clinic.pk), "server_url": self.url, **more}

    def read(self, path: str) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            ends = {
                "authorization_endpoint": "/authorize",
                "token_endpoint": "/token",
                "userinfo_endpoint": "/userinfo",
            }
            ends["jwks_uri"] = "/keys"
            return 200, {"issuer": self.issuer or self.url, **{name: self.url + path for name, path in ends.items()}}
        if path == "/keys":
            return 200, {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "1"}]}
        return 200, self.userinfo

    def authorize(self, address: str) -> dict[str, str]:
        """The browser comes here; what it takes back with it."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return {"code": "the code", "state": self.asked["state"]}

    def token(self, sent: dict[str, str]) -> tuple[int, Any]:
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        right = sent["code"] == "the code" and sent["client_secret"] == "a secret"
        if not right or proof.decode() != self.asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        self.tokens_given += 1
        now = int(time.time())
        claims = {
            "iss": self.issuer or self.url,
            "aud": "backfit",
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
        }
        claims |= {"sub": "person-1", "email_verified": True, **self.claims}
        said = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(said, self.key, algorithm=self.signed, headers={"kid": "1"})
        return 200, {"access_token": "an access token", "token_type": "Bearer", "id_token": token}
