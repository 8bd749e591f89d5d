#!/usr/bin/env python3
"""Compares what pages and rules say a bundle may have with src/base/limits.hpp: bundle_bounds.py ROOT.

Partners read it there, and it is what version 1 of the kind means: another bound is another version.
"""
import pathlib
import re
import sys

# Where it is said, with the line that it is said in.
PLACES = {
    "docs/adr/0043-bundles.md": r"version 1 is ([^.]*) in all\.",
    "docs/protocols/as4.md": r"^\| payloads \| (.*) \|$",
    "docs/protocols/identity.md": r"^`bundle`, in version 1, says (.*) in all",
    "data/rules.csv": r"^EXC-025,(.*)$",
}


def limit_of(text, name):
    value = re.search(rf"constexpr std::size_t {name} = ([^;]+);", text)[1]
    product = 1
    for factor in value.split("*"):
        product *= int(factor.strip().removesuffix("UL"))
    return product


def main(root):
    limits = (root / "src/base/limits.hpp").read_text(encoding="utf-8")
    messages = limit_of(limits, "bundle_messages_max")
    octets = limit_of(limits, "bundle_bytes_max")
    faults = []
    for place, line in PLACES.items():
        said = re.search(line, (root / place).read_text(encoding="utf-8"), re.M | re.S if "adr" in place else re.M)
        for wanted in (f"2 to {messages}", f"{octets // 1024} KB"):
            if said is None or not re.search(rf"\b{wanted}\b", " ".join(said[1].split())):
                faults.append(f"{place}: a bundle has {wanted} by src/base/limits.hpp")
    if f"({octets:,} octets)" not in (root / "docs/protocols/as4.md").read_text(encoding="utf-8"):
        faults.append(f"docs/protocols/as4.md: a bundle has {octets:,} octets by src/base/limits.hpp")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
