"""What waits for approval, and the certificates, stand in a read model of their own: no question reads the whole log.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""
