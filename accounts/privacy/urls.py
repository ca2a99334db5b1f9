from django.urls import path

from accounts.privacy import views

urlpatterns = [
    path("account/data/", views.own_data, name="own_data"),
    path("account/data/copies/<uuid:pk>/", views.copy_file, name="copy_file"),
    path("account/data/copies/<uuid:pk>/delete/", views.copy_delete, name="copy_delete"),
    path("account/erase/", views.erasure, name="erasure"),
    path("account/erase/undo/", views.erasure_undo, name="erasure_undo"),
    path("clinics/<uuid:pk>/records/", views.clinic_records, name="clinic_records"),
    path("clinics/<uuid:pk>/records/clients/", views.clinic_client_data, name="clinic_client_data"),
]
