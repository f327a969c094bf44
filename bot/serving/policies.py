"""The services over what is published, taken up anew when another generation is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot import wiring
from bot.answering.service import AnsweringService
from bot.model import Answer, Check, Question, Route
from bot.serving.metrics import Metrics
from bot.settings import ModelSettings, Settings
from bot.sharing.service import SharingService
from bot.wiring import Opened
from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError
from knowledge.generation import Home

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Services:
    opened: Opened
    answering: AnsweringService
    plain: AnsweringService
    """The same in the rules' own words, whatever model is configured."""
    sharing: SharingService


class Policies:
    """Answers and checks from the newest generation that could be opened; each call sees one generation alone."""

    def __init__(self, settings: Settings, opened: Opened) -> None:
        self._settings = settings
        self._services = self._over(opened)
        self.metrics = Metrics()

    @property
    def opened(self) -> Opened:
        """What is answered from now."""
        return self._services.opened

    @property
    def catalogue(self) -> Catalogue:
        """What is in force today for everyone."""
        return self._services.opened.catalogue

    def view(self, audiences: tuple[str, ...]) -> Catalogue:
        """What is in force today for these audiences and for everyone."""
        opened = self._services.opened
        return opened.library.at(opened.today(), audiences)

    def answer(self, question: Question) -> Answer:
        return self._services.answering.answer(question)

    def answering(self, surface: str) -> Callable[[Question], Answer]:
        """As `answer`, counted for a surface."""
        return self.metrics.answering(surface, self.answer)

    def checking(self, surface: str) -> Callable[[str], Check]:
        """As `check`, counted for a surface."""
        return self.metrics.checking(surface, self.check)

    def again(self, question: Question) -> Answer:
        """What was answered before, at once: no model is asked, so its words are the rules' own."""
        return self._services.plain.answer(question)

    def concern(self, text: str) -> tuple[Route, bool] | None:
        """As `AnsweringService.concern`."""
        return self._services.answering.concern(text)

    def check(self, text: str, audiences: tuple[str, ...] = ()) -> Check:
        """As `SharingService.check`; raises `CannotCheck`."""
        return self._services.sharing.check(text, audiences)

    def follow(self) -> bool:
        """Take up another generation where one has been published since; what can't be opened is left, and logged."""
        home = Home(self._settings.home)
        try:
            if home.current().name == self.opened.manifest.id:
                return False
            self._services = self._over(wiring.open_generation(home))
        except KnowledgeError as error:
            _LOG.error("What was published can't be opened (%s). Answers go on from before.", type(error).__name__)
            return False
        return True

    def _over(self, opened: Opened) -> _Services:
        settings = self._settings
        answering = wiring.answering(settings, opened)
        unworded = settings.model_copy(update={"model": ModelSettings()})
        plain = wiring.answering(unworded, opened) if settings.model.name else answering
        return _Services(opened, answering, plain, wiring.sharing(settings, opened))
