"""What every answer carries, checked of every door that the matrix knocks at, whoever knocks."""

from typing import Any

from django.conf import settings

from backfit.headers import BY_OTHERS

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'",
    "form-action 'self'", "frame-ancestors 'none'", "connect-src 'self'", "report-to csp", "report-uri /csp-reports/",
}  # fmt: skip
OURS_ALONE = {"require-trusted-types-for 'script'", "trusted-types backfit"}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-reports/"',
}
REFERRERS = {"same-origin", "no-referrer", "strict-origin"}
OURS = {"camera=(self)", "fullscreen=(self)", "screen-wake-lock=(self)"}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")


def header_fault(answer: Any, *, signed_in: bool = False, by_token: bool = False) -> str:
    """What is missing or too much, in words; empty when all is right."""
    if answer.request["PATH_INFO"].startswith("/api/v1/docs/"):
        signed_in = False  # the API's documentation knows nobody
    found = answer.headers
    faults = [f"{name} is {found.get(name)!r}" for name, value in ALWAYS.items() if found.get(name) != value]
    faults += [f"{name} is told" for name in NEVER if name in found]
    ours = set() if answer.request["PATH_INFO"].startswith(BY_OTHERS) else OURS_ALONE
    faults += policy_faults(found.get("Content-Security-Policy", ""), POLICY | ours)
    allowed = {part for part in found.get("Permissions-Policy", "").split(", ") if not part.endswith("=()")}
    if allowed != OURS:
        faults.append(f"the permissions are {allowed}")
    if found.get("Referrer-Policy") not in REFERRERS:
        faults.append(f"Referrer-Policy is {found.get('Referrer-Policy')!r}")
    if (signed_in or by_token) and not is_public(answer):
        faults += private_faults(answer)
    if by_token:
        faults += [] if "noindex" in found.get("X-Robots-Tag", "") else ["search engines may keep it"]
        faults += [] if found["Referrer-Policy"] != "same-origin" else ["the address is told on"]
    return "; ".join(faults + cookie_faults(answer))


def policy_faults(policy: str, wanted: set[str]) -> list[str]:
    parts = set(policy.split("; "))
    if "script-src 'self'" not in parts:  # a file: nothing at all runs in it
        return (
            [] if "default-src 'none'" in parts and not any(part.startswith("script") for part in parts) else [policy]
        )
    missing = wanted - parts
    return [f"the policy lacks {missing}"] if missing or "unsafe" in policy or "*" in policy else []


def is_public(answer: Any) -> bool:
    return "public" in answer.headers.get("Cache-Control", "") or type(answer).__name__.startswith("Public")


def private_faults(answer: Any) -> list[str]:
    vary = {name.strip() for name in answer.headers.get("Vary", "").split(",")}
    faults = [] if "no-store" in answer.headers.get("Cache-Control", "") else ["caches may keep it"]
    return faults + ([] if vary >= {"Cookie", "Authorization"} else [f"it varies on {vary} only"])


def cookie_faults(answer: Any) -> list[str]:
    faults = []
    for name, cookie in answer.cookies.items():
        strict = {settings.SESSION_COOKIE_NAME: "Lax", settings.CSRF_COOKIE_NAME: "Strict"}
        kept = (cookie["samesite"], bool(cookie["httponly"]), cookie["path"], cookie["domain"])
        if name not in strict or (cookie.value and kept != (strict[name], True, "/", "")):
            faults.append(f"the cookie {name} {kept}")
    return faults
