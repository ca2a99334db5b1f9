"""How REST framework and the schema are set up; nothing here depends on the environment."""

from typing import Any

from backfit.api import about

REST_FRAMEWORK: dict[str, Any] = {
    # Token first: its challenge makes "who are you" a 401 rather than a 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["backfit.api.permissions.IsAuthenticatedInScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["backfit.api.throttles.PersonThrottle"],
    "DEFAULT_PARSER_CLASSES": ["backfit.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "backfit.api.paging.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "backfit.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "backfit.api.errors.answer",
    "DEFAULT_VERSIONING_CLASS": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Backfit",
    "DESCRIPTION": about.DESCRIPTION,
    "TAGS": about.TAGS,
    "ENUM_NAME_OVERRIDES": about.ENUM_NAMES,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": False,
    "GET_LIB_DOC_EXCLUDES": "backfit.api.schema.base_classes",
}
