"""What every request that opens somebody's record costs beyond its own queries."""

LOGGED = 4
"""Statements that keep who looked: why they may, where the log ends, the entries, and its new end. However many records
are shown, it is no more (tests/accounts/test_access_log.py)."""
SEEN = 3
"""That a session was used, once in a while: the change of its row inside of a savepoint."""
