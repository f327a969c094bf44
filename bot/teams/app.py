"""The Teams app: what comes in and who sees to it. Thin; nothing is decided here.

Activities have been verified before they come here (`bot.teams.asgi`). The SDK says what kind of thing one is, by its
outline; the rest is read from the activity as it came, since the SDK's types drop what they don't know.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, AdaptiveCardInvokeResponse, ResourceResponse
from botbuilder.schema.teams import (
    MessagingExtensionActionResponse,
    TaskModuleContinueResponse,
    TaskModuleTaskInfo,
)

from bot import messages
from bot.errors import BotError
from bot.ports import Later, Refused
from bot.teams import cards, outgoing, presses, render, translate
from bot.teams.cards import Part
from bot.teams.colleagues import Colleague
from bot.teams.house import House
from bot.teams.translate import Came, Unreadable

Dict = Mapping[str, Any]
FEEDBACK = "message/submitAction"
LIKE, DISLIKE = "like", "dislike"
_CAME = "clausewise.activity"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an activity is answered with over HTTP."""

    status: int = 200
    body: Any = None


class _Inbound(BotAdapter):  # type: ignore[misc]  # the SDK has no types
    """Runs turns. Nothing is sent from within one: replies go by way of what is on disk (`bot.teams.replying`).

    The SDK asks for ways to change and delete messages, too; nothing here does either, and whatever did is a fault.
    """

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        for activity in activities:
            context.turn_state[BotAdapter._INVOKE_RESPONSE_KEY] = activity  # noqa: SLF001 - where the SDK looks for it
        return [ResourceResponse() for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: Any) -> None:
        raise NotImplementedError


def build(house: House) -> Callable[[dict[str, Any]], Awaitable[Reply]]:
    """What answers an activity that has been verified."""
    adapter, desk = _Inbound(), _Desk(house)

    async def turn(activity: dict[str, Any]) -> Reply:
        try:
            context = TurnContext(adapter, Activity.deserialize(translate.outline(activity)))
        except Exception as error:  # whatever the SDK's reader trips over, it is no activity
            raise Unreadable from error
        context.turn_state[_CAME] = activity
        await adapter.run_pipeline(context, desk.on_turn)
        answered = context.turn_state.get(BotAdapter._INVOKE_RESPONSE_KEY)  # noqa: SLF001 - the SDK has no other way
        return _reply(answered.value) if answered else Reply()

    return turn


def _reply(answered: InvokeResponse) -> Reply:
    """What the SDK refuses, it words in types that nobody can send: then the number says enough."""
    plain = answered.body is None or isinstance(answered.body, Mapping)
    return Reply(int(answered.status), answered.body if plain else None)


class _Desk(TeamsActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """One method for each thing that somebody can do in Teams."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """A message: on disk before Teams is told that we have it, answered from there."""
        await asyncio.to_thread(self._noted, _activity(turn_context))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Somebody has the app, or a team has it, or somebody has joined that team: they are welcomed."""
        await asyncio.to_thread(self._welcomed, _activity(turn_context))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Somebody has removed the app: where to write to them is forgotten."""
        gone = translate.left(_activity(turn_context))
        if gone:
            await asyncio.to_thread(self._house.conversations.forget, gone)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """What the SDK doesn't know, Teams' thumbs; and whatever else somebody makes up gets an answer too."""
        activity = _activity(turn_context)
        if activity.get("name") == FEEDBACK:
            await asyncio.to_thread(self._rated, activity)
            return InvokeResponse(status=int(HTTPStatus.OK))
        try:
            return await super().on_invoke_activity(turn_context)
        except (AttributeError, TypeError, ValueError, KeyError) as error:  # the SDK trips over a value
            _LOG.error("Something that was pressed can't be read (%s).", type(error).__name__)
            return InvokeResponse(status=int(HTTPStatus.BAD_REQUEST))

    async def on_adaptive_card_invoke(
        self,
        turn_context: TurnContext,
        invoke_value: Any,  # noqa: ARG002 - the SDK's reading of it loses fields
    ) -> AdaptiveCardInvokeResponse:
        """A button on a card: the card is replaced by the next."""
        activity = _activity(turn_context)
        action = _part(_part(activity, "value"), "action")
        verb, data = str(action.get("verb")), _part(action, "data")
        card = await asyncio.to_thread(
            self._for_colleague, activity, lambda who, came: presses.pressed(self._house, who, came, verb, data)
        )
        return AdaptiveCardInvokeResponse(status_code=int(HTTPStatus.OK), type=cards.CONTENT_TYPE, value=card)

    async def on_teams_file_consent_accept(
        self,
        turn_context: TurnContext,
        file_consent_card_response: Any,  # noqa: ARG002 - as above
    ) -> None:
        """A file may go to somebody's OneDrive: on disk before Teams is told that we know, put there afterwards."""
        came = translate.allowed(_activity(turn_context))
        if came:
            await asyncio.to_thread(self._house.note, came)

    async def on_teams_file_consent_decline(self, turn_context: TurnContext, file_consent_card_response: Any) -> None:
        """It may not: nothing is done, and the receipt still offers it."""

    async def on_teams_messaging_extension_fetch_task(
        self,
        turn_context: TurnContext,
        action: Any,  # noqa: ARG002 - as above
    ) -> MessagingExtensionActionResponse:
        """`Can I share this?` on a message: its check. Beside the box where messages are written: room for a draft."""
        activity = _activity(turn_context)
        text = translate.shared(_part(activity, "value"))
        check = (lambda *_: self._checked(text)) if text else (lambda *_: render.draft())
        return _window(await asyncio.to_thread(self._for_colleague, activity, check))

    async def on_teams_messaging_extension_submit_action(
        self,
        turn_context: TurnContext,
        action: Any,  # noqa: ARG002 - as above
    ) -> MessagingExtensionActionResponse:
        """The draft in the window is checked, and the window says what was found."""
        activity = _activity(turn_context)
        text = str(_part(_part(activity, "value"), "data").get(render.DRAFT) or "")
        return _window(await asyncio.to_thread(self._for_colleague, activity, lambda *_: self._checked(text)))

    def _for_colleague(self, activity: Dict, make: Callable[[Colleague, Came], Part]) -> Part:
        """A card for whoever acts, where they are a colleague."""
        came = translate.acting(activity)
        who = self._house.colleagues.admitted(came) if came else Refused("nobody")
        if isinstance(who, Later):
            return render.told(messages.TEAMS_TOO_LATE)
        return make(who, came) if came and isinstance(who, Colleague) else render.told(messages.TEAMS_ONLY_COLLEAGUES)

    def _noted(self, activity: Dict) -> None:
        came = translate.came(activity)
        if came:
            self._house.note(came)

    def _welcomed(self, activity: Dict) -> None:
        for came in translate.arrived(activity):
            self._house.note(came)

    def _checked(self, text: str) -> Part:
        try:
            return render.check_card(self._house.check(text))
        except BotError as error:
            return render.told(messages.CAN_I_SHARE, str(error))

    def _rated(self, activity: Dict) -> None:
        """Counted once, without whose it is; what they typed beside it is left unread."""
        reaction = _part(_part(activity, "value"), "actionValue").get("reaction")
        came = translate.acting(activity)
        if came and reaction in (LIKE, DISLIKE) and self._house.first(came.key):
            self._house.notebook.helped(self._house.generation(), helpful=reaction == LIKE)


def _window(card: Part) -> MessagingExtensionActionResponse:
    info = TaskModuleTaskInfo(title=messages.CAN_I_SHARE, height="medium", width="medium")
    info.card = outgoing.attachment(card)
    return MessagingExtensionActionResponse(task=TaskModuleContinueResponse(value=info))


def _activity(context: TurnContext) -> Dict:
    return dict(context.turn_state[_CAME])


def _part(of: Dict, name: str) -> Dict:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}
