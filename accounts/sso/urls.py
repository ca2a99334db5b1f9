from django.urls import path

from accounts.sso import views

# The names are allauth's, which looks for them.
urlpatterns = [
    path("<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
