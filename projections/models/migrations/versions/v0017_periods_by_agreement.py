"""The periods of agreements are found by agreement and not by day, so that some are counted without a look at all.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""
