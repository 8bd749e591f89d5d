#!/usr/bin/env python3
"""Checks data/rules.csv against the code: each rule id that the code names has a row, and a test that names it.

A rule id is "SCH-012" or "R-ACTS-040": letters and a number of three digits, outside comments. What looks like one and is
none stands in NOT_RULES. The names that NCTS gives to its rules and conditions ("C0030", in the views) are references to the
specification; a rule that is built for one has an id of its own, and the name stands in the column ncts.

A rule for which a guarantee can be refused when it is checked or reserved has its code of CL252 in the column ncts: IE055 tells
it, and of a rule without one would say that a sound guarantee is not valid.

The column asean says which of them hold: `on`; `replaced`, the text of this row holds in place of NCTS's; `replaced by` the id
of another row; `off`; `not judged`, where the message alone does not tell. The last three are known and not run.
"""
import csv
import re
import sys
from pathlib import Path

ID = re.compile(r"(?<![A-Z])(?:[A-Z]{3}|R-[A-Z]+)-\d{3}(?!\d)")
NOT_RULES = {"SHA-256", "AES-128"}
OURS = re.compile(r"\b(docs|data|src)/|\.(md|csv|cpp|hpp)\b")
HEADERS = re.compile(r"\b(Authorization|Bearer|Idempotency-Key|If-Match|ETag|Retry-After|Lintas-[A-Z]\w+)\b")
OF_PROGRAMS = ("NET-", "EXC-013")  # what no person asks for by a field
COMMENT = re.compile(r"//[^\n]*")
REASON = re.compile(r"G(0[1-6]|0[89]|1[0-3])")  # CL252; nobody uses G07
COLUMNS = ["id", "ncts", "level", "permanent", "text", "remedy", "source", "asean"]
LEVELS = {"well-formed", "schema", "list", "condition", "rule", "state"}
RUN = {"on", "replaced"}
NOT_RUN = {"off", "not judged"}
TEST_SUFFIXES = ("_test.cpp", "_dbtest.cpp", "_nettest.cpp", ".scn")


def is_test(path):
    return path.name.endswith(TEST_SUFFIXES)


def ids_in(root, folders, wanted):
    found = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp", ".scn") and wanted(path):
                for rule in set(ID.findall(COMMENT.sub("", path.read_text()))) - NOT_RULES:
                    found.setdefault(rule, path.relative_to(root))
    return found


def check_rows(rows):
    """Problems of the file itself."""
    seen = set()
    ids = {row[0] for row in rows if row}
    for number, row in enumerate(rows, start=2):
        where = f"data/rules.csv:{number}"
        if len(row) != len(COLUMNS):
            yield f"{where}: {len(row)} cells instead of {len(COLUMNS)}"
            continue
        rule, _, level, permanent, text, remedy, source, asean = row
        if rule in seen:
            yield f"{where}: {rule} stands twice"
        seen.add(rule)
        if level not in LEVELS:
            yield f"{where}: there is no level '{level}'"
        if permanent not in ("yes", "no"):
            yield f"{where}: permanent is yes or no"
        other = asean.removeprefix("replaced by ")
        if asean not in RUN | NOT_RUN and (other == asean or other not in ids):
            yield f"{where}: asean is on, replaced, off, not judged, or 'replaced by' a rule of this file"
        if not (text.endswith(".") and remedy.endswith(".") and source):
            yield f"{where}: text and remedy are sentences, and there is a source"
        if OURS.search(remedy):
            yield f"{where}: a remedy says what to do, not which file of ours to read"
        if not (text[:1].isupper() and remedy[:1].isupper()):
            yield f"{where}: text and remedy begin with a capital"
        if HEADERS.search(text + remedy) and not rule.startswith(OF_PROGRAMS):
            yield f"{where}: people read text and remedy: headers are named apart (src/shell/api/problem.cpp)"
        if "_" in text + remedy:
            yield f"{where}: people read text and remedy: no names of the program"
        if '"' in "".join(row):
            yield f"{where}: there are no quotes inside a cell"


def body_of(text, signature):
    """From a function's first line to the brace that ends it; empty where there is none."""
    begin = text.find(signature)
    return text[begin:text.find("\n}\n", begin)] if begin >= 0 else ""


def reasons_of_guarantees(root):
    """The rules for which a check or a reservation can be refused; nothing where the code is not as it is read here."""
    folder = root / "src/core/guarantee"
    rules = dict(re.findall(r'RefusalFacts\{Refusal::(\w+),\s*"\w+",\s*"([^"]+)"', (folder / "refusal.hpp").read_text()))
    questions, changes, _ = (folder / "decide_use.cpp").read_text().partition("// ---- changes of uses")
    judged = set(re.findall(r"Refusal::(\w+)", questions))
    by_state = set(re.findall(r"refuse\(U::\w+,\s*UT::(?:check|reserve),\s*(\w+)\)", (folder / "table.hpp").read_text()))
    of_amounts = set(ID.findall(body_of((folder / "amount.cpp").read_text(), "Findings check_cover(")))
    if not (changes and judged and by_state and of_amounts):
        return set()
    return {rules.get(name, name) for name in judged | by_state} | of_amounts


def check_reasons(root, rows):
    """Problems of the codes that IE055 tells."""
    reasons = reasons_of_guarantees(root)
    if not reasons:
        yield "src/core/guarantee: what a guarantee is refused for is not found where this looks"
    codes = {row[0]: row[1] for row in rows if len(row) == len(COLUMNS)}
    for rule in sorted(reasons):
        if not REASON.fullmatch(codes.get(rule, "")):
            yield f"data/rules.csv: {rule} can be a reason of IE055, and has no code of CL252"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    with open(root / "data/rules.csv", newline="") as file:
        header, *rows = csv.reader(file)
    problems = [] if header == COLUMNS else ["data/rules.csv: the columns are " + ",".join(COLUMNS)]
    problems += check_rows(rows)
    problems += check_reasons(root, rows)
    known = {row[0] for row in rows if row and ID.fullmatch(row[0])}
    run = {row[0] for row in rows if len(row) == len(COLUMNS) and row[7] in RUN}
    used = ids_in(root, ["src"], lambda path: not is_test(path))
    tested = ids_in(root, ["src", "tests"], is_test)
    problems += [f"{place}: {rule} has no row in data/rules.csv" for rule, place in used.items() if rule not in known]
    problems += [f"{place}: {rule} is named by no test" for rule, place in used.items() if rule not in tested]
    problems += [f"data/rules.csv: {rule} is used nowhere" for rule in sorted((known & run) - used.keys())]
    problems += [f"{place}: {rule} is not run in data/rules.csv" for rule, place in used.items() if rule in known - run]
    print("\n".join(problems + [f"rules: {len(problems)} findings" if problems else f"rules: clean, {len(rows)} rows"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
