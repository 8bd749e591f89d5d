#!/usr/bin/env python3
"""Compares docs/internals/as4-attacks.md with the tests that it names: as4_attacks.py ROOT.

Each row of the catalogue is there, and each test that it names stands in the file that it names.
"""
import pathlib
import re
import sys

# Rows of the catalogue by section. Whoever takes one out has to say so here.
ROWS = {"XML": 15, "Signature wrapping": 12, "Algorithms": 16, "Keys": 12, "Attachments": 16, "Compression": 9,
        "Reliability": 14, "HTTP": 11, "Operations": 5}
WITHOUT_TEST = {"P-Mode upload with XXE"}

NAMED = re.compile(r'"(?:[^"]+)"|`[^`]+`')


def stands_in(name, text):
    if name.startswith('"'):  # a row of a table in the file
        if "{" + name in text:
            return True
        # Or of a list that makes such rows: a line of nothing but texts.
        return name.startswith('"http') and re.search(r'^\s*\{?(?:"[^"\n]*",\s*)*' + re.escape(name) + r"\s*[,}]", text, re.M) is not None
    name = name.strip("`")
    if "." in name:
        suite, test = name.split(".")
        return re.search(rf"TEST(?:_F|_P)?\(\s*{suite},\s*{test}\)", text) is not None
    return re.search(rf"^def {name}\(", text, re.M) is not None


def faults_of(root):
    page = (root / "docs/internals/as4-attacks.md").read_text(encoding="utf-8")
    found = {}
    for section in re.split(r"^## ", page, flags=re.M)[1:]:
        title, _, body = section.partition("\n")
        rows = [line for line in body.splitlines() if line.startswith("|")][2:]
        found[title] = len(rows)
        for row in rows:
            what, tests, places = (cell.strip() for cell in row.strip("|").split(" | "))
            names = NAMED.findall(tests)
            if what in WITHOUT_TEST:
                continue
            if not names:
                yield f"{what}: no test is named"
            files = {}
            for place in places.split(", "):
                path = root / place
                if not path.is_file():
                    yield f"{what}: there is no {place}"
                    continue
                files[place] = path.read_text(encoding="utf-8")
            for name in names:
                if not any(stands_in(name, text) for text in files.values()):
                    yield f"{what}: {name} is no test of {places}"
    if found != ROWS:
        yield f"rows by section are {found}, the catalogue has {ROWS}"


def main(root):
    faults = list(faults_of(root))
    for fault in faults:
        print(f"docs/internals/as4-attacks.md: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
