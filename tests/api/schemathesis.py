#!/usr/bin/env python3
"""Asks a node by its own description what nobody would ask by hand: schemathesis.py PROGRAM ENVIRONMENT [--examples N] [--seed S].

Schemathesis makes requests that fit the description and requests that do not, for every operation with the key of somebody who
may do it, and looks whether each answer is one that the description promises. What is not asked, and why, stands in
schemathesis.toml. ENVIRONMENT is a folder in which Python's packages are put, once.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import venv

from world import Failed, World

HERE = pathlib.Path(__file__).resolve().parent

# Who asks for what an earlier one may not; the first who may do something does it.
ASKING = {
    "trader": {"party": True}, "exporter": {"party": True}, "other_agency": {}, "officer_of_departure": {}, "officer_of_guarantee": {}, "officer_of_transit": {},
    "officer_of_destination": {}, "recovery_officer": {}, "supervisor": {}, "reference_data_keeper": {},
    "enquiry_officer": {}, "aeo_manager": {}, "auditor": {}, "node_administrator": {},
}


EMPTY = "include-operation-id = []"


def tool(environment):
    """The program, with what this test is written for; made anew when that has changed."""
    wanted, made_of = HERE / "requirements.txt", environment / "requirements.txt"
    if not made_of.exists() or made_of.read_text("utf-8") != wanted.read_text("utf-8"):
        venv.create(environment, clear=True, with_pip=True)
        subprocess.run([environment / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r", wanted], check=True)
        shutil.copy(wanted, made_of)
    return environment / "bin/st"


def shares(description):
    """The operations of each role."""
    left = {operation["operationId"]: operation.get("x-lintas-roles", ["trader"])
            for methods in description["paths"].values() for operation in methods.values()}
    for role in ASKING:
        mine = [name for name, roles in left.items() if role in roles]
        for name in mine:
            del left[name]
        if mine:
            yield role, mine
    if left:
        raise Failed(f"nobody asks for {', '.join(left)}")


def configuration(description, folder):
    """What schemathesis.toml says, of the operations that this description has."""
    text = (HERE / "schemathesis.toml").read_text("utf-8")
    paged = [operation["operationId"] for methods in description["paths"].values() for operation in methods.values()
             if any(parameter.get("name", parameter.get("$ref", "").rpartition("/")[2]) == "after"
                    for parameter in operation.get("parameters", []))]
    if text.count(EMPTY) != 1 or not paged:
        raise Failed("schemathesis.toml does not ask for operations with pages, or there are none")
    file = pathlib.Path(folder) / "schemathesis.toml"
    file.write_text(text.replace(EMPTY, f"include-operation-id = {json.dumps(paged)}"), "utf-8")
    return file


def ask(program, config, world, role, operations, given):
    """Whether all was as described."""
    actor = {"party": world.declared.holder} if "party" in ASKING[role] else {"person": f"fuzz-{role}", "office": world.departure}
    world.sg.issue(f"fuzz-{role}", role=role, **actor)
    key = world.sg.keys[f"fuzz-{role}"].read_text(encoding="utf-8").strip()
    command = [program, "--config-file", config, "run", f"http://127.0.0.1:{world.sg.api}/v1/openapi.json",
               "-H", f"Authorization: Bearer {key}", "--max-examples", str(given.examples), "--seed", str(given.seed),
               "--generation-database", "none", "--no-color", "--continue-on-failure"]
    for name in operations:
        command += ["--include-operation-id", name]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr
    print(f"{role}: {len(operations)} operations: {last.strip('= ')}", flush=True)
    if done.returncode:
        print(done.stdout, done.stderr, flush=True)
    return done.returncode == 0


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("environment", type=pathlib.Path)
    asked.add_argument("--examples", type=int, default=15)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    program = tool(given.environment.resolve())
    with tempfile.TemporaryDirectory(prefix="lintas-api-") as folder:
        world = World(given.program, folder)
        try:
            world.start(["SG"])
            world.settle()
            world.released()
            world.accepted()
            description = world.describe()
            config = configuration(description, folder)
            good = [ask(program, config, world, role, mine, given) for role, mine in shares(description)]
        except Failed as why:
            print(f"schemathesis: {why}", file=sys.stderr)
            good = [False]
        finally:
            unclean = world.stop()
    if unclean:
        print(f"schemathesis: not stopped clean: {unclean}", file=sys.stderr)
    return 0 if all(good) and not unclean else 1


if __name__ == "__main__":
    sys.exit(main())
