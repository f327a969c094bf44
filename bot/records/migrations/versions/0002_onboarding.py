"""Journeys through policies, and the log of what was signed, which nothing but appending can change."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER attestations_stay BEFORE UPDATE ON attestations
    BEGIN SELECT RAISE(ABORT, 'attestations are never changed'); END""",
    """CREATE TRIGGER attestations_are_kept BEFORE DELETE ON attestations
    BEGIN SELECT RAISE(ABORT, 'attestations are never removed'); END""",
    """CREATE TRIGGER signed_stays BEFORE UPDATE ON signed
    BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END""",
    """CREATE TRIGGER signed_is_kept BEFORE DELETE ON signed
    WHEN NOT EXISTS (SELECT 1 FROM attestations WHERE kind = 'erased' AND about = OLD.number)
    BEGIN SELECT RAISE(ABORT, 'what was signed is removed only where its erasure is recorded'); END""",
)
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION clausewise_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'attestations are never changed or removed'; END $$""",
    """CREATE OR REPLACE FUNCTION clausewise_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT 1 FROM attestations WHERE kind = 'erased' AND about = OLD.number) THEN
        RAISE EXCEPTION 'what was signed is removed only where its erasure is recorded';
      END IF;
      RETURN OLD;
    END $$""",
    """CREATE TRIGGER attestations_stay BEFORE UPDATE OR DELETE ON attestations
    FOR EACH ROW EXECUTE FUNCTION clausewise_refuse()""",
    """CREATE TRIGGER attestations_are_kept BEFORE TRUNCATE ON attestations
    FOR EACH STATEMENT EXECUTE FUNCTION clausewise_refuse()""",
    """CREATE TRIGGER signed_stays BEFORE UPDATE ON signed
    FOR EACH ROW EXECUTE FUNCTION clausewise_refuse()""",
    """CREATE TRIGGER signed_is_kept BEFORE DELETE ON signed
    FOR EACH ROW EXECUTE FUNCTION clausewise_erased()""",
)
TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "journeys",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("since", sa.String(64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("asked", moment, nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.Column("due", moment),
        sa.Column("left", moment),
        sa.PrimaryKeyConstraint("id", name="pk_journeys"),
        sa.UniqueConstraint("person", "document", "edition", name="uq_journeys_person_document_edition"),
    )
    op.create_table(
        "attestations",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("body", sa.String(64), nullable=False),
        sa.Column("about", sa.Integer()),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_attestations"),
        sa.UniqueConstraint("previous", name="uq_attestations_previous"),
    )
    op.create_table(
        "signed",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_signed"),
        sa.ForeignKeyConstraint(["number"], ["attestations.number"], name="fk_signed_number"),
        sa.UniqueConstraint("person", "document", "edition", name="uq_signed_person_document_edition"),
    )
    for trigger in TRIGGERS.get(op.get_bind().dialect.name, ()):
        op.execute(trigger)


def downgrade() -> None:
    """Back. What was signed goes with it, so export the log first."""
    for table in ("signed", "attestations", "journeys"):
        op.drop_table(table)
