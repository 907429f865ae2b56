"""Make the casebook: records that hold now, and revisions that are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ONLY_ADDED = "BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END"
_SQLITE = (
    f"CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision {_ONLY_ADDED}",
    f"CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision {_ONLY_ADDED}",
    # INSERT OR REPLACE deletes without firing the trigger above
    """CREATE TRIGGER revision_no_replace BEFORE INSERT ON revision
    WHEN EXISTS (SELECT 1 FROM revision WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END""",
    """CREATE TRIGGER record_no_delete BEFORE DELETE ON record
    BEGIN SELECT RAISE(ABORT, 'a removed record stays as a tombstone'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION casebook_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% of % is refused: rows are append-only', TG_OP, TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER revision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON revision
    FOR EACH STATEMENT EXECUTE FUNCTION casebook_refuse()""",
    """CREATE TRIGGER record_no_delete BEFORE DELETE OR TRUNCATE ON record
    FOR EACH STATEMENT EXECUTE FUNCTION casebook_refuse()""",
)


def upgrade() -> None:
    """Create both tables, their index and the triggers that protect them."""
    op.create_table(
        "record",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.UniqueConstraint("kind", "record", "version", name="revision_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("revision_by_kind", "revision", ["kind", "id"])
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything; used only where a backup replaces a casebook."""
    op.drop_table("revision")
    op.drop_table("record")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION casebook_refuse()")
