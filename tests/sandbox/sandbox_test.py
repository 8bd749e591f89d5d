#!/usr/bin/env python3
"""Takes every scenario of the sandbox to its end, as a software maker would: sandbox_test.py PROGRAM.

One `lintas sandbox` is started with three states. For each scenario of its table a trader declares, sends what the
table says that it has to send, and reads what it is sent; where the movement ends, and by which messages, has to be what
the table says. Beside them go movements on other guarantees, and a simplified arrival with unloading remarks. The
sandbox is stopped and started again in the middle: everything goes on. At last each store is gone through.
"""
import datetime
import http.client
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import free_ports  # noqa: E402
from demo import papers  # noqa: E402

PATIENCE = 240  # seconds for all movements; a partner that was away is tried again after 5, 10, 20 … seconds
EXAMPLE = "sg-th-electronics.xml"
STATES = ["SG", "MY", "TH"]
ENDED = {"discharged", "cancelled", "not_released", "rejected"}

faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)
        print(f"FAULT {what}", flush=True)


class Sandbox:
    """The process, and what it writes about itself."""

    def __init__(self, program, folder):
        self.program, self.folder, self.process = program, folder, None

    def start(self, *options):
        self.log = open(self.folder.parent / "sandbox.out", "a", encoding="utf-8")
        self.process = subprocess.Popen([self.program, "sandbox", "--dir", str(self.folder), "--speed", "1000000", *options],
                                        stdout=self.log, stderr=subprocess.STDOUT)
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.told = json.loads((self.folder / "sandbox.json").read_text(encoding="utf-8"))
                if all(self.get(state, self.key(state, "auditor"), "/v1/me")[0] == 200 for state in STATES):
                    return
            except (OSError, ValueError):
                pass
            time.sleep(0.2)
        raise SystemExit("the sandbox does not come up:\n" + self.output())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.log.close()
        return code

    def output(self):
        return (self.folder.parent / "sandbox.out").read_text(encoding="utf-8")

    def port(self, country):
        return int(next(node["api"] for node in self.told["nodes"] if node["country"] == country).rsplit(":", 1)[1])

    def key(self, country, who):
        found = next(one for one in self.told["accounts"]
                     if one["country"] == country and "office" not in one and who in (one.get("party"), one.get("person")))
        return pathlib.Path(found["key_file"]).read_text(encoding="utf-8").strip()

    def ask(self, country, key, method, target, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port(country), timeout=30)
        try:
            connection.request(method, target, body, {"Authorization": "Bearer " + key, **(headers or {})})
            answer = connection.getresponse()
            content = answer.read()
            expect(answer.getheader("Lintas-Sandbox") == "not valid", f"{method} {target} is not marked: {answer.status}")
            try:
                return answer.status, json.loads(content)
            except ValueError:
                return answer.status, content
        finally:
            connection.close()

    def say(self, country, text):
        """What is answered to bytes that need be no request."""
        with socket.create_connection(("127.0.0.1", self.port(country)), timeout=30) as line:
            line.sendall(text)
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while part := line.recv(65536):
                answer += part
            return answer

    def get(self, country, key, target):
        return self.ask(country, key, "GET", target)

    def send(self, country, key, text):
        return self.ask(country, key, "POST", "/v1/messages", text.encode(), {"Content-Type": "application/xml"})


def unloading_remarks(mrn, message, consignee, office):
    """All is there: no further unloading, conform."""
    return (f'<ncts:CC044C xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS6"><messageSender>{consignee}</messageSender>'
            f"<messageRecipient>NTA.{office[:2]}</messageRecipient><preparationDateAndTime>{papers.now()}"
            f"</preparationDateAndTime><messageIdentification>{message}</messageIdentification><messageType>CC044C</messageType>"
            f"<TransitOperation><MRN>{mrn}</MRN></TransitOperation><CustomsOfficeOfDestinationActual><referenceNumber>{office}"
            "</referenceNumber></CustomsOfficeOfDestinationActual><TraderAtDestination><identificationNumber>"
            f"{consignee}</identificationNumber></TraderAtDestination><UnloadingRemark><conform>1</conform>"
            "<unloadingCompletion>1</unloadingCompletion><unloadingDate>"
            f"{datetime.date.today().isoformat()}</unloadingDate></UnloadingRemark></ncts:CC044C>")


class Movement:
    """One declaration of the example, and the trader's and the consignee's software."""

    def __init__(self, sandbox, example, lrn, scenario, guarantee=None, simplified=False):
        self.sandbox, self.example, self.lrn, self.scenario = sandbox, example, lrn, scenario
        self.simplified = simplified
        self.key = sandbox.key(example["country"], example["sender"])
        text = pathlib.Path(example["file"]).read_text(encoding="utf-8")
        self.text = text.replace(example["lrn"], lrn)
        if guarantee:
            self.text = on_guarantee(self.text, guarantee)
        self.sent, self.mrn, self.last = set(), None, {}

    def declare(self):
        status, told = self.sandbox.send(self.example["country"], self.key, self.text)
        self.mrn = told.get("mrn") if isinstance(told, dict) else None
        expect(self.mrn, f"{self.lrn} is not taken: {status} {told}")

    def look(self):
        """Sends what is waited for; True when it has ended."""
        if not self.mrn:
            return True
        self.last = self.sandbox.get(self.example["country"], self.key, "/v1/movements/" + self.mrn)[1]
        state = self.last["state"]["id"]
        if state == "AMD":
            self.once("IE013", papers.amendment(self.text, self.mrn, self.lrn + "-IE013"))
        if state == "RRQ":
            self.once("IE054", papers.release_request(self.text, self.mrn, self.lrn + "-IE054"))
        if state == "ACC" and "IE014" in self.scenario["yours"]:
            self.once("IE014", papers.cancellation(self.text, self.mrn, self.lrn + "-IE014"))
        if len(self.last["crossings"]) == len(self.example["transit"]) and "IE007" in self.scenario["yours"]:
            self.arrive()
        return self.last["status"] in ENDED

    def once(self, message, text, country=None, key=None):
        if message in self.sent:
            return
        status, told = self.sandbox.send(country or self.example["country"], key or self.key, text)
        self.sent.add(message)
        expect(status in (200, 201), f"{message} of {self.lrn} is not taken: {status} {told}")

    def arrive(self):
        office, consignee = self.example["destination"], self.example["consignee"]
        key = self.sandbox.key(office[:2], consignee)
        seen = self.sandbox.get(office[:2], self.sandbox.key(office[:2], "auditor"), "/v1/movements/" + self.mrn)[1]
        state = seen.get("state", {}).get("id")
        if state == "AAR":
            text = papers.arrival(self.mrn, self.lrn + "-IE007", consignee, office)
            if self.simplified:
                text = at_own_premises(text)
            self.once("IE007", text, office[:2], key)
        if state == "ULP":
            self.once("IE044", unloading_remarks(self.mrn, self.lrn + "-IE044", consignee, office), office[:2], key)

    def messages(self):
        return self.told_to(self.example["country"], self.key)

    def told_to(self, country, key):
        """What is listed as sent; each of the list has to be there to be read."""
        place = f"/v1/movements/{self.mrn}/messages"
        items = self.sandbox.get(country, key, place)[1]["items"]
        for item in items:
            status, text = self.sandbox.get(country, key, f"{place}/{item['n']}")
            expect(status == 200, f"{self.lrn}: {item['message']} is listed and not to be read: {status} {text}")
        return [item["message"] for item in items if item["direction"] == "sent"]

    def judge(self):
        expect(self.last.get("status") == self.scenario["ends"],
               f"{self.lrn} {self.mrn} is {self.last.get('status')} ({self.last.get('state')}) and not {self.scenario['ends']}")
        told = self.messages() if self.mrn else []
        if "IE007" in self.sent:
            office, consignee = self.example["destination"], self.example["consignee"]
            self.told_to(office[:2], self.sandbox.key(office[:2], consignee))
        expect(told == self.scenario["told"].split(), f"{self.lrn} was told {told}, not {self.scenario['told']}")
        if self.last.get("guarantee"):
            reserved = self.last["guarantee"]["reserved"]["amount"]
            expect(float(reserved) == 0, f"{self.lrn} still holds {reserved}")


def at_own_premises(text):
    """A simplified arrival, by the authorisation and at the place of examples/registers.csv."""
    text = papers.put(papers.put(text, "simplifiedProcedure", "1"), "qualifierOfIdentification", "Y")
    text = re.sub(r"<CustomsOffice>.*?</CustomsOffice>", "<authorisationNumber>ATT-TH-0012</authorisationNumber>"
                  "<additionalIdentifier>HYI3</additionalIdentifier>", text, flags=re.S)
    return text.replace("</TransitOperation>", "</TransitOperation><Authorisation><sequenceNumber>1</sequenceNumber>"
                        "<type>C522</type><referenceNumber>ATT-TH-0012</referenceNumber></Authorisation>")


def on_guarantee(text, guarantee):
    text = papers.put(text, "guaranteeType", guarantee["type"])
    if "receipt" in guarantee:
        line = re.search(r"<GuaranteeReference>.*?</GuaranteeReference>", text, re.S)[0]
        without = re.sub(r"\s*<(GRN|accessCode)>[^<]*</\1>", "", line)
        return text.replace(line, f"<otherGuaranteeReference>{guarantee['receipt']}</otherGuaranteeReference>{without}")
    return papers.put(papers.put(text, "GRN", guarantee["grn"]), "accessCode", guarantee["access_code"])


def play(movements, until_all_ended):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if until_all_ended([movement.look() for movement in movements]):
            return
        time.sleep(0.3)


def check_beginning(sandbox, example):
    status, me = sandbox.get("SG", sandbox.key("SG", example["sender"]), "/v1/me")
    expect(status == 200 and me["sandbox"] is True, f"/v1/me does not say that it is a sandbox: {me}")
    refused = subprocess.run([sandbox.program, "node", "--config", sandbox.told["nodes"][0]["config"]],
                             capture_output=True, text=True, check=False)
    expect(refused.returncode == 2 and "lintas sandbox" in refused.stderr, f"lintas node takes it: {refused}")
    expect(sandbox.get("SG", "lk_nobody", "/v1/me")[0] == 401, "who has no key is refused, and told what it is")
    for status, text in ((b"400", b"no request\r\n\r\n"), (b"501", b"BREW /v1/me HTTP/1.1\r\nHost: node\r\n\r\n"),
                         (b"431", b"GET /v1/me HTTP/1.1\r\nHost: node\r\nX: " + b"x" * 20_000 + b"\r\n\r\n")):
        answer = sandbox.say("SG", text)
        expect(answer.startswith(b"HTTP/1.1 " + status + b" ") and b"\r\nLintas-Sandbox: not valid\r\n" in answer,
               f"what was not read as a request is not marked: {answer[:300]}")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="lintas-sandbox-test-") as place:
        sandbox = Sandbox(program, pathlib.Path(place) / "sandbox")
        port = free_ports(12)[0]
        sandbox.start("--port", str(port), "--states", ",".join(STATES))
        try:
            example = next(one for one in sandbox.told["examples"] if one["file"].endswith(EXAMPLE))
            check_beginning(sandbox, example)
            good = sandbox.told["scenarios"][0]
            expect(good["beginning"] == "", "the good way comes first")
            movements = [Movement(sandbox, example, (one["beginning"] or "PLAIN") + "-1", one)
                         for one in sandbox.told["scenarios"]]
            notify = next(one for one in sandbox.told["scenarios"] if one["beginning"] == "NOTIFY")
            movements.append(Movement(sandbox, example, "NOTIFY-2", notify, simplified=True))
            kinds = example["guarantees"]
            movements.append(Movement(sandbox, example, "ONE-JOURNEY", good, kinds[2]))
            movements.append(Movement(sandbox, example, "DEPOSIT", good, kinds[4]))
            bad = [Movement(sandbox, example, "TOO-SMALL", good, kinds[1]), Movement(sandbox, example, "SUSPENDED", good, kinds[5])]
            for movement in movements + bad:
                movement.declare()
            play(movements, lambda ended: sum(ended) >= len(ended) // 3)
            expect(sandbox.stop() == 0, "not stopped clean")
            sandbox.start()
            play(movements, all)
            for movement in movements:
                movement.judge()
            bad.append(Movement(sandbox, example, "USED-DEPOSIT", good, kinds[4]))
            bad[-1].declare()
            for movement in bad:
                movement.look()
                expect(movement.last["state"]["id"] == "GUA", f"{movement.lrn} is {movement.last['state']}")
                expect("IE055" in movement.messages(), f"{movement.lrn}: {movement.messages()}")
            expect(sandbox.stop() == 0, "not stopped clean")
            for node in sandbox.told["nodes"]:
                done = subprocess.run([program, "audit", "verify", "--config", node["config"]],
                                      capture_output=True, text=True, check=False)
                expect(done.returncode == 0, f"{node['country']}: {done.stdout}{done.stderr}")
        finally:
            if sandbox.process.poll() is None:
                sandbox.process.kill()
                sandbox.process.wait()
            if faults:
                print(sandbox.output()[-12000:])
    print(json.dumps({"movements": len(movements) + len(bad), "faults": faults}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
