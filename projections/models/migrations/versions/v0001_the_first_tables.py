"""The first tables of the log: events, idempotency keys, the register's own name.

`init` makes them as they are today; nothing is brought to this version from before it.
"""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Do nothing: no register is older."""
