#!/usr/bin/env python3
"""Checks that each key of the national profiles is read by code that acts on it.

The keys stand in one table, src/core/refdata/profile_reader.cpp. A key that is read into the profile and that nobody asks for
afterwards says something about a state that does not come true. What counts as asking: the member behind `timers`, `guarantee`,
`law` or `profile`, anywhere in src but in the reader, the profile's own header and tests.
"""
import re
import sys
from pathlib import Path

READER = Path("src/core/refdata/profile_reader.cpp")
PROFILE = Path("src/core/refdata/state_profile.hpp")
OWN_QUESTIONS = Path("src/core/refdata/state_profile.cpp")
KEY = re.compile(r"\b(timer|guarantee|key|count)<([^>]*)>\(\"([^\"]+)\"\)")
COMMENT = re.compile(r"//[^\n]*")
TEST = re.compile(r"_(test|nettest|dbtest|fuzz)\.cpp$")
# How the code names what it asks, by the group that the key is of.
HOLDERS = {"Timers": r"timers", "GuaranteeLaw": r"(?:guarantee|law|profile)", "StateProfile": r"(?:law|profile|home)(?:\(\))?"}


def keys_of(root):
    """(key, the struct that holds it, its member), in the order of the table."""
    for _, path, name in KEY.findall((root / READER).read_text()):
        owner, member = path.split("&")[-1].strip().split("::")
        yield name, owner, member


def sources_of(root):
    for path in sorted((root / "src").rglob("*")):
        relative = path.relative_to(root)
        if path.suffix in (".cpp", ".hpp") and relative not in (READER, PROFILE) and not TEST.search(path.name):
            yield relative, COMMENT.sub("", path.read_text())


def asks_for(owner, member):
    return re.compile(rf"\b{HOLDERS[owner]}(?:\.|->){member}\b|\b{owner}::{member}\b")


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    sources = dict(sources_of(root))
    own = sources.pop(OWN_QUESTIONS, "")
    keys = list(keys_of(root))
    problems = [] if keys else [f"{READER}: no keys were found"]
    for name, owner, member in keys:
        asked = asks_for(owner, member)
        if not any(asked.search(text) for text in sources.values()) and not re.search(rf"\b{member}\b", own):
            problems.append(f"{READER}: {name} is read by no code; give it its behaviour, or take it out of data/states")
    print("\n".join(problems + [f"profile: {len(problems)} findings" if problems else f"profile: clean, {len(keys)} keys"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
