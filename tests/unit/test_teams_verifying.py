"""Who is let in: every requirement of Microsoft's, one broken at a time, against a server of keys."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest

from bot.teams import verifying
from bot.teams.keys import ASKED_AGAIN_S, GOOD_FOR_S, STALE_AFTER_S, Keys
from bot.teams.translate import DEEPEST, Unreadable, outline, parsed
from bot.teams.verifying import FORBIDDEN, UNKNOWN, NotGenuine, Verifier
from tests.teams_peers import APP_ID, ISSUER, TENANT, KeyServer, jwk, new_key, served

SERVICE = "https://smba.trafficmanager.net/emea/"
OUR_KEY, OTHERS_KEY, SHORT_KEY = new_key(), new_key(), new_key(1024)
GENUINE = 200


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def keys() -> Iterator[KeyServer]:
    server = KeyServer(keys=[
        jwk(OUR_KEY, "ours"),
        jwk(OTHERS_KEY, "unendorsed", []),
        jwk(OTHERS_KEY, "elsewhere", ["webchat"]),
        jwk(SHORT_KEY, "short"),
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0", "endorsements": ["msteams"]},
        {"kty": "RSA", "kid": "broken"},
    ])  # fmt: skip
    with served(server):
        yield server


def verifier(server: KeyServer, clock: Callable[[], float] = time.monotonic) -> Verifier:
    return Verifier(
        Keys(f"{server.url}/metadata", clock),
        app_id=APP_ID,
        issuer=ISSUER,
        tenants=frozenset({TENANT}),
        services=frozenset({"https://smba.trafficmanager.net"}),
    )


def claims(**told: Any) -> dict[str, Any]:
    now = int(time.time())
    plain = {"iss": ISSUER, "aud": APP_ID, "exp": now + 600, "nbf": now - 10, "serviceurl": SERVICE}
    return {name: value for name, value in {**plain, **told}.items() if value is not None}


def token(told: Any = None, *, key: Any = OUR_KEY, kid: Any = "ours", alg: str = "RS256", **header: Any) -> str:
    return jwt.encode(claims() if told is None else told, key, algorithm=alg, headers={"kid": kid, **header})


def activity(**told: Any) -> dict[str, Any]:
    plain = {
        "type": "message",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "channelData": {"tenant": {"id": TENANT}},
        "conversation": {"id": "c", "tenantId": TENANT},
    }
    return {name: value for name, value in {**plain, **told}.items() if value is not None}


def encoded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(header: Any, payload: Any, signature: bytes = b"s") -> str:
    return f"{encoded(header)}.{encoded(payload)}.{encoded(signature)}"


async def judged(checks: Verifier, authorization: str | None, sent: dict[str, Any]) -> int:
    try:
        checks.agree(await checks.caller(authorization), sent)
    except NotGenuine as refused:
        return refused.status
    return GENUINE


def swapped(made: str) -> str:
    header, _, signature = made.split(".")
    return f"{header}.{encoded(claims(aud='somebody-else'))}.{signature}"


NOW = int(time.time())
RS = {"alg": "RS256", "kid": "ours"}
TOKENS: dict[str, tuple[Callable[[], str | None], int]] = {
    "a good one": (lambda: f"Bearer {token()}", GENUINE),
    "in small letters": (lambda: f"bearer {token()}", GENUINE),
    "ended within the skew": (lambda: f"Bearer {token(claims(exp=int(time.time()) - 200))}", GENUINE),
    "beginning within the skew": (lambda: f"Bearer {token(claims(nbf=int(time.time()) + 200))}", GENUINE),
    "without a beginning": (lambda: f"Bearer {token(claims(nbf=None))}", GENUINE),
    "no header": (lambda: None, UNKNOWN),
    "an empty header": (lambda: "", UNKNOWN),
    "no scheme": (token, UNKNOWN),
    "another scheme": (lambda: f"Basic {token()}", UNKNOWN),
    "nothing after the scheme": (lambda: "Bearer ", UNKNOWN),
    "no token at all": (lambda: "Bearer nonsense", UNKNOWN),
    "two parts": (lambda: "Bearer a.b", UNKNOWN),
    "four parts": (lambda: f"Bearer {token()}.x", UNKNOWN),
    "not base64": (lambda: "Bearer !!.??.**", UNKNOWN),
    "letters of the world": (lambda: "Bearer é.ü.ß", UNKNOWN),
    "a header that is no object": (lambda: f"Bearer {forged([1], claims())}", UNKNOWN),
    "a header that is no JSON": (lambda: f"Bearer {forged(b'{', claims())}", UNKNOWN),
    "a payload that is no object": (lambda: f"Bearer {forged(RS, [1])}", UNKNOWN),
    "a header nested without end": (lambda: f"Bearer {forged(b'[' * 8000, {})}", UNKNOWN),
    "enormous": (lambda: f"Bearer {'a' * 20_000}", UNKNOWN),
    "unsigned": (lambda: f"Bearer {forged({'alg': 'none', 'kid': 'ours'}, claims(), b'')}", UNKNOWN),
    "unsigned, spelt otherwise": (lambda: f"Bearer {forged({'alg': 'nOnE', 'kid': 'ours'}, claims(), b'')}", UNKNOWN),
    "signed with a secret": (lambda: f"Bearer {token(key='x' * 64, alg='HS256')}", UNKNOWN),
    "RS512": (lambda: f"Bearer {token(alg='RS512')}", UNKNOWN),
    "PS256": (lambda: f"Bearer {token(alg='PS256')}", UNKNOWN),
    "no algorithm": (lambda: f"Bearer {forged({'kid': 'ours'}, claims())}", UNKNOWN),
    "demands that nobody knows": (lambda: f"Bearer {token(crit=['x'], x=1)}", UNKNOWN),
    "no key id": (lambda: f"Bearer {jwt.encode(claims(), OUR_KEY, algorithm='RS256')}", UNKNOWN),
    "a key id that is no text": (lambda: f"Bearer {forged({'alg': 'RS256', 'kid': 1}, claims())}", UNKNOWN),
    "a key that nobody knows": (lambda: f"Bearer {token(kid='strange')}", UNKNOWN),
    "a key that is no RSA key": (lambda: f"Bearer {token(kid='secret')}", UNKNOWN),
    "a key that can't be read": (lambda: f"Bearer {token(kid='broken')}", UNKNOWN),
    "a key that is too short": (lambda: f"Bearer {forged({'alg': 'RS256', 'kid': 'short'}, claims())}", UNKNOWN),
    "somebody else's key": (lambda: f"Bearer {token(key=OTHERS_KEY)}", UNKNOWN),
    "changed after it was signed": (lambda: f"Bearer {swapped(token())}", UNKNOWN),
    "its signature cut off": (lambda: f"Bearer {token().rpartition('.')[0]}.", UNKNOWN),
    "another issuer": (lambda: f"Bearer {token(claims(iss='https://sts.windows.net/x/'))}", UNKNOWN),
    "no issuer": (lambda: f"Bearer {token(claims(iss=None))}", UNKNOWN),
    "another audience": (lambda: f"Bearer {token(claims(aud='another'))}", UNKNOWN),
    "no audience": (lambda: f"Bearer {token(claims(aud=None))}", UNKNOWN),
    "several audiences": (lambda: f"Bearer {token(claims(aud=[APP_ID, 'another']))}", UNKNOWN),
    "over": (lambda: f"Bearer {token(claims(exp=int(time.time()) - 400))}", UNKNOWN),
    "without an end": (lambda: f"Bearer {token(claims(exp=None))}", UNKNOWN),
    "an end that is no number": (lambda: f"Bearer {token(claims(exp='soon'))}", UNKNOWN),
    "an end beyond numbers": (lambda: f"Bearer {token(claims(exp=float('inf')))}", UNKNOWN),
    "not yet": (lambda: f"Bearer {token(claims(nbf=int(time.time()) + 400))}", UNKNOWN),
    "no address": (lambda: f"Bearer {token(claims(serviceurl=None))}", FORBIDDEN),
    "an address that is no text": (lambda: f"Bearer {token(claims(serviceurl=[SERVICE]))}", FORBIDDEN),
    "another address": (lambda: f"Bearer {token(claims(serviceurl='https://evil.example/'))}", FORBIDDEN),
    "a key endorsed for nothing": (lambda: f"Bearer {token(key=OTHERS_KEY, kid='unendorsed')}", FORBIDDEN),
    "a key endorsed for elsewhere": (lambda: f"Bearer {token(key=OTHERS_KEY, kid='elsewhere')}", FORBIDDEN),
}
EVIL = "https://smba.trafficmanager.net@evil.example/"
ACTIVITIES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no address": (claims(), activity(serviceUrl=None)),
    "an address that is no text": (claims(), activity(serviceUrl=7)),
    "another address than the token's": (claims(), activity(serviceUrl="https://smba.trafficmanager.net/amer/")),
    "an address outside, token and all": (
        claims(serviceurl="https://evil.example/"),
        activity(serviceUrl="https://evil.example/"),
    ),
    "an address with another in it": (claims(serviceurl=EVIL), activity(serviceUrl=EVIL)),
    "an address without encryption": (
        claims(serviceurl="http://smba.trafficmanager.net/"),
        activity(serviceUrl="http://smba.trafficmanager.net/"),
    ),
    "no channel": (claims(), activity(channelId=None)),
    "another channel": (claims(), activity(channelId="webchat")),
    "no tenant": (claims(), activity(channelData=None, conversation={"id": "c"})),
    "another tenant": (claims(), activity(channelData={"tenant": {"id": "tenant-2"}}, conversation={"id": "c"})),
    "a conversation in another tenant": (claims(), activity(conversation={"id": "c", "tenantId": "tenant-2"})),
    "a tenant that is no text": (claims(), activity(channelData={"tenant": {"id": [TENANT]}})),
    "odd in every place": (claims(), activity(channelData="x", conversation=7)),
}


@pytest.mark.parametrize("case", TOKENS)
def test_a_token_is_judged_right(case: str, keys: KeyServer) -> None:
    made, right = TOKENS[case]
    assert asyncio.run(judged(verifier(keys), made(), activity())) == right


@pytest.mark.parametrize("case", ACTIVITIES)
def test_an_activity_has_to_be_what_its_token_says_and_ours(case: str, keys: KeyServer) -> None:
    told, sent = ACTIVITIES[case]
    assert asyncio.run(judged(verifier(keys), f"Bearer {token(told)}", sent)) == FORBIDDEN


def test_a_new_key_is_fetched_when_it_is_first_used_and_strange_ones_fetch_nothing_more(keys: KeyServer) -> None:
    clock = Clock()
    checks, new = verifier(keys, clock), new_key()

    async def rotated() -> list[int]:
        found = [await judged(checks, f"Bearer {token()}", activity())]
        keys.keys = [jwk(new, "new")]
        clock.now += ASKED_AGAIN_S
        found.append(await judged(checks, f"Bearer {token(key=new, kid='new')}", activity()))
        found += [await judged(checks, f"Bearer {token(kid=f'strange-{n}')}", activity()) for n in range(50)]
        found.append(await judged(checks, f"Bearer {token()}", activity()))  # withdrawn
        return found

    assert asyncio.run(rotated()) == [GENUINE, GENUINE, *[UNKNOWN] * 51]
    assert keys.asked == 2


def test_while_keys_cannot_be_fetched_the_last_are_good_for_a_day_and_no_longer(keys: KeyServer) -> None:
    clock = Clock()
    checks = verifier(keys, clock)

    async def through_an_outage() -> list[int]:
        found = [await judged(checks, f"Bearer {token()}", activity())]
        keys.down = True
        for seconds in (STALE_AFTER_S + 1, GOOD_FOR_S - STALE_AFTER_S - 100, 200):
            clock.now += seconds
            found.append(await judged(checks, f"Bearer {token()}", activity()))
        keys.down = False
        clock.now += ASKED_AGAIN_S
        return [*found, await judged(checks, f"Bearer {token()}", activity())]

    assert asyncio.run(through_an_outage()) == [GENUINE, GENUINE, GENUINE, UNKNOWN, GENUINE]


@pytest.mark.parametrize(
    "garbage", [b"", b"<html>", b"[]", b"{}", b'{"keys": 7}', b'{"keys": [7]}', b"[" * 100_000, b"x" * 2_000_000]
)
def test_keys_that_make_no_sense_let_nobody_in(garbage: bytes, keys: KeyServer) -> None:
    keys.garbage = garbage
    assert asyncio.run(judged(verifier(keys), f"Bearer {token()}", activity())) == UNKNOWN


def test_the_rest_goes_on_while_keys_are_fetched(keys: KeyServer) -> None:
    keys.slow_s = 0.5

    async def watched() -> tuple[list[int], int]:
        checks, ticks = verifier(keys), 0
        judging = asyncio.gather(*(judged(checks, f"Bearer {token()}", activity()) for _ in range(50)))
        while not judging.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return await judging, ticks

    found, ticks = asyncio.run(watched())
    assert found == [GENUINE] * 50
    assert ticks > 10
    assert keys.asked == 1


def test_those_with_a_known_key_do_not_wait_for_a_server_of_keys_that_does_not_answer(keys: KeyServer) -> None:
    clock = Clock()
    checks = verifier(keys, clock)

    async def judged_meanwhile() -> tuple[int, bool]:
        await judged(checks, f"Bearer {token()}", activity())
        keys.slow_s, clock.now = 2.0, clock.now + ASKED_AGAIN_S
        waiting = asyncio.create_task(judged(checks, f"Bearer {token(kid='strange')}", activity()))
        while keys.asked < 2:  # noqa: ASYNC110 - the server has a thread of its own
            await asyncio.sleep(0.01)
        found = await judged(checks, f"Bearer {token()}", activity())
        answered = waiting.done()
        waiting.cancel()
        return found, answered

    assert asyncio.run(judged_meanwhile()) == (GENUINE, False)


def test_however_long_an_activity_is_the_sdk_reads_a_few_words_of_it() -> None:
    long = "x" * 100_000
    action = {"type": "Action.Execute", "verb": "v", "data": long}
    value = {"action": action, **{f"{long}{n}": long for n in range(1000)}}
    found = outline(activity(type="invoke", name=long, attachments=[{}] * 10_000, channelData={"x": long}, value=value))
    assert found["value"]["action"] == {"type": "Action.Execute", "verb": "v"}
    assert len(json.dumps(found)) < 20_000


@pytest.mark.parametrize(
    "body",
    [b"", b"nonsense", b"\xff\xfe", b"[]", b"7", b'{"type": 7}', b"{}", b'{"type":"message","x":' + b"[" * 100_000,
     b'{"type":"message","x":' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}",
     b'{"type":"message","x":' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_a_body_that_is_no_activity_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        parsed(body)


def test_texts_come_in_such_as_every_database_takes() -> None:
    found = parsed(rb'{"type":"message","text":"a\u0000b\ud800c"}')
    assert found["text"] == "ab?c"


@pytest.mark.parametrize(
    ("client", "service", "good"),
    [
        ("127.0.0.1", "http://localhost:56150/_connector", True),
        ("127.0.0.1", "https://evil.example/", False),
        ("10.0.0.7", "http://localhost:56150/_connector", False),
        (None, "http://localhost:56150/_connector", False),
        ("127.0.0.1", "http://[", False),
    ],
)
def test_in_development_everything_stays_on_this_machine(client: str | None, service: str, good: bool) -> None:  # noqa: FBT001
    if good:
        verifying.local(activity(serviceUrl=service), client)
    else:
        with pytest.raises(NotGenuine):
            verifying.local(activity(serviceUrl=service), client)


def test_keys_are_there_once_they_could_be_fetched_and_stay_so_while_they_can_be_trusted(keys: KeyServer) -> None:
    clock = Clock()
    held = Keys(f"{keys.url}/metadata", clock)
    keys.down = True
    assert not asyncio.run(held.fetched())
    keys.down, clock.now = False, clock.now + ASKED_AGAIN_S
    assert asyncio.run(held.fetched())
    keys.down, clock.now = True, clock.now + STALE_AFTER_S + 1
    assert asyncio.run(held.fetched())
    clock.now += GOOD_FOR_S
    assert not asyncio.run(held.fetched())
