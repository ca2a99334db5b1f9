"""Single sign-on for a clinic by OpenID Connect, set up by whoever runs the site (`SSO_PROVIDERS`) and nowhere else.

What a clinic's provider says counts for that clinic's people only: it can open the account of nobody who also works
elsewhere, edits the catalogue or looks after the site, whatever address it names.
"""
