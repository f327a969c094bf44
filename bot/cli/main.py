"""`clausewise`: the list of commands. Each is loaded when it is called."""

from __future__ import annotations

import typer

from bot.cli import (
    ask,
    attestations,
    backup,
    chat,
    check,
    clauses,
    diff,
    directory,
    doctor,
    escalations,
    evaluate,
    generations,
    guidance,
    inbox,
    ingest,
    onboard,
    person,
    prune,
    rollback,
    serve,
    shared,
    slack,
    teams,
    train,
)

app = typer.Typer(
    name="clausewise",
    help="Answers colleagues' questions about their employer's policies, with the clause, word for word.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("ask")(ask.ask)
app.command("chat")(chat.chat)
app.command("check")(check.check)
app.command("ingest")(ingest.ingest)
app.command("clauses")(clauses.clauses)
app.command("diff")(diff.diff)
app.command("generations")(generations.generations)
app.command("rollback")(rollback.rollback)
app.command("prune")(prune.prune)
app.add_typer(guidance.app, name="guidance")
app.command("eval")(evaluate.evaluate)
app.command("train")(train.train)
app.add_typer(directory.app, name="directory")
app.add_typer(escalations.app, name="escalations")
app.command("onboard")(onboard.onboard)
app.add_typer(attestations.app, name="attestations")
app.add_typer(person.app, name="person")
app.command("inbox")(inbox.inbox)
app.command("serve")(serve.serve)
app.add_typer(slack.app, name="slack")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(teams.app, name="teams")
app.command("doctor")(doctor.doctor)


@app.callback()
def clausewise() -> None:
    """Exit status: 0 fine, 1 refused or failed, 2 wrong usage."""
    shared.spare_the_collector()


if __name__ == "__main__":
    app()
