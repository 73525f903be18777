"""Check the installed wheel: five packages, one distribution, in site-packages, and nothing else.

Run by `.ci/run` with the interpreter of an environment that holds the wheel; exits 1 with the reason.
"""

from __future__ import annotations

import sys
import sysconfig
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path

PACKAGES = ("lifecycle", "aggregates", "projections", "cli", "web")


def problems() -> list[str]:
    """Everything that is not as a wheel of ours should be, as sentences."""
    site = Path(sysconfig.get_path("purelib")).resolve()
    ours = distribution("depositary")
    files = ours.files or []
    tops = {file.parts[0] for file in files} - {".."}
    extra = {top for top in tops if not top.endswith(".dist-info")} - set(PACKAGES)
    found = [f"the wheel also installs {name}" for name in sorted(extra)]
    for package in PACKAGES:
        origin = import_module(package).__file__
        if origin is None or not Path(origin).resolve().is_relative_to(site):
            found.append(f"{package} is imported from {origin}, not from site-packages")
        for name in ("__init__.py", "py.typed"):
            if f"{package}/{name}" not in map(str, files):
                found.append(f"the wheel does not hold {package}/{name}")
    scripts = {point.name: point.value for point in ours.entry_points if point.group == "console_scripts"}
    if scripts != {"depositary": "cli.main:main"}:
        found.append(f"the wheel's commands are {scripts}")
    return found


if __name__ == "__main__":
    reasons = problems()
    for reason in reasons:
        print(f"installed wheel: {reason}", file=sys.stderr)
    sys.exit(1 if reasons else 0)
