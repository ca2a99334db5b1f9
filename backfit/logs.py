import logging


class RoutesForPaths(logging.Filter):
    """Writes an address as the pattern that it fits: the address itself may hold an invitation's token."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", None)
        if path and isinstance(record.args, tuple):
            # Django escapes what is no plain text, such as the quotation mark that came along with a pasted link.
            known = {path, path.encode("unicode_escape").decode("ascii")}
            record.args = tuple(
                route_of(record) if isinstance(part, str) and part in known else part for part in record.args
            )
        return True


def route_of(record: logging.LogRecord) -> str:
    match = getattr(record.request, "resolver_match", None)  # type: ignore[attr-defined]
    return f"/{match.route}" if match else "(no page of ours)"
