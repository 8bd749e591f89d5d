"""National nodes as processes with keys, partners, officers and guarantees: what ./dev demo and ./dev kills run.

Everything goes through the command line and its files, as an administration would do it.
"""
import contextlib
import csv
import datetime
import json
import pathlib
import random
import re
import signal
import socket
import subprocess
import time
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent

CORRIDOR = ["SG", "MY", "TH"]
PATIENCE = 60  # seconds for what another node has to learn first


class Failed(Exception):
    """`code`: of a call of the command line, what it ended with."""

    def __init__(self, what, code=None):
        super().__init__(what)
        self.code = code


def say(text):
    print(text, flush=True)


PORTS_IN_A_BLOCK = 64
_blocks = []  # listeners on the first port of each block that is ours, held until this process ends


def free_ports(count):
    """That many ports in a row which nobody listens on, and no other process that asks here is given.

    Ports are taken in blocks; who listens on the first port of one has all of it, until its process ends: so the
    nodes of tests that run at the same time cannot meet, whenever they come up. All lie below those that the system
    gives to outgoing connections: else one of them may have the port of a node that is down for a moment.
    """
    first_ports = range(10000, 32768 - PORTS_IN_A_BLOCK, PORTS_IN_A_BLOCK)
    for first in random.SystemRandom().sample(first_ports, len(first_ports)):
        with contextlib.ExitStack() as tried:
            try:
                for port in range(first + 1, first + 1 + count):
                    tried.enter_context(socket.socket()).bind(("127.0.0.1", port))
                block = socket.socket()
                block.bind(("127.0.0.1", first))
                block.listen()
            except OSError:
                continue
        _blocks.append(block)
        return list(range(first + 1, first + 1 + count))
    raise Failed("no block of ports is free on this machine")


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
        self.text = self.moved(r"<(?:preparationDateAndTime|limitDate|arrivalDateAndTimeEstimated)>|;", text)

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
        told = self.run("init", self.folder, "--country", country, "--api-port", self.api,
                        "--partners-port", self.partners, "--operations-port", self.operations)
        self.root = told.split()[1]  # as people read it to each other

    def run(self, *arguments, given=None):
        done = subprocess.run([self.program, *map(str, arguments)], input=given, text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise Failed(f"{self.country}: lintas {' '.join(map(str, arguments))}\n{done.stderr}{done.stdout}", done.returncode)
        return done.stdout

    def know(self, other, port=None):
        """`port`: where `other` is reached, if not at its own."""
        elsewhere = ["--url", f"https://127.0.0.1:{port}"] if port else []
        self.run("partner", "add", other.folder / "identity.lintas", "--config", self.config, "--root", other.root, *elsewhere)

    @property
    def config(self):
        return self.folder / "lintas.toml"

    def start(self):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([self.program, "node", "--config", str(self.config)],
                                        stdout=self.log, stderr=subprocess.STDOUT,
                                        start_new_session=True)  # Ctrl-C is for who started it, which stops it

    def stop(self):
        """The exit code; 0 after a clean stop."""
        process, self.process = self.process, None  # it does not end by itself
        if process is None:
            return 0
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        self.log.close()
        return code

    def kill(self):
        """As a power cut of this process alone: nothing is finished, nothing is said."""
        self.process.kill()
        self.process.wait()
        self.log.close()
        self.process = None

    @property
    def is_down(self):
        """Whether it ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def wait_until_ready(self):
        eventually(f"{self.country}: start", lambda: self.ask("administrator", "me"))

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


def introduce(nodes):
    """Each learns of all others."""
    nodes = list(nodes)
    for node in nodes:
        for other in nodes:
            if other is not node:
                node.know(other)


def bring_up(nodes):
    """They know each other, run and answer."""
    introduce(nodes)
    for node in nodes:
        node.start()
    for node in nodes:
        node.wait_until_ready()


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
    taken = node.ask("keeper", "registers", "import", "-", given=table)["new"]
    say(f"{node.country}  {taken} entries of traders, permits and insurance cards registered")


def guarantor_of(country):
    """Of the first kind that the state's law accepts."""
    with open(ROOT / f"data/states/{country.lower()}.csv", newline="", encoding="utf-8") as file:
        kinds = next(row["value"] for row in csv.DictReader(file) if row["key"] == "guarantee.guarantors")
    return {"tin": country + "BANK", "approved": True, "kind": kinds.split()[0]}


def terms_of(line, guarantor):
    if line["type"] == "2":
        return {"single_journey": {"guarantor": guarantor}}
    return {"multiple_journeys": {
        "guarantor": guarantor,
        "percent": 100,
        "standing": {"clean_years": 3, "arrears_days": 0, "years_without_enforcement": 3},
        "weekly_debt": {"amount": line["amount"], "currency": line["currency"]},
    }}


def undertaking(line, declared, limit):
    """What an office of guarantee enters: that a guarantor of its state answers for a line of the declaration up to `limit`."""
    return {
        "grn": line["grn"],
        "holder": declared.holder,
        "office": declared.departure,
        "reference_amount": limit,
        "valid_from": datetime.date.today().isoformat(),
        "access_codes": [line["code"]],
        "terms": terms_of(line, guarantor_of(declared.departure[:2])),
    }


def register_guarantees(node, declared, journeys=10):
    """What the declaration names: for one journey the amount itself, for several as much as `journeys` need."""
    for line in declared.guarantees:
        if line["type"] not in ("1", "2"):
            raise Failed(f"a guarantee of type {line['type']}: the demonstration registers types 1 and 2")
        whole, point, cents = line["amount"].partition(".")
        times = 1 if line["type"] == "2" else journeys
        limit = {"amount": f"{int(whole) * times}{point}{cents}", "currency": line["currency"]}
        node.act("guarantee-1", "guarantee.register", undertaking(line, declared, limit), second="guarantee-2")
        say(f"{node.country}  guarantee {line['grn']} registered for {declared.holder}: {limit['amount']} {limit['currency']}")
