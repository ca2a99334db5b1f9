"""Who gets which answer, for the resources that exist. The codes stand for

    +  2xx                       1  401, on a page the way to the sign-in
    f  200, permitted rows only  2  400, the same as for an unknown id
    0  200 without these rows    3  403      4  404      5  405

Each word has six: list, read, create, update, delete, special. A dot: there is no such function (yet).
"""

ACTORS = (
    "anon",
    "client-own",
    "client-other",
    "T-care",
    "T-clinic",
    "T-other",
    "T-former",
    "manager",
    "editor",
    "admin",
    "token-narrow",
    "share-link",
    "deactivated",
    "T-noclinic",
    "invitee",
    "T-dual",
)
VERBS = ("list", "read", "create", "update", "delete", "special")

# In the order of ACTORS.
DESIGN = {
    "published exercise": "++1111 ++3333 ++3333 ++3333 ++3333 ++3333 ++3333 ++3333 ++++++ ++++++ ++3333 ++1111 111111 "
    "++3333 ++3333 ++3333",
    "draft exercise": "04111. 04344. 04344. 04344. 04344. 04344. 04344. 04344. +++++. +++++. 04333. 04111. 11111. "
    "04344. 04344. 04344.",
    "clinic exercise": "04111. 04344. 04344. +++++. +++++. 04244. +++++. ++333. f4244. f4344. ++333. 04111. 11111. "
    "04344. 04344. +++++.",
    "private routine": "111111 043443 043443 ++++++ 04+442 04+442 04+442 043443 043443 043443 333333 111111 111111 "
    "04+442 043443 04+442",
    # The same, shared with the clinic where C is treated.
    "shared routine": "111111 043443 043443 ++++++ f++332 04+442 f++332 043443 043443 043443 333333 111111 111111 "
    "04+442 043443 f++332",
    "program": "111111 f+333+ 043444 f+++++ 042444 042444 042444 043444 043444 043444 333333 1+1111 111111 042444 "
    "043444 042444",
    "session": "111111 f+++++ 042442 f++333 042443 042443 042443 043443 043443 043443 333333 111111 111111 042443 "
    "043443 042443",
    # Its last verb are the charts, the others measures.
    "outcome": "111111 f+333+ 043444 f+++++ 042444 042444 042444 043444 043444 043444 333333 111111 111111 042444 "
    "043444 042444",
    "message thread": "111111 f++55+ 042554 f++55+ 042554 042554 042554 042554 042554 042554 333333 111111 111111 "
    "042554 042554 042554",
    "media file": "444444 444444 444444 444444 444444 444444 444444 444444 444444 444444 444444 444444 444444 444444 "
    "444444 444444",
    "invitation": "111111 043543 043543 f++5+3 04+543 04+543 04+543 f++5+3 043543 f++5+3 333333 111111 111111 043543 "
    "04354+ 04+543",
    "data export": "111111 f++5++ 042544 043544 043544 043544 043544 04+54+ 043544 04+54+ 333333 111111 111111 043544 "
    "043544 043544",
    "calendar feed": "11111+ f+++++ 04244+ 04244+ 04244+ 04244+ 04244+ 04244+ 04244+ 04244+ 33333+ 11111+ 11111+ "
    "04244+ 04244+ 04244+",
    "push subscription": "111111 f+++++ 042444 042444 042444 042444 042444 042444 042444 042444 333333 111111 111111 "
    "042444 042444 042444",
    "access log": "111111 f+555+ 045554 335553 335553 335553 335553 f+555+ 335553 ++555+ 333333 111111 111111 335553 "
    "045554 335553",
    "clinic": "111111 f+3333 f+3333 f+3333 f+3333 043444 f+3333 f+3+3+ 043444 ++++++ 333333 111111 111111 043444 "
    "043444 f+3333",
}

# Where the product answers otherwise than the design's table, and why.
DEVIATIONS: dict[tuple[str, str, str], tuple[str, str]] = {
    **{
        (resource, actor, "create"): ("+", "everybody signed in may save routines of their own")
        for resource in ("private routine", "shared routine")
        for actor in ("client-own", "client-other", "manager", "editor", "admin", "invitee")
    },
    **{
        ("draft exercise", actor, "list"): ("f", "who works at the clinic finds its own exercise in the list")
        for actor in ("T-care", "T-clinic", "T-former", "T-dual", "manager", "token-narrow")
    },
    # Somebody else's therapist who is nobody's client here is told of no episode either.
    ("session", "T-dual", "special"): ("2", "is a client elsewhere, so the function is open; C's program is unknown"),
}


def expected(resource: str, actor: str, verb: str) -> str:
    """The code of a cell, or "." where there is no such function."""
    deviation = DEVIATIONS.get((resource, actor, verb))
    if deviation is not None:
        return deviation[0]
    word = DESIGN[resource].split()[ACTORS.index(actor)]
    return word[VERBS.index(verb)]
