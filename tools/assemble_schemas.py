#!/usr/bin/env python3
"""Makes one schema file per message from the published files, for validators.

    assemble_schemas.py PUBLISHED OFFICE_ROOTS OURS FOLDER

A message with a published schema gets a file that includes it; a message between offices gets a root over the
published types (OFFICE_ROOTS); what has neither, a message of
our own, gets the schema we write (OURS).
"""
import re
import sys
from pathlib import Path

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://ncts.dgtaxud.ec" '
    'targetNamespace="http://ncts.dgtaxud.ec" elementFormDefault="unqualified">\n'
)


def include(path):
    return f'  <xs:include schemaLocation="{path.resolve()}"/>\n'


def office_schema(root, parts, published):
    text = HEAD + include(published / "ctypes.xsd") + include(published / "htypes.xsd")
    text += f'  <xs:element name="{root}"><xs:complexType><xs:sequence><xs:group ref="MESSAGE"/>\n'
    for part in parts.split(";"):
        name, low, high, kind = re.fullmatch(r"(\w+)\[(\d+)\.\.(\d+)\]=(\w+)", part.strip()).groups()
        text += f'    <xs:element name="{name}" minOccurs="{low}" maxOccurs="{high}" type="{kind}"/>\n'
    text += '  </xs:sequence><xs:attribute name="PhaseID" type="phaseIDtype"/></xs:complexType></xs:element>\n'
    return text + "</xs:schema>\n"


def main():
    published, roots, ours, folder = map(Path, sys.argv[1:5])
    folder.mkdir(parents=True, exist_ok=True)
    office = dict(line.split(":", 1) for line in roots.read_text().splitlines() if line and not line.startswith("#"))
    for file in sorted(ours.glob("*.xsd")):
        root = file.stem
        if root in office:
            text = office_schema(root, office[root], published)
        elif (published / f"{root.lower()}.xsd").exists():
            text = HEAD + include(published / f"{root.lower()}.xsd") + "</xs:schema>\n"
        else:
            text = file.read_text()
        (folder / file.name).write_text(text)


if __name__ == "__main__":
    main()
