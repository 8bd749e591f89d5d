"""A whole node of ours between access points that are not: Singapore's, whose neighbours are phase4, Malaysia by 1.x, Thailand by 2.0.

The node is a process with its store, its TLS and its configuration, as an administration has it; phase4 writes and takes what
docs/protocols/examples/README.md says. So these rows show what `interop_point` cannot: what is stored, what is stored once, and what
stands as evidence. What no node sends (a changed octet, 100 MB, other payloads than XML) that one plays.
"""
import datetime
import email
import http.client
import json
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import threading

from corridor import (Declaration, Failed, Node, bring_in_registers, eventually, register_guarantees)

ROOT = pathlib.Path(__file__).resolve().parents[2]
AGREEMENT = "urn:lintas:agreement:transit:1"
SERVICE = "urn:lintas:service:transit:1"
PARTY_TYPE = "urn:lintas:node"
HOME = "SG"
# Of each profile: whose phase4 it is, its certificates for signing and sealing, what it is told of a release, what it tells, with what
# it asks for the record of a movement, and what answers that.
STATES = {"1.x": ("MY", "b-rsa", "b-rsa", "IE050", "IE118", "IE114", "IE115"),
          "2.0": ("TH", "b-ed", "b-x", "IE001", "IE006", "IE002", "IE003")}
INITIATOR, RESPONDER = (f"http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/{role}" for role in ("initiator", "responder"))


def expect(condition, text):
    if not condition:
        raise Failed(text)


class Cutter:
    """Stands before a phase4. While `cuts` is set a request goes through and its answer does not."""

    request_bytes_min = 4000  # more than a handshake of TLS has, and less than a message

    def __init__(self, port):
        self.upstream, self.cuts, self.open = port, False, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near = self.listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self.upstream))
            except OSError:
                return
            counted = {"since": 0}
            self.open.append(counted)
            for source, to, is_request in ((near, far, True), (far, near, False)):
                threading.Thread(target=self.carry, args=(source, to, is_request, counted), daemon=True).start()

    def carry(self, source, to, is_request, counted):
        try:
            while piece := source.recv(65536):
                if is_request:
                    counted["since"] += len(piece)
                elif self.cuts and counted["since"] > self.request_bytes_min:
                    break
                to.sendall(piece)
        except OSError:
            pass
        for end in (source, to):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self, cuts):
        for counted in self.open:
            counted["since"] = 0
        self.cuts = cuts

    def stop(self):
        self.listener.close()


class Home:
    """The node, with what it takes to release movements."""

    def __init__(self, program, keys, place):
        self.declared = Declaration(ROOT / "examples/sg-th-electronics.xml")
        folder = place / "node"
        folder.mkdir()
        self.node, self.keys, self.count = Node(program, HOME, folder), keys, 0
        self.write_certificates()
        self.cutters = {}

    def write_certificates(self):
        """In the node's files those that phase4 knows as party a; and those of the line, for phase4."""
        folder, keys = self.node.folder, self.keys
        for use, names in (("signing", ("a-ed", "a-rsa")), ("sealing", ("a-x", "a-rsa"))):
            for suffix, kind in (("pem", "crt"), ("key", "key")):
                text = "".join((keys / f"{name}.{kind}").read_text() for name in names)
                (folder / f"messages-{use}.{suffix}").write_text(text)
        shutil.copy(keys / "ca.crt", folder / "authority.pem")
        shutil.copy(folder / "tls.pem", keys / "line-a.crt")
        subprocess.run(("openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-subj", "/C=XX/O=Test/CN=line", "-days", "30",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keys / "line-b.key", "-out", keys / "line-b.crt"),
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def know(self, profile, port):
        state, signing, sealing = STATES[profile][:3]
        self.cutters[profile] = Cutter(port)
        with open(self.node.config, "a", encoding="utf-8") as file:
            file.write(f"""
[[partner]]
country = "{state}"
url = "https://127.0.0.1:{self.cutters[profile].port}/as4"
profile = "{profile}"
signing_certificates_file = "{self.keys / signing}.crt"
sealing_certificates_file = "{self.keys / sealing}.crt"
authorities_file = "{self.keys / 'ca.crt'}"
tls_authorities_file = "{self.keys / 'line-b.crt'}"
mep = "two-way"
""")

    def start(self):
        node, declared = self.node, self.declared
        node.start()
        node.wait_until_ready()
        node.issue("auditor", role="auditor", person="auditor")
        node.issue("trader", role="trader", party=declared.holder)
        node.issue("departure", role="officer_of_departure", person="officer-1", office=declared.departure)
        for n in (1, 2):
            node.issue(f"guarantee-{n}", role="officer_of_guarantee", person=f"officer-g{n}", office=declared.departure)
        bring_in_registers(node, declared, ROOT / "examples/registers.csv")
        register_guarantees(node, declared, journeys=100)

    def release(self):
        """One more movement; both neighbours are told."""
        self.count += 1
        text = re.sub(r"SGTH-2026-\d+", f"SGTH-2026-{self.count:04}", self.declared.text)
        text = re.sub(r"(<messageIdentification>\w+)\d{4}<", rf"\g<1>{self.count:04}<", text)
        mrn = self.node.ask("trader", "submit", "-", given=text)["mrn"]
        self.node.act("departure", "departure.release", {"mrn": mrn})
        self.released = mrn
        return mrn

    def messages(self, *options):
        out = self.node.run("exchange", "messages", *options, "--json", "--node", f"http://127.0.0.1:{self.node.api}",
                            "--key-file", self.node.keys["auditor"])
        return [json.loads(line) for line in out.splitlines()]

    def logged(self, event):
        lines = (self.node.folder / "log").read_text(encoding="utf-8").splitlines()
        return [told for told in map(json.loads, lines) if told["event"] == event]

    def stop(self):
        for cutter in self.cutters.values():
            cutter.stop()
        self.node.stop()


class NodeLine:
    """One profile: the node and the phase4 of one neighbour."""

    def __init__(self, profile, home, theirs, place):
        self.profile, self.home, self.theirs = profile, home, theirs
        self.state, _, _, self.told, self.tells, self.asks, self.answered = STATES[profile]
        self.inbox = place / f"phase4-node-{profile}" / "in"
        self.place, self.count = place, 0
        self.url = f"https://127.0.0.1:{home.node.partners}/as4"

    def to_node(self, parts=(), **options):
        self.count += 1
        options = {"id": f"n{self.count}@{self.profile}.interop", "conversation": f"c{self.count}", "to": f"NTA.{HOME}",
                   "party-type": PARTY_TYPE, "service": SERVICE, "originalSender": f"NTA.{self.state}",
                   "finalRecipient": f"NTA.{HOME}", **options}
        return options["id"], self.theirs.send(parts, url=self.url, **options)

    def tell(self, mrn, **options):
        """That the movement has passed or arrived, as the software of that state writes it."""
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
        declared = self.home.declared
        if self.tells == "IE118":
            root, what = "CD118C", f"<passageDate>{now.date()}</passageDate>"
            where = (f"<CustomsOfficeOfTransitActual><referenceNumber>{declared.transit[0]}</referenceNumber>"
                     "</CustomsOfficeOfTransitActual>")
        else:
            root, what = "CD006C", f"<arrivalDateAndTimeActual>{now.isoformat()}</arrivalDateAndTimeActual>"
            where = (f"<CustomsOfficeOfDestinationActual><referenceNumber>{declared.destination}</referenceNumber>"
                     "</CustomsOfficeOfDestinationActual>")
        office = f"<CustomsOfficeOfDeparture><referenceNumber>{declared.departure}</referenceNumber></CustomsOfficeOfDeparture>"
        return self.write(self.tells, root, now, f"<TransitOperation><MRN>{mrn}</MRN>{what}</TransitOperation>{office}{where}",
                          **{"conversation": mrn, **options})

    def ask(self, mrn, **options):
        """For the record of the movement, by an office that may need it."""
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
        declared = self.home.declared
        root, kind, office = (("CD114C", "Transit", declared.transit[0]) if self.asks == "IE114"
                              else ("CD002C", "Destination", declared.destination))
        return self.write(self.asks, root, now,
                          f"<TransitOperation><MRN>{mrn}</MRN></TransitOperation><CustomsOfficeOf{kind}Actual>"
                          f"<referenceNumber>{office}</referenceNumber></CustomsOfficeOf{kind}Actual>", **options)

    def write(self, action, root, now, content, **options):
        self.count += 1
        identification = f"{self.state}-{self.profile}-{self.count}"
        text = (f'<?xml version="1.0" encoding="UTF-8"?>\n<ncts:{root} xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS6">'
                f"<messageSender>NTA.{self.state}</messageSender><messageRecipient>NTA.{HOME}</messageRecipient>"
                f"<preparationDateAndTime>{now.isoformat()}</preparationDateAndTime>"
                f"<messageIdentification>{identification}</messageIdentification><messageType>{root}</messageType>"
                f"{content}</ncts:{root}>")
        file = self.place / f"{identification}.xml"
        file.write_text(text, encoding="utf-8")
        return self.to_node([("application/xml", file)], **{"action": action, "tracking": identification, **options})

    def received(self, message):
        return [one for one in self.home.messages("--partner", self.state, "--direction", "received") if message in one["id"]]


def node_to_theirs(line, _payloads, _is_large):
    way, home = "node -> phase4", line.home

    def tested():
        home.node.ask("administrator", "partner", "test", line.state)

    def sent(mrn, state):
        """What became of it; a dead letter stays one."""
        all_sent = home.messages("--partner", line.state, "--direction", "sent", "--mrn", mrn)
        found = [one for one in all_sent if one["type"] == line.told]
        expect(found, "it is not among the messages")
        if found[0]["state"] != state:
            raise Failed(f"it is {found[0]['state']}")
        return found[0]

    def arrived(mrn):
        """The folder of the message in phase4's inbox, once it is there: others tell of the movement, too."""
        for file in line.inbox.glob("*/message"):
            is_it = f"conversation={mrn}\taction={line.told}\n" in file.read_text()
            if is_it and mrn.encode() in (file.parent / "1").read_bytes():
                return file.parent
        return None

    def delivered(mrn):
        folder = eventually(f"{line.told} at phase4", lambda: arrived(mrn))
        lines = (folder / "message").read_text().splitlines()
        expect(len(lines) == 1, f"it was delivered {len(lines)} times")
        fields = dict(field.split("=", 1) for field in lines[0].split("\t"))
        expect(fields["signed"] == "true" and fields["action"] == line.told and fields["conversation"] == mrn, f"{fields}")
        return folder

    def released():
        mrn = home.release()
        folder = delivered(mrn)
        message = eventually("its receipt", lambda: sent(mrn, "confirmed"))
        expect(folder.name in message["id"], f"under another id: {folder.name}, {message['id']}")
        file = line.place / f"evidence-{line.profile}"
        home.node.run("exchange", "evidence", message["id"], "--out", file, "--node", f"http://127.0.0.1:{home.node.api}",
                      "--key-file", home.node.keys["auditor"])
        kept = {part.get_filename(): part.get_payload(decode=True) for part in email.message_from_bytes(file.read_bytes()).walk()}
        receipt = kept.get("receipt.xml") or b""
        expect(b"NonRepudiationInformation" in receipt and folder.name.encode() in receipt, "the receipt is not among the evidence")

    def lost():
        cutter = home.cutters[line.profile]
        cutter.cut(True)
        mrn = home.release()
        delivered(mrn)
        home.node.kill()
        cutter.cut(False)
        home.node.start()
        home.node.wait_until_ready()
        eventually("what became of it", lambda: sent(mrn, "delivered"))
        delivered(mrn)

    yield 1, way, "the test of the agreement", tested
    yield 2, way, f"{line.told} of a release, its receipt kept as evidence", released
    yield 5, way, "the receipt is lost, the node killed: the same message twice", lost


def theirs_to_node(line, _payloads, _is_large):
    way, home = "phase4 -> node", line.home

    def tested():
        _, answer = line.to_node(test=1)
        expect(answer == "receipt", answer)

    def taken():
        message, answer = line.tell(home.release())
        expect(answer == "receipt", answer)
        expect([one["state"] for one in line.received(message)] == ["received"], f"{line.received(message)}")

    def twice():
        name = line.place / f"twice-node-{line.profile}"
        message, answer = line.tell(home.release(), record=name)
        expect(answer == "receipt", answer)
        replies = [post(line, name) for _ in range(2)]
        expect(b"NonRepudiationInformation" in replies[0] and replies[0] == replies[1], "two different answers")
        expect(len(line.received(message)) == 1, "it was taken twice")

    def refused(code, **options):
        message, answer = line.tell(home.released, **options)
        expect(answer == f"error {code}", answer)
        expect(not line.received(message), "it was taken")

    def stranger(**options):
        message, answer = line.tell(home.released, **options)
        expect(not answer.startswith(("receipt", "error")), f"a stranger is told: {answer}")
        # One line a minute for an address and a code.
        expect("EBMS:0010" in [one["code"] for one in home.logged("message_unproven")], "the log does not say what was wrong")
        expect(not line.received(message), "it was taken")

    yield 7, way, "the test of the agreement", tested
    yield 7, way, line.tells, taken
    yield 8, way, "the same message twice", twice
    for corner in ("originalSender", "finalRecipient"):
        yield 10, way, f"no {corner}", lambda corner=corner: refused("EBMS:0010", without=corner)
    yield 10, way, "another identification than its trackingIdentifier", lambda: refused("EBMS:0004", tracking="other")
    yield 10, way, "an agreement that nobody made", lambda: stranger(agreement="urn:other")


def two_way_with_node(line, _payloads, _is_large):
    home = line.home

    def delivered(question):
        """What phase4 got as the answer to it."""
        for file in line.inbox.glob("*/message"):
            fields = dict(field.split("=", 1) for field in file.read_text().splitlines()[0].split("\t"))
            if fields["ref"] == question:
                return fields
        return None

    def asked():
        question, answer = line.ask(home.release(), conversation="case-7")
        expect(answer == "receipt", answer)
        fields = eventually("the answer at phase4", lambda: delivered(question))
        expect(fields["action"] == line.answered and fields["conversation"] == "case-7", f"{fields}")
        expect(fields["signed"] == "true", f"{fields}")

    def shown(message):
        return home.node.run("exchange", "message", f"{line.state}:{message}", "--json", "--node",
                             f"http://127.0.0.1:{home.node.api}", "--key-file", home.node.keys["auditor"])

    def told(names_ours):
        mrn = home.release()
        sent = [one for one in home.messages("--partner", line.state, "--direction", "sent", "--mrn", mrn) if one["type"] == line.told]
        ref = sent[0]["message_id"] if names_ours else "nobody@knows.it"
        # The exchange is Singapore's: it is the initiator in what answers, too.
        message, answer = line.tell(mrn, ref=ref, **{"from-role": RESPONDER, "to-role": INITIATOR})
        expect(answer == "receipt", answer)
        expect(json.loads(shown(message))["answers_ours"] is names_ours, shown(message))
        warned = [one["message"] for one in home.logged("message_unrelated")]
        expect((message in warned) is not names_ours, f"the log: {warned}")

    yield 11, "phase4 -> node", f"{line.asks}, and {line.answered} names it and keeps its conversation", asked
    yield 11, "phase4 -> node", f"{line.tells} names {line.told}, in the roles of an answer", lambda: told(True)
    yield 11, "phase4 -> node", f"{line.tells} names no message of ours: taken, with a warning", lambda: told(False)


def post(line, name):
    """What was recorded once more, octet by octet."""
    trust = ssl.create_default_context(cafile=line.home.keys / "line-a.crt")
    connection = http.client.HTTPSConnection("127.0.0.1", line.home.node.partners, timeout=60, context=trust)
    kind = pathlib.Path(f"{name}.request.content-type").read_text()
    connection.request("POST", "/as4", pathlib.Path(f"{name}.request.body").read_bytes(), {"Content-Type": kind})
    return connection.getresponse().read()
