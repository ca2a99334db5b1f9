from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_page
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from backfit.pages import refuse

MINUTES = 5 * 60


@csrf_exempt
@login_not_required
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answers as the API does, also where Django would redirect or, in development, explain itself to a programmer."""
    if not request.path.endswith("/"):
        return refuse(request, 404, _("The addresses of the API end with a slash."))
    return refuse(request, 404, _("There is nothing at this address, or it is not yours to see."))


urlpatterns = [
    path("", include("exercises.api.urls")),
    path("", include("accounts.api.urls")),
    path("", include("programs.api.urls")),
    # Made from the code alone, in more than a second of work that anybody may ask for.
    path("schema/", login_not_required(cache_page(MINUTES)(SpectacularAPIView.as_view())), name="api_schema"),
    path(
        "docs/",
        login_not_required(SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="api_docs.html")),
        name="api_docs",
    ),
    re_path(r"^(?P<rest>[\s\S]*)$", nowhere),  # newlines too, which a path converter leaves out
]
