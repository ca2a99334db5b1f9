from allauth.account.views import LogoutView
from django.http import HttpResponse


class SignOutView(LogoutView):
    """Has the browser empty its storage too, unless the page says that something in it was not sent yet."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        if "keep" not in self.request.POST:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


sign_out = SignOutView.as_view()
