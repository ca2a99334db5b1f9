"""What the schema says about the API as a whole. Plain data, because the settings read it before Django is there."""

DESCRIPTION = """\
What people do on the pages of Backfit, for programs: the catalogue, routines, clinics, episodes of care, invitations,
programs with their versions, what is due on a day, and what was done.

**Signing in.** The published catalogue and the list of therapists are open to everybody. For the rest, make a token on
your account's page and send it as `Authorization: Bearer bf_…`. It acts for you, within the scopes that you chose:
`programs:read` for GET, `programs:write` for everything else, and so on; each operation names its own under
"security". A browser that is signed in may use its session instead; it then sends the CSRF token in `X-CSRFToken` with
everything but GET.

**Lists** come in pages: `count`, `next`, `previous` and `results`, 50 at a time. `page` asks for another page,
`page_size` for up to 200 at a time. A page that there is not is a 404.

**Bodies** are JSON in UTF-8, at most 2.5 MB. A name that is not known, or that may only be read, is refused rather than
left out. Days are `2027-03-28` and belong to the calendar of the client; moments carry a time zone; times are whole
seconds; pain and effort go from 0 to 10.

**Doses** may be sent as JSON or as the line that a therapist types, such as `3x8 5s e/s`. A line that can be read in
two ways is refused with a question and its answers, each a line that has one meaning.

**Refusals.** 400: the body or the query is not right; each field has its sentences. Every other refusal is one sentence
in `detail`. 401: who are you? 403: your account or token may not do this. 404: there is nothing, or it is not yours to
see; the two answer alike. 409: not in the present state of things. 410: it was there and is used up, withdrawn or
deleted. 413: too large. 415: not JSON. 422: the id is taken by something else. 429: too often. A refused request
changes nothing.

**Sending again.** A session is kept under an id that you choose, so an upload whose answer got lost can be repeated:
the same body again is a 200 and no second session.
"""

TAGS = [
    {"name": "exercises", "description": "The catalogue. Everybody reads what is published; editors write."},
    {"name": "guide", "description": "The posture guide."},
    {"name": "vocabulary", "description": "The regions, equipment, muscles and precautions that exercises name."},
    {"name": "back-check", "description": "The red-flag screen and the advice that follows. Nothing is stored."},
    {"name": "routines", "description": "Saved plans: one's own, those shared within a clinic, and templates."},
    {"name": "templates", "description": "Ready-made programs that everybody may read and start from."},
    {"name": "clinics", "description": "Clinics and their members."},
    {"name": "therapists", "description": "The public list of clinics and therapists."},
    {"name": "listings", "description": "What clinics and therapists say of themselves in that list."},
    {"name": "requests", "description": "Visitors' requests for an appointment, for the clinic's desk."},
    {"name": "episodes", "description": "Episodes of care: a client, a clinic and the therapists on the care team."},
    {"name": "access-log", "description": "Who looked at whose record; for clients, managers and site admins."},
    {
        "name": "emergency-access",
        "description": "An hour in which somebody of the clinic reads a record without treating the client.",
    },
    {"name": "consents", "description": "What you agreed to, and withdrew, and when."},
    {"name": "measures", "description": "Numbers with unit and side over time, such as a range of movement."},
    {"name": "invitations", "description": "Invitations by mail, for clients and for members of a clinic."},
    {"name": "programs", "description": "What is assigned in an episode, its versions, and how it goes."},
    {"name": "today", "description": "What a client has to do on a day."},
    {"name": "calendar-feeds", "description": "The days of one's programs for one's own calendar."},
    {"name": "sessions", "description": "What was done, as clients tell it."},
    {"name": "messages", "description": "Between a client and the care team. Nobody watches them in real time."},
    {"name": "proposals", "description": "What the rules of a program suggest; therapists accept or decline."},
    {"name": "check-ins", "description": "How much it hurts in the morning, one number a day."},
    {"name": "reminders", "description": "When and where you are reminded. No message says anything about health."},
    {"name": "safety-reports", "description": "Warning signs that clients reported. Nobody watches in real time."},
    {"name": "safety-screens", "description": "What clients answered when they were asked about warning signs."},
    {"name": "exports", "description": "Everything about oneself, to take away. No token can: it is for who signs in."},
    {"name": "people", "description": "Being erased: asked for, undone within seven days, then done."},
    {"name": "attention", "description": "Who needs a look and why, for the care team."},
]

# Names for sets of values that several parts of the schema share.
ENUM_NAMES = {
    "SkipReason": ["unclear", "hard", "pain"],
    "MediaKind": "exercises.models.media.Media.Kind",
    "EditorialVerb": "exercises.models.revision.EditorialEvent.Verb",
    "ChangedRowState": "exercises.api.revisions.ROW_STATES",
    "PieceKind": "exercises.api.revisions.PIECE_KINDS",
    "DraftState": "exercises.models.draft.Draft.State",
    "ExerciseKind": "exercises.models.Exercise.Kind",
    "ExerciseStatus": "exercises.models.Exercise.Status",
    "ExerciseEvidence": "exercises.models.Exercise.Evidence",
    "EvidenceChecked": "exercises.models.Exercise.Checked",
    "StartPosition": "exercises.models.Exercise.Position",
    "MuscleRole": "exercises.models.MuscleUse.Role",
    "AccessReason": "accounts.models.AccessEntry.Reason",
    "AccessVerb": "accounts.models.AccessEntry.Verb",
    "MembershipRole": "accounts.models.Membership.Role",
    "Speciality": "accounts.models.Speciality",
    "ListingKind": "accounts.models.Listing.KINDS",
    "ListingState": "accounts.models.Listing.State",
    "AppointmentState": "accounts.models.AppointmentRequest.State",
    "RoutineVisibility": "accounts.models.Routine.Visibility",
    "HomePlace": ["home", "work", "gym", "outdoors"],
    "LadderStep": ["easier", "harder"],
    "ConsentPurpose": "accounts.models.consent.Consent.Purpose",
    "InvitationState": ["pending", "accepted", "revoked", "expired"],
    "AttentionKind": "programs.models.attention.Attention.Kind",
    "SessionEvidence": ["timed", "ticked", "later", "paper"],
    "ResultStatus": ["done", "part", "skipped"],
    "PainZone": ["go_on", "repeat", "stop", "severe"],
    "ScreenOccasion": ["start", "pain"],
    "ScreenFound": ["none", "urgent", "emergency"],
    "DayState": ["due", "rest", "paused", "before", "over", "ended"],
    "BandColour": "exercises.dose.BAND_COLOURS",
    "BackCheckEnding": "exercises.back_check.Ending",
    "RedFlagTier": ["emergency", "urgent", "soon"],
    "SafetyReportTier": ["emergency", "urgent"],
    "ProposalKind": ["step-up", "next-phase", "step-back", "maintenance"],
    "ProposalState": ["open", "accepted", "declined", "lapsed"],
    "RedFlagRegion": ["back", "neck", "any"],
    "BackPlace": "exercises.back_check.Where",
    "BackPainAge": "exercises.back_check.HowLong",
    "BackMove": "exercises.back_check.Move",
    "AgeGroup": "exercises.back_check.Age",
    "FigureSide": ["right", "left"],
    "ShareLinkKind": "programs.models.share_link.ShareLink.Kind",
    "WeightUnit": ["kg", "lb"],
    "CopyState": "accounts.models.PersonExport.State",
}
