"""The states of the demonstration: nodes with lines between them, accounts, registers and what the nodes know of offices and roads."""
import collections
import csv
import datetime
import itertools
import json
import os
import pathlib

from corridor import ROOT, Failed, Node, eventually, guarantor_of

from .client import Client, Clients, Unanswered
from .lines import Lines
from .papers import Trade

HERE = pathlib.Path(__file__).resolve().parent
REGISTERS = ROOT / "examples/registers.csv"

# How many accounts of a role an office has; a guarantee needs four eyes.
OFFICERS = {"departure": 1, "transit": 1, "destination": 1, "guarantee": 2}

Account = collections.namedtuple("Account", "role whose file key")


def table(name):
    with open(HERE / name, encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def states():
    """The states of states.csv: country and name, in the order of the road."""
    return {row["country"]: row["name"] for row in table("states.csv")}


def trades(countries):
    """The examples whose whole route lies in these states."""
    every = (Trade(path) for path in sorted((ROOT / "examples").glob("*.xml")))
    return [trade for trade in every if trade.states <= set(countries)]


class Land:
    def __init__(self, program, folder, countries=None):
        """`countries`: some of the states of states.csv; all if left out."""
        self.names = {country: name for country, name in states().items() if not countries or country in countries}
        self.trades = trades(self.names)
        if not self.trades:
            raise Failed(f"no example goes between {', '.join(self.names)} alone")
        self.lines = Lines()
        self.nodes = {}
        self.accounts = collections.defaultdict(dict)  # country: (role, whose): [Account]
        self.offices = {}  # reference number: what the node of its state says of it
        self.legs = {}  # (from, to): what the nodes say of it
        for country in self.names:
            self.nodes[country] = Node(program, country, folder)
        for one, other in itertools.permutations(self.nodes.values(), 2):
            one.know(other, self.lines.lay(one.country, other.country, other.partners))
        self.clients = Clients({country: node.api for country, node in self.nodes.items()})

    # ---- processes

    def start(self):
        for node in self.nodes.values():
            node.start()
        for country in self.nodes:
            self.wait_until_ready(country)

    def wait_until_ready(self, country):
        node = self.nodes[country]
        key = node.keys["administrator"].read_text(encoding="utf-8").strip()

        def answers():
            if node.is_down:
                raise Failed((node.folder / "log").read_text(encoding="utf-8")[-2000:])
            try:
                return self.clients[country].get(key, "/v1/me")
            except Unanswered:
                return None

        eventually(f"{country}: start", answers)

    def stop(self):
        """The exit codes; 0 after a clean stop."""
        codes = {country: node.stop() for country, node in self.nodes.items()}
        self.lines.stop()
        return codes

    # ---- accounts

    def hire(self, country, role, whose, **actor):
        """A key for somebody, kept in the folder of the node as the command line takes it.

        The files: auditor.key, TIN.key of a party, TIN-exporter.key of one that is a trader, too, SGTUS001-departure.key of an officer,
        with -1 and -2 where there are two.
        """
        node = self.nodes[country]
        answer = self.clients[country].ask(
            node.keys["administrator"].read_text(encoding="utf-8").strip(), "POST", "/v1/keys",
            json.dumps({"role": role, **actor}), {"Content-Type": "application/json"})
        if not answer.done:
            raise Failed(f"{country}: no key for {whose}: {answer.why}")
        mine = self.accounts[country].setdefault((role, whose), [])
        desk = role.removeprefix("officer_of_")
        number = f"-{len(mine) + 1}" if OFFICERS.get(desk, 1) > 1 else ""
        has_desk = "office" in actor or role == "exporter"
        path = node.folder / (f"{whose}-{desk}{number}.key" if has_desk else f"{whose}.key")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(answer.told["key"] + "\n")
        account = Account(role, whose, path, answer.told["key"])
        mine.append(account)
        return account

    def account(self, country, role, whose, second=False):
        return self.accounts[country][role, whose][1 if second else 0]

    def desks(self, country):
        """The offices of a state that lie on a route."""
        return sorted({office for trade in self.trades for office in trade.offices if office[:2] == country})

    def auditor(self, country):
        return self.account(country, "auditor", "auditor").key

    def settle(self):
        """Accounts of all who play, and the registers of each state."""
        for country in self.nodes:
            self.hire(country, "auditor", "auditor", person="auditor")
            keeper = self.hire(country, "reference_data_keeper", "keeper", person="keeper")
            for row in self.clients[country].pages(keeper.key, f"/v1/reference/offices?code={country}"):
                self.offices[row["code"]] = row
                for role in row["roles"]:
                    for n in range(OFFICERS.get(role, 0)):
                        self.hire(country, f"officer_of_{role}", row["code"], person=f"{role}-{n + 1}", office=row["code"])
            for row in self.clients[country].pages(keeper.key, "/v1/reference/legs"):
                self.legs[tuple(row["code"].split("-"))] = row
            guarantor = guarantor_of(country)["tin"]
            self.hire(country, "guarantor", guarantor, party=guarantor)
            parties = {trade.sender for trade in self.trades if trade.country == country}
            parties |= {trade.consignee for trade in self.trades if trade.offices[-1][:2] == country}
            for party in sorted(parties):
                self.hire(country, "trader", party, party=party)
            rows = self.trades[0].declared.moved(",", REGISTERS.read_text(encoding="utf-8"))
            answer = self.clients[country].ask(keeper.key, "POST", "/v1/registers", rows, {
                "Content-Type": "text/csv", "Idempotency-Key": "registers"})
            if not answer.done:
                raise Failed(f"{country}: registers: {answer.why}")

    @staticmethod
    def day_to_come():
        """On which goods may leave that have not left yet, anywhere in the region."""
        return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=2)).isoformat()

    # ---- what the operator of a node sees

    def measured(self, country):
        """Of each partner: whether the last attempt came through, what waits for it and how long."""
        answer = Client(self.nodes[country].operations).ask(None, "GET", "/metrics")
        found = collections.defaultdict(dict)
        for line in str(answer.told).splitlines():
            if line.startswith(("lintas_partner_up{", "lintas_outbox_", "lintas_dead_letters{")):
                name, _, rest = line.partition('{partner="')
                found[rest[:2]][name] = float(line.rsplit(" ", 1)[1])
            elif line.startswith("lintas_quarantined "):
                found[""]["lintas_quarantined"] = float(line.split()[1])
        return found
