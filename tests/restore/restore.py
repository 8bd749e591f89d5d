#!/usr/bin/env python3
"""Loses a national node and brings it back from a backup: restore.py --program PROGRAM.

Three nodes are processes with their own keys and stores and talk over mutual TLS. While traders declare in Singapore
its node is backed up; it goes on, is killed, and its folder is gone. The backup comes back in another place. What was
in it goes on to its end in all three states; what came behind it is lost, and neither an MRN nor the name of a message
is given a second time: a partner takes what is new, and refuses aloud what has a number that was used. Codes on papers
are checked without a line all the while: behind the loss nobody says that one holds or has ended, until two officers have
gone through what was lost. Then the node is stopped, backed up and restored once more: that one is exact.
"""
import argparse
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from corridor import (CORRIDOR, Declaration, Failed, Node, bring_in_registers, bring_up, eventually, issue_keys,  # noqa: E402
                      register_guarantees, say)

LOST_MIN = 3  # movements that came behind the backup
LIST_SECONDS = 16  # until a status list says what has just happened: its settling and its interval
RELEASES = 3  # of movements from before it, lost ones and new ones


class Drill:
    def __init__(self, program, folder):
        self.folder = folder
        self.declared = Declaration(ROOT / "examples/sg-th-electronics.xml")
        self.nodes = {country: Node(program, country, folder) for country in CORRIDOR}
        self.home, self.end = self.nodes[self.declared.departure[:2]], self.nodes[self.declared.destination[:2]]
        self.given = []  # MRNs, in the order of the answers
        self.declarations = 0

    def prepare(self):
        self.sign_documents()
        bring_up(self.nodes.values())
        issue_keys(self.nodes, self.declared)
        bring_in_registers(self.home, self.declared, ROOT / "examples/registers.csv")
        register_guarantees(self.home, self.declared, 1000)
        for n in (1, 2):
            self.home.issue(f"supervisor-{n}", role="supervisor", person=f"supervisor-{n}", office=self.declared.departure)

    def sign_documents(self):
        """The home state issues codes; key and sheet lie with the node, so that its backup has them."""
        days = [(datetime.date.today() + datetime.timedelta(days=n)).isoformat() for n in (-1, 200, 300)]
        key, self.sheet = self.home.folder / "document.key", self.folder / "home.sheet"
        root, keys = self.folder / "root.key", self.folder / "keys.csv"
        self.home.run("trust", "root", root)
        public = re.search("[0-9a-f]{64}", self.home.run("trust", "key", key))[0]
        keys.write_text(f"key,from,until,status,since\n{public},{days[0]}T00:00:00Z,{days[2]}T00:00:00Z,live,\n", "utf-8")
        self.home.run("trust", "sheet", keys, "--root", root, "--country", self.home.country, "--number", 1,
                      "--until", days[1], "--out", self.sheet)
        shutil.copy(self.sheet, self.home.folder / "own.sheet")
        with open(self.home.config, "a", encoding="utf-8") as config:
            config.write(f'\n[documents]\nkey_file = "{key}"\ntrust_sheet_file = "{self.home.folder / "own.sheet"}"\n')

    # ---- what people do

    def declare(self):
        self.declarations += 1
        text = re.sub("<LRN>[^<]*<", f"<LRN>DRILL-{self.declarations}<", self.declared.text)
        text = re.sub("<messageIdentification>[^<]*<", f"<messageIdentification>DRILL{self.declarations}<", text)
        mrn = self.home.ask("trader", "submit", "-", given=text)["mrn"]
        self.given.append(mrn)
        return mrn

    def release(self, mrn):
        self.home.act("departure", "departure.release", {"mrn": mrn})

    def shown(self, node, mrn):
        return node.ask("auditor", "show", mrn)

    def wait_for_records(self, mrn):
        for country in CORRIDOR:
            eventually(f"{country}: the record of {mrn}", lambda: self.shown(self.nodes[country], mrn))

    def travel(self, mrn):
        for office in self.declared.transit:
            node = self.nodes[office[:2]]
            eventually(f"{office}: passage", lambda: node.act(
                office, "passage.record_passage", {"mrn": mrn, "office": office, "inspection": {"seals": "intact"}}))
        there = {"mrn": mrn, "office": self.declared.destination}
        eventually("arrival", lambda: self.end.act("destination", "destination.record_arrival", there))
        self.end.act("destination", "destination.release_uncontrolled", {**there, "inspection": {"seals": "intact"}})
        for country, node in self.nodes.items():
            eventually(f"{country}: {mrn} discharged",
                       lambda: self.shown(node, mrn)["status"] == "discharged" or None)

    # ---- what is looked at

    def knows(self, mrn):
        """Whether the home node has a movement of this MRN."""
        try:
            self.shown(self.home, mrn)
        except Failed:
            return False
        return True

    def dead_letters(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.home.operations}/metrics", timeout=15) as answer:
            text = answer.read().decode()
        return sum(float(one) for one in re.findall(r"^lintas_dead_letters{[^}]*} (\S+)$", text, re.MULTILINE))

    def audit(self, node):
        told = json.loads(node.run("audit", "verify", "--config", node.config, "--json"))
        self.law(told["sound"], f"{node.country}: {told}")
        return {one["check"]: one["looked_at"] for one in told["checks"]}

    def law(self, holds, what):
        if not holds:
            raise Failed(what)

    # ---- codes, as an officer without a line reads them

    def code(self, mrn):
        return self.home.ask("trader", "code", mrn)["text"]

    def verdict(self, code, status=None):
        """Of the third tick: whether the code still holds."""
        more = ["--status", status] if status else []
        done = subprocess.run([self.home.program, "verify", code, "--trust", self.sheet, *more, "--json"], text=True,
                              capture_output=True, check=False)
        told = json.loads(done.stdout)
        self.law(told["integrity"]["verdict"] == "yes" and told["issuer"]["verdict"] == "yes", f"a genuine code: {told}")
        return told["not_cancelled"]["verdict"]

    def fetch_list(self, name):
        status = self.folder / name
        self.home.ask("trader", "status-list", "--out", status)
        return status

    def no_list(self):
        """The node hands out none, and says why."""
        try:
            self.fetch_list("refused.list")
        except Failed as failed:
            self.law("SIG-026" in str(failed), f"{failed}")
        else:
            raise Failed("a node that has forgotten what happened signs a status list")

    # ---- the disaster

    def back_up(self, name):
        to = self.folder / name
        told = self.home.run("backup", "--config", self.home.config, to)
        self.law("secrets" in told, f"the backup says nothing of the secrets in it: {told}")
        return to

    def move_to(self, name):
        """The home node's configuration for another folder; nothing of the node is there."""
        old, new = self.home.folder, self.folder / name
        text = self.home.config.read_text(encoding="utf-8").replace(str(old), str(new))
        keys = {who: new / path.name for who, path in self.home.keys.items()}
        new.mkdir()
        for who, path in self.home.keys.items():  # people keep their keys themselves
            shutil.copy(path, keys[who])
        (new / "lintas.toml").write_text(text, encoding="utf-8")
        self.home.folder, self.home.keys = new, keys

    def bring_back(self, backup, said):
        told = self.home.run("restore", "--config", self.home.config, said, backup)
        self.home.start()
        self.home.wait_until_ready()
        return told

    def lose_the_node(self):
        travelling = self.declare()
        self.lost_releases = [self.declare() for _ in range(RELEASES)]
        self.new_releases = [self.declare() for _ in range(RELEASES)]
        self.release(travelling)
        self.wait_for_records(travelling)
        self.codes = {travelling: self.code(travelling)}

        over, faults = threading.Event(), []

        def load():
            try:
                while not over.is_set():
                    self.declare()
            except Failed as failed:
                faults.append(failed)

        trader = threading.Thread(target=load, daemon=True)
        trader.start()
        before = len(self.given)
        eventually("load", lambda: len(self.given) > before + 2 or None)
        backup = self.back_up("under-load")
        surely_lost = len(self.given) + 1  # what was asked before the backup ended may be in it
        eventually("movements behind the backup", lambda: len(self.given) > surely_lost + LOST_MIN or None)
        over.set()
        trader.join()
        self.law(not faults, f"load: {faults}")
        for mrn in self.lost_releases:
            self.release(mrn)
            self.wait_for_records(mrn)
            self.codes[mrn] = self.code(mrn)
        time.sleep(LIST_SECONDS)
        known = self.fetch_list("before.list")
        for mrn, code in self.codes.items():
            self.law(self.verdict(code, known) == "yes", f"{mrn}: is on the road")
        self.home.kill()
        old = self.home.folder
        self.move_to("again")
        shutil.rmtree(old)

        try:
            self.home.run("restore", "--config", self.home.config, "--nothing-lost", backup)
        except Failed as failed:
            self.law("--after-loss" in str(failed), f"{failed}")
        else:
            raise Failed("a backup of a running node is taken for all of it")
        told = self.bring_back(backup, "--after-loss")
        self.law("is lost" in told and "EXC-001" in told, f"the restore does not say what is lost: {told}")
        self.audit(self.home)
        known = [mrn for mrn in self.given if self.knows(mrn)]
        self.law(known == self.given[:len(known)] and len(known) >= before, "the backup is one state of the node")
        self.law(len(known) <= surely_lost, "what came behind the backup is in it")
        self.no_list()
        for mrn, code in self.codes.items():
            self.law(self.verdict(code) == "unknown", f"{mrn}: nobody knows")
        say(f"--  back with {len(known)} of {len(self.given)} movements")
        return travelling, len(self.given) - len(known)

    def go_on(self, travelling, lost):
        before = set(self.given)
        # As many events as the lost ones made: the releases behind them have the numbers that the lost releases had,
        # and a partner that took their messages for those would swallow them.
        fresh = [self.declare() for _ in range(lost)]
        for mrn in self.new_releases:
            self.release(mrn)
        for mrn in self.new_releases:
            self.wait_for_records(mrn)
        fresh += [self.declare() for _ in range(LOST_MIN)]
        self.law(not before & set(fresh) and len(set(fresh)) == len(fresh), "an MRN was given twice")
        self.release(fresh[-1])
        self.wait_for_records(fresh[-1])
        self.travel(travelling)
        self.travel(fresh[-1])
        say("--  what was in the backup and what is new have ended in all states")
        self.law(self.dead_letters() == 0, "a letter is dead before any number was used twice")
        for mrn in self.lost_releases:
            self.law(self.shown(self.home, mrn)["state"]["id"] in ("ACC", "RRQ"), f"{mrn}: its release is not lost")
        self.release(self.lost_releases[0])  # the partners have had this number of the lane
        eventually("the refusal of a number that was used", lambda: self.dead_letters() > 0 or None)
        self.vouch(travelling)
        for node in self.nodes.values():
            self.audit(node)
        return fresh[-1]

    def vouch(self, ended):
        """What was released behind the backup is released here again; then two officers say that it is so."""
        for mrn in self.lost_releases[1:]:
            self.release(mrn)
        self.no_list()
        reason = {"reason": "all movements were compared with the partners"}
        self.home.act("supervisor-1", "codes.resume", reason, second="supervisor-2")
        time.sleep(LIST_SECONDS)
        status = self.fetch_list("after.list")
        for mrn in self.lost_releases:
            self.law(self.verdict(self.codes[mrn], status) == "yes", f"{mrn}: the driver's paper is from before the loss")
        self.law(self.verdict(self.codes[ended], status) == "no", f"{ended}: has ended")
        say("--  and codes are vouched for again")

    def restore_exactly(self, ended):
        movements = {mrn: self.shown(self.home, mrn) for mrn in self.given if self.knows(mrn)}
        self.law(self.home.stop() == 0, "not stopped clean")
        counts = self.audit(self.home)
        backup = self.back_up("stopped")
        self.move_to("third")
        told = self.bring_back(backup, "--nothing-lost")
        self.law("is lost" not in told, f"nothing is: {told}")
        now = {mrn: self.shown(self.home, mrn) for mrn in movements}
        self.law(now == movements and ended in now, "the node is another one than before")
        self.law(self.home.stop() == 0, "not stopped clean")
        again = self.audit(self.home)
        self.law(again["log"] >= counts["log"] and again["outbox"] == counts["outbox"], f"{counts} became {again}")
        self.home.start()
        self.home.wait_until_ready()
        fresh = self.declare()
        self.law(fresh not in movements, "an MRN was given twice")
        self.release(fresh)
        self.wait_for_records(fresh)
        say("--  and back once more, exactly")

    def play(self):
        self.prepare()
        travelling, lost = self.lose_the_node()
        self.law(lost >= LOST_MIN, "too little was lost to see anything")
        ended = self.go_on(travelling, lost)
        self.restore_exactly(ended)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/lintas", help="the program (default: %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lintas-restore-") as folder:
        drill, codes = Drill(given.program, pathlib.Path(folder)), {}
        try:
            drill.play()
            whole = True
        except (Failed, OSError) as failed:
            print(f"restore: {failed}", file=sys.stderr)
            whole = False
        finally:
            codes = {country: node.stop() for country, node in drill.nodes.items()}
        if any(codes.values()):
            print(f"restore: not stopped clean: {codes}", file=sys.stderr)
            whole = False
        if not whole:
            for node in drill.nodes.values():
                log = node.folder / "log"
                if log.exists():
                    print(f"---- {node.country}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}", file=sys.stderr)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
