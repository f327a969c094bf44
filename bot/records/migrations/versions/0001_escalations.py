"""Escalations, what became of them, and letters on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "escalations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("asker", sa.String(200), nullable=False),
        sa.Column("recipient", sa.String(200)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("next", sa.String(200)),
        sa.Column("why", sa.String(40)),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON()),
        sa.Column("opened", moment, nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.Column("due", moment),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_escalations"),
    )
    for column in ("asker", "recipient", "due"):
        op.create_index(f"ix_escalations_{column}", "escalations", [column])
    op.create_table(
        "escalation_events",
        sa.Column("escalation", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("escalation", "number", name="pk_escalation_events"),
        sa.ForeignKeyConstraint(
            ["escalation"], ["escalations.id"], name="fk_escalation_events_escalation", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("letter", sa.JSON()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("surface", sa.String(20)),
        sa.Column("reference", sa.Text()),
        sa.Column("why", sa.String(40)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("written", moment, nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_outbox"),
    )
    for column in ("state", "person"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("letter", sa.JSON(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("read", moment),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_person", "inbox", ["person"])


def downgrade() -> None:
    """Back."""
    for table in ("inbox", "outbox", "escalation_events", "escalations"):
        op.drop_table(table)
