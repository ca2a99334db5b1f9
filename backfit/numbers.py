"""Numbers as they stand in addresses and forms."""


def whole_number(text: str, *, most: int = 2**31 - 1) -> int | None:
    """What the digits say, from 0 to `most`; None for anything else, also for more digits than Python reads."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    number = int(text)
    return number if number <= most else None
