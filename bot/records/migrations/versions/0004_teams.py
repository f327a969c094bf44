"""Conversations and replies in Teams."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "teams_conversations",
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("person", sa.String(200)),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("bot", sa.String(200), nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_teams_conversations"),
    )
    op.create_index("ix_teams_conversations_person", "teams_conversations", ["person"])
    op.create_table(
        "teams_streams",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("begun", moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_teams_streams"),
    )
    op.create_index("ix_teams_streams_begun", "teams_streams", ["begun"])


def downgrade() -> None:
    """Back."""
    for table in ("teams_streams", "teams_conversations"):
        op.drop_table(table)
