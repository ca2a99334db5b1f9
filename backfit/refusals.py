"""What a verb raises when the input is well formed but the answer is no; pages and API give status and sentence.

Bad values are Django's `ValidationError` (400), a closed function is `PermissionDenied` (403).
"""


class Refusal(Exception):
    status = 409
    wait: int | None = None
    """In how many seconds it is worth another try; None where that is not a matter of time."""

    def __init__(
        self, sentence: object, *, wait: int | None = None, way_out: tuple[object, object] | None = None
    ) -> None:
        """`way_out` is an address with its label, for who cannot wait."""
        super().__init__(str(sentence))
        self.wait = wait or self.wait
        self.way_out = way_out

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class Conflict(Refusal):
    """The state of things does not allow it now."""

    status = 409


class Gone(Refusal):
    """It was there, and has been used up, revoked or deleted."""

    status = 410


class Different(Refusal):
    """The same key came again with other content; the first is kept."""

    status = 422


class TooMany(Refusal):
    """A limit on how often has been reached; later it works again."""

    status = 429
    wait = 3600


class Unavailable(Refusal):
    """It cannot be done at this moment, whoever asks."""

    status = 503
    wait = 5


class Invalid(ValueError):
    """Input that is no value of its kind (400). `field` is where it came in, `sentences` say what is not right."""

    field = "non_field_errors"

    @property
    def sentences(self) -> list[str]:
        return [str(self)]
