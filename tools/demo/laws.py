"""What has to hold when the demonstration ends, asked of the nodes once more."""
import collections
import time
from decimal import Decimal

PATIENCE_FOR_LINES = 45  # seconds: a node tries a partner that was away after 5 s, 10 s, 20 s …


def waiting(land):
    """By line, how many messages have not reached their partner yet, and since how many seconds the oldest."""
    found = {}
    for country in land.nodes:
        for partner, measured in land.measured(country).items():
            if measured.get("lintas_outbox_waiting"):
                found[f"{country} to {partner}"] = [int(measured["lintas_outbox_waiting"]),
                                                    int(measured["lintas_outbox_oldest_seconds"])]
    return found


def quiet(land, patience, stopped=lambda: False):
    """Waits until all have told each other everything; what is still to be told."""
    end = time.monotonic() + patience
    while left := waiting(land):
        if time.monotonic() > end or stopped():
            break
        time.sleep(0.2)
    return left


class Laws:
    def __init__(self, land):
        self.land = land
        self.broken = []
        self.checked = collections.Counter()
        self.movements = {}  # country: {MRN: movement}

    def law(self, name, holds, what):
        self.checked[name] += 1
        if not holds:
            self.broken.append(f"{name}: {what}")

    def check(self, told_all, all_ended):
        """`told_all`: nothing waits on a line; `all_ended`: enough time was given for that."""
        for country in self.land.nodes:
            listed = self.land.clients[country].pages(self.land.auditor(country), "/v1/movements")
            self.movements[country] = {it["mrn"]: it for it in listed if it["mrn"]}
        for country in self.land.nodes:
            self.money(country)
            self.ended(country)
            self.health(country)
            if all_ended:
                for it in self.departing(country):
                    self.law("all_have_ended", it["ended"], f"{it['mrn']} is {it['status']}")
        if told_all:
            self.agreement()

    def money(self, country):
        """Of each guarantee, what is reserved is the sum of its open uses."""
        client, key = self.land.clients[country], self.land.auditor(country)
        for guarantee in client.pages(key, "/v1/guarantees"):
            uses = list(client.pages(key, f"/v1/guarantees/{guarantee['grn']}/uses"))
            held = sum(Decimal(use["reserved"]["amount"]) for use in uses if use["use"] == "used")
            count = sum(use["use"] == "used" for use in uses)
            self.law("reserved_is_the_sum_of_open_uses",
                     held == Decimal(guarantee["reserved"]["amount"]) and count == guarantee["open_uses"],
                     f"{guarantee['grn']} reserves {guarantee['reserved']['amount']} for {guarantee['open_uses']}, its {count} "
                     f"open uses hold {held}")

    def departing(self, country):
        return [it for it in self.movements[country].values() if it["role"] == "departure"]

    def ended(self, country):
        """A movement that ended holds no money and gave back what it held; one that is on the road holds some."""
        for it in self.departing(country):
            reserved = sum(Decimal(line["reserved"]["amount"]) for line in it["guarantees"] if "reserved" in line)
            freed = sum(Decimal(line["freed"]["amount"]) for line in it["guarantees"] if "freed" in line)
            amount = sum(Decimal(line["amount"]["amount"]) for line in it["guarantees"] if "amount" in line)
            if it["ended"]:
                self.law("who_ended_freed_its_money", reserved == 0 and freed == (amount if it["released"] else 0),
                         f"{it['mrn']} is {it['status']}, holds {reserved}, freed {freed} of {amount}")
            elif it["released"]:
                self.law("who_is_on_the_road_holds_money", reserved == amount and freed == 0,
                         f"{it['mrn']} is {it['status']}, holds {reserved} of {amount}, freed {freed}")

    def agreement(self):
        """All nodes say the same status of a movement as the one where it departed."""
        for country in self.land.nodes:
            for it in self.departing(country):
                for other, known in self.movements.items():
                    if other != country and it["mrn"] in known:
                        there = known[it["mrn"]]
                        self.law("all_nodes_agree", there["status"] == it["status"],
                                 f"{it['mrn']} is {it['status']} in {country}, {there['status']} in {other}")

    def health(self, country):
        """Nothing is in quarantine, nothing was refused by a partner for good."""
        measured = self.land.measured(country)
        self.law("nothing_in_quarantine", not measured[""].get("lintas_quarantined"), f"{country}: {measured['']}")
        self.law("no_dead_letters", not any(partner.get("lintas_dead_letters") for partner in measured.values()),
                 f"{country}: {dict(measured)}")

    def counts(self):
        """Movements by their public status where they departed."""
        found = collections.Counter(it["status"] for country in self.movements for it in self.departing(country))
        return {"movements": sum(found.values()), **dict(sorted(found.items()))}

