"""Every setting there is: flags over CLAUSEWISE_… environment over `.env` over `clausewise.toml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.errors import WrongSettings

PREFIX = "CLAUSEWISE_"


class ContactSettings(BaseModel):
    """Whom the employer names besides the line manager. Shown to colleagues as written."""

    model_config = ConfigDict(extra="forbid")

    support: str = "You can call Samaritans free on 116 123, at any hour, or your GP."


class DirectorySettings(BaseModel):
    """Who works here, and for whom."""

    model_config = ConfigDict(extra="forbid")

    file: Path | None = None
    """A CSV file of people; see `docs/directory.md`."""


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
    contacts: ContactSettings = ContactSettings()
    directory: DirectorySettings = DirectorySettings()
    model: ModelSettings = ModelSettings()

    @field_validator("audiences", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """In the environment, names with commas between them."""
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic-settings'
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


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
        if name.startswith(PREFIX) and key not in known:
            raise WrongSettings(f"There is no setting {name}. Known: {', '.join(sorted(known))}.")
