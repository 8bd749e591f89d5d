#!/usr/bin/env python3
"""Compares the schemas we write with the published ones, path by path: order, occurrence, attributes, facets.

    xsd_compare.py PUBLISHED OURS [OFFICE_ROOTS]

PUBLISHED is a folder with the published schema files, OURS one with a file <root>.xsd for each message. OFFICE_ROOTS
is a file of lines "ROOT: Element[min..max]=Type; …" for messages whose types are published, but not their roots.
Facets are compared as they hold in the end: along a chain of restrictions, without names of types.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

XS = "{http://www.w3.org/2001/XMLSchema}"
REPEATABLE = ("pattern", "enumeration")


class Schemas:
    """The named components of a set of schema files of one namespace."""

    def __init__(self, files):
        self.named = {}
        for file in files:
            for node in ElementTree.parse(file).getroot():
                if node.get("name"):
                    self.named[(node.tag.removeprefix(XS), node.get("name"))] = node

    def find(self, kind, name):
        return self.named.get((kind, name))

    def facets(self, simple_type):
        """What a simple type demands: base, patterns that must all hold, values, other facets (the innermost wins)."""
        patterns, values, others = set(), None, {}
        while True:
            restriction = simple_type.find(XS + "restriction")
            step = {name: [] for name in REPEATABLE}
            for facet in restriction:
                name = facet.tag.removeprefix(XS)
                if name == "enumeration":  # a value of a token is written with any white space around it
                    step[name].append(" ".join(facet.get("value").split()))
                elif name in step:
                    step[name].append(facet.get("value"))
                elif name not in ("annotation", "simpleType"):
                    others.setdefault(name, facet.get("value"))
            if step["pattern"]:
                patterns.add("|".join(step["pattern"]))
            if step["enumeration"]:
                values = set(step["enumeration"]) & (values or set(step["enumeration"]))
            base = restriction.get("base")
            if base is not None and base.startswith("xs:"):
                return base, frozenset(patterns), frozenset(values or ()), tuple(sorted(others.items()))
            simple_type = restriction.find(XS + "simpleType") if base is None else self.find("simpleType", base)

    def children(self, complex_type):
        """The elements of a sequence, with groups and extensions resolved."""
        content = complex_type.find(XS + "complexContent")
        if content is not None:
            extension = content.find(XS + "extension")
            base = self.find("complexType", extension.get("base"))
            return self.children(base) + self.elements(extension.find(XS + "sequence"))
        return self.elements(complex_type.find(XS + "sequence"))

    def elements(self, sequence):
        found = []
        for node in sequence:
            kind = node.tag.removeprefix(XS)
            if kind == "element":
                found.append(node)
            elif kind == "group":
                found += self.elements(self.find("group", node.get("ref")).find(XS + "sequence"))
            elif kind == "sequence":
                found += self.elements(node)
            elif kind != "annotation":
                raise ValueError(f"a schema uses {kind}, which this comparison does not know")
        return found

    def type_of(self, element):
        """The complex type or the simple type of an element."""
        name = element.get("type")
        if name is None:
            return element.find(XS + "complexType"), element.find(XS + "simpleType")
        return self.find("complexType", name), self.find("simpleType", name)

    def describe(self, element, path=""):
        """Lines (path, occurrence, facets) in the order of the document."""
        complex_type, simple_type = self.type_of(element)
        path = f"{path}/{element.get('name')}"
        occurs = f"{element.get('minOccurs', '1')}..{element.get('maxOccurs', '1')}"
        if complex_type is None:
            return [(path, occurs, self.facets(simple_type))]
        lines = [(path, occurs, None)]
        for attribute in complex_type.findall(XS + "attribute"):
            facets = self.facets(self.find("simpleType", attribute.get("type")))
            lines.append((f"{path}/@{attribute.get('name')}", attribute.get("use", "optional"), facets))
        for child in self.children(complex_type):
            lines += self.describe(child, path)
        return lines


def assembled(root, parts):
    """A root element for an office message: the common head, then its parts, then the phase."""
    xml = [f'<xs:element xmlns:xs="{XS[1:-1]}" name="{root}"><xs:complexType><xs:sequence><xs:group ref="MESSAGE"/>']
    for part in parts.split(";"):
        name, low, high, kind = re.fullmatch(r"(\w+)\[(\d+)\.\.(\d+)\]=(\w+)", part.strip()).groups()
        xml.append(f'<xs:element name="{name}" minOccurs="{low}" maxOccurs="{high}" type="{kind}"/>')
    xml.append('</xs:sequence><xs:attribute name="PhaseID" type="phaseIDtype"/></xs:complexType></xs:element>')
    return ElementTree.fromstring("".join(xml))


def published_roots(published, schemas, roots_file):
    for (kind, name), node in schemas.named.items():
        if kind == "element":
            yield name, node
    for line in roots_file.read_text().splitlines() if roots_file else ():
        if line and not line.startswith("#"):
            name, parts = line.split(":", 1)
            yield name, assembled(name, parts)


def main():
    published, ours = Path(sys.argv[1]), Path(sys.argv[2])
    roots_file = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    # doc.xsd describes the annotations of the others, in elements of its own.
    schemas = Schemas(file for file in sorted(published.glob("*.xsd")) if file.name != "doc.xsd")
    count, paths, differences = 0, 0, 0
    for name, node in published_roots(published, schemas, roots_file):
        file = ours / f"{name}.xsd"
        if not file.exists():
            print(f"{name}: we write no schema")
            differences += 1
            continue
        our_schemas = Schemas([file])
        theirs, mine = schemas.describe(node), our_schemas.describe(our_schemas.find("element", name))
        count, paths = count + 1, paths + len(theirs)
        for a, b in zip(theirs, mine):
            if a != b:
                print(f"{name}: published {a}\n{' ' * len(name)}  ours      {b}")
                differences += 1
                break
        if len(theirs) != len(mine):
            print(f"{name}: published has {len(theirs)} paths, ours {len(mine)}")
            differences += 1
    print(f"schemas: {count} messages, {paths} paths, {differences} differences")
    return 1 if differences or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
