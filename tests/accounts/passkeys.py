"""An authenticator made by hand, as a phone has it: registers, and proves itself."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

HOST = "localhost"
ORIGIN = f"http://{HOST}"
PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Phone:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = b"credential-of-this-phone"
        self.user_handle = ""

    @property
    def scope(self) -> bytes:
        return hashlib.sha256(HOST.encode()).digest()

    def collected(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": ORIGIN}).encode()

    def answer(self, **response: bytes | str) -> str:
        name = websafe_encode(self.credential_id)
        coded = {key: websafe_encode(value) if isinstance(value, bytes) else value for key, value in response.items()}
        extensions = {"credProps": {"rk": True}}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": coded, "clientExtensionResults": extensions}
        )

    def register(self, options: Any) -> str:
        """Answers `creation_options`."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        flags = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self.scope, flags, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        return self.answer(
            clientDataJSON=self.collected("create", asked["challenge"]), attestationObject=bytes(attestation)
        )

    def prove(self, options: Any) -> str:
        """Answers `request_options`."""
        collected = self.collected("get", options["publicKey"]["challenge"])
        data = AuthenticatorData.create(self.scope, PRESENT_AND_VERIFIED, 1)
        signature = self.key.sign(bytes(data) + hashlib.sha256(collected).digest(), ec.ECDSA(hashes.SHA256()))
        return self.answer(
            clientDataJSON=collected, authenticatorData=bytes(data), signature=signature, userHandle=self.user_handle
        )
