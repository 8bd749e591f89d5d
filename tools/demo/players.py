"""Traders, officers and drivers. Each acts over the public interface with the key of its own, and knows what it was answered."""
import collections
import json
import random
import time
from decimal import Decimal

from corridor import undertaking

from . import papers
from .story import Plan, hours

LOOK_EVERY = 0.5  # seconds, at least, between two looks at a list
LOOK_EVERY_MINUTES = 2  # at the speed of the play
STRANGE_FOR = 3  # seconds
SHOWN_MAX = 300  # times that a driver shows the document at one office
JOURNEYS = 6  # that a guarantee for several has room for at first
NO_RECORD = {"R-ACTS-073", "API-010", "R-TRA-090"}
NEW_SEALS = ["NEW-{n:04d}-1", "NEW-{n:04d}-2"]


class Players:
    """What they share: the stage, the land, and what the story means for each movement."""

    def __init__(self, land, story, stage, tell):
        self.land, self.story, self.stage, self.tell = land, story, stage, tell
        self.plans = {}  # MRN: plan
        self.strange = {}  # MRN that no plan is known of: since when
        self.traders = {}
        self.in_hand = set()  # (MRN, status) that a trader answers; an owner and its forwarder see the same movement
        self.raised = {}  # (GRN, number of the act): to what
        self.refused = 0
        self.diverted = 0  # taken at another office than declared

    def begin(self):
        for trade in self.land.trades:
            if trade.sender not in self.traders:
                self.traders[trade.sender] = Trader(self, trade)
        for trade in self.land.trades:
            if trade.guarantee["type"] == "1":
                self.bank(trade).register(trade, trade.guarantee, JOURNEYS)
        for kind, country, office in self.offices():
            self.stage.look(0, kind(self, country, office).look)
        for trader in self.traders.values():
            self.stage.look(0, trader.look)

    def offices(self):
        """Whose list of work somebody reads. Offices of transit are asked by drivers."""
        departures = {trade.offices[0] for trade in self.land.trades}
        for country in self.land.nodes:
            for role, office in self.land.accounts[country]:
                for kind in (OfficerOfDeparture, OfficerOfDestination, OfficerOfGuarantee):
                    if role == kind.role and (office in departures or kind is OfficerOfDestination):
                        yield kind, country, office

    def bank(self, trade):
        return OfficerOfGuarantee(self, trade.country, trade.offices[0])

    def plan(self, mrn):
        """Of a movement that somebody else declared: that nothing befalls it. None as long as it may be one of ours whose
        answer was lost on the way."""
        if mrn not in self.plans:
            if time.monotonic() - self.strange.setdefault(mrn, time.monotonic()) < STRANGE_FOR:
                return None
            self.plans[mrn] = Plan(mrn, 0, None, self.story.visitor)
        return self.plans[mrn]

    def act(self, country, account, name, content, number=1, second=None):
        """An act; `number` tells the same act from the same done again."""
        about = content.get("mrn") or content.get("grn")
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"{about}/{name}/{account.whose}/{number}"}
        if second is not None:
            headers["Lintas-Second"] = second.key
        return self.land.clients[country].ask(account.key, "POST", f"/v1/acts/{name}", json.dumps(content), headers)

    def send(self, country, account, text):
        return self.land.clients[country].ask(account.key, "POST", "/v1/messages", text, {"Content-Type": "application/xml"})

    def unexpected(self, country, what, answer):
        self.stage.trouble(f"{country}: {what}: {answer.status} {answer.why}")


def money(line, amount):
    """With the decimals of the amount that the line names."""
    return {"amount": str(amount.quantize(Decimal(line["amount"]))), "currency": line["currency"]}


class Trader:
    """A firm and its software: declares, looks what became of it, mends, and sends the trucks."""

    def __init__(self, players, trade):
        self.players, self.country = players, trade.country
        self.account = players.land.account(trade.country, "trader", trade.sender)

    def declare(self, plan):
        """What the story gives: first the bank, where a new guarantee is needed."""
        stage = self.players.stage
        line = dict(plan.trade.guarantee)
        small = plan.turn.declared == "small"
        if small or line["type"] == "2":
            line["grn"] = papers.new_grn(self.country, plan.n)
            line["type"] = "1" if small else "2"
            self.players.bank(plan.trade).register(plan.trade, line, Decimal("0.5") if small else 1)
        plan.guarantee = line
        plan.right = plan.trade.declaration(plan.lrn, plan.message(1), line)
        stage.after(stage.minutes(plan.chance, 5, 15), self.send, plan, 1)

    def send(self, plan, attempt):
        fault = papers.FAULTS.get(plan.turn.declared) if attempt == 1 else None
        text = papers.put(plan.right, "messageIdentification", plan.message(attempt))
        answer = self.players.send(self.country, self.account, fault(text) if fault else text)
        stage = self.players.stage
        if answer.done:
            plan.declaration = plan.right
            self.players.plans[answer.told["mrn"]] = plan
            if plan.turn.departure == "cancel":
                stage.after(stage.minutes(plan.chance, 5, 10), self.cancel, answer.told["mrn"])
            return
        self.players.refused += 1
        self.players.tell(self.country, f"{plan.lrn} of {self.account.whose} refused: {answer.why}")
        if fault is None:
            self.players.unexpected(self.country, plan.lrn, answer)
            return
        stage.after(stage.minutes(plan.chance, 20, 60), self.send, plan, attempt + 1)

    def look(self):
        """At its open movements: each status has its answer, given once."""
        stage = self.players.stage
        answers = {"released": self.depart, "guarantee_problem": self.mend, "release_requested": self.agree}
        for item in self.players.land.clients[self.country].pages(self.account.key, "/v1/movements?phase=open"):
            status, mrn = item["status"], item["mrn"]
            if status in answers and (mrn, status) not in self.players.in_hand:
                plan = self.players.plan(mrn)
                if plan is None or (plan.trade is not None and plan.trade.sender != self.account.whose):
                    continue
                self.players.in_hand.add((mrn, status))
                stage.after(stage.minutes(plan.chance, 5, 20), answers[status], mrn, item)
        stage.look(max(LOOK_EVERY, LOOK_EVERY_MINUTES * 60 / stage.speed), self.look)

    def depart(self, mrn, item):
        Truck(self.players, mrn, item["route"]).leave()

    def follow_up(self, mrn, text, what):
        """Written before, so that what is sent again is the same."""
        answer = self.players.send(self.country, self.account, text)
        if not answer.done:
            self.players.unexpected(self.country, f"{what} of {mrn}", answer)

    def mend(self, mrn, item, attempt=1):
        """A guarantee that did not do: what was declared wrong is corrected, one that is too small raised or waited for."""
        plan = self.players.plan(mrn)
        if plan.declaration is None:
            return
        if plan.turn.declared == "small" or attempt > 1:
            self.players.bank(plan.trade).raise_by(plan.guarantee, f"{mrn}/{attempt}")
        text = papers.amendment(plan.right, mrn, plan.message(f"amended-{attempt}"))
        answer = self.players.send(self.country, self.account, text)
        if not answer.done:
            self.players.unexpected(self.country, f"amendment of {mrn}", answer)
            return
        stage = self.players.stage
        stage.look(stage.minutes(plan.chance, 30, 90), self.look_after, mrn, item, attempt)

    def look_after(self, mrn, item, attempt):
        """Whether the amendment helped; until it did."""
        now = self.players.land.clients[self.country].get(self.account.key, f"/v1/movements/{mrn}")
        if now is None:
            return
        if now["status"] == "guarantee_problem":
            self.mend(mrn, item, attempt + 1)
        elif now["status"] in ("accepted", "under_control"):  # at release it may be too small again
            stage = self.players.stage
            stage.look(stage.minutes(self.players.plan(mrn).chance, 30, 90), self.look_after, mrn, item, attempt)

    def agree(self, mrn, _):
        plan = self.players.plan(mrn)
        if plan.declaration is not None:
            text = papers.release_request(plan.declaration, mrn, plan.message("release"))
            self.players.stage.after(0, self.follow_up, mrn, text, "request of release")

    def cancel(self, mrn):
        plan = self.players.plan(mrn)
        text = papers.cancellation(plan.declaration, mrn, plan.message("cancel"))
        self.players.stage.after(0, self.follow_up, mrn, text, "cancellation")


class Officer:
    """Reads the work list of its office, and decides item by item."""

    role = None
    about = "mrn"  # what an act names that an item of the list is about

    def __init__(self, players, country, office):
        self.players, self.country, self.office = players, country, office
        self.account = players.land.account(country, self.role, office)
        self.second = None
        self.in_hand = set()
        self.done = collections.Counter()  # acts about the same

    def look(self):
        stage = self.players.stage
        for item in self.players.land.clients[self.country].pages(self.account.key, "/v1/work"):
            if item["ref"] not in self.in_hand:
                decision = self.decide(item)
                if decision is not None:
                    self.in_hand.add(item["ref"])
                    stage.after(stage.minutes(self.chance(item), 5, 25), self.act, item["ref"], *decision)
        stage.look(max(LOOK_EVERY, LOOK_EVERY_MINUTES * 60 / stage.speed), self.look)

    def chance(self, item):
        return self.players.plan(item["ref"]).chance

    def decide(self, item):
        """The act for an item and what is in it beside what it is about; None while there is nothing to do."""
        plan = self.players.plan(item["ref"])
        return plan and self.by_turn(item["acts"], plan.turn)

    def by_turn(self, acts, turn):
        raise NotImplementedError

    def act(self, ref, name, content):
        answer = self.players.act(self.country, self.account, name, {self.about: ref, **content}, self.done[ref], self.second)
        self.done[ref] += 1  # not before it was answered: until then it is the same act
        self.in_hand.discard(ref)
        # Somebody may have acted meanwhile: the list says anew what is to be done.
        if not answer.done and "R-TRA-092" not in answer.rules:
            self.players.unexpected(self.country, f"{name} of {ref}", answer)


class OfficerOfGuarantee(Officer):
    """Enters what a bank answers for, and frees it again; two officers."""

    role, about = "officer_of_guarantee", "grn"

    def __init__(self, players, country, office):
        super().__init__(players, country, office)
        self.second = players.land.account(country, self.role, office, second=True)
        self.chances = random.Random(office)

    def chance(self, item):
        return self.chances

    def decide(self, item):
        return ("guarantee.liberate", {}) if "guarantee.liberate" in item["acts"] else None

    def register(self, trade, line, journeys):
        content = undertaking(line, trade.declared, money(line, Decimal(line["amount"]) * journeys))
        if journeys < 1:  # less than a week's debt would be refused
            content["terms"]["multiple_journeys"]["weekly_debt"] = content["reference_amount"]
        answer = self.players.act(self.country, self.account, "guarantee.register", content, second=self.second)
        if not answer.done:
            self.players.unexpected(self.country, f"guarantee {line['grn']}", answer)

    def raise_by(self, line, number):
        """By one more journey."""
        if (line["grn"], number) not in self.players.raised:  # asked again, it is the same
            now = self.players.land.clients[self.country].get(self.account.key, f"/v1/guarantees/{line['grn']}")
            self.players.raised[line["grn"], number] = money(
                line, Decimal(now["reference_amount"]["amount"]) + Decimal(line["amount"]))
        amount = self.players.raised[line["grn"], number]
        answer = self.players.act(self.country, self.account, "guarantee.change", {
            "grn": line["grn"], "reference_amount": amount, "guaranteed_amount": amount}, number, self.second)
        if not answer.done:
            self.players.unexpected(self.country, f"guarantee {line['grn']}", answer)


class OfficerOfDeparture(Officer):
    role = "officer_of_departure"

    def by_turn(self, acts, turn):
        wish, _, code = turn.departure.partition(" ")
        if "departure.decide_cancellation" in acts:
            return "departure.decide_cancellation", {"grant": True}
        if "departure.resolve_discrepancies" in acts:
            return "departure.resolve_discrepancies", {"reason": "The trader showed that the cartons were never loaded"}
        if "departure.record_control_result" in acts:
            return "departure.record_control_result", {"code": code or "A1"}
        if "departure.release" not in acts or wish == "cancel":
            return None
        if wish == "control" and "departure.decide_control" in acts:
            return "departure.decide_control", {"of_goods": True}
        if wish == "refuse":
            return "departure.refuse_release", {"reason": "The goods on the truck are not those that were declared"}
        return "departure.release", {}


MISSING = {"seals": "intact", "goods_checked": True, "reason": "Seal numbers differ from the record",
           "state_of_goods": "two cartons are missing", "result": "counted"}


class OfficerOfDestination(Officer):
    role = "officer_of_destination"

    def by_turn(self, acts, turn):
        wish, _, code = turn.destination.partition(" ")
        at = {"office": self.office}
        if "destination.record_result" in acts:
            if code == "B1":
                return "destination.record_result", {**at, "code": code, "inspection": MISSING, "text": "Two cartons are missing"}
            return "destination.record_result", {**at, "code": code or "A1", "inspection": {"seals": "intact"}}
        if "destination.decide_control" in acts and wish == "control":
            return "destination.decide_control", at
        if "destination.release_uncontrolled" in acts:
            return "destination.release_uncontrolled", {**at, "inspection": {"seals": "intact"}}
        return None


class Truck:
    """On its way from office to office; at each the driver shows the document to the officer there."""

    def __init__(self, players, mrn, route):
        self.players, self.mrn = players, mrn
        self.plan = players.plan(mrn)
        self.stage, self.chance = players.stage, self.plan.chance
        self.at = route["departure"]
        # Of an authorised consignor the office of departure is the first of transit, too: known there already.
        self.ahead = [office for office in route["transit"] if office != self.at]
        self.declared_end = self.end = route["destination"]
        self.event_at = self.ahead[int(self.plan.where * len(self.ahead))] if self.ahead else None
        if self.plan.turn.road == "divert":
            self.end = self.other_end() or self.end

    def other_end(self):
        """Another office where goods may arrive, in the state of destination or in the one before it."""
        offices = self.players.land.offices
        states = {self.end[:2]} | {office[:2] for office in self.ahead[-1:]}
        others = [code for code, row in sorted(offices.items())
                  if code[:2] in states and "destination" in row["roles"] and code not in (self.end, *self.ahead)]
        return self.chance.choice(others) if others else None

    def leave(self):
        """To the next office, or to the end."""
        to = self.ahead[0] if self.ahead else self.end
        hour = hours(self.chance, self.players.land.legs.get((self.at, to)))
        self.stage.after(hour * 3600 / self.stage.speed, self.come, to)

    def come(self, to):
        self.at = to
        if self.ahead:
            self.ahead.pop(0)
            self.stage.after(self.stage.minutes(self.chance, 5, 20), self.show, 1)
        else:
            self.stage.after(self.stage.minutes(self.chance, 5, 20), self.arrive)

    def officer(self, role):
        return self.players.land.account(self.at[:2], f"officer_of_{role}", self.at)

    def ask(self, name, content, number=1):
        return self.players.act(self.at[:2], self.officer(name.split(".")[0].replace("passage", "transit")), name,
                                {"mrn": self.mrn, "office": self.at, **content}, number)

    def show(self, attempt):
        """At an office of transit. Without a record there the goods wait, and the office asks for it."""
        event = self.plan.turn.road if self.at == self.event_at else ""
        if event == "stop":
            answer = self.ask("passage.stop_goods", {"text": "The papers do not match the load"}, attempt)
        elif event == "seals":
            answer = self.ask("passage.record_passage", {"inspection": {
                "seals": "broken", "goods_checked": True, "reason": "A seal was broken", "state_of_goods": "complete",
                "result": "new seals were put on", "new_seals": self.seals()}}, attempt)
        else:
            answer = self.ask("passage.record_passage", {"inspection": {"seals": "intact"}}, attempt)
        if answer.done:
            self.stage.after(self.stage.minutes(self.chance, 10, 30), self.passed, event)
        elif attempt < SHOWN_MAX and answer.rules & (NO_RECORD | {"R-TRA-092"}):
            if attempt == 1:
                self.players.tell(self.at[:2], f"{self.mrn} waits at {self.at}: {answer.why}")
                asked = self.ask("passage.present_goods", {})
                if not asked.done and "R-TRA-092" not in asked.rules:
                    self.players.unexpected(self.at[:2], f"goods of {self.mrn} at {self.at}", asked)
            self.stage.after(max(1.0, self.stage.minutes(self.chance, 30, 60)), self.show, attempt + 1)
        else:
            self.players.unexpected(self.at[:2], f"passage of {self.mrn} at {self.at}", answer)

    def seals(self):
        return [seal.format(n=self.plan.n) for seal in NEW_SEALS]

    def passed(self, event):
        if event == "stop":
            answer = self.ask("passage.lift_stop", {"inspection": {"seals": "intact"}, "text": "The papers were found"})
        elif event == "seals":
            answer = self.ask("passage.record_incident", {"incident": {
                "code": "seals", "text": "A seal broke when the load shifted", "new_seals": self.seals()}})
        else:
            answer = None
        if answer is not None and not answer.done:
            self.players.unexpected(self.at[:2], f"{event} of {self.mrn} at {self.at}", answer)
        self.leave()

    def arrive(self):
        """The consignee tells it by a message, or the officer records it; the work list of the office does the rest."""
        plan = self.plan
        if plan.turn.arrival == "trader" and plan.trade is not None and self.at == plan.trade.offices[-1]:
            consignee = self.players.land.account(self.at[:2], "trader", plan.trade.consignee)
            text = papers.arrival(self.mrn, plan.message("arrived"), plan.trade.consignee, self.at)
            self.stage.after(0, self.notify, consignee, text)
        else:
            self.arrived(self.ask("destination.record_arrival", {}))

    def notify(self, consignee, text):
        self.arrived(self.players.send(self.at[:2], consignee, text))

    def arrived(self, answer):
        if not answer.done:
            self.players.unexpected(self.at[:2], f"arrival of {self.mrn} at {self.at}", answer)
        elif self.at != self.declared_end:
            self.players.diverted += 1
