"""Teams, driven over HTTP as Microsoft drives it: messages in, cards out, once each."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.desk import now
from bot.records.feedback import Feedback
from bot.records.teams import Conversations
from bot.teams import asgi
from tests.surfaces.confirmed import walked_in_teams
from tests.surfaces.teams_server import BOT, Teams, buttons, card, teams, waited

QUESTION = "can I post our sales figures on LinkedIn?"
CHANNEL_ID = "19:general@thread.tacv2;messageid=1"


@pytest.fixture(scope="module")
def tenant(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    home = tmp_path_factory.mktemp("teams") / "home"
    shutil.copytree(shipped_home, home)
    with teams(home) as running:
        yield running


def action(verb: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"action": {"type": "Action.Execute", "verb": verb, "data": data}}


def shown(of: Any) -> str:
    return json.dumps(of, ensure_ascii=False)


def test_a_message_is_answered_with_its_clauses_in_words_on_a_card_and_as_citations(tenant: Teams) -> None:
    reply = tenant.ask(QUESTION)
    assert reply["text"].startswith("**No, best not.**")
    assert "[1]" in reply["text"]
    assert "Do not share business information" in shown(card(reply))
    assert "Use of Social Networks Policy (PSG-SM-001)" in shown(card(reply))
    (label,) = [one for one in reply["entities"] if one["type"] == "https://schema.org/Message"]
    assert label["additionalType"] == ["AIGeneratedContent"]
    assert "PSG-SM-001" in label["citation"][0]["appearance"]["name"]
    assert reply["channelData"] == {"feedbackLoop": {"type": "default"}}


def test_an_answer_one_to_one_ends_a_stream_that_said_it_was_coming(tenant: Teams) -> None:
    reply = tenant.ask("may I swear in a private group?")
    (final,) = [one for one in reply["entities"] if one["type"] == "streaminfo"]
    begun = [a for c, a in tenant.connector.taken if c == "a:asha" and a["type"] == "typing"][-1]
    assert begun["text"] == messages.TEAMS_LOOKING
    assert begun["entities"][0]["streamType"] == "informative"
    assert final["streamType"] == "final"


def test_where_streams_are_not_taken_an_answer_is_a_plain_message(tenant: Teams) -> None:
    tenant.connector.streaming = False
    try:
        reply = tenant.ask("can I talk to journalists?", "ben")
    finally:
        tenant.connector.streaming = True
    assert not [one for one in reply["entities"] if one["type"] == "streaminfo"]


def test_a_follow_up_keeps_its_context(tenant: Teams) -> None:
    tenant.ask("can I share a photo of a customer?", "ben")
    assert "won't guess" not in tenant.ask("and in a closed chat?", "ben")["text"]


def test_one_activity_however_often_it_comes_gets_one_reply(tenant: Teams) -> None:
    before = len(tenant.connector.said("a:asha"))
    sent = tenant.message("what about hate speech?")
    with ThreadPoolExecutor(8) as several:
        statuses = list(several.map(lambda _: tenant.send(sent)[0], range(24)))
    assert statuses == [200] * 24
    tenant.settle()
    assert len(tenant.connector.said("a:asha")) == before + 1


def mention(tenant: Teams, text: str) -> dict[str, Any]:
    entity = {"type": "mention", "text": "<at>Clausewise</at>", "mentioned": {"id": BOT, "name": "Clausewise"}}
    told = {"conversation": CHANNEL_ID, "entities": [entity]}
    return tenant.message(f"<at>Clausewise</at> {text}", **told)


def test_in_a_channel_the_answer_is_short_and_the_way_leads_to_private(tenant: Teams) -> None:
    assert tenant.send(mention(tenant, QUESTION))[0] == 200
    (reply,) = tenant.said(CHANNEL_ID)
    assert reply["replyToId"]
    (button,) = buttons(card(reply))
    assert button["url"] == f"https://teams.microsoft.com/l/chat/0/0?users={BOT}"
    assert "Do not share business information" not in shown(card(reply)["body"])


def test_a_concern_is_not_answered_in_front_of_a_channel(tenant: Teams) -> None:
    before = len(tenant.connector.said(CHANNEL_ID))
    assert tenant.send(mention(tenant, "my manager is bullying me, what can I do?"))[0] == 200
    reply = tenant.said(CHANNEL_ID, before + 1)[-1]
    assert "manager" not in shown(reply["text"])
    assert "bullying" not in shown(reply)


def test_in_a_channel_nobody_is_answered_who_did_not_ask_us(tenant: Teams) -> None:
    tenant.settle()
    before = len(tenant.connector.said())
    assert tenant.send(tenant.message(QUESTION, conversation="19:quiet@thread.tacv2"))[0] == 200
    tenant.settle()
    assert len(tenant.connector.said()) == before


def test_who_installs_the_app_is_welcomed_once(tenant: Teams) -> None:
    joined = tenant.activity("ben", type="conversationUpdate", membersAdded=[{"id": BOT}])
    before = len(tenant.connector.said("a:ben"))
    for _ in range(3):
        assert tenant.send({**joined, "id": str(time.monotonic_ns())})[0] == 200
    welcome = tenant.said("a:ben", before + 1)[-1]
    tenant.settle()
    assert len(tenant.connector.said("a:ben")) == before + 1
    assert "Welcome, Ben" in shown(card(welcome))
    assert messages.TEAMS_ONBOARD in [one["title"] for one in buttons(card(welcome))]


def test_a_team_is_greeted_and_who_joins_it_is_welcomed_alone_where_that_is_possible(tenant: Teams) -> None:
    conversation = "19:team@thread.tacv2"
    added = {"conversation": conversation, "type": "conversationUpdate"}
    assert tenant.send(tenant.activity(membersAdded=[{"id": BOT}], **added))[0] == 200
    assert messages.TEAMS_HELLO[:6] in tenant.said(conversation)[0]["text"]
    tenant.connector.not_installed.add("nobody-object-id")
    new = [{"id": "29:n", "aadObjectId": "new-object-id"}, {"id": "29:x", "aadObjectId": "nobody-object-id"}]
    assert tenant.send(tenant.activity(membersAdded=new, **added))[0] == 200
    tenant.settle()
    assert len(tenant.connector.said("one-to-one-new-object-id")) == 1
    assert len(tenant.connector.said(conversation)) == 1


def test_the_whole_clause_comes_in_place_of_the_answer_and_leads_back(tenant: Teams) -> None:
    answer = card(tenant.ask(QUESTION))
    whole = tenant.press(answer, messages.WHOLE_CLAUSE)
    assert "Do not share business information" in shown(whole)
    assert tenant.press(whole, messages.TEAMS_BACK)["body"] == answer["body"]


def test_asking_the_manager_shows_every_word_and_sends_on_consent_alone(tenant: Teams) -> None:
    before = len(tenant.connector.said("one-to-one-ben-object-id")) + len(tenant.connector.said("a:ben"))
    preview = tenant.press(card(tenant.ask(QUESTION)), messages.ASK_MANAGER)
    assert "This is what Ben Manager will read" in shown(preview)
    assert tenant.core.desk.book.of("2") == []
    sent = tenant.press(preview, messages.SEND, question=QUESTION, note="It's for the group.", with_answer="false")
    assert "On its way to Ben Manager" in shown(sent)
    assert "On its way" in shown(tenant.press(preview, messages.SEND, question=QUESTION))  # pressed twice
    (kept,) = tenant.core.desk.book.of("2")
    assert (kept.asker, kept.recipient) == ("2", "1")
    assert kept.content is not None
    assert (kept.content.note, kept.content.answer) == ("It's for the group.", "")
    tenant.core.runner.look()

    def to_ben() -> list[dict[str, Any]]:
        return tenant.connector.said("one-to-one-ben-object-id") + tenant.connector.said("a:ben")

    letter = waited(to_ben, before + 1)[-1]
    assert "It's for the group." in shown(card(letter))
    _answered_by_ben(tenant, card(letter))


def _answered_by_ben(tenant: Teams, letter: dict[str, Any]) -> None:
    assert messages.NOT_YOURS in shown(tenant.press(letter, messages.SEND, reply="Me too"))  # Asha, not Ben
    before = len(tenant.connector.said("a:asha"))
    assert messages.EMPTY_REPLY in shown(tenant.press(letter, messages.SEND, "ben", reply=" "))
    for _ in range(2):
        after = tenant.press(letter, messages.SEND, "ben", reply="Best not. Ask me tomorrow.")
    assert messages.TEAMS_PRESSED["reply"] in shown(after)
    tenant.core.runner.look()
    news = tenant.said("a:asha", before + 1)[-1]
    assert "Best not. Ask me tomorrow." in shown(card(news))
    done = tenant.press(after, messages.PRESSES["resolve"], "ben")
    assert buttons(done) == []


def test_a_concern_in_the_note_goes_to_nobody(tenant: Teams) -> None:
    preview = tenant.press(card(tenant.ask(QUESTION)), messages.ASK_MANAGER)
    before = len(tenant.core.desk.book.of("2"))
    told = tenant.press(preview, messages.SEND, note="my manager keeps bullying me about it")
    assert "won't send this to your line manager" in shown(told)
    assert len(tenant.core.desk.book.of("2")) == before


def test_a_journey_leads_to_a_signature_that_is_confirmed_first(tenant: Teams) -> None:
    page = tenant.press(card(welcome(tenant)), messages.TEAMS_ONBOARD)
    assert "Welcome, Asha" in shown(page)
    page = walked_in_teams(tenant, page)
    assert messages.SIGN_NAME in shown(tenant.press(page, messages.TEAMS_SIGN))
    asked = tenant.press(page, messages.TEAMS_SIGN, name="Asha Colleague")
    assert messages.SIGN_SURE in shown(asked)
    sure = messages.TEAMS_SURE.format(name="Asha Colleague")
    for seen, button in ((page, messages.TEAMS_SIGN), (asked, sure)):  # Ben presses what was Asha's to press
        assert messages.TEAMS_SIGNED not in shown(tenant.press(seen, button, "ben", name="Asha Colleague"))
    assert tenant.core.desk.log.signatures() == []
    signed = tenant.press(asked, sure)
    assert "Thank you, Asha" in shown(signed)
    assert messages.TEAMS_SIGNED in shown(signed)
    (record,) = tenant.core.desk.log.signatures("2")
    assert record.attestation.surface == "teams"


def welcome(tenant: Teams) -> dict[str, Any]:
    tenant.settle()
    before = len(tenant.connector.said("a:asha"))
    assert tenant.send(tenant.activity(type="conversationUpdate", membersAdded=[{"id": BOT}]))[0] == 200
    return tenant.said("a:asha", before + 1)[-1]


def test_a_message_is_checked_from_its_menu_and_a_draft_in_a_window(tenant: Teams) -> None:
    content = "<p>Ring me on 07700 900123 and I'll tell you the <b>takings</b>, 41k this week</p>"
    body = {"contentType": "html", "content": content}
    told = {"commandId": "check", "commandContext": "message", "messagePayload": {"body": body}}
    found = tenant.invoke("composeExtension/fetchTask", told)
    assert "07700 900123" in shown(found["task"]["value"]["card"])
    assert "strikethrough" in shown(found["task"]["value"]["card"])
    window = tenant.invoke("composeExtension/fetchTask", {"commandId": "check", "commandContext": "compose"})
    assert "Input.Text" in shown(window)
    told = tenant.invoke("composeExtension/submitAction", {
        "commandId": "check", "commandContext": "compose", "data": {"draft": "Lovely sunshine at the shop today"},
    })  # fmt: skip
    assert messages.OUTCOMES[tenant.core.policies.check("Lovely sunshine at the shop today").outcome] in shown(told)


def test_thumbs_are_counted_once_and_without_whose_they_are(tenant: Teams) -> None:
    value = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": '{"feedbackText":"secret"}'}}
    sent = tenant.activity(type="invoke", name="message/submitAction", value=value)
    assert [tenant.send(sent)[0] for _ in range(3)] == [200] * 3
    assert sum(good for good, _ in Feedback(tenant.core.desk.engine, now).counts().values()) == 1


def test_guests_get_no_answer_and_open_no_window(tenant: Teams) -> None:
    tenant.settle()
    before = len(tenant.connector.said())
    assert tenant.send(tenant.message(QUESTION, "guest"))[0] == 200
    tenant.settle()
    assert len(tenant.connector.said()) == before
    window = tenant.invoke("composeExtension/fetchTask", {"commandId": "check"}, "guest")
    assert messages.TEAMS_ONLY_COLLEAGUES in shown(window)


def test_who_removes_the_app_is_not_written_to_there_any_more(tenant: Teams) -> None:
    tenant.ask("help", "ben")
    conversations = Conversations(tenant.core.desk.engine, now)
    assert conversations.get("ben-object-id") is not None
    assert tenant.send(tenant.activity("ben", type="installationUpdate", action="remove"))[0] == 200
    assert conversations.get("ben-object-id") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adaptiveCard/action", None), ("adaptiveCard/action", []), ("adaptiveCard/action", {"action": 7}),
        ("adaptiveCard/action", action("walk", {"do": "check", "place": "x"})),
        ("adaptiveCard/action", action("send", {"to": 1, "key": []})),
        ("adaptiveCard/action", action("press", {"press": "x"})), ("adaptiveCard/action", action("nonsense", {})),
        ("adaptiveCard/action", action("whole", {"clauses": [[1]]})),
        ("composeExtension/submitAction", None), ("composeExtension/submitAction", {"data": 7}),
        ("composeExtension/fetchTask", {"messagePayload": {"body": 7}}), ("composeExtension/query", {}),
        ("message/submitAction", None), ("message/submitAction", {"actionValue": 7}),
        ("task/fetch", None), ("fileConsent/invoke", {"action": "x"}), ("signin/verifyState", {}),
        (None, None), ("x", 7),
    ],
)  # fmt: skip
def test_what_nobody_would_press_is_never_an_error_of_ours(tenant: Teams, name: str | None, value: Any) -> None:
    told = {"type": "invoke", "value": value} | ({"name": name} if name else {})
    status, _ = tenant.send(tenant.activity(**told))
    assert status < 500 or status == 501


@pytest.mark.parametrize(
    "told",
    [
        {"type": "message", "text": 7}, {"type": "message"}, {"type": "message", "text": "x", "from": 7},
        {"type": "message", "text": "x", "conversation": 7},
        {"type": "conversationUpdate", "membersAdded": [7]}, {"type": "conversationUpdate", "membersAdded": 7},
        {"type": "messageReaction"}, {"type": "event", "name": "x"}, {"type": "nonsense"}, {"type": ""},
    ],
)  # fmt: skip
def test_odd_activities_are_no_error_of_ours(tenant: Teams, told: dict[str, Any]) -> None:
    tenant.settle()
    before = len(tenant.connector.said())
    assert tenant.send({**tenant.activity(), **told})[0] < 500
    tenant.settle()
    assert len(tenant.connector.said()) == before


@pytest.mark.parametrize("told", [{"entities": 7}, {"timestamp": "yesterday"}, {"attachments": [7] * 30_000}])
def test_an_oddity_beside_a_question_does_not_keep_it_from_its_answer(tenant: Teams, told: dict[str, Any]) -> None:
    tenant.settle()
    before = len(tenant.connector.said("a:asha"))
    assert tenant.send(tenant.message(QUESTION, **told))[0] == 200
    assert "Do not share business information" in shown(card(tenant.said("a:asha", before + 1)[-1]))


def test_what_microsoft_did_not_sign_gets_no_more_than_a_number(tenant: Teams) -> None:
    sent = tenant.message(QUESTION)
    assert tenant.send(sent, "Bearer nonsense") == (401, b"")
    assert tenant.send({**sent, "channelData": {"tenant": {"id": "another"}}}) == (403, b"")
    assert tenant.send(b"[" * 100_000)[0] == 400
    assert tenant.send(b" " * (asgi.LARGEST + 1))[0] == 403
