from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("", include("exercises.api.urls")),
    path("", include("accounts.api.urls")),
    path("", include("programs.api.urls")),
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="api_schema"),
    path(
        "docs/",
        login_not_required(SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="api_docs.html")),
        name="api_docs",
    ),
]
