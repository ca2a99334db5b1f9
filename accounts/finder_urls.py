from django.urls import path

from accounts.views import appointments, finder, listings

handle = appointments.request_handle

urlpatterns = [
    path("therapists/", finder.listing_list, name="listing_list"),
    path("therapists/<uuid:pk>/", finder.listing_detail, name="listing_detail"),
    path("therapists/<uuid:pk>/telephone/", finder.listing_phone, name="listing_phone"),
    path("therapists/<uuid:pk>/request/", appointments.appointment_new, name="appointment_new"),
    path("therapists/<uuid:pk>/request/sent/", appointments.appointment_sent, name="appointment_sent"),
    path("clinics/<uuid:pk>/listing/", listings.clinic_listing, name="clinic_listing"),
    path("clinics/<uuid:pk>/listing/mine/", listings.own_listing, name="own_listing"),
    path("listings/<uuid:pk>/publish/", listings.listing_publish, name="listing_publish"),
    path("listings/<uuid:pk>/withdraw/", listings.listing_withdraw, name="listing_withdraw"),
    path("listings/<uuid:pk>/confirm/", listings.listing_confirm, name="listing_confirm"),
    path("listings/<uuid:pk>/delete/", listings.listing_delete, name="listing_delete"),
    path("clinics/<uuid:pk>/requests/", appointments.request_list, name="request_list"),
    path("requests/<uuid:pk>/take/", handle, {"verb": "take"}, name="request_take"),
    path("requests/<uuid:pk>/decline/", handle, {"verb": "decline"}, name="request_decline"),
    path("requests/<uuid:pk>/spam/", handle, {"verb": "mark_spam"}, name="request_spam"),
    path("requests/<uuid:pk>/reopen/", handle, {"verb": "reopen"}, name="request_reopen"),
]
