"""What pages may load and run. Nothing here depends on the environment."""

from csp.constants import NONE, SELF

REPORTS = "/csp-reports/"
"""Where browsers tell of what they refused (backfit/csp_reports.py)."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        # Text becomes HTML in one place alone (backfit/static/backfit/js/trusted.js).
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["backfit"],
        "report-uri": [REPORTS],  # for browsers that do not know report-to
        "report-to": ["csp"],
    }
}
