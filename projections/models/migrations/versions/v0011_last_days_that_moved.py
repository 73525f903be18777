"""Of a last day that moved off a day off, the list of deadlines and the calendar say why.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""
