"""Every page that the command line writes, as command lines on one register: two agreements of two, and one of ten."""

from __future__ import annotations

from commandline import DOCKET, TERMS

REEF = ["ALLAND", "BORLAND", "COTE-DEAU", "DELTA", "ESTMARK", "FJELL", "GULF", "HOSHI", "INTERREEF", "JORUND"]

_SIGNED = "\n".join(
    f"sign reef-wardens --by {party} --on 2007-{month:02}-1{month % 10} --place 'Port Saint Anselm on the Sound'"
    for month, party in enumerate(REEF[:8], start=1)
)

LIVES = f"""{DOCKET}
contact designate wco-caricc --by WCO --on 2010-04-04 --contact Ada --function liaison --reach "ada@example.org, +32 2"
information supply wco-caricc I1 --by CARICC --to WCO --on 2010-04-06 --title routes --restriction "not to be handed on"
draft {TERMS / "ten-parties.yaml"} --on 2007-01-02
{_SIGNED}
activity begin reef-wardens A1 --on 2008-02-01 --title "joint survey of the northern reef, with five parties' vessels"
account open reef-wardens C1 --on 2008-03-15 --owed-by ALLAND --owed-to DELTA --amount "1250000.00 EUR" --activity A1
dispute refer reef-wardens --by BORLAND --on 2008-06-01 --subject "does Art. 3(4) bind those after 28 February 2007?"
dispute fail reef-wardens D1 --on 2008-08-30
suspend reef-wardens --by BORLAND --on 2008-09-04 --ground dispute:D1
notice reef-wardens --by HOSHI --on 2009-01-10 --yes
notice reef-wardens --by GULF --on 2009-08-31 --yes
correct reef-wardens 24 --set place="Port Saint Anselm" --reason "typing error" --yes
certify reef-wardens --as-of 2009-01-01 --to "the Court of Auditors of the Delta Union, Second Chamber"
notice reef-wardens --by FJELL --on 2008-12-01 --yes
"""
"""Command lines that make the register, the demonstration's first."""

ASKED = f"""
status wco-caricc --as-of 2010-03-25
status wco-caricc --as-of 2010-07-20
status wco-caricc --as-of 2011-01-10
status icmpd-wco --as-of 2004-02-29
status reef-wardens --as-of 2007-04-01
status reef-wardens --as-of 2009-03-01
status reef-wardens --as-of 2010-06-01 --known-at '#30'
explain wco-caricc --as-of 2011-02-28
explain icmpd-wco --as-of 2004-02-29
explain reef-wardens --as-of 2009-03-01
explain reef-wardens --party HOSHI --as-of 2009-03-01
explain reef-wardens --party GULF --as-of 2010-03-01
explain wco-caricc --party CARICC --as-of 2011-01-10
history wco-caricc
history icmpd-wco
history reef-wardens
diff wco-caricc --as-of 2010-07-20 --known-at '#8' '#14'
diff icmpd-wco --as-of 2003-01-01 2004-03-01
diff icmpd-wco --terms 1 1
timeline reef-wardens --as-of 2009-03-01
diff reef-wardens --as-of 2007-03-01 2009-09-01
diff reef-wardens --as-of 2009-12-01 --known-at '#20' '#34'
what-if wco-caricc 'withdraw-notice N1 --by CARICC --on 2011-02-01'
what-if reef-wardens 'notice --by ALLAND --on 2009-09-30' 'notice --by DELTA --on 2009-10-31'
what-if reef-wardens 'dispute settle D1 --on 2008-08-15'
certificates reef-wardens
certificates --all --superseded
list --as-of 2009-03-01
search survey
search the --limit 3
search wco --as-of 2010-05-01
list --party HOSHI --as-of 2009-03-01
deadlines --as-of 2009-02-01
parties --as-of 2010-05-12
party WCO --as-of 2010-05-12
party GULF --as-of 2009-09-01
party ALLAND --as-of 2009-09-01
contacts wco-caricc --as-of 2010-05-01
restrictions wco-caricc I1 --as-of 2010-05-12
balances icmpd-wco --as-of 2003-06-01
balances reef-wardens --as-of 2008-06-01
waiting
rule R24
rule
check {TERMS / "wco-caricc.yaml"}
check {TERMS / "ten-parties.yaml"}
audit replay
audit verify
audit documents
rebuild --dry-run
doctor
config show
db status
db four-eyes
"""
"""Questions."""

RECORDED = f"""
sign reef-wardens --by INTERREEF --on 2009-05-01 --place "Port Saint Anselm on the Sound" --signatory "A. Name"
notice reef-wardens --by ESTMARK --on 2009-08-31 --yes
withdraw-notice reef-wardens N2 --by GULF --on 2009-12-01 --yes
dispute settle reef-wardens D1 --on 2008-08-15 --accept-impact
activity complete reef-wardens A1 --on 2008-12-15
account settle reef-wardens C1 --on 2008-12-16
end icmpd-wco --by WCO --on 2003-01-01 --yes
strike reef-wardens 33 --reason "recorded twice by mistake" --yes
correct reef-wardens 24 --set on=2007-06-30 --reason "the day of deposit was taken for that of signature" --yes
draft {TERMS / "three-party.yaml"} --on 2007-01-02
certify reef-wardens --as-of 2009-09-01 --to "the Court of Auditors of the Delta Union, Second Chamber"
"""
"""Acts, each tried with `--dry-run`, and then recorded on a register of its own."""

REFUSED = """
status reef-warden
status reef-wardens --as-of 2009-02-30
sign reef-wardens --by ALLAND --on 2009-05-01
sign reef-wardens --by "International Organisation for Everything that is not in the Text" --on 2009-05-01
withdraw-notice reef-wardens N9 --by GULF --on 2009-12-01
suspend reef-wardens --by ALLAND --on 2007-03-01 --ground dispute:D1
dispute settle reef-wardens D1 --on 2008-08-15 --no-input
certify reef-wardens --as-of 2009-09-01 --form nothing
check no-such-file-of-terms-in-any-folder-of-this-machine-or-of-another.yaml
stat reef-wardens
"""
"""What stops with an error."""

KEPT = """
audit export bundle
audit export -o bundle.zip --prov
audit verify-proof demo/signature.tlog-proof --key demo/key.pub
audit verify-stamp demo/stamp/checkpoint --reply demo/stamp/reply.tsr --root demo/stamp/root.pem
audit stamp-request demo/stamp/checkpoint -o request
backup copy.db
restore copy.db --yes
erase Ada --dry-run
erase Ada --yes
rebuild
db upgrade
init --db other.db
import bundle --db other.db
"""
"""What changes more than the register, one after the other in a folder with the files of the demonstration."""

FOR_PROGRAMS = {
    "follow --from '#1' --no-wait": "JSON, a line for each recording",
    "diagram reef-wardens": "a text for Mermaid or Graphviz, whose lines are theirs",
    "report status reef-wardens --as-of 2009-03-01": "Markdown, a row of a table on a line",
    "audit checkpoint": "a signed note, whose signature is a word of it",
    "audit public-key": "keys, each a word",
    "audit prove 3 -o proof": "the command to go on with holds a key, a word that is not broken",
    "certificates reef-wardens --line K1": "the line that is hashed",
    "report status reef-wardens --format md": "Markdown, a line for each paragraph",
}
"""What writes lines that are broken nowhere, wider than a terminal as they may be, and what these are."""


def lines(table: str) -> list[str]:
    """Give the command lines of a table."""
    return [line for line in table.splitlines() if line]
