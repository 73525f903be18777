"""The documents on record, and what acts say in words, stand in read models of their own: they are listed and searched.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""
