"""A receipt as a file in Teams: asked for, allowed by its signer alone, put there once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.onboarding.model import Page, PageKind
from bot.onboarding.service import OnboardingService
from bot.ports import Refused, Sent, Unclear
from bot.records import receipts
from bot.settings import TeamsSettings
from bot.teams.outgoing import FILE_CONSENT, FILE_INFO
from bot.teams.uploading import CHUNK, ELSEWHERE, OVER, Uploads
from tests.surfaces.onedrive_peer import OneDrive, onedrive
from tests.surfaces.teams_server import Teams, buttons, card, teams

CHANNEL_ID = "19:general@thread.tacv2"
WORLD = "https://*.sharepoint.com"


@pytest.fixture(scope="module")
def drive() -> Iterator[OneDrive]:
    with onedrive() as running:
        yield running


@pytest.fixture(scope="module")
def tenant(shipped_home: Path, drive: OneDrive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    home = tmp_path_factory.mktemp("receipts") / "home"
    shutil.copytree(shipped_home, home)
    with teams(home, uploads=(drive.url,)) as running:
        for who, person in (("ben", "1"), ("asha", "2")):
            running.ask("help", who)
            before = len(running.connector.said(f"a:{who}"))
            _signed(running, person)
            running.core.runner.look()
            running.said(f"a:{who}", before + 1)
        yield running


def _signed(tenant: Teams, person: str) -> None:
    """Through a policy to its signature, as any surface would."""
    service = tenant.core.onboarding
    page = service.begin(person)
    while page.kind is not PageKind.SIGN:
        page = next(after for after in _after(service, person, page) if after.place != page.place)
    name = {"1": "Ben Manager", "2": "Asha Colleague"}[person]
    assert service.sign(person, page.document, page.seal, name, "teams", sure=True).record


def _after(service: OnboardingService, person: str, page: Page) -> Iterator[Page]:
    """What comes of going on, or of each answer till one is right."""
    if page.kind is not PageKind.CHECK:
        yield service.next(person, page.document, page.place)
    for option in range(len(page.options)):
        yield service.answer_check(person, page.document, page.place, option)


def receipt_of(tenant: Teams, who: str) -> dict[str, Any]:
    """The receipt's card, as it came to somebody."""
    found = [card(said) for said in tenant.connector.said(f"a:{who}") if said.get("attachments")]
    return next(one for one in found if messages.TEAMS_PDF in [button["title"] for button in buttons(one)])


def number_on(receipt: dict[str, Any]) -> int:
    return int(next(one for one in buttons(receipt) if one["title"] == messages.TEAMS_PDF)["data"]["receipt"])


def offered(tenant: Teams, who: str = "asha") -> dict[str, Any]:
    """Teams' question, after somebody has asked for the file."""
    before = len(tenant.connector.said(f"a:{who}"))
    tenant.press(receipt_of(tenant, who), messages.TEAMS_PDF, who)
    (asked,) = tenant.said(f"a:{who}", before + 1)[-1]["attachments"]
    assert asked["contentType"] == FILE_CONSENT
    return dict(asked)


def leave(
    tenant: Teams, consent: dict[str, Any], place: dict[str, str], who: str = "asha", do: str = "accept", **told: Any
) -> dict[str, Any]:
    """What Teams sends when somebody has pressed on its question."""
    context = consent["content"][f"{do}Context"]
    value = {"type": "fileUpload", "action": do, "context": context, "uploadInfo": place}
    asked = {"type": "invoke", "name": "fileConsent/invoke", "value": value, "replyToId": place["uniqueId"]}
    return tenant.activity(who, **asked, **told)


def allowed(tenant: Teams, place: dict[str, str], who: str = "asha", **told: Any) -> dict[str, Any]:
    """What is said once somebody has allowed it."""
    consent = offered(tenant, "asha")
    before = len(tenant.connector.said(f"a:{who}"))
    assert tenant.send(leave(tenant, consent, place, who, **told))[0] == 200
    return tenant.said(f"a:{who}", before + 1)[-1]


def put(drive: OneDrive, name: str) -> bytes | None:
    return drive.files.get(f"/upload/{name}")


def test_the_file_is_the_receipt_and_teams_is_told_where_it_is(tenant: Teams, drive: OneDrive, tmp_path: Path) -> None:
    consent = offered(tenant)
    number = number_on(receipt_of(tenant, "asha"))
    assert consent["name"] == f"{messages.RECEIPT_NAME.format(number=number)}.pdf"
    (said,) = allowed(tenant, drive.place("first"))["attachments"]
    assert (said["contentType"], said["contentUrl"]) == (FILE_INFO, f"{drive.url}/files/first.pdf")
    assert said["content"] == {"uniqueId": "first", "fileType": "pdf"}
    made = put(drive, "first")
    assert made is not None
    assert consent["content"]["sizeInBytes"] == len(made)
    (tmp_path / "receipt.pdf").write_bytes(made)
    record, faults = receipts.read(tmp_path / "receipt.pdf")
    assert (record.attestation.person, record.entry.number, faults) == ("2", number, [])
    assert all("Authorization" not in request for request in drive.requests)


def test_the_receipt_stays_where_it_is_with_the_way_to_its_file(tenant: Teams) -> None:
    receipt = receipt_of(tenant, "asha")
    after = tenant.press(receipt, messages.TEAMS_PDF)
    assert messages.TEAMS_PDF_COMING in json.dumps(after)
    assert after["body"][1:] == receipt["body"]
    assert number_on(after) == number_on(receipt)


def test_one_leave_however_often_it_comes_puts_the_file_there_once(tenant: Teams, drive: OneDrive) -> None:
    consent, before = offered(tenant), len(drive.requests)
    for _ in range(4):
        assert tenant.send(leave(tenant, consent, drive.place("repeated")))[0] == 200
    tenant.settle()
    assert len(drive.requests) == before + 1
    assert sum("repeated" in json.dumps(said) for said in tenant.connector.said("a:asha")) == 1


def test_nobody_gets_anybody_elses_receipt(tenant: Teams, drive: OneDrive) -> None:
    """Ben has signed too, is Asha's manager, and has got hold of all that her cards carry."""
    receipt, consent = receipt_of(tenant, "asha"), offered(tenant)
    assert messages.NOT_YOURS in json.dumps(tenant.press(receipt, messages.TEAMS_PDF, "ben"))
    told = allowed(tenant, drive.place("stolen"), "ben")
    assert messages.NOT_YOURS in told["text"]
    assert put(drive, "stolen") is None
    before = len(tenant.connector.said("a:asha"))
    assert tenant.send(leave(tenant, consent, drive.place("stolen")))[0] == 200  # his leave hasn't used hers up
    tenant.said("a:asha", before + 1)
    assert put(drive, "stolen") is not None


@pytest.mark.parametrize("number", [0, -1, 99, 2**70, "x", None, [1], {"a": 1}])
def test_a_receipt_that_is_made_up_is_nobodys(tenant: Teams, drive: OneDrive, number: Any) -> None:
    consent = {"content": {"acceptContext": {"receipt": number}}}
    before = len(tenant.connector.said("a:asha"))
    assert tenant.send(leave(tenant, consent, drive.place(f"made-up-{str(number)[:5]}")))[0] == 200
    assert messages.NOT_YOURS in tenant.said("a:asha", before + 1)[-1]["text"]


def test_where_others_read_along_there_is_no_file(tenant: Teams, drive: OneDrive) -> None:
    receipt, consent = receipt_of(tenant, "asha"), offered(tenant)
    action = next(one for one in buttons(receipt) if one["title"] == messages.TEAMS_PDF)
    value = {"action": {"type": action["type"], "verb": action["verb"], "data": action["data"]}}
    pressed = tenant.activity(conversation=CHANNEL_ID, type="invoke", name="adaptiveCard/action", value=value)
    assert messages.NOT_YOURS in json.dumps(tenant.send(pressed)[1])
    assert tenant.send(leave(tenant, consent, drive.place("public"), conversation=CHANNEL_ID))[0] == 200
    assert messages.NOT_YOURS in tenant.said(CHANNEL_ID)[-1]["text"]
    assert put(drive, "public") is None


def test_a_guest_gets_no_answer(tenant: Teams, drive: OneDrive) -> None:
    before = len(tenant.connector.said())
    assert tenant.send(leave(tenant, offered(tenant), drive.place("guest"), "guest"))[0] == 200
    tenant.settle()
    assert len(tenant.connector.said()) == before + 1  # the question itself


def test_no_is_no(tenant: Teams, drive: OneDrive) -> None:
    consent = offered(tenant)
    before = len(tenant.connector.said())
    assert tenant.send(leave(tenant, consent, drive.place("declined"), do="decline"))[0] == 200
    tenant.settle()
    assert (len(tenant.connector.said()), put(drive, "declined")) == (before, None)


def test_an_address_that_is_over_is_told_with_what_to_do(tenant: Teams, drive: OneDrive) -> None:
    drive.refused["/upload/over"] = 404
    told = card(allowed(tenant, drive.place("over")))
    assert messages.TEAMS_PDF_OVER in json.dumps(told)
    before = len(tenant.connector.said("a:asha"))
    tenant.press(told, messages.TEAMS_PDF)
    assert tenant.said("a:asha", before + 1)[-1]["attachments"][0]["contentType"] == FILE_CONSENT


def test_a_drive_that_is_busy_is_asked_again(tenant: Teams, drive: OneDrive) -> None:
    drive.answers = [503]
    assert allowed(tenant, drive.place("busy"))["attachments"][0]["contentType"] == FILE_INFO
    assert put(drive, "busy")


def test_no_file_goes_where_a_redirect_leads(tenant: Teams, drive: OneDrive) -> None:
    drive.refused["/upload/moved"] = 307
    told = card(allowed(tenant, drive.place("moved")))
    assert messages.TEAMS_PDF_OVER in json.dumps(told)
    assert "/elsewhere" not in drive.files


def test_no_file_goes_to_a_stranger_and_no_link_to_one_is_shown(tenant: Teams, drive: OneDrive) -> None:
    with onedrive() as stranger:
        told = card(allowed(tenant, {**drive.place("out"), "uploadUrl": f"{stranger.url}/upload/out"}))
        assert messages.TEAMS_PDF_ELSEWHERE in json.dumps(told)
        assert stranger.requests == []
    there = allowed(tenant, {**drive.place("in"), "contentUrl": "https://evil.example/receipt"})
    assert put(drive, "in")
    assert "evil" not in json.dumps(there)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://contoso-my.sharepoint.com/personal/a/_api/v2.0/drive/items/x/uploadSession?tempauth=y", True),
        ("https://CONTOSO-MY.SharePoint.com:443/x", True),
        ("http://contoso-my.sharepoint.com/x", False),
        ("https://sharepoint.com/x", False),
        ("https://evilsharepoint.com/x", False),
        ("https://contoso.sharepoint.com.evil.example/x", False),
        ("https://contoso.sharepoint.com@evil.example/x", False),
        ("https://me:pw@contoso.sharepoint.com/x", False),
        ("https://contoso.sharepoint.com:8443/x", False),
        ("https://evil.example/?.sharepoint.com", False),
        ("https://evil.example#.sharepoint.com", False),
        ("https://evil.example\\.sharepoint.com/x", False),
        ("https://evil.example\t.sharepoint.com/x", False),
        ("https://evil.example\uff0f.sharepoint.com/x", False),
        ("https://127.0.0.1/x", False),
        ("file:///etc/passwd", False),
        ("//contoso.sharepoint.com/x", False),
        ("https://[::1/x", False),
        ("", False),
    ],
)
def test_files_go_to_microsofts_addresses_alone(url: str, good: bool) -> None:  # noqa: FBT001
    assert Uploads([WORLD]).allows(url) == good
    if not good:
        assert Uploads([WORLD]).put(url, b"x") == Refused(ELSEWHERE)


def test_a_large_file_goes_in_pieces(drive: OneDrive) -> None:
    content = bytes(range(256)) * (CHUNK // 256) + b"the rest"
    before = len(drive.requests)
    assert Uploads([drive.url]).put(f"{drive.url}/upload/large", content) == Sent("")
    assert put(drive, "large") == content
    assert len(drive.requests) == before + 2


def test_a_file_whose_fate_is_not_known_is_tried_again_and_then_said_to_be_over(drive: OneDrive) -> None:
    drive.answers = [0]
    uploads = Uploads([drive.url])
    with pytest.raises(Unclear):
        uploads.put(f"{drive.url}/upload/cut", b"content")
    assert uploads.put(f"{drive.url}/upload/cut", b"content") == Refused(OVER)


@pytest.mark.parametrize(
    "origin", ["http://contoso.sharepoint.com", "https://*", "sharepoint.com", "https://x.example/", ""]
)
def test_what_would_open_the_way_to_anybody_is_no_setting(origin: str) -> None:
    with pytest.raises(ValueError, match="https"):
        TeamsSettings(uploads=(origin,))
