#!/usr/bin/env python3
"""Reads what the nodes of three states log while a movement goes from its declaration to its end: logs.py --program PROGRAM.

One trace id follows the movement through all of them, so that an operator finds it by one word. Nothing of what was
declared stands there, no access code and no key, at the level that tells most: not where it is taken, not where it is
refused, not where it goes over the wire.
"""
import argparse
import base64
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in ("tools", "tools/demo", "tests/diag"):
    sys.path.insert(0, str(ROOT / folder))

import once  # noqa: E402
from corridor import Declaration, Failed, Node, bring_up, issue_keys, say  # noqa: E402
from diag import need, personal_in, secrets_of  # noqa: E402


def trace_of(mrn):
    """ADR 0010."""
    return hashlib.sha256(f"lintas trace {mrn}".encode()).hexdigest()[:32]


def refused(node, text):
    """Somebody sends what is wrong; what the node says about that, it says to the sender."""
    try:
        answer = node.ask("trader", "submit", "-", given=text)
    except Failed as failed:
        # Not one that was not there, or could not be reached: it has read it, and names a rule.
        need(failed.code == 1 and re.search(r"\b[A-Z]{3}-[0-9]{3}\b", str(failed)), f"it was not refused: {failed}")
        return re.search('"trace_id": ?"([0-9a-f]{32})"', str(failed))[1]
    raise Failed(f"nothing is wrong with it: {answer}")


def look_for_the_trace(logs, mrn):
    for country, lines in logs.items():
        of_movement = [line for line in lines if line.get("mrn") == mrn]
        need(any(line["event"] in ("message_received", "message_sent") for line in of_movement),
             f"{country} logs no message about {mrn}")
        others = {line.get("trace_id") for line in of_movement} - {trace_of(mrn)}
        need(not others, f"{country} logs {mrn} under the traces {others}, not under {trace_of(mrn)}")


def look_for_why_it_does_not_start(program, node):
    """Whoever reads the log alone is told; the error stream is for who has called it."""
    config = node.folder / "unfit.toml"
    config.write_text(pathlib.Path(node.config).read_text(encoding="utf-8").replace("[node]", "[node]\nfly = 1"), encoding="utf-8")
    done = subprocess.run([program, "node", "--config", config], capture_output=True, text=True, timeout=60, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    need(done.returncode == 2 and [line["event"] for line in told] == ["node_not_started"] and told[0]["what"] in done.stderr,
         f"a node that does not start says {told}")


def look_for_what_is_hidden(texts, hidden):
    for country, text in texts.items():
        for one in sorted(hidden):
            need(one.lower() not in text.lower(), f"the log of {country} tells {one!r}")


def hidden_of(nodes, declared, registers):
    hidden = personal_in([declared.text], registers)
    for node in nodes.values():
        for secret in secrets_of(node):
            hidden.add(secret)
            if re.fullmatch("[0-9a-f]{64}", secret):
                hidden.add(base64.b64encode(bytes.fromhex(secret)).decode())
    # Short, so it may stand in a digest by chance: as a word of its own.
    hidden.update(f'"{line["code"]}"' for line in declared.guarantees)
    # Of the payload: any element would be one too many, however it is written.
    return hidden | {"<messageSender", "messageSender", "PEM", "BEGIN ", "xenc:", "ds:Signature"}


def play(program, folder):
    os.environ["LINTAS__NODE__LOG_LEVEL"] = "debug"
    declared = Declaration(ROOT / "examples/sg-th-electronics.xml")
    registers = ROOT / "examples/registers.csv"
    nodes = {state: Node(program, state, folder) for state in declared.states}
    try:
        bring_up(nodes.values())
        issue_keys(nodes, declared)
        told = once.play(nodes, declared, registers)
        code = declared.guarantees[0]["code"]
        need(f"<accessCode>{code}<" in declared.text, "the declaration has the code as text")
        lrn = re.search("<LRN>([^<]+)<", declared.text)[1]
        refused(nodes["SG"], declared.text.replace(f">{code}<", ">ZZ9Z<").replace(lrn, lrn[:-1] + "X"))
        trace = refused(nodes["SG"], declared.text.replace("<messageSender>", "<messageSende>"))
    finally:
        codes = {state: node.stop() for state, node in nodes.items()}
    need(not any(codes.values()), f"not stopped clean: {codes}")
    texts = {state: (node.folder / "log").read_text(encoding="utf-8") for state, node in nodes.items()}
    logs = {state: [json.loads(line) for line in text.splitlines()] for state, text in texts.items()}
    need(all(any(line["level"] == "debug" for line in lines) for lines in logs.values()), "the level tells most")
    mrn = told["nodes"][0]["mrn"]
    look_for_the_trace(logs, mrn)
    need([line["status"] for line in logs["SG"] if line["event"] == "request_refused" and line["trace_id"] == trace]
         == [422], f"what was refused under {trace} is not found by it")
    look_for_why_it_does_not_start(program, nodes["SG"])
    hidden = hidden_of(nodes, declared, registers)
    need(declared.holder in hidden and len(hidden) > 40, f"too little to look for: {hidden}")
    look_for_what_is_hidden(texts, hidden | {"ZZ9Z"})
    say(f"--  {mrn} under one trace in {len(logs)} logs; {len(hidden)} texts looked for in "
        f"{sum(map(len, logs.values()))} lines: none found")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/lintas", help="the program (default: %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lintas-logs-") as folder:
        try:
            play(given.program, pathlib.Path(folder))
        except (Failed, OSError, KeyError, ValueError) as failed:
            print(f"logs: {type(failed).__name__}: {failed}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
