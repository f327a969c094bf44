"""Personal data that has a form of its own: numbers, addresses, accounts, dates of birth."""

from __future__ import annotations

from bot.detectors.addresses import ADDRESSES
from bot.detectors.numbers import MONEY, PAPERS
from bot.detectors.online import MACHINES, ONLINE
from bot.detectors.phones import PHONES, SAID_TO_BE_PHONES

IDENTIFIERS = (*ONLINE, *MONEY, *PHONES, *MACHINES, *PAPERS, *SAID_TO_BE_PHONES, *ADDRESSES)
"""The surer a form, the earlier it stands: where two fit, the first holds."""
