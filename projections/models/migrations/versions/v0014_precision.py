"""Of a state that was taken over from a list, the periods of states hold how much of its first day is known.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""
