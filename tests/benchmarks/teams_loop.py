"""For how long the process that Teams talks to doesn't listen: `python -m tests.benchmarks.teams_loop HOME [TIMES]`.

Tokens and activities of every kind come to a whole server over HTTP, while its server of keys is quick, slow, silent,
down and changes its keys. A ticker in the server's own loop, due each 5 ms, says how late it was at the most. HOME is a
published home and stays as it is. Takes six minutes, most of it for the server to be willing to fetch keys again.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import wiring
from bot.serving import process
from bot.settings import Settings
from bot.teams import asgi
from bot.teams.keys import ASKED_AGAIN_S, TIMEOUT_S
from knowledge.generation import Home
from tests.surfaces.playground import await_url, free
from tests.teams_peers import APP_ID, ISSUER, TENANT, KeyServer, jwk, new_key, served
from tests.unit.test_teams_verifying import ACTIVITIES, OTHERS_KEY, OUR_KEY, TOKENS, activity, claims, token

TICK_S = 0.005
AT_ONCE = 16
LARGE = b'{"type":"message","channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/",' + (
    b'"channelData":{"tenant":{"id":"%s"}},"attachments":[%s{}]}' % (TENANT.encode(), b'{"name":"x"},' * 19_500)
)


@dataclass
class Ticker:
    """How late it was at the most since it was last asked, and for how long of that this process was computing.

    The rest of it the machine gave to others.
    """

    late: float = 0.0
    busy: float = 0.0
    ticks: int = 0

    async def run(self) -> None:
        while True:
            began, computed = time.perf_counter(), time.process_time()
            await asyncio.sleep(TICK_S)
            late = time.perf_counter() - began - TICK_S
            busy = min(late, time.process_time() - computed)
            self.late, self.busy, self.ticks = max(self.late, late), max(self.busy, busy), self.ticks + 1

    async def told(self, _: asyncio.StreamReader, asked: asyncio.StreamWriter) -> None:
        asked.write(f"{self.late * 1000:.0f} ms | {self.busy * 1000:.0f} ms | {self.ticks}".encode())
        self.late, self.busy, self.ticks = 0.0, 0.0, 0
        asked.close()


async def serve(port: int, telling: int) -> None:
    """The process as it is served, a ticker in its loop, and a port that tells how late it was."""
    settings, ticker = Settings(), Ticker()
    opened = wiring.open_generation(Home(settings.home))
    async with asyncio.TaskGroup() as together:
        ticking = together.create_task(ticker.run())
        await asyncio.start_server(ticker.told, "127.0.0.1", telling)
        await process.serve(settings, opened, "127.0.0.1", port)
        ticking.cancel()


@dataclass
class Measured:
    """One server; `verdicts` counts what came back."""

    url: str
    telling: int
    verdicts: Counter[str] = field(default_factory=Counter)

    def sent(self, authorization: str | None, body: bytes, right: int) -> None:
        headers = {"Content-Type": "application/json"} | ({"Authorization": authorization} if authorization else {})
        try:
            request = urllib.request.Request(f"{self.url}{asgi.PATH}", body, headers)
            with urllib.request.urlopen(request, timeout=60) as found:
                status = found.status
        except urllib.error.HTTPError as refused:
            status = refused.code
        except UnicodeEncodeError:
            return  # a header that no client can send
        self.verdicts["right" if status == right else f"{status} for {right}"] += 1

    def phase(self, name: str, cases: list[tuple[str | None, bytes, int]]) -> None:
        self._asked()
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as several:
            list(several.map(lambda case: self.sent(*case), cases))
        print(
            f"| {name} | {len(cases)} in {time.monotonic() - began:.0f} s | {self._asked()} | {dict(self.verdicts)} |",
            flush=True,
        )
        self.verdicts.clear()

    def _asked(self) -> str:
        with socket.create_connection(("127.0.0.1", self.telling), timeout=60) as ticker:
            return ticker.makefile().read()


def matrix(times: int) -> list[tuple[str | None, bytes, int]]:
    """Every case of the tests, so many times."""
    plain = json.dumps(activity()).encode()
    cases = [(made(), plain, right) for made, right in TOKENS.values()]
    cases += [(f"Bearer {token(told)}", json.dumps(sent).encode(), 403) for told, sent in ACTIVITIES.values()]
    return cases * times


def good(times: int, **told: Any) -> list[tuple[str | None, bytes, int]]:
    return [(f"Bearer {token(**told)}", json.dumps(activity()).encode(), 200)] * times


@contextmanager
def server(home: Path, keys: KeyServer) -> Iterator[Measured]:
    """A process over a copy of a home."""
    port, telling = free(), free()
    environment = {
        "CLAUSEWISE_HOME": str(home), "CLAUSEWISE_TEAMS__APP_ID": APP_ID, "CLAUSEWISE_TEAMS__APP_SECRET": "local",
        "CLAUSEWISE_TEAMS__TENANTS": TENANT, "CLAUSEWISE_TEAMS__KEYS": f"{keys.url}/metadata",
        "CLAUSEWISE_TEAMS__ISSUER": ISSUER,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.benchmarks.teams_loop", "serve", str(port), str(telling)]
    child = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    found = Measured(f"http://127.0.0.1:{port}", telling)
    try:
        await_url(f"{found.url}/healthz", child)
        yield found
    finally:
        child.terminate()
        child.wait(30)


def main(home: Path, times: int) -> None:
    keys = KeyServer(
        keys=[jwk(OUR_KEY, "ours"), jwk(OTHERS_KEY, "unendorsed", []), jwk(OTHERS_KEY, "elsewhere", ["x"])]
    )
    new = new_key()
    with ExitStack() as stack:
        stack.enter_context(served(keys))
        copy = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "home"
        shutil.copytree(home, copy)
        measured = stack.enter_context(server(copy, keys))
        time.sleep(5)
        measured.phase("the matrix", matrix(times))
        measured.phase("genuine", good(40 * times))
        whole = [(f"Bearer {token(claims())}", LARGE, 200)] * 40
        measured.phase(f"genuine, of {len(LARGE) // 1000} kB", whole)
        time.sleep(ASKED_AGAIN_S)
        keys.keys, keys.slow_s = [jwk(new, "new")], 2.0
        measured.phase("keys changed, and take 4 s", good(200, key=new, kid="new"))
        keys.slow_s = 0.0
        time.sleep(ASKED_AGAIN_S)
        keys.down = True
        strange = [(f"Bearer {token(kid=f'strange-{n}')}", json.dumps(activity()).encode(), 401) for n in range(200)]
        measured.phase("no keys to be had", strange + good(200, key=new, kid="new"))
        time.sleep(ASKED_AGAIN_S)
        keys.down, keys.slow_s = False, 3 * TIMEOUT_S
        measured.phase("a server of keys that doesn't answer", strange + good(200, key=new, kid="new"))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(serve(int(sys.argv[2]), int(sys.argv[3])))
    else:
        main(Path(sys.argv[1]), int((sys.argv[2:] or ["20"])[0]))
