"""Every public address, with what its description allows and what it doesn't: nothing is ever an error of ours.

Schemathesis makes the requests; they are signed as each platform signs, so that they get past the door. A few for each
address in CI; `SCHEMATHESIS_CASES=1500` runs what docs/measurements.md reports.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from bot.slack import asgi as slack_asgi
from bot.teams import asgi as teams_asgi
from tests.surfaces.described import description
from tests.surfaces.everywhere import PROXYS, Everywhere, everywhere
from tests.surfaces.slack_requests import signature

CASES = int(os.environ.get("SCHEMATHESIS_CASES", "12"))
CHOSEN = {"phases": {phase: {"enabled": False} for phase in ("coverage", "examples", "stateful")}}
schema = schemathesis.openapi.from_dict(description(), config=schemathesis.Config.from_dict(CHOSEN))


class Signed(requests.auth.AuthBase):
    """As Slack, Microsoft, or the proxy that people sign in to, vouches for a request."""

    def __init__(self, place: Everywhere) -> None:
        self._bearer = place.tenant.bearer
        self._proxy = place.page(0).headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if request.path_url.startswith(slack_asgi.PATH):
            body = request.body.encode() if isinstance(request.body, str) else request.body or b""
            request.headers.update(signature(body))
        elif request.path_url.startswith(teams_asgi.PATH):
            request.headers["Authorization"] = f"Bearer {self._bearer}"
        else:
            request.headers.update({name: self._proxy[name] for name in PROXYS})
        return request


def sent(case: schemathesis.Case, place: Everywhere) -> schemathesis.Response:
    """A request as it was made up, but that Slack's forms carry JSON, and that Teams says where its Connector is."""
    if isinstance(case.body, dict) and isinstance(case.body.get("payload"), dict):
        case.body = {"payload": json.dumps(case.body["payload"])}
    elif isinstance(case.body, dict) and case.path == teams_asgi.PATH:
        case.body = case.body | {"serviceUrl": place.tenant.connector.url}
    return case.call(base_url=f"http://127.0.0.1:{place.port}", auth=Signed(place))


@pytest.fixture(scope="module")
def place(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    home = tmp_path_factory.mktemp("addresses") / "home"
    shutil.copytree(shipped_home, home)
    with everywhere(home, 3) as found, found.served():
        yield found


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=CASES, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_no_request_to_any_address_is_an_error_of_ours(case: schemathesis.Case, place: Everywhere) -> None:
    found = sent(case, place)
    assert found.status_code < 500 or (found.status_code, case.path) == (501, teams_asgi.PATH), found.text
