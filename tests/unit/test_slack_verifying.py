"""What isn't from Slack is turned away, whatever it looks like."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.verifying import LARGEST, WINDOW_S, genuine, sign

SECRET, NOW, BODY = "8f742231b10e8888abcd99yyyzzz85a5", 1_700_000_000, b'{"type":"event_callback"}'


def headers(body: bytes = BODY, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    return {"x-slack-request-timestamp": str(at), "x-slack-signature": sign(body, at, secret)}


def test_slacks_own_example_verifies() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name="
        b"foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2F"
        b"hooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id="
        b"398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign(body, 1531420618, SECRET) == signature


def test_a_signed_request_passes_within_five_minutes_either_way() -> None:
    for away in (-WINDOW_S, 0, WINDOW_S):
        assert genuine(headers(at=NOW + away), BODY, SECRET, NOW)
    for away in (-WINDOW_S - 1, WINDOW_S + 1):
        assert not genuine(headers(at=NOW + away), BODY, SECRET, NOW)


@pytest.mark.parametrize(
    "timestamp", ["", "abc", "١٧٠٠٠٠٠٠٠٠", "-1", "1e9", "9" * 400, "1700000000 ", "+1700000000", "\x00"]
)
def test_odd_timestamps_are_turned_away(timestamp: str) -> None:
    assert not genuine(headers() | {"x-slack-request-timestamp": timestamp}, BODY, SECRET, NOW)


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v0=é" + "0" * 63, "v1=" + "0" * 64, "V0=" + "0" * 64, "0" * 64, "v0=" + "g" * 64]
)
def test_odd_signatures_are_turned_away(signature: str) -> None:
    assert not genuine(headers() | {"x-slack-signature": signature}, BODY, SECRET, NOW)


def test_without_a_secret_nothing_passes() -> None:
    assert not genuine(headers(secret=""), BODY, "", NOW)


def test_what_is_larger_than_anything_slack_sends_is_turned_away() -> None:
    body = b"x" * (LARGEST + 1)
    assert not genuine(headers(body), body, SECRET, NOW)


@given(
    st.binary(max_size=200),
    st.dictionaries(st.sampled_from(["x-slack-request-timestamp", "x-slack-signature"]), st.text()),
)
def test_nothing_that_anybody_makes_up_passes_or_raises(body: bytes, made_up: dict[str, str]) -> None:
    assert not genuine(made_up, body, SECRET, NOW)


def test_a_hundred_thousand_forgeries_and_mutations_are_turned_away() -> None:
    chance = random.Random(7)
    real = headers()
    for _ in range(100_000):
        body, told, secret = bytearray(BODY), dict(real), SECRET
        match chance.randrange(5):
            case 0:
                body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
            case 1:
                del body[chance.randrange(len(body))]
            case 2:
                place = chance.randrange(3, 67)
                digit = told["x-slack-signature"][place]
                other = chance.choice([one for one in "0123456789abcdef" if one != digit])
                told["x-slack-signature"] = (
                    told["x-slack-signature"][:place] + other + told["x-slack-signature"][place + 1 :]
                )
            case 3:
                told["x-slack-request-timestamp"] = str(NOW + chance.choice([-1, 1]) * chance.randrange(1, 10_000))
            case _:
                secret = SECRET[:-1] + chance.choice("bcdef")
        assert not genuine(told, bytes(body), secret, NOW)
