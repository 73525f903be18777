"""Read models by the rules of 2026.2, in which a date that comes again says how it is counted.

No table of the log changes: what was recorded stays as it is, and the read models are made again after every step.
"""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Do nothing before the read models are made again."""
