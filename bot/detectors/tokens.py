"""Keys and tokens of services by their issuers' prefixes, as secret scanners know them."""

from __future__ import annotations

from functools import partial

from bot.detectors.forms import Place, form
from bot.model import Kind

_key = partial(form, Kind.CREDENTIAL, "api_key", "[key]")


def _has_digit(place: Place) -> bool:
    return any(map(str.isdigit, place.value))


TOKENS = (
    form(
        Kind.CREDENTIAL,
        "private_key",
        "[private key]",
        r"""-----BEGIN[ ][A-Z ]{0,30}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----
        (?:[\w+/=\s:,.]{0,8000}-----END[ ][A-Z ]{0,40}-----)?""",
    ),
    _key(r"(?-i:\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b)"),  # Amazon
    _key(r"(?-i:\b(?:gh[pousr]_[A-Za-z\d]{30,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}))"),  # GitHub, GitLab
    _key(r"(?-i:\bxox[abeoprs]-[\w-]{10,255})|\bhooks\.slack\.com/services/[\w/]{20,100}"),  # Slack
    _key(r"(?-i:\bAIza[\w-]{35}\b|\bya29\.[\w-]{20,500})"),  # Google
    _key(r"(?-i:\bsk-(?:proj-|ant-)?[\w-]{20,200}|\bhf_[A-Za-z\d]{30,60}|\bnpm_[A-Za-z\d]{36}\b|\bpypi-[\w-]{50,250})"),
    _key(
        r"(?-i:\bSG\.[\w-]{16,32}\.[\w-]{16,64}|\b(?:SK|AC)[\da-f]{32}\b|\b\d{8,10}:AA[\w-]{33}\b)"
    ),  # SendGrid, Twilio
    _key(r"\b[a-z]{2,4}_(?:live|test|prod)_\w{3,255}"),  # Stripe, and who copied its fashion
    _key(r"(?-i:\beyJ[\w-]{8,2000}\.eyJ[\w-]{4,4000}\.[\w-]{4,2000})"),  # a JSON web token
    _key(r"\b(?:AccountKey|SharedAccessKey|sig)=([\w+/%]{20,200}=?=?)"),  # Azure
    form(Kind.CREDENTIAL, "password", "[password]", r"\b[a-z][a-z\d+.-]{1,15}://([^\s/:@]{1,60}:[^\s/@]{1,80})@"),
    _key(
        r"""\b(?:api|secret|access|auth|private|client|bearer|encryption)[ _-]?(?:key|token|secret)s?
        (?:[^\w\n]|is\b|was\b|for\b|the\b|our\b|app\b|:){0,6} ['"]?([\w~.-]{5,120}[\w~-]) """,
        _has_digit,
    ),
    _key(r"\b\w{0,40}(?:key|token|secret)[ ]?(?:=|:|is|->)[ ]?['\"]?([\w-]{6,120})", _has_digit),
    _key(r"\b(?:key|token|secret)[ ](?:is[ ])?([a-z\d]{16,128})(?!\w)", _has_digit),
    _key(r"\b(?:key|token)[ ]['\"]?((?=[\w-]{0,60}[a-z_-])[a-z\d]{2,20}[_-][\w-]{4,60})", _has_digit),
    form(
        Kind.CREDENTIAL,
        "password",
        "[password]",
        r"\b\w{0,40}_?(?:pass|passwd|password|pwd)[ ]?=[ ]?['\"]?([^\s'\"]{3,80})",
    ),
)
