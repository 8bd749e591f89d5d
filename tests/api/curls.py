#!/usr/bin/env python3
"""Runs the curl of every operation, as the node itself describes it: curls.py PROGRAM OTHER_DAY NEIGHBOUR.

The commands come from the description that the node serves, with the numbers of what is there in place of the examples.
Each has to be answered as it says, with 2xx; an operation that is not run fails the test. Then every operation is asked with a
key of each role that it does not name, which has to be refused.

OTHER_DAY: a library by which a node lives on another day (tests/support/other_day.c), for what only a clock leads to.
NEIGHBOUR: a program that stands in for a node towards its partners (tests/api/neighbour.cpp).
"""
import contextlib
import datetime
import email
import http.client
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from world import INTACT, ROOT, Failed, Node, World, eventually, papers, today, undertaking

STREAM_SECONDS = 2


class Curls:
    """The commands of the description, and which of them were answered well."""

    def __init__(self, world, neighbour):
        self.neighbour = neighbour
        self.later = {}  # what weeks_later finds
        self.world, self.all, self.done = world, world.describe(), set()
        self.operations = {operation["operationId"]: (path, method, operation)
                           for path, methods in self.all["paths"].items() for method, operation in methods.items()}

    def resolved(self, json_):
        while "$ref" in json_:
            found = self.all
            for part in json_["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            json_ = found
        return json_

    def body_of(self, operation):
        """The form that is sent, and the example of it."""
        for media, body in operation.get("requestBody", {}).get("content", {}).items():
            return media, body["examples"]["usual"]["value"]
        return None, None

    def example(self, operation, name):
        """What stands in the command for a parameter, or a member of the body as "key.text"."""
        for reference in operation["parameters"]:
            parameter = self.resolved(reference)
            if parameter["name"] == name:
                return str(parameter["example"])
        media, body = self.body_of(operation)
        if media != "application/json":
            return self.all["components"]["schemas"][name.capitalize()]["examples"][0]
        for part in name.split("."):
            body = body[part]
        return body if isinstance(body, str) else body[0]

    def source(self, name, put):
        operation = self.operations[name][2]
        source = operation["x-codeSamples"][0]["source"]
        examples = {what: self.example(operation, what) for what in put}
        for what, example in sorted(examples.items(), key=lambda one: -len(one[1])):  # MY may stand in MY0001
            if example not in source:
                raise Failed(f"{name}: {example} does not stand in its command")
            if list(examples.values()).count(example) == 1:
                source = source.replace(example, put[what])
        for what, example in examples.items():  # those that have one example are told apart by their names
            if list(examples.values()).count(example) > 1:
                source = re.sub(rf'("{what}"\s*:\s*"){re.escape(example)}"', lambda found, what=what: f'{found[1]}{put[what]}"', source)
        return source

    def run(self, name, who, second=None, node=None, **put):
        """The body of the answer. `put`: values in place of those of the example; members are written as key__text."""
        node = node or self.world.sg
        operation = self.operations[name][2]
        source = self.source(name, {what.replace("__", "."): value for what, value in put.items()})
        goes_on = " -N " in source
        command = source.replace("curl ", f"curl -w '\\n%{{http_code}} %{{content_type}}' "
                                          f"{f'--max-time {STREAM_SECONDS} ' if goes_on else ''}", 1)
        environment = {"PATH": os.environ["PATH"], "LINTAS_NODE": f"http://127.0.0.1:{node.api}"}
        if who is not None:
            environment["LINTAS_KEY_FILE"] = str(node.keys[who])
        if second is not None:
            environment["LINTAS_SECOND_KEY_FILE"] = str(node.keys[second])
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["bash", "-euc", command], cwd=folder, env=environment, capture_output=True, check=False)
            out, _, last = done.stdout.rpartition(b"\n")
            for file in pathlib.Path(folder).iterdir():
                out = file.read_bytes()
        if done.returncode not in ((0, 28) if goes_on else (0,)):
            raise Failed(f"{name}: {source}\nended with {done.returncode}: {done.stderr.decode()}")
        self.check(name, operation, last.decode().split(" ", 1), out)
        return json.loads(out) if b"json" in last else out

    def check(self, name, operation, told, out):
        status, media = told[0], told[1].split(";")[0].strip()
        if not status.startswith("2"):
            raise Failed(f"{name}: {status} {out.decode(errors='replace')[:1500]}")
        answer = self.resolved(operation["responses"].get(status, {}))
        if media not in {described.split(";")[0].strip() for described in answer.get("content", {})}:
            raise Failed(f"{name}: {status} {media} is not described")
        self.done.add(name)

    def missing(self):
        return sorted(set(self.operations) - self.done)


# ---- what there is to ask


def reads(curls):
    """Of somebody for whom there is something to see."""
    world = curls.world
    mrn = world.released()
    for name in ("describe", "describeForPeople", "showStates", "showTrustSheet", "showStatusList", "showCertificateStatusList"):
        curls.run(name, None)
    for name in ("showMe", "listReference", "listMovements", "listGuarantees", "listExpiring", "listEvents", "followEvents"):
        curls.run(name, "trader")
    for name in ("showMovement", "showCode", "printTad", "showDeclaration", "copyDeclaration", "showCoverage", "listMessages", "showMessage"):
        curls.run(name, "trader", mrn=mrn)
    link = curls.run("makeLink", "trader", mrn=mrn)["location"]
    curls.run("showLink", None, token=link.rpartition("/")[2])
    curls.run("revokeLinks", "trader", mrn=mrn)
    for name in ("showGuarantee", "listUses"):
        curls.run(name, "trader", grn=world.line["grn"])
    curls.run("listRegisters", "keeper-1")
    curls.run("showRegister", "keeper-1", key=world.declared.holder)
    curls.run("listWork", "departure-1")


def monitor(curls):
    """What became of the messages of a release, and the proof of one that its partner has confirmed."""
    curls.world.released()
    curls.run("listPartners", "auditor")

    def confirmed():
        items = curls.run("listExchangeMessages", "auditor")["items"]
        return next((item["id"] for item in items if item["state"] == "confirmed"), None)

    message = eventually("a confirmed message", confirmed)
    curls.run("showExchangeMessage", "auditor", message=message)
    evidence = email.message_from_bytes(curls.run("exportEvidence", "auditor", message=message))
    names = {part.get_filename() for part in evidence.walk()}
    if not {"read-me.txt", "message.xml", "payload.gz", "receipt.xml", "receipt-signer.cer"} <= names:
        raise Failed(f"evidence: {names}")


def keys(curls):
    issued = curls.run("issueKey", "administrator")
    listed = curls.run("keys", "administrator")["items"]
    if issued["hash"] not in [key["hash"] for key in listed]:
        raise Failed("a key that was issued is in the list")
    curls.run("withdrawKey", "administrator", hash=issued["hash"][:16])


def webhooks(curls):
    place = curls.run("subscribe", "trader")["id"]
    curls.run("listWebhooks", "trader")
    for name in ("showWebhook", "pauseWebhook", "resumeWebhook", "rotateWebhook", "redeliver", "removeWebhook"):
        curls.run(name, "trader", webhook=place)


def registers(curls):
    curls.run("importRegisters", "keeper-1")
    key = "SG199912345X"  # of the example
    curls.run("showRegister", "keeper-1", key=key)
    curls.run("registers.suspend", "keeper-1", key__text=key)
    curls.run("registers.resume", "keeper-1", key__text=key)
    curls.run("registers.withdraw", "keeper-1", "keeper-2", key__text=key)


def guarantees(curls):
    world = curls.world
    grn = papers.new_grn("SG", 4711)
    officers = ("guarantee-1", "guarantee-2")
    curls.run("guarantee.register", *officers, grn=grn)
    curls.run("guarantee.change", *officers, grn=grn)
    curls.run("guarantee.suspend", "guarantee-1", grn=grn)
    curls.run("guarantee.lift_suspension", "guarantee-1", grn=grn)
    curls.run("guarantee.replace_access_codes", "guarantee-1", grn=grn)
    curls.run("guarantee.unlock_sender", *officers, grn=grn)
    curls.run("guarantee.give_notice", *officers, grn=grn)
    mrn = world.released()
    for name, second in (("guarantee.claim", "recovery-2"), ("guarantee.withdraw_claim", "recovery-2")):
        curls.run(name, "recovery-1", second, grn=world.line["grn"], mrn=mrn)
    curls.run("guarantee.claim", "recovery-1", "recovery-2", grn=world.line["grn"], mrn=mrn)
    curls.run("guarantee.record_payment", "recovery-1", grn=world.line["grn"], mrn=mrn)


def at_departure(curls):
    world, officer = curls.world, "departure-1"
    mrn = world.accepted()
    for name in ("decide_control", "record_control_result", "ask_amendment", "withdraw_request"):
        curls.run(f"departure.{name}", officer, mrn=mrn)
    curls.run("submitMessage", "trader", mrn=mrn)
    curls.run("departure.decide_cancellation", officer, mrn=mrn)
    curls.run("departure.refuse_release", officer, mrn=world.accepted())
    curls.run("departure.invalidate", officer, "departure-2", mrn=world.released())
    mrn = world.accepted()
    curls.run("departure.release", officer, mrn=mrn)
    curls.run("departure.extend_limit", "supervisor-1", mrn=mrn, limit=today(25))
    curls.run("codes.resume", "supervisor-1", "supervisor-2")
    curls.run("departure.accept_proof", "enquiry", mrn=mrn)


def in_transit(curls):
    world = curls.world
    first, second = world.transit[:2]

    def act(name, mrn, office=first, **put):
        curls.run(f"passage.{name}", office, f"{office}-2", node=world.my, mrn=mrn, office=office, **put)

    mrn = world.released()
    world.shown(world.my, mrn)
    act("record_passage", mrn)
    act("record_incident", mrn)
    act("stop_goods", mrn, second)
    act("lift_stop", mrn, second)
    stopped = world.released()
    world.shown(world.my, stopped)
    act("stop_goods", stopped)
    act("refuse", stopped)
    eventually("the refusal at departure",
               lambda: "incident" == world.sg.ask("departure-1", "show", stopped)["status"] or None)
    curls.run("departure.look_at", "departure-1", mrn=stopped)
    early = world.released()
    world.pass_office(early, second)
    act("confirm_held", early, second, passed_on_the_tad=first)
    only = world.released()
    world.pass_office(only, first)
    act("complete", only)
    seized = world.released()
    world.pass_office(seized, first)
    world.sg.act("departure-1", "departure.invalidate", {"mrn": seized, "reason": "The papers were forged"}, second="departure-2")
    eventually("the end of the movement", lambda: "cancelled" == world.my.ask("auditor", "show", seized)["status"] or None)
    act("end_in_territory", seized)
    unknown = world.unknown_mrn()
    act("present_goods", unknown)
    world.shown(world.my, unknown, "REF")
    act("ask_again", unknown)
    world.shown(world.my, unknown, "REF")
    act("turn_back", unknown)
    unknown = world.unknown_mrn()
    act("present_goods", unknown)
    act("pass_on_the_tad", unknown, departure="SGWDL001")  # as the TAD shows it


def at_destination(curls):
    world = curls.world

    def act(name, mrn, **put):
        curls.run(f"destination.{name}", "destination", node=world.th, mrn=mrn, office=world.destination, **put)

    line = world.single_journey()
    mrn = world.released(line)
    world.shown(world.th, mrn, "AAR")
    act("record_arrival", mrn)
    act("release_uncontrolled", mrn)
    world.shown(world.sg, mrn, "WOF")
    curls.run("guarantee.liberate", "guarantee-1", grn=line["grn"])
    for name in ("report_onward", "withdraw_onward"):  # the customs system of the state, or the office, of which nothing is asked
        curls.run(f"destination.{name}", "destination", node=world.th, mrn=mrn)
    mrn = world.arrived()
    act("decide_control", mrn)
    act("record_result", mrn)
    mrn = world.arrived(simplified=True, trader=world.consignee)
    act("grant_permission", mrn)
    act("take_over", mrn)
    act("accept_remarks", world.remarked())
    bad = {**INTACT, "code": "B1", "text": "Two cartons are missing"}
    for name in ("resolve_discrepancies", "decide_nationally"):
        mrn = world.arrived()
        content = {"mrn": mrn, "office": world.destination}
        world.th.act("destination", "destination.decide_control", content)
        world.th.act("destination", "destination.record_result", {**content, **bad})
        world.shown(world.sg, mrn, "DIS")
        if name == "resolve_discrepancies":
            curls.run(f"departure.{name}", "departure-1", mrn=mrn)
        else:
            act(name, mrn)
    departure_is_silent(curls, act)


def departure_is_silent(curls, act):
    """Goods come whose record is not there, and departure is not reached."""
    world = curls.world
    world.sg.stop()
    mrn = world.unknown_mrn()
    act("record_arrival", mrn)
    act("accept_on_the_tad", mrn, departure="SGWDL001")
    world.sg.start()
    world.sg.wait_until_ready()


# ---- a partner that refuses what it is told, and tells what it may not yet


@contextlib.contextmanager
def laos(neighbour, node):
    """In place of the node of Laos, with its keys: takes no message, for good."""
    process = subprocess.Popen([neighbour, node.config, "refuse", "EXC-014: Nothing is known here by this name."],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline().strip() != "ready":
            raise Failed("nobody stands in for Laos")
        yield
    finally:
        process.stdin.close()
        process.wait(timeout=15)
        process.stdout.close()


def send_too_early(neighbour, node, mrn, declared):
    """Results of a control at destination, where no arrival was told."""
    message = "LA0000000000000001"
    body = (f'<ncts:CD018C xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS6"><messageSender>NTA.LA</messageSender>'
            f"<messageRecipient>NTA.SG</messageRecipient><preparationDateAndTime>{papers.now()}</preparationDateAndTime>"
            f"<messageIdentification>{message}</messageIdentification><messageType>CD018C</messageType>"
            f"<TransitOperation><MRN>{mrn}</MRN><bindingItinerary>1</bindingItinerary></TransitOperation>"
            f"<CustomsOfficeOfDeparture><referenceNumber>{declared.departure}</referenceNumber></CustomsOfficeOfDeparture>"
            f"<CustomsOfficeOfDestinationActual><referenceNumber>{declared.destination}</referenceNumber>"
            f"</CustomsOfficeOfDestinationActual><ControlResult><code>A1</code><date>{today()}</date></ControlResult></ncts:CD018C>")
    file = node.folder / "too-early.xml"
    file.write_text(body, encoding="utf-8")
    told = subprocess.run([neighbour, node.config, "send", "SG", message, "1", "IE018", file],
                          capture_output=True, text=True, timeout=30, check=False)
    if told.stdout.strip() != "receipt":
        raise Failed(f"not taken: {told.stdout} {told.stderr}")
    return message


def exchange(curls):
    """Goods go to Laos, which takes none of what it is told."""
    world, trade = curls.world, papers.Trade(ROOT / "examples/sg-la-routers.xml")
    sg, office = world.sg, trade.declared.departure
    sg.issue("forwarder", role="trader", party=trade.sender)
    sg.issue("departure-la", role="officer_of_departure", person="officer-1", office=office)
    for n in (1, 2):
        sg.issue(f"supervisor-la-{n}", role="supervisor", person=f"supervisor-{n}", office=office)
        sg.issue(f"guarantee-la-{n}", role="officer_of_guarantee", person=f"officer-g{n}", office=office)
    limit = {"amount": trade.guarantee["amount"], "currency": trade.guarantee["currency"]}
    sg.act("guarantee-la-1", "guarantee.register", undertaking(trade.guarantee, trade.declared, limit), second="guarantee-la-2")
    with laos(curls.neighbour, world.nodes["LA"]):
        text = papers.re.sub(r"\s*<limitDate>[^<]*</limitDate>", "", trade.declared.text)
        mrn = sg.ask("forwarder", "submit", "-", given=text)["mrn"]
        sg.act("departure-la", "departure.release", {"mrn": mrn})
        chief, second = "supervisor-la-1", "supervisor-la-2"

        def dead():
            items = curls.run("listDeadLetters", chief)["items"]
            return items[0]["message"] if items else None

        curls.run("exchange.revive", chief, message=eventually("a dead letter", dead))
        curls.run("exchange.discard", chief, second, message=eventually("a dead letter again", dead))
        message = send_too_early(curls.neighbour, world.nodes["LA"], mrn, trade.declared)
        waiting = curls.run("listWaiting", chief)["items"]
        if [item["message"] for item in waiting] != [message]:
            raise Failed(f"what waits: {waiting}")
        curls.run("exchange.drop", chief, second, partner="LA", message=message)
    curls.run("testPartner", "administrator", partner="MY")


# ---- certificates of origin, from Malaysia to Thailand


class Certificates:
    """Applied for at Port Klang, for goods that leave tomorrow; each by its own number."""

    office, customs = "MYPKG001", "THBKK001"
    numbers = itertools.count(1)

    def __init__(self, curls):
        self.curls, self.my, self.th = curls, curls.world.my, curls.world.th
        text = (ROOT / "examples/documents/my-th-gloves-application.xml").read_text(encoding="utf-8")
        self.text = text.replace("2026-11-24", today(1))
        if "exporter" not in self.my.keys:
            self.my.issue("exporter", role="exporter", party="MY199801023456")
            self.my.issue("agency", role="other_agency", person="agency-1", office=self.office)
            self.th.issue("customs", role="officer_of_destination", person="officer-c", office=self.customs)

    def goes_to(self, country, place, name):
        """All that is applied for from now on."""
        for old, now in (("NTA.TH", f"NTA.{country}"), ("<ID>THSDO</ID>", f"<ID>{place}</ID>"), ("<Name>Sadao</Name>", f"<Name>{name}</Name>"),
                         ("<CountryCode>TH<", f"<CountryCode>{country}<")):
            self.text = self.text.replace(old, now)

    def issue(self, name, document, who="agency", **put):
        return self.curls.run(f"issue.{name}", who, node=self.my, document=document, **put)

    def asked(self, name, number, **put):
        return self.curls.run(f"verification.{name}", "agency", node=self.my, certificate__number=number, **put)

    def at_customs(self, name, number, **put):
        return self.curls.run(f"import.{name}", "customs", node=self.th, certificate__number=number, **put)

    def applied(self, *options):
        n = next(self.numbers)
        text = self.text.replace("PGI-2026-0117-1", f"CURL-{n:04d}-1").replace("PGI-2026-0117", f"CURL-{n:04d}")
        return self.my.ask("exporter", "doc", "submit", "-", *options, given=text)["certificate"]["document"]

    def issued(self):
        document, number = self.applied(), f"MY-TH 26/9{next(self.numbers):04d}"
        self.my.ask("agency", "doc", "approve", document, number)
        return document, number

    def sent(self, to=None):
        document, number = self.issued()
        self.my.act("exporter", "issue.transmit", {"document": document})
        self.state(to or self.th, self.name(number), "VALID")
        return document, number

    def claimed(self):
        document, number = self.sent()
        self.at_customs("claim", number)
        return document, number

    def name(self, number):
        return f"MY, {self.office}, {number}"

    @staticmethod
    def state(node, name, state):
        """The certificate, as soon as it is in this state there."""
        def look():
            now = node.ask("auditor", "doc", "show", name)
            return now if now["state"]["id"] == state else None
        return eventually(f"{node.country}: {name} {state}", look)


def certificates(curls):
    """What needs no partner."""
    co = Certificates(curls)
    example = curls.run("applyForCertificate", "exporter", node=co.my)["certificate"]["document"]
    curls.run("listDocuments", "exporter", node=co.my)
    curls.run("showDocument", "exporter", node=co.my, document=example)
    curls.run("showCertificate", "exporter", node=co.my, document=example)
    approved, _ = co.issued()
    curls.run("printCertificate", "exporter", node=co.my, document=approved)
    curls.run("showDocumentManifests", "auditor", node=co.my)
    curls.run("showDocumentStatistics", "auditor", node=co.my)
    files(curls, "Certificate", "exporter", co.my, document=example)
    co.issue("delete", example, "exporter")
    co.issue("submit", co.applied("--draft"), "exporter")
    co.issue("return", co.applied())
    co.issue("refuse", co.applied())
    document = co.applied()
    co.my.act("agency", "issue.return", {"document": document, "reason": "Box 3 is not clear"})
    co.my.act("exporter", "issue.submit", {"document": document})
    co.issue("approve", document, number=f"MY-TH 26/9{next(co.numbers):04d}")
    co.issue("cancel", document)
    document, number = co.issued()
    co.issue("print", document)
    co.issue("record_paper_result", document)
    document, number = co.issued()
    co.my.act("agency", "issue.print", {"document": document, "reason": "The line is down"})
    co.issue("switch_to_data", document)
    document, number = co.issued()
    co.my.act("agency", "issue.print", {"document": document, "reason": "The line is down"})
    co.my.act("agency", "issue.cancel", {"document": document, "reason": "The goods were not shipped", "surrendered": True})
    co.asked("record", number, received_on=today(hours_ahead=8))  # Malaysia's day: not before it was issued


def certificates_at_customs(curls):
    co = Certificates(curls)
    document, number = co.issued()
    co.issue("transmit", document)
    co.state(co.th, co.name(number), "VALID")
    co.at_customs("ask_again", number)
    co.at_customs("claim", number)
    co.at_customs("release_claim", number)
    co.at_customs("claim", number)
    co.at_customs("accept", number)
    document, number = co.sent()
    co.at_customs("utilise", number)
    co.state(co.my, document, "PARTLY_UTILISED")
    compared(co)
    document, number = co.sent()
    named = {"state": "MY", "office": co.office, "number": number, "kind": "e_form_d"}
    co.th.act("customs", "import.claim", {
        "certificate": named, "office": co.customs, "declaration": "D26-0000418", "invoices": ["PGI/26/3391"],
        "lines": [{"item": n, "quantity": "10"} for n in (1, 2)]})
    co.at_customs("refuse", number)
    co.th.act("customs", "import.accept", {"certificate": named, "items": [1]})
    co.state(co.my, document, "REJECTED")
    co.issue("clarify", document)
    _, number = co.claimed()
    co.at_customs("classify_otherwise", number)
    co.at_customs("settle_classification", number)
    checked(co)
    in_conflict(co)
    on_paper(co)
    co.th.stop()
    document, _ = co.issued()
    co.my.act("exporter", "issue.transmit", {"document": document})
    co.my.act("agency", "issue.cancel", {"document": document, "reason": "The goods stay"})
    co.issue("withdraw_cancellation", document)
    co.th.start()
    co.th.wait_until_ready()


def compared(co):
    """The code that the exporter has fits what came to customs, without a line; once it is cancelled it is told so."""
    document, number = co.sent()
    folder = co.curls.world.folder
    text = co.curls.run("showCertificateCode", "exporter", node=co.my, document=document)["text"]
    customs_have, sheet = folder / "at-customs.xml", folder / "my.sheet"
    co.th.ask("customs", "doc", "certificate", co.name(number), "--to", customs_have)
    co.my.ask("exporter", "trust", "fetch", "--out", sheet)

    def verified(verdict):
        status = folder / "my.list"
        co.my.ask("exporter", "status-list", "--of", "certificates", "--out", status)
        done = subprocess.run([co.my.program, "verify", text, "--trust", sheet, "--status", status, "--document", customs_have,
                               "--json"], text=True, capture_output=True, check=False)
        told = json.loads(done.stdout)
        if [told[tick]["verdict"] for tick in ("integrity", "issuer", "document")] != ["yes"] * 3:
            raise Failed(f"what customs have is not what was signed: {told}")
        return told if told["not_cancelled"]["verdict"] == verdict else None
    # Until a list is dated behind the approval, which takes some seconds, nobody knows.
    eventually("the code holds", lambda: verified("yes"))
    co.my.act("agency", "issue.cancel", {"document": document, "reason": "The goods stay"})
    co.state(co.my, document, "CANCELLED")
    eventually("the code holds no more", lambda: verified("no"))


def checked(co):
    """Three checks: answered by letter, answered and in order, and one that leads to a visit."""
    _, number = co.claimed()
    co.at_customs("check", number)
    co.at_customs("record_reply", number)
    for then in ("end_check", "announce_visit"):
        document, number = co.claimed()
        co.at_customs("check", number)
        eventually("the request", lambda it=document: co.my.ask("auditor", "doc", "show", it)["requests"] or None)
        co.asked("answer", number)
        eventually("the reply", lambda act=then, it=number: co.at_customs(act, it))
    eventually("the notice", lambda: co.asked("answer_visit", number))


def on_paper(co):
    """A page is presented and recorded with other goods than its data have, which come later; another is cancelled by letter."""
    for then in ("take_data", "keep_paper"):
        document, number = co.issued()
        co.my.act("agency", "issue.print", {"document": document, "reason": "The line is down"})
        co.at_customs("record_paper", number, issued=today())
        co.my.act("agency", "issue.switch_to_data", {"document": document, "surrendered": True})
        co.state(co.th, co.name(number), "DIFFERS")
        co.at_customs(then, number)
        co.state(co.th, co.name(number), "VALID")
    _, number = co.issued()
    co.at_customs("record_paper", number, issued=today())
    co.at_customs("withdraw_page", number)
    co.at_customs("record_paper", number, issued=today())
    co.at_customs("record_cancellation", number)
    number = f"MY-TH 26/9{next(co.numbers):04d}"  # that nobody gave: the issuing authority does not take that it was used
    for name, put in (("record_paper", {"issued": today()}), ("claim", {}), ("accept", {})):
        co.at_customs(name, number, **put)
    eventually("what was not taken", lambda: co.th.ask("auditor", "doc", "show", co.name(number))["not_taken"] or None)
    co.at_customs("say_again", number)


def in_conflict(co):
    """Cancelled although claimed: customs keeps the use, or takes it back."""
    for then in ("keep_use", "reverse_use"):
        document, number = co.claimed()
        co.my.act("agency", "issue.cancel", {"document": document, "reason": "The goods were others"})
        co.state(co.th, co.name(number), "CONFLICT")
        if then == "keep_use":
            co.state(co.my, document, "CANCEL_REFUSED")
            co.issue("accept_use", document)
        co.at_customs(then, number)


# ---- certificates that live on others


def back_to_back(curls):
    """Singapore issues a certificate on one of Malaysia, which cancels that, and lets it live on another one."""
    co, sg = Certificates(curls), curls.world.sg
    office = "SGTUS001"
    sg.issue("exporter", role="exporter", party="SG201534567D")
    sg.issue("agency", role="other_agency", person="agency-1", office=office)
    co.goes_to("SG", "SGSIN", "Singapore")
    first, second = (co.sent(sg) for _ in range(2))
    original = sg.ask("auditor", "doc", "show", co.name(first[1]))
    text = (ROOT / "examples/documents/sg-th-gloves-back-to-back.xml").read_text(encoding="utf-8")
    for old, now in (("MY-SG 26/08/11873", first[1]), ("<ID>MY-08<", f"<ID>{co.office}<"), ("2026-09-30", today(hours_ahead=8)),
                     ("2027-09-30", original["valid_until"]), ("<ID>SG-01<", f"<ID>{office}<"), ("2026-11-24", today(1))):
        text = text.replace(old, now)
    document = sg.ask("exporter", "doc", "submit", "-", given=text)["certificate"]["document"]
    sg.ask("agency", "doc", "approve", document, "SG-TH 26/B2B/1")
    co.my.act("agency", "issue.cancel", {"document": first[0], "reason": "The goods were others", "drawn_known": True})
    eventually("what it lived on is lost", lambda: sg.ask("auditor", "doc", "show", document)["lost_originals"] or None)
    curls.run("issue.keep_with_another", "agency", document=document, cancelled__number=first[1],
              original__certificate__number=second[1], original__issued=today(hours_ahead=8),
              original__valid_until=original["valid_until"])


# ---- what Laos says of documents, while its node is away


class Laos:
    """Messages in its name, one behind the other; each has to be taken."""

    def __init__(self, curls):
        self.curls, self.numbers = curls, {}

    def says(self, to, action, namespace, body):
        n = self.numbers[to.country] = self.numbers.get(to.country, 0) + 1
        node = self.curls.world.nodes["LA"]
        message = f"LA{to.country}{n:014d}"
        file = node.folder / "said.xml"
        file.write_text(
            f'<lintas:{action} xmlns:lintas="urn:lintas:{namespace}:1"><messageSender>NTA.LA</messageSender>'
            f"<messageRecipient>NTA.{to.country}</messageRecipient><preparationDateAndTime>{papers.now()}</preparationDateAndTime>"
            f"<messageIdentification>{message}</messageIdentification><messageType>{action}</messageType>"
            f"<correlationIdentifier>{message}</correlationIdentifier>{body}</lintas:{action}>", encoding="utf-8")
        told = subprocess.run([self.curls.neighbour, node.config, "send", to.country, message, str(n), action, file],
                              capture_output=True, text=True, timeout=30, check=False)
        if told.stdout.strip() != "receipt":
            raise Failed(f"not taken: {told.stdout} {told.stderr}")


def of_laos(curls):
    """It cannot read a certificate and a document of a kind, which are sent once more. Of others nothing is heard: weeks_later."""
    co, laos = Certificates(curls), Laos(curls)
    co.goes_to("LA", "LATNL", "Thanaleng")
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).isoformat(timespec="seconds")
    error = "<Error><Description>no such unit</Description><ValidationCode>LST-001</ValidationCode></Error>"
    document, number = co.issued()
    co.my.act("exporter", "issue.transmit", {"document": document})
    laos.says(co.my, "CO.ACK", "documents",
              f"<Response><FunctionCode>27</FunctionCode><IssueDateTime>{now}</IssueDateTime><Declaration><ID>{number}</ID>"
              f"<IssuingCountryCode>MY</IssuingCountryCode><TypeCode>861</TypeCode><Submitter><ID>{co.office}</ID></Submitter>"
              f"</Declaration>{error}</Response>")
    co.state(co.my, document, "TECH_ERROR")
    co.issue("resend", document)
    number = plants_of_thailand(curls, "LA", "LATNL", "Thanaleng")
    laos.says(co.th, "DOC.ANSWER", "documents",
              f"<Response><FunctionCode>11</FunctionCode><IssueDateTime>{now}</IssueDateTime><AdditionalInformation>"
              f"<StatementCode>FLT</StatementCode></AdditionalInformation><Declaration><ID>{number}</ID>"
              f"<IssuingCountryCode>TH</IssuingCountryCode><KindCode>phyto</KindCode></Declaration>{error}</Response>")
    name = {"reference__number": number}
    eventually("what Laos could not read", lambda: "TECH_ERROR" == co.th.ask(
        "auditor", "doc", "show", f"TH, phyto, {number}")["state"]["id"] or None)
    curls.run("doc.resend", "plants", node=co.th, **name)
    curls.later.update(laos_silent=number)
    document, _ = co.issued()
    co.my.act("exporter", "issue.transmit", {"document": document})
    co.my.act("agency", "issue.cancel", {"document": document, "reason": "The goods stay"})
    curls.later.update(not_cancelled=document, kept=plants_of_thailand(curls, "VN", "VNHPH", "Hai Phong"))


def plants_of_thailand(curls, country, place, name):
    """The number of a phytosanitary certificate of its own."""
    number = f"TH-PC-2026-{next(Certificates.numbers):07d}"
    text = (ROOT / "examples/documents/th-my-durian-phytosanitary.xml").read_text(encoding="utf-8")
    for old, now in (("TH-PC-2026-0041873", number), ("TH-PQ-20261120-000318", number), ("NTA.MY", f"NTA.{country}"),
                     ("<ID>MY</ID>", f"<ID>{country}</ID>"), ("<ID>MYBKH</ID>", f"<ID>{place}</ID>"), ("Bukit Kayu Hitam</Name>", f"{name}</Name>")):
        text = text.replace(old, now)
    post(curls.world.th, "plants", "/v1/kinds/documents", text)
    return number


# ---- files that come with documents


def files(curls, what, who, node, stays=False, **document):
    """One is brought, named, listed, given and, unless the document keeps it, taken away again. `what`: the kind of document as
    the operations name it; the list of it has one more letter."""
    kept = curls.run("keepAttachment", who, node=node)["sha256"]
    curls.run(f"add{what}Attachment", who, node=node, sha256=kept, **document)
    listed = curls.run(f"list{what}Attachments", who, node=node, **document)["items"]
    if [file["sha256"] for file in listed] != [kept]:
        raise Failed(f"files: {listed}")
    curls.run(f"give{what}Attachment", who, node=node, sha256=kept, **document)
    if not stays:
        curls.run(f"remove{what}Attachment", who, node=node, sha256=kept, **document)


# ---- customs declaration documents


def customs_documents(curls):
    """Singapore releases an export to Cambodia, and imports what Cambodia released."""
    sg = curls.world.sg
    sg.issue("clearance-system", role="national_system", party="CLEARANCE")
    curls.run("releaseExport", "clearance-system")
    for name in ("listAcdd", "showAcdd", "showAcddDocument"):
        curls.run(name, "clearance-system")
    files(curls, "Acdd", "clearance-system", sg, stays=True)
    curls.run("acdd.send", "clearance-system")
    for name in ("answered_by_letter", "resend"):
        curls.run(f"acdd.{name}", "clearance-system")
    curls.run("acdd.cancel", "clearance-system")
    curls.run("acdd.answered_by_letter", "clearance-system")  # not done: an alarm
    curls.run("acdd.look_at", "clearance-system")
    for name in ("report", "withdraw", "report"):
        curls.run(f"acdd_import.{name}", "clearance-system")


# ---- documents of kinds that are data


def documents_of_kinds(curls):
    """Thailand issues two phytosanitary certificates: Malaysia accepts and uses one, the other is cancelled."""
    th, my = curls.world.th, curls.world.my
    th.issue("plants", role="other_agency", person="plants-1", office="THBKK001")
    my.issue("plants", role="other_agency", person="plants-2", office="MYPKG001")
    curls.run("issueDocument", "plants", node=th)
    for name in ("listKinds", "listKindDocuments", "showKindDocument", "giveKindDocument"):
        curls.run(name, "plants", node=th)
    files(curls, "KindDocument", "plants", th, stays=True)
    text = (ROOT / "examples/documents/th-my-durian-phytosanitary.xml").read_text(encoding="utf-8")
    number = "TH-PC-2026-0041874"
    text = text.replace("TH-PC-2026-0041873", number).replace("TH-PQ-20261120-000318", "TH-PQ-20261120-000319")
    post(th, "plants", "/v1/kinds/documents", text)
    named = {"reference__state": "TH", "reference__number": number}

    def state(node, state):
        def look():
            found = curls.run("showKindDocument", "plants", node=node, kind_document=f"TH,phyto,{number}")
            return found if found["state"]["id"] == state else None
        eventually(f"{node.country}: {number} {state}", look)

    state(my, "AVAILABLE")
    for act, then in (("answer", "ACCEPTED"), ("use", "USED")):
        curls.run(f"doc_import.{act}", "plants", node=my, **named)
        state(th, then)
    curls.run("doc.cancel", "plants", node=th)


# ---- self-certification


def this_instant():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def verified_declarations(curls):
    """Singapore doubts the declaration twice: Malaysia answers by letter, then by message, and a visit is announced."""
    sg, my = curls.world.sg, curls.world.my
    curls.run("origin.check", "preference")
    curls.run("origin.record_reply", "preference")
    curls.run("origin.end_check", "preference")
    curls.run("origin.check", "preference", request="V26-0045")
    proof = {"state": "MY", "office": "0217/MY07", "number": "KLPG/26/11/0417", "kind": "origin_declaration"}

    def request():
        listed = my.run("doc", "list", "--json", "--node", f"http://127.0.0.1:{my.api}", "--key-file", my.keys["certifier"])
        asked = [one for one in map(json.loads, listed.splitlines()) if one["certificate"] == proof]
        return asked[0]["location"] if asked and len(asked[0]["requests"]) == 2 else None
    asked = eventually("both requests at the authority", request)
    kept = curls.run("keepAttachment", "certifier", node=my)["sha256"]
    curls.run("addCertificateAttachment", "certifier", node=my, sha256=kept, document=asked.rsplit("/", 1)[1])
    my.act("certifier", "verification.answer", {"certificate": proof, "request": "V26-0045", "text": "The firm makes them"})
    eventually("the reply", lambda: sg.ask("preference", "doc", "show", "MY, 0217/MY07, KLPG/26/11/0417")["check"]["reply_came"] or None)
    eventually("what it shows", lambda: curls.run("listOriginAttachments", "preference")["items"] or None)
    eventually("the file", lambda: curls.run("giveOriginAttachment", "preference", sha256=kept))
    curls.run("origin.announce_visit", "preference")


def origin_declarations(curls):
    """Singapore's customs is presented a declaration of an exporter that its keeper brought in; then Malaysia tells its
    register itself."""
    sg, my = curls.world.sg, curls.world.my
    my.issue("certifier", role="other_agency", person="certifier-1", office="MYPKG001")
    sg.issue("register", role="reference_data_keeper", person="register-1")
    sg.issue("preference", role="officer_of_destination", person="preference-1", office="SGTUS001")
    post(sg, "register", "/v1/exporters", (ROOT / "examples/documents/my-certified-exporter.xml").read_text(encoding="utf-8"))
    curls.run("presentOriginDeclaration", "preference")
    for name in ("listOriginDeclarations", "showOriginDeclaration", "giveOriginDeclaration"):
        curls.run(name, "preference")
    curls.run("origin.withdraw", "preference")
    text = (ROOT / "examples/documents/my-sg-origin-declaration.xml").read_text(encoding="utf-8")
    post(sg, "preference", "/v1/origin-declarations", text.replace("KLPG-26-11-0417-OD", "KLPG-26-11-0417-OD2"))
    for name in ("accept", "use", "refuse", "reassess"):
        curls.run(f"origin.{name}", "preference")
    verified_declarations(curls)
    curls.run("recordExporter", "certifier", node=my)
    for name in ("listExporters", "showExporter", "giveExporter"):
        curls.run(name, "certifier", node=my)
    curls.run("showExporterAsOf", "certifier", node=my, instant=this_instant())
    for name in ("suspend", "resume", "withdraw", "tell_again"):
        curls.run(f"exporter.{name}", "certifier", node=my)
    eventually("the withdrawal at the partner", lambda: "WITHDRAWN" == sg.ask(
        "register", "exporter", "show", "MY, 0217/MY07")["state"]["id"] or None)


# ---- authorised operators


def operators(curls):
    """An operator applies in Singapore; the programme office returns, looks, grants, stops and ends it."""
    sg = curls.world.sg
    sg.issue("operator", role="trader", party="SG201912345K")
    sg.issue("operator-2", role="trader", party="SG200500000X")
    for n in (1, 2):
        sg.issue(f"programme-{n}", role="aeo_manager", person=f"programme-{n}", office="SGTUS001")

    def act(name, who="programme-1", second=None, **named):
        within = "application__reference__" if name == "begin" else "reference__"
        curls.run(f"aeo.{name}", who, second, **{within + member: value for member, value in named.items()})

    act("begin", "operator", number="A-2026-2")
    act("withdraw", "operator", number="A-2026-2")
    for name, who in (("begin", "operator"), ("submit", "operator"), ("accept", "programme-1"), ("validate", "programme-1"),
                      ("refuse", "programme-1")):
        act(name, who, number="A-2026-3")
    for name in ("begin", "submit"):
        act(name, "operator")
    act("return")
    act("submit", "operator")
    for name in ("accept", "validate", "correct", "corrected", "authorise"):
        act(name)
    curls.run("listOperators", "operator")
    curls.run("showOperator", "programme-1")
    curls.run("checkOperatorCode", "operator")
    curls.run("listRecognitions", "operator")
    curls.run("explainRecognition", "operator")
    curls.run("showOperatorAsOf", "programme-1", instant=this_instant())
    post(sg, "operator", "/v1/listed-operators",
         (ROOT / "examples/documents/sg-authorised-operator.xml").read_text(encoding="utf-8"))
    for name in ("agreeToList", "listListedOperators", "showListedOperator", "giveListedOperator"):
        curls.run(name, "operator")
    sg.issue("lists", role="reference_data_keeper", person="lists-1")
    curls.run("bringInOperatorList", "lists")
    curls.run("showOperatorLists", "programme-1")
    curls.run("showListedOperatorAsOf", "programme-1", instant=this_instant())
    for name in ("suspend", "restore", "change_code", "revalidate", "pass"):
        act(name)
    act("tell_again")
    act("withdraw_consent", "operator")
    other = {"holder": "SG200500000X", "number": "A-2026-4"}
    for name, who in (("begin", "operator-2"), ("submit", "operator-2"), ("accept", "programme-1"), ("validate", "programme-1")):
        act(name, who, **other)
    curls.run("aeo.authorise", "programme-1", reference__holder=other["holder"], reference__number=other["number"],
              code="AEOSG123456789014", until=today(100))
    act("revalidate", **other)  # and nobody looks at it: weeks_later
    act("revoke", second="programme-2")


def post(node, who, path, text):
    """A message in XML, which has to be taken."""
    connection = http.client.HTTPConnection("127.0.0.1", node.api, timeout=30)
    key = node.keys[who].read_text(encoding="utf-8").strip()
    connection.request("POST", path, text.encode(), {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"})
    answer = connection.getresponse()
    told = answer.read().decode(errors="replace")
    connection.close()
    if answer.status != 200:
        raise Failed(f"{path}: {answer.status} {told}")


# ---- what only a clock leads to


def weeks_later(curls, other_day):
    """Nobody said that the goods arrived: an enquiry is recommended. No document came of what was declared. The last day of an
    authorisation passed while it was looked at anew. Laos was not heard of again, and Viet Nam has a node by now."""
    world = curls.world
    mrn = world.released()
    for node in (world.sg, world.my, world.th):
        node.stop()
    viet_nam = Node(world.sg.program, "VN", world.folder)
    world.th.know(viet_nam)
    with contextlib.ExitStack() as changed:
        for name, value in (("LD_PRELOAD", other_day), ("LINTAS_OTHER_DAY", "120"),
                            ("ASAN_OPTIONS", os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")):
            changed.callback(os.environ.pop, name) if name not in os.environ else changed.callback(
                os.environ.__setitem__, name, os.environ[name])
            os.environ[name] = value
        for node in (world.sg, world.my, world.th):
            node.start()
    for node in (world.sg, world.my, world.th):
        node.wait_until_ready()
    world.shown(world.sg, mrn, "ERC")
    curls.run("departure.close_recommendation", "enquiry", mrn=mrn)
    curls.run("acdd_import.look_at", "clearance-system")
    curls.run("aeo.end", "programme-1", reference__holder="SG200500000X", reference__number="A-2026-4")
    curls.run("issue.answered_by_letter", "agency", node=world.my, document=curls.later["not_cancelled"])
    curls.run("doc.look_at", "plants", node=world.th, reference__number=curls.later["laos_silent"])
    curls.run("doc.send", "plants", node=world.th, reference__number=curls.later["kept"])


PARTS = (reads, monitor, keys, webhooks, registers, guarantees, at_departure, in_transit, at_destination, exchange,
         certificates, certificates_at_customs, customs_documents, documents_of_kinds, back_to_back, of_laos, origin_declarations,
         operators)


# ---- who may not


def key_of_each_role(world, roles):
    """Somebody of each role, at the office of departure or as the holder."""
    found = {}
    for role in roles:
        for actor in ({"person": "somebody", "office": world.departure}, {"party": world.declared.holder}):
            with contextlib.suppress(Failed):
                world.sg.issue(f"role-{role}", role=role, **actor)
                found[role] = world.sg.keys[f"role-{role}"].read_text(encoding="utf-8").strip()
                break
    return found


def others_are_refused(curls):
    """Every role that an operation does not name is told that it never may."""
    keys_ = key_of_each_role(curls.world, curls.all["components"]["schemas"]["KeyRole"]["enum"])
    connection = http.client.HTTPConnection("127.0.0.1", curls.world.sg.api, timeout=30)
    count = 0
    for name, (path, method, operation) in curls.operations.items():
        if "x-lintas-roles" not in operation:
            continue
        for reference in operation["parameters"]:
            parameter = curls.resolved(reference)
            path = path.replace(f"{{{parameter['name']}}}", str(parameter.get("example")).replace("/", "%2F"))
        media, body = curls.body_of(operation)
        for role in keys_.keys() - set(operation["x-lintas-roles"]):
            count += 1
            headers = {"Authorization": f"Bearer {keys_[role]}", "Idempotency-Key": f"others-{count}"}
            if media:
                headers["Content-Type"] = media
            connection.request(method.upper(), path, (body if isinstance(body, str) else json.dumps(body)).encode() if body else body, headers)
            answer = connection.getresponse()
            told = json.loads(answer.read() or b"{}")
            if answer.status != 403 or told.get("code") != "ACC-001":
                raise Failed(f"{name} by {role}: {answer.status} {told}")
    connection.close()
    return count


def main(program, other_day, neighbour):
    with tempfile.TemporaryDirectory(prefix="lintas-api-") as folder:
        world = World(program, folder, more=("LA", "KH"))  # Cambodia is a partner that is away
        try:
            world.start()
            world.settle()
            world.settle_beyond()
            curls = Curls(world, neighbour)
            for part in PARTS:
                part(curls)
                print(f"{part.__name__}: {len(curls.done)} of {len(curls.operations)} operations", flush=True)
            print(f"{others_are_refused(curls)} times a role that may not was told so", flush=True)
            weeks_later(curls, other_day)
            if curls.missing():
                raise Failed(f"not run: {', '.join(curls.missing())}")
            failed = None
        except Failed as why:
            failed = str(why)
        finally:
            unclean = world.stop()
    if failed or unclean:
        print(f"curls: {failed or ''} {unclean or ''}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
