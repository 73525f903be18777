"""Provenance: who put what on record, for whom, in the terms of W3C PROV (PROV-JSON).

A recording is an entity, the act of recording it an activity, who typed and for which party are agents. Who typed and
is sealed there is named by the person's subject, which tells two of them apart and nobody's name (ADR 0023).
"""

from __future__ import annotations

from typing import Any

from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded


def provenance(log: Log, upto: int) -> dict[str, Any]:
    """Give the PROV document of the log, up to and with a recording."""
    told: dict[str, Any] = {"prefix": {"reg": f"urn:{log.origin().replace('/', ':')}:"}}
    for kind in ("entity", "activity", "agent", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith"):
        told[kind] = {}
    told["actedOnBehalfOf"] = {}
    last: dict[str, int] = {}
    for row in log.recordings(0, upto):
        entity, activity = f"reg:recording/{row.seq}", f"reg:recording-of/{row.seq}"
        told["entity"][entity] = {
            "prov:type": row.act.tag,
            "reg:agreement": row.agreement,
            "reg:on": row.act.on.isoformat(),
            "reg:leaf": row.leaf_hash.hex(),
        }
        told["activity"][activity] = {"prov:endTime": row.recorded_at.isoformat()}
        told["wasGeneratedBy"][f"_:g{row.seq}"] = {"prov:entity": entity, "prov:activity": activity}
        if row.agreement in last:
            earlier = f"reg:recording/{last[row.agreement]}"
            told["wasDerivedFrom"][f"_:d{row.seq}"] = {"prov:generatedEntity": entity, "prov:usedEntity": earlier}
        last[row.agreement] = row.seq
        actor, party = f"reg:actor/{_actor(row)}", f"reg:party/{row.act.by or ''}"
        if row.actor:
            told["agent"][actor] = {"prov:type": "prov:Person"}
            told["wasAssociatedWith"][f"_:a{row.seq}"] = {"prov:activity": activity, "prov:agent": actor}
        if row.act.by:
            told["agent"][party] = {"prov:type": "prov:Organization"}
        if row.actor and row.act.by:
            on_behalf = {"prov:delegate": actor, "prov:responsible": party, "prov:activity": activity}
            told["actedOnBehalfOf"][f"_:b{row.seq}"] = on_behalf
    return told


def _actor(row: Recorded) -> str:
    sealed = (one.subject for one in row.personal if one.field == "actor")
    return next(sealed, row.actor or "")
