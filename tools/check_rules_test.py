#!/usr/bin/env python3
"""Plants reasons of IE055 without a code of CL252, and code that is not as the checker reads it."""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import check_rules  # noqa: E402

FILES = {
    "refusal.hpp": """
    RefusalFacts{Refusal::not_valid, "not_valid", "R-ACTS-049", "G02", "grn", true},
    RefusalFacts{Refusal::other_type, "other_type", "R-GUA-113",
                 "", "type", false},
    RefusalFacts{Refusal::use_open, "use_open", "R-GUA-206", "", "mrn", true},
    RefusalFacts{Refusal::no_claim, "no_claim", "R-GUA-209", "", "mrn", true},
""",
    "decide_use.cpp": """
  when(!takes_uses_on(header, demand.day), Refusal::not_valid);
  when(kind && *kind != header.kind, Refusal::other_type);
// ---- changes of uses that are there
  return Refusal::no_claim;
""",
    "table.hpp": """
    refuse(U::used,                 UT::check,    use_open),
    refuse(U::used,                 UT::withdraw, no_claim),
""",
    "amount.cpp": """
Findings check_cover(Money required) {
  return {{.rule = "R-GUA-005"}};
}

Findings other() { return {{.rule = "R-GUA-004"}}; }
""",
}
CODES = {"R-ACTS-049": "G02", "R-GUA-113": "G07", "R-GUA-206": "", "R-GUA-209": "", "R-GUA-005": "C0030", "R-GUA-004": ""}
MISSED = ["R-GUA-005", "R-GUA-113", "R-GUA-206"]


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "src/core/guarantee"
        place.mkdir(parents=True)
        for name, text in files.items():
            (place / name).write_text(text)
        rows = [[rule, code, "rule", "no", "Text.", "Remedy.", "s", "on"] for rule, code in CODES.items()]
        return list(check_rules.check_reasons(Path(folder), rows))


def main():
    found = check(FILES)
    named = [line.split(": ")[1].split(" ")[0] for line in found]
    failures = [] if named == MISSED else [f"expected {MISSED}, found {found}"]
    for name in ("decide_use.cpp", "table.hpp", "amount.cpp"):
        found = check({**FILES, name: ""})
        if not any("is not found" in line for line in found):
            failures.append(f"{name} without what is looked for was not noticed: {found}")
    print("\n".join(failures) if failures else f"rules: each of {len(MISSED)} planted reasons is noticed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
