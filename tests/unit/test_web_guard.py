"""Who gets in, and who somebody is taken to be."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import WrongSettings
from bot.people import People, Person
from bot.serving.process import connections
from bot.settings import Settings, load
from bot.web.guard import FORM, SECRET_HEADER, Bounds
from bot.web.visitors import COOKIE, KEY_FILE, Samples, SignedIn, Strangers, key_in

ROOT = Path(__file__).parents[2]
HERE = Bounds()
PROXY = Bounds("https://policies.example.org", "a secret of the proxy's")
PEOPLE = People([Person(id="1", name="Asha", email="asha@example.org"), Person(id="2", name="Ben")])


@pytest.mark.parametrize("host", ["127.0.0.1:8400", "localhost", "LOCALHOST:1", "[::1]:8400"])
def test_this_machine_goes_by_these_names(host: str) -> None:
    assert HERE.refusal("GET", {"host": host}) is None


@pytest.mark.parametrize("host", ["", "example.org", "localhost.example.org", "127.0.0.1.nip.example", "[", "10.0.0.1"])
def test_no_other_name_leads_here(host: str) -> None:
    assert HERE.refusal("GET", {"host": host}) == 421


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_there_is_only_looking_and_sending_forms(method: str) -> None:
    assert HERE.refusal(method, {"host": "localhost"}) == 405


@pytest.mark.parametrize("length", ["", "-1", "1000000", "1e3"])
def test_a_form_says_how_long_it_is(length: str) -> None:
    sent = {"host": "localhost", "origin": "http://localhost", "content-type": FORM, "content-length": length}
    assert HERE.refusal("POST", sent) == 413
    assert HERE.refusal("POST", {**sent, "content-length": "9"}) is None


def test_behind_a_proxy_nothing_counts_without_its_secret() -> None:
    host = {"host": "policies.example.org"}
    assert PROXY.refusal("GET", host) == 403
    assert PROXY.refusal("GET", {**host, SECRET_HEADER: "another"}) == 403
    assert PROXY.refusal("GET", {**host, SECRET_HEADER: "ünlike"}) == 403
    assert PROXY.refusal("GET", {**host, SECRET_HEADER: "a secret of the proxy's"}) is None
    assert PROXY.refusal("GET", {"host": "127.0.0.1", SECRET_HEADER: "a secret of the proxy's"}) == 421


def test_behind_a_proxy_people_are_whom_it_names_and_nobody_else() -> None:
    visitors = SignedIn("X-Email", lambda: PEOPLE)
    found = visitors.who({"X-Email": "ASHA@example.org"}, {COOKIE: "2|x"})
    assert found
    assert found.id == "1"
    assert visitors.who({"X-Email": ""}, {}) is None
    assert visitors.who({}, {COOKIE: "2|x"}) is None
    assert [*visitors.choices()] == []
    assert visitors.badge("2") is None


def test_a_badge_is_good_for_one_person_and_one_home() -> None:
    visitors = Samples(b"k" * 32, lambda: PEOPLE)
    badge = visitors.badge("1")
    assert badge
    found = visitors.who({}, {COOKIE: badge})
    assert found
    assert found.id == "1"
    assert visitors.who({}, {COOKIE: badge.replace("1|", "2|")}) is None
    assert visitors.who({}, {COOKIE: "é"}) is None
    assert Samples(b"j" * 32, lambda: PEOPLE).who({}, {COOKIE: badge}) is None


def test_with_real_people_on_record_and_no_sign_in_nobody_is_anybody() -> None:
    assert Strangers().who({}, {COOKIE: "1|x"}) is None
    assert Strangers().badge("1") is None


def test_the_key_is_the_homes_own_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    assert len(key) == 32
    assert key_in(tmp_path) == key
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0
    (tmp_path / KEY_FILE).write_bytes(b"cut off")
    assert len(key_in(tmp_path)) == 32


def test_the_page_is_off_where_others_could_reach_it_without_signing_in(tmp_path: Path) -> None:
    assert len(connections(Settings(home=tmp_path), "127.0.0.1")) == 1
    with pytest.raises(WrongSettings, match="nothing to serve"):
        connections(Settings(home=tmp_path), "0.0.0.0")
    proxied = {"address": "https://p.example.org", "sign_in_header": "X-Email", "sign_in_secret": "s" * 16}
    assert len(connections(load(home=tmp_path, web=proxied), "0.0.0.0")) == 1


@pytest.mark.parametrize("missing", ["address", "sign_in_header", "sign_in_secret"])
def test_half_a_sign_in_is_refused(missing: str) -> None:
    chosen = {"address": "https://p.example.org", "sign_in_header": "X-Email", "sign_in_secret": "s" * 16}
    del chosen[missing]
    with pytest.raises(WrongSettings, match="go together"):
        load(web=chosen)


def test_an_address_that_somebody_else_has_is_told_in_one_sentence(tmp_path: Path, shipped_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "bot.cli.main", "serve", "--home", str(shipped_home), "--port", str(port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"127.0.0.1:{port} can't be listened at (Address already in use).")
