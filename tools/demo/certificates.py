"""Certificates of origin beside the trucks: an exporter of Malaysia applies, an agency issues, customs in Thailand gives preference
to the goods, or to one line of them.

Each acts over the public interface with the key of its own, and knows what it was answered.
"""
import itertools
import urllib.parse

from corridor import ROOT

from .papers import put

PAPER = ROOT / "examples/documents/my-th-gloves-application.xml"
ISSUED_IN, OFFICE, EXPORTER = "MY", "MYPKG001", "MY199801023456"
USED_IN, CUSTOMS = "TH", "THBKK001"
EVERY_MINUTES = 240  # of the play, between two applications
REFUSED = "N2"
WHY = "The gloves of item 2 are of vinyl: 3926.20, not 4015.19"
ASKED_AGAIN_AFTER = 1.0  # seconds, for what the other node has to be told first


class Certificates:
    def __init__(self, players, goes_on):
        """`goes_on()`: whether anybody begins something new."""
        self.players, self.land, self.stage = players, players.land, players.stage
        self.goes_on = goes_on
        self.count = itertools.count(1)
        self.text = PAPER.read_text(encoding="utf-8")
        self.issued = {}  # document: reference
        self.answered = 0  # as their exporters have read it
        self.lines_refused = 0
        self.last_refused = None

    def begin(self):
        if not {ISSUED_IN, USED_IN} <= set(self.land.nodes):
            return
        self.exporter = self.land.hire(ISSUED_IN, "exporter", EXPORTER, party=EXPORTER)
        self.agency = self.land.hire(ISSUED_IN, "other_agency", OFFICE, person="issuer-1", office=OFFICE)
        self.customs = self.land.account(USED_IN, "officer_of_destination", CUSTOMS)
        self.stage.look(0, self.apply_next)

    def apply_next(self):
        if not self.goes_on():
            return
        self.apply(next(self.count))
        self.stage.look(EVERY_MINUTES * 60 / self.stage.speed + 1, self.apply_next)

    def soon(self, n, act, *content):
        self.stage.after(self.stage.minutes(self.players.story.chance_of("certificates", n), 5, 25), act, n, *content)

    # ---- where it is issued

    def apply(self, n):
        text = put(put(self.text, "messageIdentification", f"DEMO-CO-{n:05d}"), "DepartureDateTime", self.land.day_to_come())
        text = text.replace("PGI-2026-0117", f"DEMO-{n:05d}")
        answer = self.land.clients[ISSUED_IN].ask(self.exporter.key, "POST", "/v1/documents", text,
                                                  {"Content-Type": "application/xml"})
        if not answer.done:
            self.players.unexpected(ISSUED_IN, f"application {n}", answer)
            return
        document = answer.told["certificate"]["document"]
        if self.act(ISSUED_IN, self.exporter, "issue.submit", {"document": document}):
            self.players.tell(ISSUED_IN, f"{EXPORTER} applies for a certificate of origin for {USED_IN}")
            self.soon(n, self.approve, document)

    def approve(self, n, document):
        reference = {"state": ISSUED_IN, "office": OFFICE, "number": f"MY-TH DEMO/{n:05d}", "kind": "e_form_d"}
        self.issued[document] = reference
        content = {"document": document, "number": reference["number"], "qualifying": [1, 2]}
        if self.act(ISSUED_IN, self.agency, "issue.approve", content):
            self.soon(n, self.transmit, document)

    def transmit(self, n, document):
        if self.act(ISSUED_IN, self.exporter, "issue.transmit", {"document": document}):
            self.players.tell(ISSUED_IN, f"certificate {self.issued[document]['number']} issued and sent")
            self.soon(n, self.claim, document)

    def hear(self, n, document, refused):
        """The exporter looks what became of it."""
        shown = self.seen(ISSUED_IN, self.exporter, document)
        results = {item["item"]: item["result"] for item in shown["items"]} if shown else {}
        if not all(results.get(item) for item in (1, 2)):
            self.stage.after(ASKED_AGAIN_AFTER, self.hear, n, document, refused)
            return
        self.read(self.issued[document]["number"], results, shown["history"], refused)

    def read(self, number, results, history, refused):
        told = [f"item {item} {result['code']} {result['meaning']}" for item, result in sorted(results.items())]
        why = [step["texts"]["text"] for step in history if "text" in step.get("texts", {})]
        reason = why[-1] if refused and why else ""
        self.answered += 1
        for item, result in sorted(results.items()):
            if result["code"] != REFUSED:
                continue
            self.lines_refused += 1
            self.last_refused = {"certificate": number, "item": item, "code": result["code"], "meaning": result["meaning"],
                                 "reason": reason}
        self.players.tell(ISSUED_IN, f"certificate {number}: {', '.join(told)}" + (f": {reason}" if reason else ""))

    # ---- what came of all of them

    def counts(self):
        return {"issued": len(self.issued), "answered": self.answered, "lines_refused": self.lines_refused,
                "last_refused": self.last_refused}

    def standing(self):
        """One line; empty before the first."""
        if not self.issued:
            return ""
        text = f"Certificates of origin: {len(self.issued)} issued, {self.answered} answered"
        it = self.last_refused
        if it is None:
            return text
        lines = "line" if self.lines_refused == 1 else "lines"
        return (f"{text}, {self.lines_refused} {lines} refused: item {it['item']} of {it['certificate']} {it['code']} {it['meaning']}: "
                f"{it['reason']}")

    # ---- where the goods arrive

    def claim(self, n, document):
        named = self.issued[document]
        shown = self.seen(USED_IN, self.customs, f"{named['state']}, {named['office']}, {named['number']}")
        if shown is None:
            self.stage.after(ASKED_AGAIN_AFTER, self.claim, n, document)
            return
        lines = [{"item": item["item"], "quantity": item["free"]} for item in shown["items"]]
        if self.act(USED_IN, self.customs, "import.claim", {
                "certificate": named, "declaration": f"D-DEMO-{n:05d}", "invoices": ["PGI/26/3391"], "lines": lines,
                "office": CUSTOMS}):
            self.soon(n, self.respond, document)

    def respond(self, n, document):
        """Of every second one an item is refused, for a reason that its exporter can follow."""
        named, refused = self.issued[document], n % 2 == 1
        if refused:
            content = {"certificate": named, "items": [2], "result": REFUSED, "reason": WHY}
            if not self.act(USED_IN, self.customs, "import.refuse", content):
                return
            self.players.tell(USED_IN, f"certificate {named['number']}: item 2 refused at {CUSTOMS}: {WHY}")
        if self.act(USED_IN, self.customs, "import.accept", {"certificate": named, "items": [1] if refused else [1, 2]}):
            self.players.tell(USED_IN, f"certificate {named['number']}: preference given at {CUSTOMS}")
            self.soon(n, self.hear, document, refused)

    # ----

    def seen(self, country, account, name):
        return self.land.clients[country].get(account.key, f"/v1/documents/{urllib.parse.quote(name, safe='')}")

    def act(self, country, account, name, content):
        about = content.get("document") or content["certificate"]["number"]
        answer = self.players.act(country, account, name, content, about)
        if not answer.done:
            self.players.unexpected(country, f"{name} of {about}", answer)
        return answer.done

    def law(self, laws):
        """What customs said of each item, the issuer says, too."""
        for document, named in self.issued.items():
            here = self.seen(ISSUED_IN, self.exporter, document)
            there = self.seen(USED_IN, self.customs, f"{named['state']}, {named['office']}, {named['number']}")
            if here is None or there is None:
                continue
            said = [[(item["item"], item["used"], (item["result"] or {}).get("code")) for item in one["items"]]
                    for one in (here, there)]
            laws.law("both_states_say_the_same_of_a_certificate", said[0] == said[1], f"{named['number']}: {said}")
