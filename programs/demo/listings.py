"""The demonstration's entries in the list of therapists, and somebody who asks for an appointment."""

from typing import Any

from accounts.appointments import new_request
from accounts.consents import LISTING_VERSION
from accounts.models import Clinic, Listing, Speciality, User

RIVERSIDE: dict[str, Any] = {
    "name": "Riverside Physiotherapy",
    "introduction": "We are a small practice by the river, five minutes from the station and without steps. The first "
    "visit takes an hour: we listen, look at how you move, and plan the next weeks with you.",
    "street": "12 quai des Saules",
    "postcode": "69003",
    "town": "Lyon",
    "country": "FR",
    "languages": ["fr", "en", "de"],
    "specialities": [Speciality.BACK, Speciality.NECK, Speciality.WORK, Speciality.SURGERY],
    "in_person": True,
    "remote": False,
    "website": "https://riverside.example.org",
    "registration_body": "Ordre des masseurs-kinésithérapeutes",
    "registration_number": "DEMO 0000",
}
TESS: dict[str, Any] = {
    "name": "Tess Martin",
    "introduction": "I work with people whose back has hurt for a long time and who want to trust it again. You get "
    "few exercises, and the reason for each. By video too, in the early evening.",
    "postcode": "69003",
    "town": "Lyon",
    "country": "FR",
    "languages": ["fr", "en"],
    "specialities": [Speciality.BACK, Speciality.PERSISTENT, Speciality.BALANCE],
    "in_person": True,
    "remote": True,
}
HARBOUR: dict[str, Any] = {
    "name": "Harbour Movement Clinic",
    "introduction": "Four therapists for runners, sailors and everybody who sits too long. Come with your training "
    "plan, or with none at all.",
    "postcode": "8000",
    "town": "Århus",
    "country": "DK",
    "languages": ["da", "en", "ar"],
    "specialities": [Speciality.SPORTS, Speciality.LEG, Speciality.BACK, Speciality.PREGNANCY],
    "in_person": True,
    "remote": True,
}
REQUEST = {
    "name": "Paula Nowak",
    "email": "paula@example.org",
    "phone": "",
    "language": "en",
    "times": "Weekdays after five",
    "note": "I come by wheelchair: is there a lift?",
}


def make_listings(clinic: Clinic, *, manager: User, therapist: User, elsewhere: User) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(phone="+33 1 99 00 12 34")
    riverside = list_one(Listing(clinic=clinic), manager, RIVERSIDE)
    list_one(Listing(clinic=clinic, therapist=therapist), therapist, TESS)
    harbour = Clinic.start(name=HARBOUR["name"], by=elsewhere)
    list_one(Listing(clinic=harbour), elsewhere, HARBOUR)
    # Without the mail that `ask` sends: nobody reads the demonstration's mail.
    new_request(riverside, suspicious=False, fields=dict(REQUEST)).save()


def list_one(listing: Listing, owner: User, words: dict[str, Any]) -> Listing:
    listing.describe(**words)
    listing.publish(by=owner, wording=LISTING_VERSION)
    return listing
