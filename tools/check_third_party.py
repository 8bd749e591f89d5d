#!/usr/bin/env python3
"""Each package of tools/packages.txt stands in THIRD_PARTY.md, so that its licence is told: check_third_party.py."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def packages():
    for line in (ROOT / "tools/packages.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield from line.split()[1:]


def main():
    named = set(re.findall(r"`([^`]+)`", (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")))
    missing = sorted(set(packages()) - named)
    for package in missing:
        print(f"THIRD_PARTY.md does not name {package} of tools/packages.txt", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
