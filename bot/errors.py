"""What can go wrong in the bot.

BotError                     the base; its message is written for a person and says what to do
├── WrongSettings            the configuration has something unknown or unusable in it
├── WrongInput               a command was given something it can't use
├── WrongDirectory           a source of people can't be used
├── RecordsUnusable          the database can't be opened or was written by a newer version
│   └── LogDiffers           the log of signatures isn't what its anchor says, so nothing more is signed
├── BackupUnusable           a backup can't be written, or isn't whole
├── NotAReceipt              a file that is no receipt, or one that has been changed beyond reading
├── NotAColleague            somebody who doesn't work here asked for what only colleagues can do
├── NothingToSign            a document that isn't to be signed, or not by them
├── CannotCompare            an edition can't be read, or what changed can't be written
├── CannotDraft              there is no such document to draft guidance for, or the draft can't be written
└── CannotCheck              a draft to check is empty, enormous or no text
"""


class BotError(Exception):
    """Base of every error raised by `bot`; `str(error)` is a sentence a person can act on."""


class WrongSettings(BotError):
    """Something in the configuration is unknown or unusable."""


class WrongInput(BotError):
    """A command was given something it can't use."""


class WrongDirectory(BotError):
    """A source of people can't be used: a file, Microsoft Graph or Slack."""


class RecordsUnusable(BotError):
    """The database can't be opened, or was written by a newer version."""


class LogDiffers(RecordsUnusable):
    """The log of signatures isn't what its anchor says it was."""


class BackupUnusable(BotError):
    """A backup can't be written, or isn't whole."""


class NotAReceipt(BotError):
    """A file that is no receipt, or one that has been changed beyond reading."""


class NotAColleague(BotError):
    """Somebody who doesn't work here asked for what only colleagues can do."""


class NothingToSign(BotError):
    """A document that isn't to be signed, or not by them."""


class CannotCompare(BotError):
    """An edition can't be read, or the page of what changed can't be written."""


class CannotDraft(BotError):
    """There is no such document to draft guidance for, or the draft can't be written."""


class CannotCheck(BotError):
    """A draft is empty, enormous or no text."""
