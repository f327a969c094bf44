"""The page without a browser: what its addresses say, take, refuse and survive."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import cache
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surfaces.confirmed import held_in, sent_on_page, signed_on_page, walked_on_page
from tests.surfaces.web_server import ASHA, BEN, CARA, ROOT, Served, copied, served

QUESTION = "can I post our sales figures on LinkedIn?"
CANARY = "kingfisher-canary-7"
PLAIN = ["/", "/share", "/policies", "/policies/PSG-SM-001", "/policies/none", "/sign", "/messages", "/me", "/nowhere"]
FORMS = ["/ask", "/feedback", "/share", "/me", "/manager", "/manager/send", "/messages/press"]
FORMS += ["/sign/next", "/sign/back", "/sign/answer", "/sign/name", "/sign/ask"]
FIELDS = ["question", "earlier", "generation", "helpful", "draft", "person", "then", "words", "answer", "quotes"]
FIELDS += ["note", "key", "to", "seen", "sure", "edited", "about", "press", "document", "place", "option", "seal"]


@pytest.fixture(scope="module")
def page(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = copied(shipped_home, tmp_path_factory.mktemp("web") / "home")
    with served(home, CLAUSEWISE_LOG_LEVEL="info") as found:
        yield found


@pytest.mark.parametrize("address", [*PLAIN, "/static/page.css", "/static/page.js"])
def test_every_page_tells_the_browser_to_keep_everything_else_out(page: Served, address: str) -> None:
    headers = page.client().get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_the_first_load_is_small(page: Served) -> None:
    client = page.client()
    home = client.get("/")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', home.text)
    assert sum(len(client.get(part).content) for part in set(parts)) + len(home.content) < 150_000
    assert not re.search(r'(?:href|src|action)="(?!/|#)', home.text)


def test_a_question_is_answered_with_the_clause_without_scripts(page: Served) -> None:
    found = page.client().post("/ask", data={"question": QUESTION})
    assert "No, best not." in found.text
    assert "commercially sensitive information, personal data or confidential information." in found.text


def test_an_answer_comes_piece_by_piece_where_the_page_asks_for_it(page: Served) -> None:
    client = page.client(Accept="application/x-ndjson")
    pieces = [json.loads(line) for line in client.post("/ask", data={"question": QUESTION}).text.splitlines()]
    assert [next(iter(piece)) for piece in pieces] == ["status", "part", "part", "part", "part", "status"]
    assert "No, best not." in pieces[1]["part"]


def test_turns_before_are_taken_from_the_page(page: Served) -> None:
    found = page.client().post("/ask", data={"question": "and on Facebook?", "earlier": [QUESTION]})
    assert "confidential information" in found.text


def test_nothing_that_somebody_wrote_becomes_markup(page: Served) -> None:
    wrote = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    client = page.client(ASHA)
    for address, field in (("/ask", "question"), ("/share", "draft"), ("/manager", "question")):
        found = client.post(address, data={field: f"can I share this: {wrote} at 07700 900123"})
        assert "<script>alert" not in found.text
        assert "<img src=x" not in found.text


def test_a_quote_leads_to_its_passage_in_the_whole_policy(page: Served) -> None:
    client = page.client()
    asked = client.post("/ask", data={"question": QUESTION}).text
    link = re.search(r'href="(/policies/[^"]+)"', asked)
    assert link
    policy = client.get(link.group(1).replace("&amp;", "&").partition("#")[0]).text
    assert "<mark>Do not share business information such as commercially sensitive information" in policy


def test_the_whole_policy_stands_there_to_the_letter(page: Served, shipped) -> None:  # noqa: ANN001
    text = re.sub(r"<[^>]+>", "", page.client().get("/policies/PSG-SM-001").text)
    for clause in shipped.catalogue.clauses.values():
        if clause.document == "PSG-SM-001":
            assert clause.text in text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "elsewhere.example"}, 421),
        ({"Host": "127.0.0.1.elsewhere.example", "Origin": "http://127.0.0.1.elsewhere.example"}, 421),
        ({"Content-Type": "application/json"}, 415),
    ],
)
def test_forms_from_elsewhere_are_refused(page: Served, headers: dict[str, str], status: int) -> None:
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    assert page.client().post("/ask", content=b"question=hello", headers=sent).status_code == status


def test_a_form_larger_than_anybody_writes_is_refused(page: Served) -> None:
    assert page.client().post("/share", data={"draft": "a" * 1_000_000}).status_code == 413
    assert page.client().post("/share", data={"draft": "a" * 40_000}).status_code == 200


def test_a_form_without_an_origin_is_refused(page: Served) -> None:
    assert httpx.post(f"{page.address}/ask", data={"question": QUESTION}).status_code == 403


def test_nobody_can_be_whom_they_did_not_choose(page: Served) -> None:
    genuine = page.client(ASHA).cookies["clausewise_me"]
    forged = genuine.replace(ASHA, BEN)
    for cookie in (forged, BEN, f"{BEN}|", "|", genuine[:-1]):
        found = page.client(Cookie=f"clausewise_me={cookie}").get("/messages")
        assert found.headers.get("location") == "/me?then=/messages"
    assert page.client().post("/me", data={"person": "somebody else"}).status_code == 403


def test_both_sides_of_a_question_to_the_line_manager(page: Served) -> None:
    asha, ben, cara = page.client(ASHA), page.client(BEN), page.client(CARA)
    assert sent_on_page(asha, QUESTION, CANARY).headers["location"] == "/messages"
    key = arrived(ben, "Asha Rao would like your help")
    assert CANARY in ben.get("/messages/letter", params={"key": key}).text
    assert cara.get("/messages/letter", params={"key": key}).status_code == 404
    assert "Ben Cole has seen it" in asha.get("/messages").text
    about = key.partition(":")[0]
    pressed = {"about": about, "press": "reply", "words": "Not the figures, please.", "key": "k"}
    assert cara.post("/messages/press", data=pressed).status_code == 403
    assert ben.post("/messages/press", data=pressed).status_code == 303
    reply = arrived(asha, "Ben Cole has replied to you")
    assert "Not the figures, please." in asha.get("/messages/letter", params={"key": reply}).text


def arrived(client: httpx.Client, title: str) -> str:
    """The key of a letter, waited for."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = re.search(rf'/messages/letter\?key=([^"]+)">{title}', client.get("/messages").text)
        if found:
            return str(httpx.QueryParams(f"key={found.group(1)}")["key"])
        time.sleep(0.2)
    raise AssertionError(f"no letter: {title}")


def test_what_was_not_seen_is_not_sent(page: Served) -> None:
    asha = page.client(ASHA)
    shown = asha.post("/manager", data={"question": QUESTION}).text
    found = asha.post("/manager/send", data={**held_in(shown), "words": "something else"})
    assert found.status_code == 200
    assert "They asked: something else" in found.text


def test_a_concern_about_the_manager_does_not_go_to_them(page: Served) -> None:
    found = page.client(ASHA).post("/manager", data={"question": "my manager keeps bullying me"})
    assert "send this to your line manager" in found.text
    assert "/manager/send" not in found.text


def test_a_policy_is_signed_by_who_is_there_and_nobody_else(page: Served) -> None:
    cara = page.client(CARA)
    shown = walked_on_page(cara)
    held = {name: held_in(shown)[name] for name in ("document", "seal")}
    other = cara.post("/sign/name", data={**held, "typed": "Ben Cole", "sure": "true"}).text
    assert "I know you as Cara Lim" in other
    signed = signed_on_page(cara, "Cara Lim", shown)
    receipt = re.search(r"/sign/receipt/\d+", signed)
    assert receipt
    assert cara.get(receipt.group()).content.startswith(b"%PDF")
    assert page.client(BEN).get(receipt.group()).status_code == 404


def test_it_says_that_it_lives_and_is_ready_and_counts_without_names(page: Served) -> None:
    client = page.client()
    client.post("/ask", data={"question": QUESTION})
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json()["ready"] is True
    told = client.get("/metrics").text
    assert re.search(r'clausewise_questions_total\{status="answered",surface="web"\} [1-9]', told)
    assert "clausewise_answer_seconds_bucket" in told
    assert "Asha" not in told
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 404


@cache
def kept(page: Served, person: str | None) -> httpx.Client:
    """One client for hundreds of requests."""
    return page.client(person)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(FORMS),
    fields=st.dictionaries(
        st.sampled_from(FIELDS) | st.text(max_size=8),
        st.text(max_size=300) | st.sampled_from(["true", "-1", "1" * 30, "\x00", "' OR 1=1 --", "../..", "reply"]),
        max_size=8,
    ),
    person=st.sampled_from([None, ASHA]),
)
def test_no_form_is_an_error_of_ours(page: Served, address: str, fields: dict[str, str], person: str | None) -> None:
    assert kept(page, person).post(address, data=fields).status_code < 500


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from([*PLAIN, "/sign/receipt/", "/messages/letter", "/static/", "/policies/"]),
    more=st.text(st.characters(codec="utf-8"), max_size=20),
    query=st.dictionaries(st.sampled_from(["key", "clause", "start", "end", "document", "then"]), st.text(max_size=30)),
)
def test_no_address_is_an_error_of_ours(page: Served, address: str, more: str, query: dict[str, str]) -> None:
    found = kept(page, ASHA).get(address + quote(more) if address.endswith("/") else address, params=query)
    assert found.status_code < 500


@pytest.mark.parametrize("body", [b"\xff\xfe", b"question=%ff%fe", b"&" * 5000, b"a=" * 5000, b"%", b"question=%00"])
def test_bodies_that_no_browser_sends_are_no_error_of_ours(page: Served, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert page.client().post("/ask", content=body, headers=headers).status_code < 500


def test_more_questions_than_there_is_room_for_are_turned_away_and_signing_is_not(
    shipped_home: Path, tmp_path: Path
) -> None:
    with served(copied(shipped_home, tmp_path / "home"), CLAUSEWISE_WEB__AT_ONCE="1") as page:
        crowd = [subprocess.Popen(_asking(page), stdout=subprocess.PIPE, text=True) for _ in range(6)]
        asha = page.client(ASHA)
        assert all(asha.get("/sign").status_code == 200 for _ in range(10))
        statuses = [line for one in crowd for line in one.communicate(timeout=60)[0].splitlines()]
    assert set(statuses) == {"200", "503"}


def _asking(page: Served) -> list[str]:
    form = ["-H", f"Origin: {page.address}", "--data-urlencode", f"question={QUESTION}", f"{page.address}/ask"]
    once = ["-s", "-o", "/dev/null", "-w", "%{http_code}\n", *form]
    return ["curl", *[part for _ in range(15) for part in ("--next", *once)][1:]]


def test_nothing_that_somebody_wrote_is_logged(shipped_home: Path, tmp_path: Path) -> None:
    with served(copied(shipped_home, tmp_path / "home"), CLAUSEWISE_LOG_LEVEL="debug") as page:
        asha = page.client(ASHA)
        asha.post("/ask", data={"question": f"can I post about {CANARY}?"})
        asha.post("/share", data={"draft": f"hello {CANARY}"})
        asha.get("/messages/letter", params={"key": CANARY})
        sent_on_page(asha, f"may I name {CANARY}?")
        assert page.stop() == 0
        logged = page.told
    assert '"event": "request"' in logged
    assert CANARY not in logged


def test_what_is_being_answered_is_finished_at_a_stop(shipped_home: Path, tmp_path: Path) -> None:
    with served(copied(shipped_home, tmp_path / "home")) as page, ThreadPoolExecutor(12) as crowd:
        clients = [page.client() for _ in range(12)]
        for client in clients:
            client.get("/healthz")
        asked = [crowd.submit(client.post, "/ask", data={"question": QUESTION}) for client in clients]
        wait(asked, return_when=FIRST_COMPLETED)
        assert page.stop() == 0
        assert [one.result().status_code for one in asked] == [200] * 12


def test_what_was_confirmed_is_there_after_the_process_was_killed(shipped_home: Path, tmp_path: Path) -> None:
    home = copied(shipped_home, tmp_path / "home")
    with served(home) as page:
        assert sent_on_page(page.client(ASHA), QUESTION).headers["location"] == "/messages"
        page.process.kill()
    with served(home) as page:
        arrived(page.client(BEN), "Asha Rao would like your help")
        assert page.stop() == 0
    with sqlite3.connect(home / "records.db") as records:
        assert records.execute("pragma integrity_check").fetchone() == ("ok",)
        assert records.execute("select count(*) from inbox").fetchone() == (1,)


def test_no_connection_leaves_the_machine(shipped_home: Path, tmp_path: Path) -> None:
    """In a network of its own with nothing but itself in it, everything works, and nothing else is ever looked for."""
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine doesn't let a process have a network of its own (unshare)")
    home = copied(shipped_home, tmp_path / "home")
    inside = [*alone, sys.executable, "-m", "tests.surfaces.alone", str(home)]
    done = subprocess.run(inside, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["1", "0", "200", "200", "200"]
