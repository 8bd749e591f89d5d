#!/usr/bin/env python3
"""Plants violations of each layer rule in a small tree and expects the checker to name it."""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent

LIMITS = "namespace lintas::limits {\ninline constexpr int most = 1;\n}\n"
PLANTED = [
    (1, "src/base/a.hpp", '#include "core/model/mrn.hpp"\n'),
    (2, "src/core/transit/b.hpp", "#include <fstream>\n"),
    (3, "src/wire/xml/c.hpp", "inline auto f() { return clock::now(); }\n"),
    (4, "src/shell/api/d.cpp", "#include <sqlite3.h>\n"),
    (5, "src/shell/api/e.cpp", '#include "shell/app/detail/x.hpp"\n'),
    (6, "src/core/transit/decide.cpp", "int f() { return 1; }\n"),
    (7, "src/shell/net/g.cpp", "task f() { co_await send(Request{1}); }\n"),
    (8, "src/strange/h.cpp", "\n"),
    (9, "src/base/i.hpp", LIMITS + "namespace lintas::as4::limits {}\n"),
    (9, "src/base/j.hpp", LIMITS + "namespace lintas {\nnamespace as4 {\nnamespace limits {}\n}\n}\n"),
    (9, "src/base/k.hpp", LIMITS + "namespace lintas::as4 {\nnamespace {\nnamespace limits = xml::bounds;\n}\n}\n"),
]
HARMLESS = [
    ("src/base/fine.hpp", '// co_await Request{} and ::now( in a comment\n#include <string>\nconst char* s = "::now(";\n'),
    (
        "src/base/names.hpp",
        LIMITS + "namespace lintas {\nnamespace detail {}\nnamespace limits {}\n}\n"
        "namespace lintas::as4 {\nnamespace detail {}\nnamespace bounds {}\nvoid f() {\n  namespace own = limits;\n}\n"
        "// namespace limits {\nconst char* s = R\"(namespace limits { \" )\";\nconst char c = '{';\n}\nnamespace limits {}\n",
    ),
]


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "tools").mkdir()
        shutil.copy(TOOLS / "layers.toml", root / "tools")
        for name, text in files:
            place = root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        run = subprocess.run([sys.executable, TOOLS / "check_layers.py", folder], capture_output=True, text=True)
        return run.returncode, run.stdout


def main():
    failures = []
    for rule, place, text in PLANTED:
        code, output = check([(place, text)])
        if code == 0 or f"{place}: layer rule {rule}:" not in output:
            failures.append(f"rule {rule} was not noticed:\n{output}")
    code, output = check(HARMLESS)
    if code != 0:
        failures.append(f"harmless files were refused:\n{output}")
    print("\n".join(failures) if failures else f"layers: each of {len(PLANTED)} planted violations is noticed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
