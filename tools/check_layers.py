#!/usr/bin/env python3
"""Checks the layer rules of tools/layers.toml on a tree (default: this repository).

Rules, by the number that a finding prints:
  1 a module includes only the modules listed for it
  2 base, core and wire include no effect headers
  3 the same three contain no effect tokens; files that decide or evolve do not throw
  4 each library has one home
  5 nobody includes another module's detail/, and nothing in src includes tests/
  6 each core, wire and base source has a unit test; each wire parser has a fuzz target
  7 no brace and no bracket inside a co_await expression (g++ 12 destroys such temporaries twice)
  8 each file with code belongs to a listed module
  9 no namespace and no alias within another one of lintas has a name that stands directly in lintas: whoever sees its
    header would be shown it instead (a module's own limits are its `bounds`; detail may, since each names only its own)
"""
import fnmatch
import re
import sys
import tomllib
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
LITERAL = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'', re.S)
SCOPE = re.compile(r"\bnamespace\s+([\w:]+)\s*([{=])|[{}]")
CODE = {".cpp", ".hpp", ".h", ".cc", ".inl"}


def module_of(path, modules):
    """The longest listed module that the path (relative to src) lies in."""
    inside = [m for m in modules if path == m or path.startswith(m + "/")]
    return max(inside, key=len, default=None)


def is_test(path):
    return re.search(r"_(test|dbtest|nettest|fuzz)\.cpp$", path.name) is not None


def check_includes(place, module, includes, rules, modules):
    allowed = rules["allow"][module]
    for _, header in includes:
        target = module_of(header, modules)
        if header.startswith("tests/") or "/tests/" in header:
            yield 5, place, f"includes {header}: nothing in src includes tests"
        if target is None or target == module:
            continue
        if not any(fnmatch.fnmatch(target, pattern) for pattern in allowed):
            yield 1, place, f"{module} may not include {target} ({header})"
        if "/detail/" in header:
            yield 5, place, f"{header} is a detail of {target}"


def check_purity(place, module, includes, code, rules):
    if module.split("/")[0] not in rules["pure"]["rings"]:
        return
    for kind, header in includes:
        denied = [h for h in rules["pure"]["headers"] if header == h or (h.endswith("/") and header.startswith(h))]
        if kind == "<" and denied:
            yield 2, place, f"pure module includes <{header}>"
    for token in rules["pure"]["tokens"]:
        if token in code:
            yield 3, place, f"pure module contains {token}"
    if place.name in rules["no_throw"]["files"] and re.search(r"\bthrow\b", code):
        yield 3, place, "a machine does not throw: refuse by value, or require"


def check_homes(place, relative, includes, rules):
    for _, header in includes:
        for prefix, homes in rules["homes"].items():
            if header.startswith(prefix) and not any(relative == h or relative.startswith(h + "/") for h in homes):
                yield 4, place, f"{header} may be included only in {', '.join(homes)}"


def check_coroutines(place, code):
    for match in re.finditer(r"co_await\b([^;]*);", code):
        if "{" in match.group(1) or "[" in match.group(1):
            yield 7, place, "brace or bracket inside co_await: name the argument first"


def check_tests(place, module, rules):
    ring = module.split("/")[0]
    if ring not in rules["pure"]["rings"] or place.suffix != ".cpp" or is_test(place):
        return
    if not place.with_name(place.stem + "_test.cpp").exists():
        yield 6, place, f"{place.stem}_test.cpp is missing"
    is_parser = ring == "wire" and re.search(r"(reader|tokenizer|parser)$", place.stem)
    if is_parser and not place.with_name(place.stem + "_fuzz.cpp").exists():
        yield 6, place, f"{place.stem}_fuzz.cpp is missing"


def namespaces(text):
    """The namespaces that a source opens, each whole as "lintas::xml::lexical", and its aliases, with what it is."""
    opened = []
    for match in SCOPE.finditer(LITERAL.sub(" ", text)):
        name, sign = match.groups()
        around = [part for parts in opened for part in parts]
        if sign == "=":
            yield "alias", "::".join([*around, name])
        elif sign == "{":
            opened.append(name.split("::"))
            yield from (("namespace", "::".join([*around, *opened[-1][: i + 1]])) for i in range(len(opened[-1])))
        elif match.group() == "{":
            opened.append([])
        elif opened:
            opened.pop()


def check_names(named):
    """`named` has place, sort and whole name of each namespace of the tree."""
    modules = {name.split("::")[1] for _, sort, name in named if sort == "namespace" and re.fullmatch(r"lintas::\w+", name)}
    for place, sort, name in named:
        outer, _, last = name.rpartition("::")
        if outer.startswith("lintas::") and last in modules - {"detail"}:
            yield 9, place, f"{sort} {name} hides lintas::{last} from all that stands in {outer}: give it another name"


def findings(root):
    named = []
    rules = tomllib.loads((root / "tools/layers.toml").read_text())
    modules = list(rules["allow"])
    for top in ("src", "tests", "bench"):
        for place in sorted((root / top).rglob("*")):
            if place.suffix not in CODE:
                continue
            relative = str(place.relative_to(root))
            text = place.read_text()
            code = COMMENT_OR_STRING.sub(" ", text)
            includes = INCLUDE.findall(text)
            named += [(place, *one) for one in dict.fromkeys(namespaces(text))]
            yield from check_homes(place, relative, includes, rules)
            yield from check_coroutines(place, code)
            if top != "src":
                continue
            module = module_of(str(place.relative_to(root / "src")), modules)
            if module is None:
                yield 8, place, "belongs to no module of tools/layers.toml"
                continue
            if is_test(place):
                continue
            yield from check_includes(place, module, includes, rules, modules)
            yield from check_purity(place, module, includes, code, rules)
            yield from check_tests(place, module, rules)
    yield from check_names(named)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    excepted = tomllib.loads((root / "tools/layers.toml").read_text()).get("exceptions", {})
    count = 0
    for rule, place, what in findings(root):
        relative = str(place.relative_to(root))
        if f"{relative}:{rule}" in excepted:
            continue
        count += 1
        print(f"{relative}: layer rule {rule}: {what}")
    print(f"layers: {count} findings" if count else "layers: clean")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
