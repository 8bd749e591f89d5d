#!/usr/bin/env python3
"""Compares the pages that say which test stands for what of AS4 with these tests: as4_attacks.py ROOT.

Each row of the catalogue of attacks and of the steps of sending and receiving is there, and each test that it names stands
in the file that it names.
"""
import pathlib
import re
import sys

# Of each page the rows by section. Whoever takes one out has to say so here.
PAGES = {
    "docs/internals/as4-attacks.md": {
        "XML": 16, "Signature wrapping": 12, "Algorithms": 16, "Keys": 13, "Attachments": 16, "Bundles": 11, "Compression": 10,
        "Reliability": 15, "HTTP": 14, "Operations": 6},
    "docs/adr/0043-bundles.md": {"Sending bundles": 7, "Receiving bundles": 8},
    "docs/adr/0023-as4-between-nodes.md": {"Sending": 10, "Receiving": 8, "Everything together": 3},
}
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
    return re.search(rf"^ *def {name}\(", text, re.M) is not None


def faults_of(root, page, expected):
    found = {}
    for section in re.split(r"^##+ ", (root / page).read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, body = section.partition("\n")
        rows = [line for line in body.splitlines() if line.startswith("|")][2:]
        if rows:
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
    if found != expected:
        yield f"rows by section are {found}, there have to be {expected}"


def main(root):
    faults = [f"{page}: {fault}" for page, rows in PAGES.items() for fault in faults_of(root, page, rows)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
