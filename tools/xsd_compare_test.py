#!/usr/bin/env python3
"""Compares a schema with itself, changes one thing after another in it, and expects xsd_compare.py to name each."""
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
SCHEMAS = TOOLS.parent / "docs/protocols/schemas"
SENT = '              <xs:element name="sentNumber" type="from0to999999999"/>\n'
TAKEN = '              <xs:element name="takenNumber" type="from0to999999999"/>\n'
PHASE = '      <xs:attribute name="PhaseID" type="phase"/>\n'

# What is changed in which of our schemas: what stood there, what stands there now, and the path that has to be named.
PLANTED = {
    "a length": ("CX098A", 'maxLength value="512"', 'maxLength value="511"', "ManifestEntry/reference"),
    "a pattern": ("CX098A", 'pattern value=".{1,35}"', 'pattern value=".{0,35}"', "messageSender"),
    "a value": ("CX098A", 'enumeration value="CX098A"', 'enumeration value="CX098B"', "messageType"),
    "a further value": ("CX098A", '<xs:enumeration value="CX098A"/>',
                        '<xs:enumeration value="CX098A"/><xs:enumeration value="CX098B"/>', "messageType"),
    "a bound": ("CX098A", 'maxInclusive value="99999"', 'maxInclusive value="99998"', "Manifest/partNumber"),
    "a base": ("CX098A", 'base="xs:normalizedString"', 'base="xs:token"', "ManifestEntry/reference"),
    "the most of it": ("CX098A", 'maxOccurs="500"', 'maxOccurs="499"', "ManifestEntry"),
    "the least of it": ("CX098A", 'name="correlationIdentifier" minOccurs="0"', 'name="correlationIdentifier"',
                        "correlationIdentifier"),
    "an order": ("CX098A", SENT + TAKEN, TAKEN + SENT, "ManifestEntry/sentNumber"),
    "a name": ("CX098A", 'name="manifestDate"', 'name="manifestDay"', "Manifest/manifestDate"),
    "an element less": ("CX098A", TAKEN, "", "ManifestEntry/takenNumber"),
    "an attribute that is asked for": ("CD002C", PHASE, PHASE.replace("/>", ' use="required"/>'), "@PhaseID"),
    "an attribute less": ("CD002C", PHASE, "", "@PhaseID"),
}


def schema(name):
    return (SCHEMAS / f"{name}.xsd").read_text(encoding="utf-8")


def compared(published, ours):
    """The exit code and what is said. Each of the two is texts by name."""
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / "published", Path(folder) / "ours"]
        for place, texts in zip(places, (published, ours)):
            place.mkdir()
            for name, text in texts.items():
                (place / f"{name}.xsd").write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, TOOLS / "xsd_compare.py", *places], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def faults():
    both = {name: schema(name) for name in ("CX098A", "CD002C")}
    code, said = compared(both, both)
    if code != 0 or "schemas: 2 messages" not in said or ", 0 differences" not in said:
        yield f"a schema differs from itself: {said}"
    for what, (name, before, after, path) in PLANTED.items():
        text = schema(name)
        if text.count(before) != 1:
            yield f"{what}: cannot be changed in {name}, it stands there {text.count(before)} times"
            continue
        code, said = compared({name: text}, {name: text.replace(before, after)})
        if code != 1 or f"published ('/{name}/{path}'" not in said:
            yield f"{what}: is not seen: {said}"
    # What stands at the end has nothing beside it: the number of paths tells it.
    whole = both["CX098A"]
    last = '              <xs:element name="digest" minOccurs="0" type="digest"/>\n'
    for published, ours in ((whole, whole.replace(last, "")), (whole.replace(last, ""), whole)):
        code, said = compared({"CX098A": published}, {"CX098A": ours})
        if code != 1 or "paths, ours" not in said:
            yield f"an element more or less at the end: is not seen: {said}"
    code, said = compared(both, {"CX098A": both["CX098A"]})
    if code != 1 or "CD002C: we write no schema" not in said:
        yield f"a message without a schema: is not seen: {said}"
    code, said = compared({}, both)
    if code != 1:
        yield f"nothing is published, and nothing is wrong: {said}"


def main():
    wrong = list(faults())
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
