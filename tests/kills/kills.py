#!/usr/bin/env python3
"""Kills national nodes at random while trucks go from Singapore to Thailand: ./dev kills [--kills N] [--seed S].

Three nodes are processes with their own keys and stores and talk over mutual TLS. Traders and officers work
through the HTTP interface, on connections that they keep; whoever is not answered asks again under the same id.
Meanwhile `kill -9` hits one node after another, which comes back at once or later. Then there is calm, every
movement has to end, and everything is compared: what was answered with what is there, what the three states say of
each movement, the guarantee with its uses, and each store with itself (`lintas audit verify`).

The seed decides which nodes die when and what the clients do; how the processes run beside each other nobody does,
so a run is alike under its seed, not the same. The last line of the output is JSON.
"""
import argparse
import collections
import datetime
import heapq
import http.client
import json
import pathlib
import random
import re
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import (CORRIDOR, Declaration, Failed, Node, bring_in_registers, bring_up, issue_keys,  # noqa: E402
                      register_guarantees, say)

CLIENTS = 6  # threads; each has a connection to every node
UNDER_WAY_MAX = 90  # movements at once
MOVEMENTS_MIN = 20  # also with few kills
ANSWER_WITHIN = 15  # seconds, then the client takes the request for lost
JOURNEYS = 100_000  # what the one guarantee has room for
# Seconds of calm until all movements have ended. A node tries a partner that was away again after 5 s, 10 s, 20 s …,
# and what it had to say went missing several times in a row for a few movements of each run.
CALM = 400


# What happens to a movement at its office of departure, each once.
EVENTS_AT_DEPARTURE = ("departure.submitted", "departure.released", "departure.arrival_reported",
                       "departure.result_reported")
# A passage, once an office; noted where its report comes behind the arrival's.
EVENTS_OF_PASSAGE = ("departure.passage_reported", "departure.noted")


def instant(text):
    return datetime.datetime.fromisoformat(text)


class Unanswered(Exception):
    """The client knows nothing: the request has to be repeated under its id."""


class Client:
    """One person's or program's connections, kept as long as they hold."""

    def __init__(self, run):
        self.run = run
        self.connections = {}

    def ask(self, node, who, method, target, body=None, headers=None):
        """Status and JSON of the answer."""
        connection = self.connections.get(node.country)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", node.api, timeout=ANSWER_WITHIN)
            self.connections[node.country] = connection
        try:
            connection.request(method, target, body=body, headers={
                "Authorization": "Bearer " + self.run.secrets[node.country, who], **(headers or {})})
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as failure:
            connection.close()
            del self.connections[node.country]
            raise Unanswered(str(failure) or type(failure).__name__) from None
        try:
            told = json.loads(content) if content else {}
        except ValueError:
            raise Failed(f"{node.country}: {method} {target} answers {answer.status} and no JSON") from None
        if answer.status in (408, 429, 503):
            raise Unanswered(f"busy: {answer.status}")
        return answer.status, told

    def get(self, node, who, target):
        """What is there, asked until it is told; nothing if it is not there."""
        end = time.monotonic() + 60
        while True:
            try:
                status, told = self.ask(node, who, "GET", target)
            except Unanswered as why:
                if time.monotonic() > end:
                    raise Failed(f"{node.country}: {target}: {why}") from None
                time.sleep(0.2)
                continue
            if status == 404:
                return None
            if status != 200:
                raise Failed(f"{node.country}: {target} answers {status}: {told}")
            return told

    def pages(self, node, who, target):
        after = ""
        while True:
            page = self.get(node, who, f"{target}?limit=100{after}")
            yield from page["items"]
            if "next" not in page:
                return
            after = f"&after={page['next']}"


class Step:
    """One request of a movement and what became of it."""

    def __init__(self, name, node, who, event):
        self.name, self.node, self.who = name, node, who
        self.event = event  # what stands in the history of the node once it is accepted
        self.attempt = 0  # counts refusals: whoever was refused asks anew, whoever was not answered asks again
        self.unanswered = 0
        self.refused_for = None
        self.answer = None


class Movement:
    def __init__(self, run, n):
        self.run, self.n = run, n
        self.lrn, self.message = f"KILL-{run.seed}-{n}", f"K{run.seed}M{n}"
        self.mrn = None
        declared, nodes = run.declared, run.nodes
        start, end = declared.departure[:2], declared.destination[:2]
        self.steps = [
            Step("declare", nodes[start], "trader", ("departure.submitted", start, None)),
            Step("departure.release", nodes[start], "departure", ("departure.release_tried", start, declared.departure)),
            *(Step("passage.record_passage", nodes[office[:2]], office, ("passage.crossed", office[:2], office))
              for office in declared.transit),
            Step("destination.record_arrival", nodes[end], "destination",
                 ("destination.arrival_notified", end, declared.destination)),
            Step("destination.release_uncontrolled", nodes[end], "destination",
                 ("destination.result_recorded", end, declared.destination)),
        ]
        self.next = 0

    def ask(self, client, step):
        """Sends the request of a step as it is now, for the first time or again."""
        if step.name == "declare":
            return client.ask(step.node, step.who, "POST", "/v1/messages",
                              self.text(f"{self.message}-{step.attempt}" if step.attempt else self.message),
                              {"Content-Type": "application/xml"})
        content = {"mrn": self.mrn}
        if step.name != "departure.release":
            content["office"] = step.event[2]
        if step.name in ("passage.record_passage", "destination.release_uncontrolled"):
            content["inspection"] = {"seals": "intact"}
        return client.ask(step.node, step.who, "POST", f"/v1/acts/{step.name}", json.dumps(content), {
            "Content-Type": "application/json", "Idempotency-Key": f"{self.lrn}/{self.steps.index(step)}/{step.attempt}"})

    def text(self, message):
        text = re.sub("<LRN>[^<]*<", f"<LRN>{self.lrn}<", self.run.declared.text)
        return re.sub("<messageIdentification>[^<]*<", f"<messageIdentification>{message}<", text)


class Run:
    def __init__(self, given, folder):
        self.seed, self.kills = given.seed, given.kills
        self.random = random.Random(given.seed)
        self.under_way = min(UNDER_WAY_MAX, 24 + given.kills)  # few kills are for a test that has to be quick
        self.fresh_ids = given.fresh_ids
        self.declared = Declaration(given.declaration)
        self.nodes = {country: Node(given.program, country, folder) for country in CORRIDOR}
        self.secrets = {}
        self.movements = []
        self.due = []  # heap of (when, order, movement)
        self.order = 0
        self.lock = threading.Lock()
        self.load = True  # new movements may begin
        self.over = False
        self.counts = collections.Counter()
        self.broken = []
        self.begun = time.monotonic()

    # ---- the laws

    def law(self, holds, what):
        if not holds:
            with self.lock:
                self.broken.append(what)
                if len(self.broken) <= 20:
                    print(f"BROKEN: {what}", file=sys.stderr, flush=True)
        return holds

    # ---- people and their programs

    def prepare(self, registers):
        bring_up(self.nodes.values())
        issue_keys(self.nodes, self.declared)
        start = self.nodes[self.declared.departure[:2]]
        bring_in_registers(start, self.declared, registers)
        register_guarantees(start, self.declared, JOURNEYS)
        for country, node in self.nodes.items():
            for who, path in node.keys.items():
                self.secrets[country, who] = path.read_text(encoding="utf-8").strip()

    def put(self, movement, delay):
        with self.lock:
            self.order += 1
            heapq.heappush(self.due, (time.monotonic() + delay, self.order, movement))

    def take(self):
        """A movement whose next step is due, or a new one."""
        with self.lock:
            if self.due and self.due[0][0] <= time.monotonic():
                return heapq.heappop(self.due)[2]
            under_way = sum(movement.next < len(movement.steps) for movement in self.movements)
            if not self.load or under_way >= self.under_way:
                return None
            movement = Movement(self, len(self.movements))
            self.movements.append(movement)
            return movement

    def work(self, number):
        """A client: takes up whatever is due until the run is over."""
        client, choice = Client(self), random.Random(self.seed * 1000 + number)
        while not self.over:
            movement = self.take()
            if movement is None:
                time.sleep(0.01)
                continue
            try:
                delay = self.one_step(client, choice, movement)
            except Exception as failure:  # a client that dies silently would leave its movement behind
                self.law(False, f"{movement.lrn}: {type(failure).__name__}: {failure}")
                return
            if delay is not None:
                self.put(movement, delay)

    def one_step(self, client, choice, movement):
        """The pause before the movement's next request; nothing when it has arrived."""
        step = movement.steps[movement.next]
        try:
            status, told = movement.ask(client, step)
        except Unanswered:
            self.counts["unanswered"] += 1
            step.unanswered += 1
            step.attempt += self.fresh_ids
            return choice.uniform(0.02, 0.3)
        self.counts["answered"] += 1
        if status != 200:
            self.law(status < 500, f"{movement.lrn}: {step.name} answers {status}: {told}")
            self.law(step.name != "declare", f"{movement.lrn}: not accepted: {told}")
            step.refused_for = told.get("code") or told
            step.attempt += 1
            self.counts["refused"] += 1
            return choice.uniform(0.2, 0.6)
        step.answer = told
        if step.unanswered and told.get("repeated"):
            self.counts["answers_recovered"] += 1
        if step.name == "declare":
            movement.mrn = told["mrn"]
        self.same_again(client, choice, movement, step)
        movement.next += 1
        return choice.uniform(0.0, 0.4) if movement.next < len(movement.steps) else None

    def same_again(self, client, choice, movement, step):
        """Now and then a program repeats what it has an answer for, or a person lodges a declaration twice."""
        try:
            if choice.random() < 0.1:
                self.compare_repetition(client, movement, step)
            if step.name == "declare" and choice.random() < 0.1:
                status, told = client.ask(step.node, step.who, "POST", "/v1/messages", movement.text(movement.message + "X"),
                                          {"Content-Type": "application/xml"})
                self.counts["lodged_twice"] += 1
                self.law(status == 422, f"{movement.lrn} is taken a second time: {status} {told}")
        except Unanswered:
            self.counts["unanswered"] += 1

    def compare_repetition(self, client, movement, step):
        status, told = movement.ask(client, step)
        self.counts["repeated"] += 1
        self.law(status == 200 and told.get("repeated") and told.get("mrn") == step.answer.get("mrn"),
                 f"{movement.lrn}: {step.name} was answered {step.answer} and is now answered {status} {told}")

    # ---- kills

    def kill_at_random(self):
        """Until all kills are done; then every node is up again."""
        back, done = [], 0  # heap of (when, country)
        next_kill = time.monotonic() + self.random.uniform(0.5, 1.5)
        while done < self.kills or back or len(self.movements) < MOVEMENTS_MIN:
            now = time.monotonic()
            if self.broken:
                raise Failed("a law is broken")
            for country, node in self.nodes.items():
                if node.is_down:
                    raise Failed(f"{country} ended by itself with {node.process.returncode}")
            while back and back[0][0] <= now:
                self.nodes[heapq.heappop(back)[1]].start()
            if done < self.kills and next_kill <= now:
                next_kill = now + self.random.uniform(0.05, 1.2)
                country = self.random.choice(CORRIDOR)
                pause = 0.0 if self.random.random() < 0.5 else self.random.uniform(0.05, 2.0)
                if self.nodes[country].process is None:
                    continue  # it is down already
                self.nodes[country].kill()
                done += 1
                heapq.heappush(back, (now + pause, country))
                arrived = sum(movement.next == len(movement.steps) for movement in self.movements)
                say(f"kill {done:>3}: {country} at {now - self.begun:6.2f} s, back in {pause:.2f} s; "
                    f"{len(self.movements)} movements begun, {arrived} arrived")
            time.sleep(0.005)

    # ---- calm

    def calm(self, clients):
        self.load = False
        end = time.monotonic() + CALM
        while any(movement.next < len(movement.steps) for movement in self.movements):
            if self.broken or time.monotonic() > end or not any(client.is_alive() for client in clients):
                break
            time.sleep(0.1)
        stuck = [] if self.broken else [one for one in self.movements if one.next < len(one.steps)]
        for movement in stuck:
            step = movement.steps[movement.next]
            self.law(False, f"{movement.lrn} ({movement.mrn}) waits for {step.name}: {step.refused_for}")
        self.over = True
        for client in clients:
            client.join(ANSWER_WITHIN + 5)

    def wait_until_ended(self, client):
        """Every state knows of every movement that it is discharged."""
        end = time.monotonic() + CALM
        missing = {(country, movement.mrn) for country in CORRIDOR for movement in self.movements}
        while missing and time.monotonic() < end:
            for country, mrn in sorted(missing):
                shown = client.get(self.nodes[country], "auditor", f"/v1/movements/{mrn}")
                if self.has_ended(shown):
                    missing.discard((country, mrn))
            time.sleep(0.2 if missing else 0)
        for country, mrn in sorted(missing):
            shown = client.get(self.nodes[country], "auditor", f"/v1/movements/{mrn}") or {}
            self.law(False, f"{country}: {mrn} is {shown.get('status')} ({shown.get('state')}), "
                     f"crossings {shown.get('crossings')}")

    def has_ended(self, shown):
        """The office of departure hears of a passage on another line than of the arrival, and maybe later."""
        if not shown or shown["status"] != "discharged":
            return False
        return shown["role"] != "departure" or len(shown["crossings"]) == len(self.declared.transit)

    # ---- comparing

    def compare(self, client):
        self.compare_answers(client)
        for movement in self.movements:
            self.compare_records(client, movement)
        self.compare_guarantee(client)
        for country, node in self.nodes.items():
            self.compare_metrics(country, node)

    def compare_answers(self, client):
        """What was answered stands: each request, asked once more under its id, gets the same answer."""
        mrns = collections.Counter(movement.mrn for movement in self.movements)
        self.law(all(count == 1 for count in mrns.values()), "an MRN was given twice")
        start = self.nodes[self.declared.departure[:2]]
        shown = list(client.pages(start, "trader", "/v1/movements"))
        listed = [(one["lrn"], one["mrn"]) for one in shown if one["mrn"]]
        self.law(all(one["status"] == "rejected" for one in shown if not one["mrn"]),
                 "a declaration without an MRN stands in the list, and was not rejected")
        self.law(sorted(listed) == sorted((movement.lrn, movement.mrn) for movement in self.movements),
                 "the trader's list is not what was answered to the trader")
        for movement in self.movements:
            for step in movement.steps:
                if step.answer is not None:
                    self.compare_repetition(client, movement, step)

    def compare_records(self, client, movement):
        shown = {country: client.get(self.nodes[country], "auditor", f"/v1/movements/{movement.mrn}")
                 for country in CORRIDOR}
        if not self.law(all(shown.values()), f"{movement.mrn} is not known everywhere"):
            return
        for step in movement.steps:
            name, country, office = step.event
            effects = [one for one in shown[country]["history"]
                       if one["event"] == name and (office is None or one.get("by", {}).get("office") == office)]
            self.law(len(effects) == 1, f"{movement.mrn}: {step.name} has {len(effects)} effects in {country}: "
                     f"{[one['event'] for one in shown[country]['history']]}")
        here = shown[self.declared.departure[:2]]
        there = shown[self.declared.destination[:2]]
        happened = collections.Counter(one["event"] for one in here["history"])
        reports = sum(happened[event] for event in EVENTS_OF_PASSAGE)
        self.law(all(happened[event] == 1 for event in EVENTS_AT_DEPARTURE) and reports == len(self.declared.transit),
                 f"{movement.mrn}: at departure there happened {dict(happened)}")
        # Messages say the second of an arrival and the day of a passage.
        told = (here["arrival"]["office"], instant(here["arrival"]["at"]))
        was = (there["arrival"]["office"], instant(there["arrival"]["at"]).replace(microsecond=0))
        self.law(told == was, f"{movement.mrn}: arrived {told} says departure, {was} says destination")
        passed = {one["office"]: instant(one["at"]) for country in CORRIDOR for one in shown[country].get("offices", ())
                  if one["office"][:2] == country and one["at"]}
        crossed = {one["office"]: one["day"] for one in here["crossings"]}
        hours = {"SG": 8, "MY": 8, "TH": 7}

        def local_day(office, at):
            return (at + datetime.timedelta(hours=hours[office[:2]])).date().isoformat()

        self.law([one["office"] for one in here["crossings"]] == self.declared.transit
                 and set(passed) == set(crossed)
                 and all(crossed[office] == local_day(office, at) for office, at in passed.items()),
                 f"{movement.mrn}: crossings are {crossed} says departure, {passed} where they were")

    def compare_guarantee(self, client):
        start = self.nodes[self.declared.departure[:2]]
        for line in self.declared.guarantees:
            account = client.get(start, "trader", f"/v1/guarantees/{line['grn']}")
            zero = float(account["reserved"]["amount"]) == 0 and float(account["credited"]["amount"]) == 0
            self.law(zero and account["open_uses"] == 0, f"{line['grn']} still holds {account}")
            uses = list(client.pages(start, "trader", f"/v1/guarantees/{line['grn']}/uses"))
            self.law(sorted(use["mrn"] for use in uses) == sorted(movement.mrn for movement in self.movements),
                     f"{line['grn']} was not used once by each movement")
            for use in uses:
                freed = use["freed"]["amount"] == line["amount"] and float(use["reserved"]["amount"]) == 0
                self.law(freed, f"{line['grn']}: {use}")

    def compare_metrics(self, country, node):
        connection = http.client.HTTPConnection("127.0.0.1", node.operations, timeout=ANSWER_WITHIN)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        # Each name has to be there, or a metric that was renamed would hide what it says.
        for name in ("quarantined", "outbox_waiting", "dead_letters"):
            values = re.findall(rf"^lintas_{name}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE)
            self.law(values and all(float(value) == 0 for value in values), f"{country}: {name} is {values}")

    def audit(self):
        """The counts of `lintas audit verify` at each node."""
        counts = {}
        for country, node in self.nodes.items():
            try:
                told = json.loads(node.run("audit", "verify", "--config", node.config, "--json"))
            except Failed as failed:
                self.law(False, f"audit: {failed}")
                continue
            self.law(told["sound"], f"{country}: {told['violations']}")
            counts[country] = {one["check"]: one["looked_at"] for one in told["checks"]}
        return counts

    # ---- all of it

    def play(self, registers):
        self.prepare(registers)
        say(f"--  seed {self.seed}: {self.kills} kills of {', '.join(CORRIDOR)}, {CLIENTS} clients")
        self.begun = time.monotonic()
        clients = [threading.Thread(target=self.work, args=(n,), daemon=True) for n in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            self.kill_at_random()
            stormy = time.monotonic() - self.begun
            say(f"--  calm after {stormy:.1f} s: {len(self.movements)} movements, {dict(self.counts)}")
            for node in self.nodes.values():
                node.wait_until_ready()
            self.calm(clients)
        finally:
            self.over = True
        client = Client(self)
        if not self.broken:
            self.wait_until_ended(client)
            say(f"--  all ended after {time.monotonic() - self.begun:.1f} s")
        if not self.broken:
            self.compare(client)
            self.audit()
        codes = {country: node.stop() for country, node in self.nodes.items()}
        self.law(not any(codes.values()), f"not stopped clean: {codes}")
        audited = self.audit()
        return {"seed": self.seed, "kills": self.kills, "movements": len(self.movements),
                "seconds": {"kills": round(stormy, 1), "all": round(time.monotonic() - self.begun, 1)},
                "requests": dict(self.counts), "audited": audited, "broken": len(self.broken)}


def main():
    parser = argparse.ArgumentParser(prog="./dev kills", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, metavar="S", help="which nodes die when; another one each time if left out")
    parser.add_argument("--fresh-ids", action="store_true",
                        help="a fault of ours, to see the laws notice: what was not answered is asked again under another id")
    parser.add_argument("--declaration", default=ROOT / "examples/sg-th-electronics.xml", help=argparse.SUPPRESS)
    parser.add_argument("--program", default="build/lintas", help=argparse.SUPPRESS)
    parser.add_argument("--keep", metavar="FOLDER", help="where the nodes' folders stay, to look into them")
    given = parser.parse_args()
    if given.seed is None:
        given.seed = random.SystemRandom().randrange(1, 100_000)
    with tempfile.TemporaryDirectory(prefix="lintas-kills-") as temporary:
        folder = pathlib.Path(given.keep or temporary)
        run = Run(given, folder)
        try:
            result = run.play(ROOT / "examples/registers.csv")
        except (Failed, OSError) as failed:
            print(f"kills: seed {given.seed}: {failed}", file=sys.stderr)
            result = None
        finally:
            run.over = True
            for node in run.nodes.values():
                node.stop()
        if result is None or run.broken:
            for node in run.nodes.values():
                log = (node.folder / "log").read_text(encoding="utf-8", errors="replace")
                print(f"---- {node.country}\n{log[-3000:]}", file=sys.stderr)
    if result is not None:
        say(json.dumps(result))
    return 0 if result is not None and not run.broken else 1


if __name__ == "__main__":
    sys.exit(main())
