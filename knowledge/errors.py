"""What can go wrong below the services.

KnowledgeError                 the base; its message is written for a person and says what to do
├── NothingPublished           no generation has been published in this home yet
├── DamagedGeneration          a published generation fails its own checks
├── EncoderUnusable            the embedding model is missing or is not the one recorded
└── NotVerbatim                a quote is not a span of a published clause (never shown to anyone)
"""


class KnowledgeError(Exception):
    """Base of every error raised by `knowledge`; `str(error)` is a sentence a person can act on."""


class NothingPublished(KnowledgeError):
    """No generation has been published in this home yet."""


class DamagedGeneration(KnowledgeError):
    """A published generation does not match its own manifest."""


class EncoderUnusable(KnowledgeError):
    """The embedding model is missing, unreadable or not the one whose hash is recorded."""


class NotVerbatim(KnowledgeError):
    """A quote is not, character for character, a span of a published clause."""
