from accounts.forms.signup import SignupForm

__all__ = ["SignupForm"]
