"""How often anybody may do what can be guessed at, overdone or abused; `backfit/limits.py` counts.

Each is `most/span/whose`: `5/15m/account` allows five in fifteen minutes. A span is a number of seconds, minutes, hours
or days (`s`, `m`, `h`, `d`), and begins with the first time that counts. `ip` is the internet address that asks, of
IPv6 its network; `user` who is signed in; any other word is what the code names so. "" is no limit.
"""

# In which steps of seconds a form is answered that takes an address, so that its time tells nothing of who has an
# account (backfit/steady.py). By the name of the page.
ANSWER_STEPS: dict[str, float] = {
    "account_login": 0.25,
    "account_signup": 0.5,
    "account_reset_password": 0.25,
    "account_request_login_code": 0.25,
    "account_email": 0.25,
    "clinic_invite": 0.25,
    "invitation_enter": 0.25,
    "appointment_new": 0.25,
}
LIMITS: dict[str, str] = {
    # What the wrong ones are counted of. A right one takes nothing away, and gives back nothing but itself.
    "sign-in": "5/15m/account, 20/d/account, 10/m/ip, 60/h/ip",
    "second-step": "5/5m/user, 20/d/user",  # codes of an app and for recovery, at sign-in and again later
    "password-again": "5/15m/user, 20/d/user",  # of who is signed in
    "share-link": "10/10m/ip",  # after which there is an hour without an answer, as for the next two
    "invitation": "10/10m/ip",
    "calendar": "10/10m/ip",
    # What is counted each time.
    "sign-up": "5/h/ip",
    "sign-in-code": "6/h/address, 30/h/ip",
    "reset": "2/h/address, 5/d/address, 10/h/ip",
    "mailed-code": "20/10m/ip",  # typed from a mail; each code has three tries
    "confirm": "6/h/address",  # mails with a code to prove an address
    "passkey": "10/m/ip",
    "addresses": "5/h/user, 20/d/user",  # changes to one's own
    "way-in": "5/h/ip, 20/d/ip",
    "telephone": "10/h/ip, 30/d/ip",
    "request": "5/h/ip, 15/d/ip",
    "back-check": "60/m/ip",  # through the API; the page only reads what is sent
    "search": "60/m/ip",
    "search-of-a-person": "60/m/user",
    "suggest": "300/5m/user",  # 60 a minute, of which typing may take many at once
    "handout": "20/h/ip",
    "handout-of-a-person": "20/h/user",
    "message": "60/h/user",  # written to a care team, or to clients
    "emergency": "10/h/user",  # names that were tried and belong to no client
    "export": "3/d/user",
    "csp-report": "60/m/ip",
    # Spans that are as long as 300 take at the pace allowed: 120 and 60 a minute, and up to 300 at once.
    "api-read": "300/150s/user",
    "api-write": "300/5m/user",
    "api-of-nobody": "300/150s/ip",
    "sync": "2000/m/user",  # sessions
}
