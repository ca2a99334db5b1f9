"""Runs a command against a PostgreSQL cluster that exists only as long as the command does.

    python -m tests.postgres pytest -q

The command finds the cluster in DATABASE_URL. It listens on a socket in a private directory and on no network
address, so nothing else on the machine can reach it or be in its way.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

UNPRIVILEGED = ["postgres", "nobody"]
ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
CLUSTER_OPTIONS = ["-U", "backfit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
# The cluster is thrown away: a power cut may lose it, so nothing waits for the disk.
# Every test is undone, which leaves its rows behind as dead ones until the vacuum comes; and there is nothing to gain
# from compiling queries that look at a few rows.
SERVER_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=4GB "
    "-c jit=off -c autovacuum_naptime=5s"
)


def binaries() -> Path | None:
    """The directory of initdb and pg_ctl, from the newest version found; None where there is none."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("[0-9]*/bin"),
        key=lambda place: float(place.parent.name),
        reverse=True,
    )
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        places.append(Path(answer.stdout.strip()))
    if initdb := shutil.which("initdb"):
        places.append(Path(initdb).resolve().parent)
    complete = (place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists())
    return next(complete, None)


def owner() -> pwd.struct_passwd:
    """Who runs the server: PostgreSQL refuses root, so root lends it to somebody without rights."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in UNPRIVILEGED if name in known)


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster; gives its DATABASE_URL, and stops and removes it whatever happens inside."""
    user = owner()
    # A socket's path may have 107 bytes at most, which the system's own temporary directory may exceed.
    home = Path(tempfile.mkdtemp(prefix="backfit-postgres-", dir="/tmp"))
    data = home / "data"
    lent: dict[str, Any] = {"cwd": home}
    if os.geteuid() == 0:
        os.chown(home, user.pw_uid, user.pw_gid)
        lent |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(*command: str | Path, check: bool = True) -> None:
        # Into a file: the server inherits the stream, and a pipe would stay open until it ends.
        with (home / "log").open("ab") as log:
            subprocess.run(command, check=check, stdout=log, stderr=log, **lent)

    try:
        run(programs / "initdb", "-D", data, *CLUSTER_OPTIONS)
        options = f"{SERVER_OPTIONS} -c unix_socket_directories={home}"
        run(programs / "pg_ctl", "start", "-w", "-D", data, "-o", options)
        yield "postgres:///postgres?" + urlencode({"host": str(home), "user": "backfit"})
    except subprocess.CalledProcessError:
        print((home / "log").read_text(errors="replace"), file=sys.stderr)
        raise
    finally:
        if (data / "postmaster.pid").exists():
            run(programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data, check=False)
        shutil.rmtree(home, ignore_errors=True)


def run_command(command: Sequence[str], database_url: str) -> int:
    """The command's exit code; an interrupted command is given time to end before the cluster goes."""
    child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database_url})
    try:
        return child.wait()
    except SystemExit:
        # A terminal's Ctrl-C has reached the command as well; a signal sent to this process alone has not.
        if not ended(child, seconds=5):
            child.terminate()
        if not ended(child, seconds=15):
            child.kill()
        raise


def ended(child: subprocess.Popen[bytes], *, seconds: float) -> bool:
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def leave(number: int, frame: object) -> None:
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def main(command: Sequence[str]) -> int:
    for number in ENDINGS:
        signal.signal(number, leave)
    programs = binaries()
    if programs is None:
        print("PostgreSQL was not found on this machine: its run of the tests is left out.")
        return 1 if os.environ.get("BACKFIT_POSTGRES_REQUIRED") == "1" else 0
    with cluster(programs) as database_url:
        return run_command(command, database_url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
