#!/usr/bin/env python3
"""Runs clang-tidy on the sources of base, core and wire (or, with --all, of all that is shipped) and remembers what
was clean. Tests and benchmarks are left out: each takes a minute, and the sanitizers look at what they do.

A file is looked at again only when it, a header of ours that it includes, the list of checks or the tool has changed.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/dev"
TOOL = "clang-tidy-19"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
# Flags of g++ that clang does not know.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error"]


def closure(source):
    """The file and every header of ours that it reaches."""
    seen, waiting = set(), [source]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in INCLUDE.findall(path.read_text()):
            waiting += [base / name for base in (ROOT / "src", ROOT, path.parent) if (base / name).is_file()][:1]
    return sorted(seen)


def key(source, version, command):
    digest = hashlib.sha256(f"{version}\n{command}\n".encode())
    digest.update((ROOT / ".clang-tidy").read_bytes())
    for path in closure(source):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def refuse_what_looks_at_nothing():
    """Ends the run unless the tool finds what is planted: with a list of checks that it cannot read it says so, goes on
    with its own few, and calls everything clean."""
    with tempfile.TemporaryDirectory() as folder:
        planted = Path(folder) / "planted.cpp"
        planted.write_text("int Planted(int x) { if (x) return 1; return x; }\n")
        run = subprocess.run([TOOL, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", str(planted), "--"],
                             capture_output=True, text=True)
    if run.returncode == 0 or "readability-identifier-naming" not in run.stdout:
        sys.exit(f"tidy: a planted finding is not noticed, so .clang-tidy is not what is looked for:\n{run.stdout}{run.stderr}")


def look(source, mark, more):
    if mark.exists():
        return True, ""
    run = subprocess.run([TOOL, "--quiet", "-p", str(BUILD), *EXTRA, *more, str(source)], capture_output=True, text=True)
    if run.returncode == 0:
        mark.touch()
    return run.returncode == 0, run.stdout + (run.stderr if run.returncode else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    places = ("src/",) if options.all else ("src/base/", "src/core/", "src/wire/")

    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lintas-tidy"
    cache.mkdir(parents=True, exist_ok=True)
    refuse_what_looks_at_nothing()
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True, check=True).stdout
    commands = {Path(c["file"]): c["command"].replace(str(ROOT), "") for c in json.loads((BUILD / "compile_commands.json").read_text())}
    named = {path.resolve() for path in options.files}
    wanted = [f for f in sorted(commands) if f.is_relative_to(ROOT)
              and (f in named if named else str(f.relative_to(ROOT)).startswith(places))
              and (named or not re.search(r"_(test|nettest|fuzz)\.cpp$", f.name))]

    # It follows paths through the program, and takes longer than all other checks together.
    more = ["--checks=clang-analyzer-*"] if options.all else []
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        looks = [pool.submit(look, f, cache / key(f, version, commands[f] + str(more)), more) for f in wanted]
        for source, done in zip(wanted, looks):
            clean, text = done.result()
            if not clean:
                bad += 1
                print(f"{source.relative_to(ROOT)}:\n{text}")
    print(f"tidy: {len(wanted)} files, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
