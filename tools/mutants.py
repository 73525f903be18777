"""Breaks the rules of the law one line at a time, and checks that the tests of `lifecycle/` notice each time.

    python tools/mutants.py [WORD …]      only the mutants whose name holds one of the words

Each mutant is applied to a copy of the tree, so nothing here is touched. Exits with 1 when one survives, or when its
text is no longer found: then the rule has moved, and the mutant must follow. To add one: a line in `MUTANTS`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("lifecycle", "tests", "pyproject.toml")
PROFILES = ("quick", "default")
"""Most mutants are killed by few examples; only what survives them is run on more."""


class Mutant(NamedTuple):
    """A rule, and the change that breaks it."""

    rule: str
    file: str
    old: str
    new: str


MUTANTS = (
    # Dates.
    Mutant(
        "clamp to the last day of the month",
        "calendar/days.py",
        "min(day.day, month_length(year, month + 1))",
        "min(day.day, 28)",
    ),
    Mutant(
        "one step from the anchor, no chain",
        "calendar/date_rules.py",
        "if step.span is None or before is None:",
        "if step.span is None or before is not None:",
    ),
    Mutant("only months leave the boundary open", "calendar/date_rules.py", "and final.months else 0", "else 0"),
    Mutant(
        "the day after where the convention says so",
        "calendar/date_rules.py",
        'boundary == "same day" or',
        'boundary != "same day" or',
    ),
    Mutant(
        "in time on the last day of a window",
        "calendar/moves.py",
        "if day <= limit else next",
        "if day < limit else next",
    ),
    Mutant(
        "half-open periods",
        "course/periods.py",
        "self.end is None or day < self.end)",
        "self.end is None or day <= self.end)",
    ),
    # The legal order and the clock.
    Mutant("on one date the clock goes first", "course/agenda.py", "clock[0][0] <= until", "clock[0][0] < until"),
    Mutant("what is due on the day follows at once", "course/agenda.py", "if on <= self.today:", "if on < self.today:"),
    Mutant(
        "ranks order the acts of a date",
        "fold/legal_order.py",
        "<< 8) + RANK[type(act)] for",
        "<< 8) - RANK[type(act)] for",
    ),
    Mutant("ties are broken by content", "fold/legal_order.py", "encode(entry.act), entry.seq", "b'', entry.seq"),
    Mutant(
        "what opens stands before what closes",
        "acts/kinds.py",
        """    Kind(ActivityBegun, "what begins on the day of an end has begun before it"),
    Kind(AccountOpened, "an account may arise from an activity of the same day"),
""",
        """    Kind(AccountOpened, "an account may arise from an activity of the same day"),
    Kind(ActivityBegun, "what begins on the day of an end has begun before it"),
""",
    ),
    Mutant("nothing before the draft", "fold/effect.py", "if day < drafted:", "if day <= drafted:"),
    Mutant("a period of no length vanishes", "course/subject.py", "if on > self.start:", "if on >= self.start:"),
    Mutant(
        "neighbouring periods differ",
        "course/subject.py",
        "self.periods[-1].state is dest",
        "self.periods[-1].state is not dest",
    ),
    # The machine.
    Mutant(
        "a suspension is stronger than a notice",
        "course/machine.py",
        'Row("suspend", NOTICE_GIVEN, SUSPENDED,',
        'Row("suspend", NOTICE_GIVEN, NOTICE_GIVEN,',
    ),
    Mutant(
        "a lifted suspension shows the notice again",
        "course/machine.py",
        'Row("resume", SUSPENDED, NOTICE_GIVEN, "notice_runs"',
        'Row("resume", SUSPENDED, IN_FORCE, "notice_runs"',
    ),
    # Entry into force.
    Mutant(
        "in force with the last act needed",
        "terms/conditions/quorum.py",
        "acted[needed - 1 if needed else 0][0]",
        "acted[0][0]",
    ),
    Mutant(
        "who consents on the day of the condition is no later party",
        "consequences/joining.py",
        "    if first:\n        return agreed or course.today\n",
        "",
    ),
    Mutant(
        "abandoned, it never enters into force",
        "consequences/ending.py",
        'if what not in ("survival", "survival event",',
        'if what not in ("entry", "survival", "survival event",',
    ),
    Mutant("in force with the consent that makes enough", "consequences/entry.py", "max(since, enough)", "since"),
    Mutant("signatures bind once theirs is met", "course/course.py", "max(on, since)", "on"),
    # Notices.
    Mutant(
        "joint notices count with the last",
        "consequences/notice_given.py",
        "if not clause.jointly:\n        return ()",
        "if clause:\n        return ()",
    ),
    Mutant(
        "a joint notice falls with the other",
        "acts/notices/withdrawal.py",
        "if known.clause.jointly:",
        "if not known.clause:",
    ),
    Mutant("a notice counts from receipt", "consequences/notice_day.py", 'since == "sending"', 'since != "sending"'),
    Mutant(
        "no earlier than its period",
        "consequences/admission.py",
        "if given.named < earliest",
        "if given.named <= earliest",
    ),
    Mutant("an end of term is named", "consequences/admission.py", "and not term_ends.is_end", "and term_ends.is_end"),
    Mutant(
        "a term is counted from the start", "consequences/term_ends.py", "anchor=start, first=", "anchor=end, first="
    ),
    Mutant(
        "a later date named is kept", "consequences/notice_given.py", "else given.named or on", "else on or given.named"
    ),
    Mutant(
        "one running notice of a party",
        "acts/notices/notice.py",
        "if known.by == self.by:",
        "if False:",
    ),
    Mutant(
        "a notice is its party's to withdraw", "acts/notices/outcome.py", "by is not None and known.by != by", "False"
    ),
    Mutant(
        "no withdrawal once it took effect",
        "acts/notices/outcome.py",
        'if known.closed is not None:\n        says = Message("{became}',
        "if known.outcome == 'was withdrawn':\n        says = Message(\"{became}",
    ),
    Mutant(
        "the last day to withdraw",
        "consequences/notice_effect.py",
        "day_before(notice.takes_effect)",
        "notice.takes_effect",
    ),
    Mutant(
        "a notice weighs if too few are left",
        "consequences/notice_effect.py",
        "len(there) - (move.party in there) < least",
        "len(there) - (move.party in there) <= least",
    ),
    Mutant(
        "it lives while two are bound",
        "consequences/departure.py",
        "remaining)) < course.terms.least",
        "remaining)) <= course.terms.least",
    ),
    # Disputes and suspension.
    Mutant(
        "a suspension weighs if too few are left",
        "consequences/states.py",
        "course.bound - suspending)) < course.terms.least",
        "course.bound - suspending)) <= course.terms.least",
    ),
    Mutant(
        "only a failed dispute is a ground",
        "acts/suspension/suspension.py",
        "known is None or known.failed",
        "known is None or known.seq",
    ),
    Mutant(
        "settling lifts no suspension by itself",
        "acts/disputes.py",
        '["settlement_lifts_suspension"] == "yes"',
        '["settlement_lifts_suspension"] != "yes"',
    ),
    Mutant(
        "a suspension that is lifted is over",
        "consequences/states.py",
        "replace(known, closed=max(course.today, known.since), closed_by=course.seq)",
        "replace(known, closed_by=course.seq)",
    ),
    # The end, and what survives it.
    Mutant(
        "all must consent to end it",
        "consequences/ending.py",
        "given and course.bound <= given.keys()",
        "given",
    ),
    Mutant(
        "only what the clause names survives",
        "consequences/survival/extent.py",
        "if head.closed is None and head.kind in kept and",
        "if head.closed is None and",
    ),
    Mutant(
        "what is open keeps it alive",
        "consequences/ending.py",
        "subject_.left = bool(left) or tail",
        "subject_.left = tail",
    ),
    Mutant(
        "what does not survive lapses",
        "consequences/ending.py",
        "if head.closed is None and key not in left and",
        "if False and",
    ),
    Mutant(
        "winding down lasts until the last head closes",
        "consequences/survival/winding_down.py",
        "is not WINDING_DOWN or surviving(course) or",
        "is not WINDING_DOWN or",
    ),
    Mutant(
        "the date of termination never moves",
        "consequences/survival/winding_down.py",
        "    course.terminated = course.today\n    _lapse(course)",
        "    course.terminated = course.terminated_on = course.today\n    _lapse(course)",
    ),
    Mutant(
        "the end overtakes the other notice",
        "consequences/ending.py",
        "closed=on, outcome=Outcome.OVERTAKEN",
        "outcome=Outcome.OVERTAKEN",
    ),
    Mutant(
        "nothing new begins while suspended",
        "acts/completion.py",
        "if course.agreement.state is SUSPENDED:",
        "if False:",
    ),
    Mutant(
        "in winding down only what arises from the open",
        "acts/accounts.py",
        'if ("activity", self.activity) in course.survived:',
        "if True:",
    ),
    Mutant(
        "nobody pays more than is owed",
        "acts/accounts.py",
        "paid.amount > _owed(head)",
        "paid.amount < 0",
    ),
    Mutant(
        "what is owed to the last cent may be paid",
        "acts/accounts.py",
        "amount > _owed(head)",
        "amount >= _owed(head)",
    ),
    # Other readings.
    Mutant(
        "an answer is disputed only where it would differ",
        "fold/readings.py",
        "if _standing(line, as_of) == _standing(other, as_of):",
        "if False:",
    ),
    Mutant(
        "a doubt ends with its date",
        "consequences/notice_effect.py",
        "if outcome is not Outcome.TOOK_EFFECT:",
        "if False:",
    ),
    Mutant(
        "a date is doubted by its own readings",
        "fold/deadlines.py",
        'return "notice" if due.kind in _OF_NOTICES else due.kind, due.subject',
        'return "notice", due.subject',
    ),
    # Approval.
    Mutant("an approval comes after its submission", "acts/approval.py", "target.seq > entry.seq or ", ""),
    Mutant("a struck submission is withdrawn", "acts/approval.py", " or target.seq in struck:", ":"),
    Mutant(
        "an approval is of a submission",
        "acts/approval.py",
        "not isinstance(target.act, Submitted) or ",
        "",
    ),
    Mutant(
        "an approval cannot be struck", "acts/keeping/corrections.py", '.act.tag == "approved"', '.act.tag == "none"'
    ),
    Mutant(
        "what waits is not numbered twice",
        "fold/numbering.py",
        "taken |= {str(act.submits.get(field))",
        "taken |= {None",
    ),
)


def tests_pass(tree: Path, profile: str) -> bool:
    """Run the tests of the law on a tree; the same examples each time."""
    found = sorted(file.name for file in (tree / "tests").glob("test_lifecycle_*.py"))
    found.sort(key=lambda name: ("officer" in name, "timeline" not in name))  # what kills most first, the slowest last
    tests = [f"tests/{name}" for name in found]
    how = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=1", "-m", "not sources")  # the copy has no docs/
    command = [sys.executable, "-m", "pytest", *how, *tests]
    run = subprocess.run(
        command,
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_PROFILE": profile},
        capture_output=True,
        check=False,
    )
    return run.returncode == 0


def outcome(mutant: Mutant, tree: Path) -> str:
    """Apply a mutant, run the tests, and take it back."""
    file = tree / "lifecycle" / mutant.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        return f"STALE: found {text.count(mutant.old)} times"
    file.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        return "SURVIVED" if all(tests_pass(tree, profile) for profile in PROFILES) else "killed"
    finally:
        file.write_text(text, encoding="utf-8")


def main(words: list[str]) -> int:
    """Print the table; give the exit code."""
    chosen = [m for m in MUTANTS if not words or any(word in m.rule for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, tree / name)
        if not tests_pass(tree, "quick"):
            sys.stderr.write("The tests fail as it is: mend that first.\n")
            return 1
        left = 0
        for mutant in chosen:
            told = outcome(mutant, tree)
            left += told != "killed"
            sys.stdout.write(f"{told:10} {mutant.rule:58} lifecycle/{mutant.file}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - left} of {len(chosen)} killed\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
