"""The server under more questions than it may be able to answer, and killed under load again and again.

    python -m tests.benchmarks.serving load HOME --rate 200 --seconds 300
    python -m tests.benchmarks.serving kills HOME --kills 15 --every 20

HOME has policies in it; what is served is a copy. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import sqlite3
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import aiohttp
import httpx

from tests.surfaces.web_server import ASHA, BEN, CARA, Served, copied, served

QUESTIONS = (
    "can I post our sales figures on LinkedIn?",
    "may I like a colleague's post?",
    "do I have to say that my views are my own?",
    "what happens if I break the policy?",
    "can I share a photo with colleagues in it?",
    "who do I tell about a mistake online?",
    "how do I book my holiday?",
)


async def offered(page: Served, rate: float, seconds: float) -> dict[str, object]:
    """Questions at a steady rate, whether or not those before have been answered; a colleague signs meanwhile."""
    statuses: Counter[int] = Counter()
    took: list[float] = []
    signing: list[float] = []
    refused: list[float] = []
    memory: list[float] = []
    connector = aiohttp.TCPConnector(limit=400)
    async with aiohttp.ClientSession(connector=connector, headers={"Origin": page.address}) as session:

        async def ask(number: int) -> None:
            began = time.perf_counter()
            form = {"question": QUESTIONS[number % len(QUESTIONS)]}
            async with session.post(f"{page.address}/ask", data=form) as answer:
                await answer.read()
                statuses[answer.status] += 1
                (took if answer.status == 200 else refused).append(time.perf_counter() - began)

        async def sign() -> None:
            while True:
                began = time.perf_counter()
                answer = await asyncio.to_thread(asha.get, "/sign")
                assert answer.status_code == 200
                signing.append(time.perf_counter() - began)
                memory.append(resident_mb(page.process.pid))
                await asyncio.sleep(1)

        asha = page.client(ASHA)
        beside = asyncio.ensure_future(sign())
        began, asked = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            asked.append(asyncio.ensure_future(ask(number)))
        failed = sum(isinstance(one, BaseException) for one in await asyncio.gather(*asked, return_exceptions=True))
        lasted = time.perf_counter() - began
        beside.cancel()
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
        "signing_ms": quantiles(signing),
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
    with served(home) as page:
        return asyncio.run(offered(page, rate, seconds))


def kills(home: Path, count: int, every: float) -> dict[str, object]:
    """Questions, signing and letters to the manager all along; kill -9 every so often; what was confirmed is there."""
    confirmed: list[str] = []
    statuses: Counter[str] = Counter()
    for _ in range(count):
        with served(home) as page:
            over = threading.Event()
            busy = [threading.Thread(target=keep_asking, args=(page, over, statuses)) for _ in range(3)]
            busy += [threading.Thread(target=keep_sending, args=(page, who, over, confirmed)) for who in (ASHA, CARA)]
            for one in busy:
                one.start()
            time.sleep(every * random.uniform(0.7, 1.3))
            page.process.kill()
            over.set()
            for one in busy:
                one.join()
    with served(home) as page:
        settled(page, len(confirmed))
        page.stop()
    with sqlite3.connect(home / "records.db") as records:
        sound = records.execute("pragma integrity_check").fetchone() == ("ok",)
        letters = [row[0] for row in records.execute("select letter from inbox where person = ?", (BEN,))]
    arrived = Counter(found for letter in letters for found in re.findall(r"number-[0-9a-f]+", letter)[:1])
    return {
        "kills": count,
        "requests": dict(statuses),
        "confirmed": len(confirmed),
        "lost": sum(arrived[one] == 0 for one in confirmed),
        "twice": sum(times > 1 for times in arrived.values()),
        "database_sound": sound,
    }


def keep_asking(page: Served, over: threading.Event, statuses: Counter[str]) -> None:
    client = page.client()
    while not over.is_set():
        try:
            statuses[str(client.post("/ask", data={"question": random.choice(QUESTIONS)}).status_code)] += 1
        except httpx.HTTPError:
            statuses["cut off"] += 1
            over.wait(0.05)


def keep_sending(page: Served, who: str, over: threading.Event, confirmed: list[str]) -> None:
    try:
        client = page.client(who)
        while not over.is_set():
            name = f"number-{random.randbytes(6).hex()}"
            shown = client.post("/manager", data={"question": f"may I post {name}?"}).text
            held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
            chosen = {"words": f"may I post {name}?", "edited": "true"}
            again = client.post("/manager", data={**held, **chosen}).text
            held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', again))
            if client.post("/manager/send", data={**held, **chosen}).status_code == 303:
                confirmed.append(name)
            client.get("/sign")
    except httpx.HTTPError:
        return


def settled(page: Served, count: int) -> None:
    """Wait till as many letters have arrived as were confirmed, or for a minute and a half."""
    ben = page.client(BEN)
    until = time.monotonic() + 90
    while time.monotonic() < until and ben.get("/messages").text.count("would like your help") < count:
        time.sleep(1)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("what", choices=["load", "kills"])
    told.add_argument("home", type=Path)
    told.add_argument("--rate", type=float, default=200)
    told.add_argument("--seconds", type=float, default=300)
    told.add_argument("--kills", type=int, default=15)
    told.add_argument("--every", type=float, default=20)
    chosen = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = copied(chosen.home, Path(folder) / "home")
        if chosen.what == "load":
            found = load(home, chosen.rate, chosen.seconds)
        else:
            found = kills(home, chosen.kills, chosen.every)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
