"""Acts of the directory of parties: names, successions, memberships; not what a party does to an agreement."""
