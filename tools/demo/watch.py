"""What the nodes say, for who looks on: asked with the key of each state's auditor, and of the operator's metrics.

It follows the feed of each node (GET /v1/events) and reads again what something happened to. Nothing here knows the story.
"""
import collections
import datetime
from decimal import Decimal

from .client import Clients, Unanswered

# What is worth a sentence, from the entry of the movement's history and the movement as this node knows it.
SAID = {
    "departure.submitted": "declared at {it[route][departure]} for {it[route][destination]}: {state}",
    "departure.amended": "amended by its trader",
    "departure.guarantee_refused": "guarantee not accepted: {fault}",
    "departure.cancellation_asked": "its trader asks for cancellation",
    "departure.cancellation_decided": "cancellation decided at {by}: {state}",
    "departure.control_decided": "to be controlled at {by}",
    "departure.control_recorded": "controlled at {by}: {result}",
    "departure.release_answered": "its trader asks for release",
    "departure.released": "released at {it[route][departure]}, {amount} reserved",
    "departure.not_released": "not released at {by}",
    "departure.incident_reported": "incident reported: {incident}",
    "departure.record_asked": "the record is asked for",
    "departure.arrival_reported": "arrived, departure is told",
    "departure.result_reported": "result of destination: {result}{freed}",
    "departure.discrepancies_resolved": "discrepancies resolved{freed}",
    "passage.record_requested": "stands at a frontier without a record; departure is asked",
    "passage.crossed": "passed {by}",
    "passage.stopped": "stopped at {by}",
    "passage.refused": "refused at {by}",
    "passage.incident_recorded": "incident at {by}: {incident}",
    "destination.arrival_notified": "arrived at {arrived}",
    "destination.control_decided": "to be controlled at {by}",
    "destination.result_recorded": "result at {by}: {result}",
    "destination.arrived_elsewhere": "has arrived elsewhere, as departure tells",
    "destination.record_refused": "departure knows of no such movement",
    "guarantee.registered": "guarantee registered",
    "guarantee.terms_changed": "guarantee changed",
    "guarantee.liberated": "guarantee ended, its guarantor is free",
}

Happening = collections.namedtuple("Happening", "at country text")


def clock(at):
    return at.astimezone().strftime("%H:%M:%S")


def instant(text):
    return datetime.datetime.fromisoformat(text)


def written(money):
    return f"{Decimal(money['amount']):,f} {money['currency']}".replace(",", " ")


def meant(coded):
    return f"{coded['code']} {coded.get('meaning', '')}".strip()


def sentence(step, it, states):
    by = step.get("by", {})
    held = it.get("guarantee")
    faults = step.get("faults") or [{"rule": "", "text": ""}]
    amounts = [written(line["amount"]) for line in it.get("guarantees", [])]
    return SAID[step["event"]].format(
        it=it, by=by.get("office") or by.get("role", "the node"), state=states.get(step.get("state"), "").lower(),
        fault=f"{faults[0]['rule']} {faults[0]['text']}".strip(),
        result=meant(step["result"]) if "result" in step else "done",
        incident=meant(step["incident"]) if "incident" in step else "",
        amount=" and ".join(amounts), arrived=(it.get("arrival") or {}).get("office", "an office"),
        freed=f"; {written(held['freed'])} freed" if held and Decimal(held["freed"]["amount"]) else "")


class Seen:
    """One node, as it last said."""

    def __init__(self):
        self.cursor = None
        self.movements = {}  # MRN
        self.guarantees = {}  # GRN
        self.work = {}  # office: items
        self.lines = {}  # partner: metrics
        self.silent_since = None
        self.quarantined = 0


class Watch:
    def __init__(self, land):
        self.land = land
        self.clients = Clients(self.land.clients.ports)
        self.seen = {country: Seen() for country in land.nodes}
        self.happenings = collections.deque(maxlen=200)
        self.told = collections.deque()  # by players and the demonstration, from their threads
        self.states = {}  # at departure: id and name
        self.ends_at = None  # when all will have ended at the latest; set once no new movement begins
        self.beside = lambda: ""  # what goes on beside the movements, in a line

    def tell(self, country, text):
        """What somebody was answered, or what the demonstration itself does."""
        self.told.append(Happening(datetime.datetime.now(datetime.timezone.utc), country, text))

    def look(self):
        """Once at everything."""
        fresh = []
        for country, seen in self.seen.items():
            try:
                fresh += self.look_at(country, seen)
                seen.silent_since = None
            except Unanswered:
                seen.silent_since = seen.silent_since or datetime.datetime.now(datetime.timezone.utc)
        while self.told:
            fresh.append(self.told.popleft())
        fresh.sort(key=lambda happening: happening.at)
        self.happenings.extend(fresh)
        return fresh

    def look_at(self, country, seen):
        client, key = self.clients[country], self.land.auditor(country)
        if not self.states:
            departure = next(machine for machine in client.get(key, "/v1/states")["machines"] if machine["machine"] == "departure")
            self.states = {state["id"]: state["name"] for state in departure["states"]}
        movements, guarantees, events = set(), {}, collections.defaultdict(list)
        for event in self.feed(client, key, seen):
            if event["kind"] in ("departure", "journey"):
                movements.add(event["ref"])
                events[event["ref"]].append((event["event"], event["at"]))
            elif event["kind"] == "guarantee":
                guarantees[event["ref"]] = (event["event"], event["at"])
        fresh = []
        for mrn in movements:
            it = client.get(key, f"/v1/movements/{mrn}") if mrn else None
            if it is None:
                continue
            # The event may name it by its LRN: a declaration that was refused has no MRN, the corrected one has.
            seen.movements[it.get("mrn") or mrn] = it
            for line in it.get("guarantees", []):
                guarantees.setdefault(line["grn"], None)
            steps = {(step["event"], step["at"]): step for step in it["history"]}
            for what in events[mrn]:
                if what in steps and what[0] in SAID:
                    fresh.append(Happening(instant(what[1]), country, f"{mrn} {sentence(steps[what], it, self.states)}"))
        for grn, what in guarantees.items():
            it = client.get(key, f"/v1/guarantees/{grn}")
            if it is None:
                continue
            seen.guarantees[grn] = it
            if what is not None and what[0] in SAID:
                fresh.append(Happening(instant(what[1]), country,
                                       f"{grn} {SAID[what[0]]}: {written(it['reference_amount'])} for {it['holder']}"))
        for office in self.desks(country):
            seen.work[office] = list(client.pages(key, f"/v1/work?office={office}"))
        measured = self.land.measured(country)
        seen.quarantined = measured.pop("", {}).get("lintas_quarantined", 0)
        seen.lines = measured
        return fresh

    def feed(self, client, key, seen):
        while True:
            page = client.get(key, "/v1/events?limit=100" + (f"&after={seen.cursor}" if seen.cursor else ""))
            if page is None:
                return
            seen.cursor = page["next"]
            yield from page["items"]
            if len(page["items"]) < 100:
                return

    def desks(self, country):
        """Offices of the routes, and where goods arrived instead."""
        return sorted({*self.land.desks(country), *self.reached(country)})

    def reached(self, country):
        return {it["arrival"]["office"] for it in self.seen[country].movements.values()
                if it.get("arrival") and it["arrival"]["office"][:2] == country}

    # ---- put together

    def departing(self):
        """(country, movement) of all, where they depart, the oldest first."""
        for country, seen in self.seen.items():
            for it in list(seen.movements.values()):
                if it["role"] == "departure":
                    yield country, it

    def passed(self, mrn):
        """The offices that any node knows to be passed."""
        offices = set()
        for seen in self.seen.values():
            it = seen.movements.get(mrn)
            if it is not None:
                offices |= {crossing["office"] for crossing in it.get("crossings", [])}
                offices |= {office["office"] for office in it.get("offices", []) if office["crossing"] == "passed"}
        return offices

    def arrived(self, mrn):
        for seen in self.seen.values():
            it = seen.movements.get(mrn)
            if it is not None and it.get("arrival"):
                return it["arrival"]["office"]
        return None

    def freed(self, country):
        """By guarantee, what movements gave back."""
        sums = collections.Counter()
        for it in self.seen[country].movements.values():
            for line in it.get("guarantees", []):
                if "freed" in line:
                    sums[line["grn"]] += Decimal(line["freed"]["amount"])
        return sums
