"""Every setting there is: flags over CLAUSEWISE_… environment over `.env` over `clausewise.toml`."""

from __future__ import annotations

import os
import re
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.errors import WrongSettings
from bot.onboarding.rhythm import Rhythm
from bot.working_time import WorkingTime

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PREFIX = "CLAUSEWISE_"
SOURCES = ("file", "graph", "slack")
"""Of people, in the order that counts."""
_SAFE = r"^(https://|http://(127\.0\.0\.1|localhost)[:/]).+$"
"""Secrets travel encrypted, or stay on this machine."""
SHORT_NAMES = {"CLAUSEWISE_TEAMS_APP_ID": ("teams", "app_id")}
"""Names in the environment that stand for a setting two levels down."""
_ORIGIN = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|http://127\.0\.0\.1:[0-9]+")
"""An origin that files may go to; in the clear on this machine alone."""
TEAMS_SERVICES = (
    "https://smba.trafficmanager.net",
    "https://smba.infra.gcc.teams.microsoft.com",
    "https://smba.infra.gov.teams.microsoft.us",
    "https://smba.infra.dod.teams.microsoft.us",
)


class ContactSettings(BaseModel):
    """Whom the employer names besides the line manager. Shown to colleagues as written."""

    model_config = ConfigDict(extra="forbid")

    concerns: str = "PSG, HR, or any other manager."
    """To whom a colleague can turn where the line manager is not the one to ask."""
    support: str = "You can call Samaritans free on 116 123, at any hour, or your GP."
    published: Annotated[tuple[str, ...], NoDecode] = ()
    """Numbers, addresses and accounts that the employer publishes itself: nothing to report in a draft."""

    @field_validator("published", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _names(value)


class RecordsSettings(BaseModel):
    """Where escalations, signatures and letters on their way are kept, and for how long."""

    model_config = ConfigDict(extra="forbid")

    url: SecretStr | None = None
    """A PostgreSQL database (`postgresql+psycopg://…`); a SQLite file in the home where not set."""
    keep_attestations_days: int = Field(default=2190, ge=0)
    """Days after somebody has left till what they signed is erased; that a record was, is kept."""


class WorkingSettings(BaseModel):
    """When people are at work."""

    model_config = ConfigDict(extra="forbid")

    zone: str = "Europe/London"
    days: str = Field(default="mon-fri", pattern=r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$")
    """One day, or the first and the last of several."""
    opens: time = time(9)
    closes: time = time(17)
    holidays: tuple[date, ...] = ()
    """Days on which nobody works."""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        self.working_time()
        return self

    def working_time(self) -> WorkingTime:
        """As the services take it."""
        try:
            zone = ZoneInfo(self.zone)
        except (OSError, KeyError, ValueError) as error:
            raise ValueError(f'there is no time zone "{self.zone}"') from error
        first, _, last = self.days.partition("-")
        span = (_WEEK.index(last or first) - _WEEK.index(first)) % 7
        days = frozenset((_WEEK.index(first) + number) % 7 for number in range(span + 1))
        return WorkingTime(zone, days, self.opens, self.closes, frozenset(self.holidays))


class EscalationSettings(BaseModel):
    """How long an escalation waits, and where it ends."""

    model_config = ConfigDict(extra="forbid")

    owner: str | None = None
    """The policy owner's id in the directory: asked where no manager can be, and told who has signed."""
    remind_after_h: float = Field(default=8, gt=0)
    """Working hours without an answer till the manager is reminded."""
    give_up_after_h: float = Field(default=16, gt=0)
    """Working hours after that till somebody else is proposed."""
    keep_days: int = Field(default=30, ge=0)
    """Days after an escalation is closed till its words are erased; that there was one is kept."""


class OnboardingSettings(BaseModel):
    """Who is asked to read and sign, and how often they are reminded."""

    model_config = ConfigDict(extra="forbid")

    invite_from: date | None = None
    """Colleagues who start on or after this day are invited; nobody where not set, though anybody may begin."""
    remind_after_days: tuple[float, ...] = (2, 5, 9)
    """Working days after they were asked; no reminders where empty."""
    sign_within_days: float = Field(default=10, gt=0)
    """Working days after they were asked till they count as late."""
    digest_day: str = Field(default="mon", pattern=r"^(mon|tue|wed|thu|fri|sat|sun)$")
    """The day from which, once a week, line managers and the owner are told who has still to sign."""

    @field_validator("remind_after_days")
    @classmethod
    def _ahead(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if any(days <= 0 for days in value):
            raise ValueError("each is a number of days above 0")
        return tuple(sorted(set(value)))

    def rhythm(self) -> Rhythm:
        """As the service takes it."""
        day = _WEEK.index(self.digest_day)
        return Rhythm(self.invite_from, self.remind_after_days, self.sign_within_days, day)


class DirectorySettings(BaseModel):
    """Who works here, and for whom."""

    model_config = ConfigDict(extra="forbid")

    file: Path | None = None
    """A CSV file of people; see `docs/directory.md`."""
    sources: Annotated[tuple[str, ...], NoDecode] = ()
    """Where people come from, what counts first before the others: file, graph, slack. Where not set, those of the
    first two that are configured, and Slack where neither is."""
    refresh_m: float = Field(default=60, ge=1)
    """Minutes after which Microsoft Graph and Slack are asked again."""

    @field_validator("sources", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _names(value)

    @field_validator("sources")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len({*value}) < len(value) or not {*value} <= {*SOURCES}:
            raise ValueError(f"name each source once: {', '.join(SOURCES)}")
        return value


class GraphSettings(BaseModel):
    """Microsoft Graph, for people from Microsoft Entra ID; none where there is no tenant."""

    model_config = ConfigDict(extra="forbid")

    tenant: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.-]+$")
    """The tenant's id or domain."""
    client_id: str | None = None
    """The id of an app registration that may read users (`User.Read.All`)."""
    client_secret: SecretStr | None = None
    """That app's secret."""
    api: str = Field(default="https://graph.microsoft.com/v1.0", pattern=_SAFE)
    """Where Microsoft Graph is; other clouds have others."""
    login: str = Field(default="https://login.microsoftonline.com", pattern=_SAFE)
    """Where tokens come from."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [bool(one) for one in (self.tenant, self.client_id, self.client_secret)]
        if any(given) and not all(given):
            raise ValueError("set tenant, client_id and client_secret together")
        return self


class SlackSettings(BaseModel):
    """The Slack app; none where there is no bot token."""

    model_config = ConfigDict(extra="forbid")

    bot_token: SecretStr | None = None
    """The app's bot token (`xoxb-…`)."""
    app_token: SecretStr | None = None
    """For Socket Mode: an app-level token (`xapp-…`) with `connections:write`."""
    signing_secret: SecretStr | None = None
    """For HTTP: the app's signing secret."""
    teams: Annotated[tuple[str, ...], NoDecode] = ()
    """Workspaces whose people get answers; the app's own where none is named."""
    guests: bool = False
    """Whether guests and people from other organisations get answers too."""
    api: str = "https://slack.com/api/"
    """Where Slack's Web API is."""

    @field_validator("teams", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.bot_token and bool(self.app_token) == bool(self.signing_secret):
            raise ValueError("set either app_token (Socket Mode) or signing_secret (HTTP) beside bot_token")
        if not self.bot_token and (self.app_token or self.signing_secret):
            raise ValueError("bot_token is missing")
        return self


class TeamsSettings(BaseModel):
    """The Teams app; none where there is no app id."""

    model_config = ConfigDict(extra="forbid")

    app_id: str | None = None
    """The bot's Microsoft app id; `CLAUSEWISE_TEAMS_APP_ID` does too."""
    app_secret: SecretStr | None = None
    """A client secret of that app."""
    tenants: Annotated[tuple[str, ...], NoDecode] = ()
    """Tenants whose people get answers; the app is registered in the first."""
    guests: bool = False
    """Whether guests of a tenant get answers too."""
    development: bool = False
    """Takes unsigned messages, from this machine alone: for Agents Playground, in place of `app_id`."""
    services: Annotated[tuple[str, ...], NoDecode] = TEAMS_SERVICES
    """Where replies may go: the origins of Microsoft's service addresses."""
    uploads: Annotated[tuple[str, ...], NoDecode] = ("https://*.sharepoint.com",)
    """Where receipts may be put for colleagues who allow it: origins, in which `*.` stands for any name below."""
    keys: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    """Where Microsoft says which keys it signs with."""
    issuer: str = "https://api.botframework.com"
    """Who has to have signed."""
    login: str = "https://login.microsoftonline.com"
    """Where the bot gets its own tokens."""

    @field_validator("tenants", "services", "uploads", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _names(value)

    @field_validator("uploads")
    @classmethod
    def _encrypted(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_ORIGIN.fullmatch(origin) for origin in value):
            raise ValueError("has to be origins such as https://*.sharepoint.com; files go over https alone")
        return value

    @property
    def configured(self) -> bool:
        """Whether anything was set up for Teams, whole or not."""
        return bool(self.app_id or self.app_secret or self.tenants) or self.development

    def missing(self) -> str:
        """What keeps the app from being served, "" where nothing does; its package needs no more than an id."""
        if self.development:
            both = self.app_id or self.app_secret
            return (
                "Set teams.app_id or teams.development, not both: in development nothing is verified." if both else ""
            )
        wanted = {"app_id": self.app_id, "app_secret": self.app_secret, "tenants": self.tenants}
        lacking = ", ".join(f"teams.{name}" for name, value in wanted.items() if not value)
        return f"Teams is set up by half: set {lacking} too. See docs/teams.md." if lacking else ""


class WebSettings(BaseModel):
    """The page. On this machine alone, unless a proxy that people sign in to stands in front."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = True
    address: str | None = Field(default=None, pattern=r"^https?://[a-z0-9.-]+(:[0-9]+)?$")
    """Where people reach it through the proxy: `https://policies.example.org`."""
    sign_in_header: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+$")
    """The header in which the proxy gives the e-mail address of who is signed in."""
    sign_in_secret: SecretStr | None = Field(default=None, min_length=16)
    """What the proxy proves itself with, in the header `X-Clausewise-Secret`."""
    at_once: int = Field(default=64, ge=1)
    """Questions and drafts being seen to and waiting; more are asked to come back in a moment."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [self.address, self.sign_in_header, self.sign_in_secret]
        if any(given) and not all(given):
            raise ValueError("address, sign_in_header and sign_in_secret go together")
        return self


class ModelSettings(BaseModel):
    """A chat model that may reword answers and draft examples; none by default, and nothing needs one."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, pattern=r"^[a-z0-9_]+:.+$")
    """Provider and model as LangChain's `init_chat_model` takes them: "openai:gpt-…"."""
    base_url: str | None = None
    """Another address that speaks the provider's API: a gateway, or a model on a machine of your own."""
    api_key: SecretStr | None = None
    """Where not set, the provider's own environment variable counts (OPENAI_API_KEY, …)."""
    timeout_s: float = Field(default=4.0, gt=0, le=120)
    """Seconds after which an answer goes out as the rules wrote it."""
    second_opinion: bool = False
    """Whether it is shown drafts too, and may make a check stricter. Drafts then reach the model's provider."""


class Settings(BaseSettings):
    """Defaults work on one machine with nothing configured."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        toml_file="clausewise.toml",
        extra="forbid",
    )

    home: Path = Path(".clausewise")
    """Where state lives."""
    knowledge: Path | None = None
    """A folder of documents and guidance; those that come with Clausewise when not set."""
    audiences: Annotated[tuple[str, ...], NoDecode] = ()
    """Whom answers are for, beside documents for everyone, where a question names no audience."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """What `clausewise serve` logs, as a line of JSON each: "info" has one for each request."""
    trace_to: str | None = Field(default=None, pattern=r"^https?://")
    """Where spans of `clausewise serve` go: an OpenTelemetry collector that speaks OTLP over gRPC."""
    contacts: ContactSettings = ContactSettings()
    directory: DirectorySettings = DirectorySettings()
    graph: GraphSettings = GraphSettings()
    records: RecordsSettings = RecordsSettings()
    working: WorkingSettings = WorkingSettings()
    escalation: EscalationSettings = EscalationSettings()
    slack: SlackSettings = SlackSettings()
    teams: TeamsSettings = TeamsSettings()
    onboarding: OnboardingSettings = OnboardingSettings()
    web: WebSettings = WebSettings()
    model: ModelSettings = ModelSettings()

    @model_validator(mode="after")
    def _sources_there(self) -> Self:
        missing = [name for name in self.directory.sources if name not in self.configured_sources()]
        if missing:
            raise ValueError(f"directory.sources names {missing[0]}, which isn't configured")
        return self

    def configured_sources(self) -> tuple[str, ...]:
        """Names of the sources of people that are configured, in the order that counts."""
        there = (self.directory.file, self.graph.tenant, self.slack.bot_token)
        return tuple(name for name, one in zip(SOURCES, there, strict=True) if one)

    def chosen_sources(self) -> tuple[str, ...]:
        """Names of the sources that are read: those named, else what there is, Slack only for want of another."""
        there = self.configured_sources()
        return self.directory.sources or tuple(name for name in there if name != "slack") or there

    @property
    def samples(self) -> bool:
        """Whether made-up people stand in: nothing says who works here, and no surface brings real people."""
        return not (self.configured_sources() or self.teams.configured or self.web.sign_in_header)

    @field_validator("audiences", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _names(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic-settings'
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        short = _ShortNames(settings_cls)
        return init_settings, env_settings, short, dotenv_settings, TomlConfigSettingsSource(settings_cls)


class _ShortNames(PydanticBaseSettingsSource):
    """Settings by their short names in the environment."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        found = {
            key: os.environ[name]
            for name, (top, key) in SHORT_NAMES.items()
            if top == field_name and name in os.environ
        }
        return found or None, field_name, False

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value}


def _names(value: object) -> object:
    """In the environment, names with commas between them."""
    return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


def load(**flags: object) -> Settings:
    """Read all sources; raises `WrongSettings` naming every unknown or unusable one."""
    _refuse_unknown_environment()
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        found = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise WrongSettings(f"The settings can't be used: {found}. See docs/configuration.md.") from error
    except ValueError as error:
        raise WrongSettings(f"clausewise.toml or .env can't be read: {error}") from error


def _refuse_unknown_environment() -> None:
    """pydantic-settings passes over unknown environment variables; a typing error should not pass."""
    known = set(Settings.model_fields)
    for name in os.environ:
        key = name.removeprefix(PREFIX).lower().split("__")[0]
        if name.startswith(PREFIX) and name not in SHORT_NAMES and key not in known:
            raise WrongSettings(f"There is no setting {name}. Known: {', '.join(sorted(known))}.")
