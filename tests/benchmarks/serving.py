"""The server under more questions than it may be able to answer, while people sign and write on every surface.

    python -m tests.benchmarks.serving HOME --rate 200 --seconds 300

HOME has policies in it; what is served is a copy. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

import aiohttp
import httpx

from tests.surfaces.busy import ASKERS, Load
from tests.surfaces.everywhere import PROXYS, Everywhere, everywhere
from tests.surfaces.web_server import copied

QUESTIONS = (
    "can I post our sales figures on LinkedIn?",
    "may I like a colleague's post?",
    "do I have to say that my views are my own?",
    "what happens if I break the policy?",
    "can I share a photo with colleagues in it?",
    "who do I tell about a mistake online?",
    "how do I book my holiday?",
)


async def offered(place: Everywhere, rate: float, seconds: float, pid: int) -> dict[str, object]:
    """Questions at a steady rate, whether or not those before have been answered."""
    statuses: Counter[int] = Counter()
    took: list[float] = []
    refused: list[float] = []
    memory: list[float] = []
    address = f"http://127.0.0.1:{place.port}/ask"
    headers = {name: place.page(0).headers[name] for name in PROXYS}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=400), headers=headers) as session:

        async def ask(number: int) -> None:
            began = time.perf_counter()
            form = {"question": QUESTIONS[number % len(QUESTIONS)]}
            async with session.post(address, data=form) as answer:
                await answer.read()
                statuses[answer.status] += 1
                (took if answer.status == 200 else refused).append(time.perf_counter() - began)

        began, asked = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            asked.append(asyncio.ensure_future(ask(number)))
            if number % int(rate) == 0:
                memory.append(resident_mb(pid))
        failed = sum(isinstance(one, BaseException) for one in await asyncio.gather(*asked, return_exceptions=True))
        lasted = time.perf_counter() - began
    early = memory[len(memory) // 5 :]
    return {
        "offered_per_s": rate,
        "asked": len(asked),
        "seconds": round(lasted, 1),
        "statuses": dict(statuses),
        "failed": failed,
        "answered_per_s": round(statuses[200] / lasted, 1),
        "answered_ms": quantiles(took),
        "turned_away_ms": quantiles(refused),
        "memory_mb": {"after_a_fifth": early[0], "most": max(early), "last": early[-1]},
        "load_average": os.getloadavg(),
    }


def quantiles(seconds: list[float]) -> dict[str, float]:
    if len(seconds) < 2:
        return {}
    cuts = statistics.quantiles(seconds, n=100)
    return {name: round(cuts[place - 1] * 1000, 1) for name, place in (("p50", 50), ("p95", 95), ("p99", 99))}


def resident_mb(pid: int) -> float:
    told = Path(f"/proc/{pid}/status").read_text()
    return round(int(re.findall(r"VmRSS:\s+(\d+)", told)[0]) / 1024, 1)


def load(home: Path, rate: float, seconds: float) -> dict[str, object]:
    """Beside the questions, a letter and a signature in turn on each surface, all along."""
    colleagues = ASKERS + int(3 * seconds)
    with everywhere(home, colleagues) as place, place.served() as process:
        ready(place)
        busy = Load(place, colleagues)
        with busy.kept_up(busy.letters_and_signatures):
            found = asyncio.run(offered(place, rate, seconds, process.pid))
    done = {"letters": {where: len(sent) for where, sent in busy.letters.items()}, "signatures": len(busy.signed)}
    presses = {where: {"requests": len(took), **quantiles(took)} for where, took in place.took.items()}
    return {**found, **done, "refused": busy.unexpected, "cut_off": busy.requests["cut off"], "presses_ms": presses}


def ready(place: Everywhere) -> None:
    """Wait till it has started."""
    while httpx.get(f"http://127.0.0.1:{place.port}/readyz", timeout=60).status_code != 200:
        time.sleep(0.1)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("home", type=Path)
    told.add_argument("--rate", type=float, default=200)
    told.add_argument("--seconds", type=float, default=300)
    chosen = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = copied(chosen.home, Path(folder) / "home")
        found = load(home, chosen.rate, chosen.seconds)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
