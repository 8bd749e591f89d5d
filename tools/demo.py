#!/usr/bin/env python3
"""Carries one declaration through the national nodes of its route: ./dev demo --once FILE.

Each state is a process of its own with its own keys and store; they talk over mutual TLS. Everything is done
through the command line, as traders and officers would do it. The last line of the output is JSON: what each
node knows of the movement at the end, and what the guarantee held and gave back.
"""
import argparse
import contextlib
import datetime
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent

CORRIDOR = ["SG", "MY", "TH"]
PATIENCE = 60  # seconds for what another node has to learn first


class Failed(Exception):
    pass


def say(text):
    print(text, flush=True)


def free_ports(count):
    """Ports that nobody listens on; all are held until the last one is found, so that none comes twice."""
    with contextlib.ExitStack() as held:
        ports = []
        for _ in range(count):
            listener = held.enter_context(socket.socket())
            listener.bind(("127.0.0.1", 0))
            ports.append(listener.getsockname()[1])
        return ports


class Declaration:
    """What the demonstration has to know of the file, and the file with days that are not over yet."""

    def __init__(self, path):
        text = pathlib.Path(path).read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)

        def first(*names):
            found = root.find(".//" + "/".join("{*}" + name for name in names))
            return None if found is None else found.text

        self.departure = first("CustomsOfficeOfDeparture", "referenceNumber")
        self.destination = first("CustomsOfficeOfDestinationDeclared", "referenceNumber")
        self.transit = [o.findtext("{*}referenceNumber") for o in root.iter() if o.tag.endswith("CustomsOfficeOfTransitDeclared")]
        self.holder = first("HolderOfTheTransitProcedure", "identificationNumber")
        self.guarantees = []
        for group in root.iter():
            if not group.tag.split("}")[-1] == "Guarantee":
                continue
            for line in group.findall("{*}GuaranteeReference"):
                self.guarantees.append({
                    "type": group.findtext("{*}guaranteeType"),
                    "grn": line.findtext("{*}GRN"),
                    "code": line.findtext("{*}accessCode"),
                    "amount": line.findtext("{*}amountToBeCovered"),
                    "currency": line.findtext("{*}currency"),
                })
        missing = [n for n in ("departure", "destination", "holder", "guarantees") if not getattr(self, n)]
        if missing:
            raise Failed(f"{path}: no {', '.join(missing)} in it; is it an IE015?")
        # As if it had been written today: every day of the journey moves alike.
        written = datetime.date.fromisoformat((first("preparationDateAndTime") or "")[:10])
        self.moved_by = datetime.datetime.now(datetime.timezone.utc).date() - written
        self.text = self.moved(r"<(?:preparationDateAndTime|limitDate|arrivalDateAndTimeEstimated)>", text)

    def moved(self, before, text):
        """The text with the days behind `before` moved as those of the declaration."""
        return re.sub(f"({before})" + r"(\d{4}-\d\d-\d\d)",
                      lambda found: found[1] + (datetime.date.fromisoformat(found[2]) + self.moved_by).isoformat(), text)

    @property
    def states(self):
        """Of the corridor and of the route, in the order of the route."""
        route = [office[:2] for office in (self.departure, *self.transit, self.destination)]
        return list(dict.fromkeys(route + CORRIDOR))


class Node:
    def __init__(self, program, country, folder):
        self.program, self.country, self.folder = program, country, folder / country.lower()
        self.api, self.partners, self.operations = free_ports(3)
        self.keys = {"administrator": self.folder / "administrator.key"}
        self.process = None
        self.run("init", self.folder, "--country", country, "--api-port", self.api,
                 "--partners-port", self.partners, "--operations-port", self.operations)

    def run(self, *arguments, given=None):
        done = subprocess.run([self.program, *map(str, arguments)], input=given, text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise Failed(f"{self.country}: lintas {' '.join(map(str, arguments))}\n{done.stderr}{done.stdout}")
        return done.stdout

    def know(self, other):
        with open(self.folder / "lintas.toml", "a", encoding="utf-8") as config:
            config.write("\n" + (other.folder / "partner.toml").read_text(encoding="utf-8"))

    def start(self):
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen([self.program, "node", "--config", str(self.folder / "lintas.toml")],
                                        stdout=self.log, stderr=subprocess.STDOUT)

    def stop(self):
        """The exit code; 0 after a clean stop."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.log.close()
        return code

    def ask(self, who, *arguments, given=None):
        """One call of the command line by somebody with a key; the answer."""
        out = self.run(*arguments, "--json", "--node", f"http://127.0.0.1:{self.api}", "--key-file", self.keys[who], given=given)
        return json.loads(out) if out.strip() else {}

    def issue(self, who, **actor):
        self.keys[who] = self.folder / f"{who}.key"
        options = [word for name, value in actor.items() for word in ("--" + name, value)]
        self.ask("administrator", "keys", "issue", *options, "--to", self.keys[who])

    def act(self, who, name, content, second=None):
        more = ["--second-key-file", self.keys[second]] if second else []
        return self.ask(who, "decide", name, "--content", "-", *more, given=json.dumps(content))


def eventually(what, attempt):
    """Until the nodes have told each other: the answer, or what stood in the way at last."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = attempt()
            if answer is not None:
                return answer
            why = "not yet so"
        except Failed as failed:
            why = str(failed)
        if time.monotonic() > end:
            raise Failed(f"{what}: {why}")
        time.sleep(0.2)


def issue_keys(nodes, declared):
    for node in nodes.values():
        node.issue("auditor", role="auditor", person="auditor")
    start, end = nodes[declared.departure[:2]], nodes[declared.destination[:2]]
    start.issue("trader", role="trader", party=declared.holder)
    start.issue("departure", role="officer_of_departure", person="officer-1", office=declared.departure)
    for n in (1, 2):
        start.issue(f"guarantee-{n}", role="officer_of_guarantee", person=f"officer-g{n}", office=declared.departure)
    for office in declared.transit:
        nodes[office[:2]].issue(office, role="officer_of_transit", person="officer-2", office=office)
    end.issue("destination", role="officer_of_destination", person="officer-3", office=declared.destination)


def bring_in_registers(node, declared, path):
    """Traders, mandates, permits and cards that the office of departure asks for; their days move, too."""
    table = declared.moved(",", pathlib.Path(path).read_text(encoding="utf-8"))
    node.issue("keeper", role="reference_data_keeper", person="keeper-1")
    taken = node.ask("keeper", "registers", "import", "-", given=table)["taken"]
    say(f"{node.country}  {taken} entries of traders, permits and insurance cards registered")


def terms_of(line, guarantor):
    if line["type"] == "2":
        return {"single_journey": {"guarantor": guarantor}}
    return {"multiple_journeys": {
        "guarantor": guarantor,
        "percent": 100,
        "standing": {"clean_years": 3, "arrears_days": 0, "years_without_enforcement": 3},
        "weekly_debt": {"amount": line["amount"], "currency": line["currency"]},
    }}


def register_guarantees(node, declared):
    """What the declaration names: for one journey the amount itself, for several ten times as much."""
    for line in declared.guarantees:
        if line["type"] not in ("1", "2"):
            raise Failed(f"a guarantee of type {line['type']}: the demonstration registers types 1 and 2")
        whole, _, cents = line["amount"].partition(".")
        times = 1 if line["type"] == "2" else 10
        limit = {"amount": f"{int(whole) * times}.{cents or '00'}", "currency": line["currency"]}
        node.act("guarantee-1", "guarantee.register", {
            "grn": line["grn"],
            "holder": declared.holder,
            "office": declared.departure,
            "reference_amount": limit,
            "valid_from": datetime.date.today().isoformat(),
            "access_codes": [line["code"]],
            "terms": terms_of(line, {"tin": node.country + "BANK", "approved": True, "kind": "bank"}),
        }, second="guarantee-2")
        say(f"{node.country}  guarantee {line['grn']} registered for {declared.holder}: {limit['amount']} {limit['currency']}")


def play(nodes, declared, registers):
    start, end = nodes[declared.departure[:2]], nodes[declared.destination[:2]]
    bring_in_registers(start, declared, registers)
    register_guarantees(start, declared)
    taken = start.ask("trader", "submit", "-", given=declared.text)
    mrn = taken.get("mrn")
    if not mrn:
        raise Failed(f"not accepted: {json.dumps(taken)}")
    say(f"{start.country}  declaration accepted: MRN {mrn}")

    def shown(node):
        return node.ask("auditor", "show", mrn)

    def held():
        return shown(start)["guarantee"]

    movement = shown(start)
    if movement["status"] != "accepted" or movement["state"]["id"] not in ("ACC", "RRQ"):
        raise Failed(f"{mrn} is {movement['state']['name']}: {json.dumps(movement, indent=1)}")
    start.act("departure", "departure.release", {"mrn": mrn})
    say(f"{start.country}  released at {declared.departure}")
    reserved = eventually("the reservation", held)["reserved"]
    say(f"{start.country}  guarantee holds {reserved['amount']} {reserved['currency']}")
    for office in declared.transit:
        node = nodes[office[:2]]
        eventually(f"{office}: the record", lambda node=node: shown(node))
        eventually(f"{office}: passage", lambda node=node, office=office: node.act(
            office, "passage.record_passage", {"mrn": mrn, "office": office, "inspection": {"seals": "intact"}}))
        say(f"{node.country}  passed {office}")
    eventually(f"{declared.destination}: the record", lambda: shown(end))
    eventually(f"{declared.destination}: arrival", lambda: end.act(
        "destination", "destination.record_arrival", {"mrn": mrn, "office": declared.destination}))
    say(f"{end.country}  arrived at {declared.destination}")
    end.act("destination", "destination.release_uncontrolled",
            {"mrn": mrn, "office": declared.destination, "inspection": {"seals": "intact"}})
    say(f"{end.country}  released from transit")
    concerned = [nodes[state] for state in declared.states if any(
        office.startswith(state) for office in (declared.departure, *declared.transit, declared.destination))]
    for node in concerned:
        eventually(f"{node.country}: discharge", lambda node=node: shown(node)["status"] == "discharged" or None)
        say(f"{node.country}  knows it as discharged")
    freed = held()
    say(f"{start.country}  guarantee freed: {freed['freed']['amount']} {freed['freed']['currency']}")
    report = []
    for node in concerned:
        movement = shown(node)
        report.append({"node": node.country, "mrn": movement["mrn"], "role": movement["role"], "status": movement["status"]})
    return {"nodes": report, "guarantee": {
        "reserved_at_release": reserved, "reserved": freed["reserved"], "freed": freed["freed"]}}


def main():
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__.splitlines()[0])
    parser.add_argument("--once", metavar="FILE", required=True, help="an IE015 in XML, as examples/sg-th-electronics.xml")
    parser.add_argument("--registers", metavar="FILE", default=ROOT / "examples/registers.csv",
                        help="who and what is registered at departure (default: %(default)s)")
    parser.add_argument("--program", default="build/lintas", help=argparse.SUPPRESS)
    given = parser.parse_args()
    nodes = {}
    with tempfile.TemporaryDirectory(prefix="lintas-demo-") as folder:
        try:
            declared = Declaration(given.once)
            if declared.moved_by:
                say(f"--  the declaration's days are moved by {declared.moved_by.days} to begin today")
            for state in declared.states:
                nodes[state] = Node(given.program, state, pathlib.Path(folder))
            for node in nodes.values():
                for other in nodes.values():
                    if other is not node:
                        node.know(other)
                node.start()
            for node in nodes.values():
                eventually(f"{node.country}: start", lambda node=node: node.ask("administrator", "me"))
                say(f"{node.country}  node ready, API at http://127.0.0.1:{node.api}, partners at https://127.0.0.1:{node.partners}")
            issue_keys(nodes, declared)
            result = play(nodes, declared, given.registers)
        except (Failed, OSError, ValueError, ElementTree.ParseError) as failed:
            print(f"demo: {failed}", file=sys.stderr)
            for node in nodes.values():
                if node.process is not None and node.process.poll() is not None:
                    print((node.folder / "log").read_text(encoding="utf-8")[-2000:], file=sys.stderr)
            result = None
        finally:
            codes = {state: node.stop() for state, node in nodes.items()}
        unclean = {state: code for state, code in codes.items() if code != 0}
        if unclean:
            print(f"demo: not stopped clean: {unclean}", file=sys.stderr)
    if result is not None:
        say(json.dumps(result, ensure_ascii=False))
    return 0 if result is not None and not unclean else 1


if __name__ == "__main__":
    sys.exit(main())
