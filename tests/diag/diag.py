#!/usr/bin/env python3
"""Puts people, firms, movements and keys into a node and looks whether `lintas diag` tells of any: diag.py --program PROGRAM.

One node of Singapore takes declarations and releases one, whose records wait, for no partner is there. An operator applies to
be authorised and has to complete what it wrote; an exporter is certified; an export is released, with a file. Then the
diagnosis is written beside the running node and without it, with its log. Every text of these and of the registers, every
number that was given, every secret and every path has to be absent; what support needs has to be there.
"""
import argparse
import csv
import datetime
import json
import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import (CORRIDOR, Declaration, Failed, Node, bring_in_registers, bring_up, eventually,  # noqa: E402
                      issue_keys, register_guarantees, say)

# Of the declaration: what is a word of everybody, or a place, says nothing of anybody.
OPEN = re.compile(r"(?:[A-Z]{2,3}|\d{1,4}(?:\.\d+)?|\d{4}-\d\d-\d\d(?:T.*)?|[A-Z]{2}[0-9A-Z]{3}(?:[0-9A-Z]{3})?|CC\w+|NTA\.\w\w"
                  r"|(?:ACDD|CE)\.[A-Z]+)")

# What the programme office writes to the operator, and a file of its exporter.
DEFECT = "The yard of Goh Swee Lan has no fence"
APPLICATION = "A-DIAG-77"
FILE_NAME, FILE = "passport-of-goh-swee-lan.csv", "name,passport\nGoh Swee Lan,E7654321K\n"


def personal_in(messages, registers):
    """Texts that name somebody, something or an amount."""
    found = {element.text.strip() for message in messages for element in ElementTree.fromstring(message).iter()
             if element.text and element.text.strip()}
    for row in csv.reader(registers.read_text(encoding="utf-8").splitlines()):
        found.update(cell.strip() for cell in row if re.search(r"[A-Za-z].*[A-Za-z ].*[0-9 ]", cell))
    # A bare number may stand in any count by chance.
    return {text for text in found if len(text) > 4 and re.search("[A-Za-z]", text) and not OPEN.fullmatch(text)}


def secrets_of(node):
    lines = set()
    for path in node.folder.iterdir():
        if path.is_file() and path.suffix in (".key", ".keys", ".pem"):
            lines.update(line for line in path.read_text(encoding="utf-8").split() if len(line) > 15)
    config = node.config.read_text(encoding="utf-8")
    return lines | set(re.findall(r'"([0-9a-f]{64})"', config))


class Look:
    def __init__(self, hidden):
        self.hidden = hidden

    def at(self, text, where):
        """The lines by their sections, after looking for what may not be in them."""
        for one in sorted(self.hidden):
            if one.lower() in text.lower():
                raise Failed(f"{where} tells {one!r}")
        sections = {}
        for line in text.splitlines():
            told = json.loads(line)
            sections.setdefault(told.pop("section"), []).append(told)
        return sections


def need(holds, what):
    if not holds:
        raise Failed(what)


def check(sections, runs):
    need(sections["program"][0]["country"] == "SG" and sections["program"][0]["version"], f"{sections['program']}")
    need({"key": "api.address", "value": "127.0.0.1", "from": "default"} in sections["setting"], "no settings")
    modes = {one["key"]: one["mode"] for one in sections["file"]}
    need(modes["node.secret_file"] == "0600", f"{modes}")
    ends = {one["whose"] for one in sections["certificate"]}
    need(ends >= {"partners", "identity", "signing 2.0", "sealing 1.x", "MY signing", "TH identity"}, f"{ends}")
    disk = sections["store_files"][0]
    need(disk["database_bytes"] + disk.get("log_bytes", 0) > 0 and disk["free_bytes"] > 0, f"{disk}")
    need(disk["node_has_it"] == runs, f"{disk}")
    need(sections["store"][0]["events"] > 10 and "failed" not in sections["store"][0], f"{sections['store']}")
    kinds = {one["kind"]: one for one in sections["streams"] if one["open"]}
    need(kinds["departure"]["count"] >= 1 and kinds["departure"]["oldest"], f"{sections['streams']}")
    need(kinds["aeo"]["count"] == 1 and kinds["exporter"]["count"] == 1, f"{sections['streams']}")
    waiting = {one["partner"] for one in sections["outbox"] if one["count"] and one["oldest"] and not one["dead"]}
    need(waiting == {"MY", "TH"}, f"{sections['outbox']}")
    need(sections["node"][0]["answers"] == runs, f"{sections['node']}")
    metrics = {one["name"]: float(one["value"]) for one in sections.get("metric", ())}
    need(not runs or metrics['lintas_outbox_waiting{partner="MY"}'] > 0, f"{metrics}")


def apply_to_be_authorised(node, declared):
    """Submitted and returned, so that words of both lie in the node."""
    reference = {"holder": declared.holder, "number": APPLICATION}
    node.issue("programme", role="aeo_manager", person="programme-1", office=declared.departure)
    node.act("trader", "aeo.begin", {"application": {"reference": reference, "programme": "STP", "level": "STP-Plus",
                                                     "roles": ["exporter"]}})
    node.act("trader", "aeo.submit", {"reference": reference})
    until = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=10)
    node.act("programme", "aeo.return", {"reference": reference, "reason": DEFECT, "until": until.isoformat(),
                                         "basis": "s. 6 of Goh v Customs"})


def certify(node, office):
    """The record of an exporter here; its text."""
    text = (ROOT / "examples/documents/my-certified-exporter.xml").read_text(encoding="utf-8")
    for mine, its in (("NTA.MY", "NTA.SG"), ("<IssuingCountryCode>MY", "<IssuingCountryCode>SG"), ("0217/MY07", "0044/SGHMS"),
                      ("MY201101012345", "SG201534567D"), ("MY-CE-2026-0217-1", "SG-CE-DIAG-1")):
        text = text.replace(mine, its)
    node.issue("agency", role="other_agency", person="agency-1", office=office)
    node.ask("agency", "exporter", "record", "-", given=text)
    return text


def release_export(node):
    """With a file; the text of the document."""
    text = (ROOT / "examples/documents/sg-kh-customs-declaration-document.xml").read_text(encoding="utf-8")
    node.issue("clearance", role="national_system", party="CLEARANCE")
    node.ask("clearance", "doc", "submit", "-", given=text)
    permit = re.search("<ID>([0-9A-Z]{11})</ID>", text)[1]
    node.ask("clearance", "doc", "attach", f"SG, {permit}", "-", "--name", FILE_NAME, given=FILE)
    return text


def play(program, folder):
    declared = Declaration(ROOT / "examples/sg-th-electronics.xml")
    registers = ROOT / "examples/registers.csv"
    nodes = {country: Node(program, country, folder) for country in CORRIDOR}
    node = nodes["SG"]
    try:
        bring_up(nodes.values())
        issue_keys(nodes, declared)
        for country in ("MY", "TH"):
            nodes[country].stop()
        bring_in_registers(node, declared, registers)
        register_guarantees(node, declared)
        mrn = node.ask("trader", "submit", "-", given=declared.text)["mrn"]
        node.act("departure", "departure.release", {"mrn": mrn})
        apply_to_be_authorised(node, declared)
        messages = [declared.text, certify(node, declared.departure), release_export(node)]
        hidden = personal_in(messages, registers) | secrets_of(node)
        hidden |= {mrn, str(folder), "officer-1", "keeper-1", "programme-1", "agency-1"}
        hidden |= {APPLICATION, FILE_NAME, DEFECT, "Goh Swee Lan", "Goh v Customs", "E7654321K", "0044/SGHMS"}
        need(declared.holder in hidden and len(hidden) > 40, f"too little to look for: {hidden}")
        look = Look(hidden)
        log = node.folder / "log"
        eventually("a partner that is away", lambda: "partner_lost" in log.read_text(encoding="utf-8") or None)
        told = log.read_text(encoding="utf-8")
        need(mrn in told, "the log names the movement, so its absence says something")
        check(look.at(node.run("diag", "--config", node.config), "beside the node"), runs=True)
        need(node.stop() == 0, "not stopped clean")
        to = folder / "diag.jsonl"
        node.run("diag", "--config", node.config, "--log", log, "--to", to)
        need(to.stat().st_mode & 0o777 == 0o600, "for its owner until somebody gives it away")
        sections = look.at(to.read_text(encoding="utf-8"), "without the node")
        check(sections, runs=False)
        logged = {one["event"] for one in sections["logged"]}
        need({"node_started", "command_decided", "partner_lost"} <= logged, f"{logged}")
        say(f"--  {len(hidden)} texts looked for in {len(to.read_text(encoding='utf-8').splitlines())} lines: none found")
        (node.folder / "store" / "lintas.db").rename(folder / "elsewhere.db")
        sections = look.at(node.run("diag", "--config", node.config), "without a store")
        need("failed" in sections["store"][0], "a store that is not there is told of")
    finally:
        for one in nodes.values():
            one.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/lintas", help="the program (default: %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lintas-diag-") as folder:
        try:
            play(given.program, pathlib.Path(folder))
        except (Failed, OSError, KeyError, ValueError) as failed:
            print(f"diag: {type(failed).__name__}: {failed}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
