"""Three states with parties, officers, guarantees and goods on the road, for tests that ask the interface of a node."""
import datetime
import itertools
import json
import pathlib
import re
import sys
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import Declaration, Failed, Node, eventually, introduce, register_guarantees, undertaking  # noqa: E402
from demo import papers  # noqa: E402

INTACT = {"inspection": {"seals": "intact"}}


def today(days=0, hours_ahead=0):
    """`hours_ahead`: of the clock of an office, whose legal day counts; else that of UTC."""
    zone = datetime.timezone(datetime.timedelta(hours=hours_ahead))
    return (datetime.datetime.now(zone).date() + datetime.timedelta(days=days)).isoformat()


class World:
    """The way of examples/sg-th-electronics.xml: departure at SGTUS001, transit in Malaysia and at the border of Thailand."""

    def __init__(self, program, folder, more=()):
        self.folder = pathlib.Path(folder)
        self.declared = Declaration(ROOT / "examples/sg-th-electronics.xml")
        self.line = self.declared.guarantees[0]
        self.departure, self.destination = self.declared.departure, self.declared.destination
        self.transit = self.declared.transit
        self.nodes = {country: Node(program, country, self.folder) for country in (*self.declared.states, *more)}
        self.sg, self.my, self.th = (self.nodes[country] for country in ("SG", "MY", "TH"))
        self.numbers = itertools.count(1)
        introduce(self.nodes.values())
        for node in (self.sg, self.my):
            self._sign_documents(node)

    def _sign_documents(self, node):
        """Singapore and Malaysia issue codes: a root, a document key and a trust sheet each."""
        root, key, keys, sheet = (self.folder / f"{node.country}-{name}"
                                  for name in ("root.key", "document.key", "keys.csv", "own.sheet"))
        node.run("trust", "root", root)
        public = re.search("[0-9a-f]{64}", node.run("trust", "key", key))[0]
        keys.write_text(f"key,from,until,status,since\n{public},{today(-1)}T00:00:00Z,{today(300)}T00:00:00Z,live,\n", "utf-8")
        node.run("trust", "sheet", keys, "--root", root, "--country", node.country, "--number", 1, "--until", today(200),
                 "--out", sheet)
        with open(node.config, "a", encoding="utf-8") as config:
            config.write(f'\n[documents]\nkey_file = "{key}"\ntrust_sheet_file = "{sheet}"\n')

    def start(self, countries=("SG", "MY", "TH")):
        self.running = [self.nodes[country] for country in countries]
        for node in self.running:
            node.start()
        for node in self.running:
            node.wait_until_ready()

    def settle(self):
        """Keys of all who act, registers, and what the declaration names as its guarantee."""
        sg = self.sg
        for node in self.running:
            node.issue("auditor", role="auditor", person="auditor")
        for n in (1, 2):
            sg.issue(f"keeper-{n}", role="reference_data_keeper", person=f"keeper-{n}", office=self.departure)
        sg.issue("trader", role="trader", party=self.declared.holder)
        for n in (1, 2):
            sg.issue(f"guarantee-{n}", role="officer_of_guarantee", person=f"officer-g{n}", office=self.departure)
            sg.issue(f"supervisor-{n}", role="supervisor", person=f"supervisor-{n}", office=self.departure)
            sg.issue(f"recovery-{n}", role="recovery_officer", person=f"recovery-{n}", office=self.departure)
            sg.issue(f"departure-{n}", role="officer_of_departure", person=f"officer-{n}", office=self.departure)
        sg.issue("enquiry", role="enquiry_officer", person="enquiry-1", office=self.departure)
        table = self.declared.moved(",", (ROOT / "examples/registers.csv").read_text(encoding="utf-8"))
        sg.ask("keeper-1", "registers", "import", "-", given=table)
        register_guarantees(sg, self.declared, journeys=90)

    def settle_beyond(self):
        """Officers on the way and at its end, and the trader there."""
        for office in self.transit:
            for name, person in ((office, "officer-1"), (f"{office}-2", "officer-2")):
                self.nodes[office[:2]].issue(name, role="officer_of_transit", person=person, office=office)
        self.th.issue("destination", role="officer_of_destination", person="officer-d", office=self.destination)
        self.consignee = re.search("<Consignee>.*?<identificationNumber>([^<]+)<", self.declared.text, re.S)[1]
        self.th.issue("consignee", role="trader", party=self.consignee)

    def stop(self):
        """Nothing if all that ran stopped clean."""
        return {country: code for country, code in ((c, n.stop()) for c, n in self.nodes.items()) if code != 0}

    def describe(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.sg.api}/v1/openapi.json", timeout=30) as answer:
            return json.load(answer)

    # ---- goods

    def text(self, line=None):
        """A declaration like the example, by its own LRN."""
        n = next(self.numbers)
        text = papers.put(self.declared.text, "LRN", f"API-{n:05d}")
        text = papers.put(text, "messageIdentification", f"API{n:09d}")
        text = re.sub(r"\s*<limitDate>[^<]*</limitDate>", "", text)
        if line is not None:
            text = papers.put(papers.put(text, "GRN", line["grn"]), "guaranteeType", line["type"])
        return text

    def accepted(self, line=None):
        """The MRN."""
        return self.sg.ask("trader", "submit", "-", given=self.text(line))["mrn"]

    def released(self, line=None):
        mrn = self.accepted(line)
        self.sg.act("departure-1", "departure.release", {"mrn": mrn})
        return mrn

    def single_journey(self):
        """A guarantee for one journey, registered."""
        line = {**self.line, "grn": papers.new_grn("SG", 5000 + next(self.numbers)), "type": "2"}
        limit = {"amount": line["amount"], "currency": line["currency"]}
        self.sg.act("guarantee-1", "guarantee.register", undertaking(line, self.declared, limit), second="guarantee-2")
        return line

    def several_journeys(self):
        """Another guarantee of the kind that the declaration names, registered and in no use."""
        line = {**self.line, "grn": papers.new_grn("SG", 5000 + next(self.numbers))}
        limit = {"amount": line["amount"], "currency": line["currency"]}
        self.sg.act("guarantee-1", "guarantee.register", undertaking(line, self.declared, limit), second="guarantee-2")
        return line

    def unknown_mrn(self):
        """Well formed, and never issued."""
        body = f"{datetime.date.today():%y}SG{next(self.numbers):012d}J"
        return body + papers.check_digit(body)

    def shown(self, node, mrn, state=None):
        """The movement as a node shows it, as soon as it does, in the state if one is named."""
        def look():
            now = node.ask("auditor", "show", mrn)
            return now if state is None or now["state"]["id"] == state else None
        return eventually(f"{node.country}: {mrn} {state or 'known'}", look)

    def pass_office(self, mrn, office):
        node = self.nodes[office[:2]]
        self.shown(node, mrn)
        node.act(office, "passage.record_passage", {"mrn": mrn, "office": office, **INTACT})

    def at_destination(self):
        """The MRN of goods that the office of destination has a record of."""
        mrn = self.released()
        self.shown(self.th, mrn)
        eventually(f"the record of {mrn}", lambda: "AAR" == self.th.ask("auditor", "show", mrn)["state"]["id"] or None)
        return mrn

    def arrived(self, **more):
        mrn = self.at_destination()
        self.th.act("destination", "destination.record_arrival", {"mrn": mrn, "office": self.destination, **more})
        return mrn

    def unloaded(self):
        """Of a simplified arrival, with remarks of the trader that report something."""
        mrn = self.arrived(simplified=True, trader=self.consignee)
        if self.th.ask("auditor", "show", mrn)["state"]["id"] == "ARR":
            self.th.act("destination", "destination.grant_permission", {"mrn": mrn, "office": self.destination})
        return mrn

    def remarked(self):
        mrn = self.unloaded()
        self.th.ask("consignee", "submit", "-", given=unloading_remarks(self, mrn))
        return mrn


def unloading_remarks(world, mrn):
    """An IE044: everything is unloaded, and a seal is broken."""
    return f"""<ncts:CC044C xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
  <messageSender>{world.consignee}</messageSender><messageRecipient>NTA.TH</messageRecipient>
  <preparationDateAndTime>{papers.now()}</preparationDateAndTime>
  <messageIdentification>REM{next(world.numbers):09d}</messageIdentification><messageType>CC044C</messageType>
  <TransitOperation><MRN>{mrn}</MRN></TransitOperation>
  <CustomsOfficeOfDestinationActual><referenceNumber>{world.destination}</referenceNumber></CustomsOfficeOfDestinationActual>
  <TraderAtDestination><identificationNumber>{world.consignee}</identificationNumber></TraderAtDestination>
  <UnloadingRemark><conform>0</conform><unloadingCompletion>1</unloadingCompletion><unloadingDate>{today()}</unloadingDate>
    <stateOfSeals>0</stateOfSeals><unloadingRemark>One seal was broken, nothing is missing</unloadingRemark></UnloadingRemark>
</ncts:CC044C>"""
