from allauth.account.views import LogoutView
from django.http import HttpResponse


class SignOutView(LogoutView):
    """Has the browser empty its storage too, once the page has looked and says that nothing in it waits to be sent."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        if "empty" in self.request.POST:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


sign_out = SignOutView.as_view()
