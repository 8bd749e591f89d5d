"""Carries one declaration through the national nodes of its route: ./dev demo --once FILE.

Each state is a process of its own with its own keys and store; they talk over mutual TLS. Everything is done
through the command line, as traders and officers would do it. The last line of the output is JSON: what each
node knows of the movement at the end, and what the guarantee held and gave back.
"""
import contextlib
import json
import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from corridor import (Declaration, Failed, Node, bring_in_registers, bring_up, eventually, issue_keys,
                      register_guarantees, say)


def notify_arrival(node, text, mrn):
    """The trader at destination tells it by a message; the officer has to do no more than look at the goods."""
    trader = ElementTree.fromstring(text).findtext(".//{*}TraderAtDestination/{*}identificationNumber")
    named = re.search(r"<MRN>([^<]+)</MRN>", text)
    if not trader or not named:
        raise Failed("the arrival names no trader at destination or no MRN; is it an IE007?")
    if "trader-at-destination" not in node.keys:
        node.issue("trader-at-destination", role="trader", party=trader)
    return node.ask("trader-at-destination", "submit", "-", given=text.replace(named[1], mrn))


def play(nodes, declared, registers, arrival=None):
    start, end = nodes[declared.departure[:2]], nodes[declared.destination[:2]]
    bring_in_registers(start, declared, registers)
    if arrival and end is not start:  # who notifies it is registered there
        bring_in_registers(end, declared, registers)
    register_guarantees(start, declared)
    taken = start.ask("trader", "submit", "-", given=declared.text)
    mrn = taken.get("mrn")
    if not mrn:
        raise Failed(f"not accepted: {json.dumps(taken)}")
    say(f"{start.country}  declaration accepted: MRN {mrn}")

    def shown(node):
        return node.ask("auditor", "show", mrn)

    def held():
        return shown(start)["guarantee"]

    movement = shown(start)
    if movement["status"] != "accepted" or movement["state"]["id"] not in ("ACC", "RRQ"):
        raise Failed(f"{mrn} is {movement['state']['name']}: {json.dumps(movement, indent=1)}")
    start.act("departure", "departure.release", {"mrn": mrn})
    say(f"{start.country}  released at {declared.departure}")
    reserved = eventually("the reservation", held)["reserved"]
    say(f"{start.country}  guarantee holds {reserved['amount']} {reserved['currency']}")
    for office in declared.transit:
        if office == declared.departure:  # of an authorised consignor: what departs here is known here
            continue
        node = nodes[office[:2]]
        eventually(f"{office}: the record", lambda node=node: shown(node))
        eventually(f"{office}: passage", lambda node=node, office=office: node.act(
            office, "passage.record_passage", {"mrn": mrn, "office": office, "inspection": {"seals": "intact"}}))
        say(f"{node.country}  passed {office}")
    eventually(f"{declared.destination}: the record", lambda: shown(end))
    if arrival is None:
        eventually(f"{declared.destination}: arrival", lambda: end.act(
            "destination", "destination.record_arrival", {"mrn": mrn, "office": declared.destination}))
    else:
        eventually(f"{declared.destination}: arrival", lambda: notify_arrival(end, arrival, mrn))
    say(f"{end.country}  arrived at {declared.destination}")
    # Where the state of destination is passed first, the record for the arrival may come behind the one for the passage.
    eventually(f"{declared.destination}: release", lambda: end.act(
        "destination", "destination.release_uncontrolled",
        {"mrn": mrn, "office": declared.destination, "inspection": {"seals": "intact"}}))
    say(f"{end.country}  released from transit")
    concerned = [nodes[state] for state in declared.states if any(
        office.startswith(state) for office in (declared.departure, *declared.transit, declared.destination))]
    for node in concerned:
        eventually(f"{node.country}: discharge", lambda node=node: shown(node)["status"] == "discharged" or None)
        say(f"{node.country}  knows it as discharged")
    freed = held()
    say(f"{start.country}  guarantee freed: {freed['freed']['amount']} {freed['freed']['currency']}")
    report = []
    for node in concerned:
        movement = shown(node)
        report.append({"node": node.country, "mrn": movement["mrn"], "role": movement["role"], "status": movement["status"]})
    return {"nodes": report, "guarantee": {
        "reserved_at_release": reserved, "reserved": freed["reserved"], "freed": freed["freed"]}}


@contextlib.contextmanager
def kept(folder):
    """A new folder that stays."""
    pathlib.Path(folder).mkdir(parents=True)
    yield str(pathlib.Path(folder).resolve())


def run(given):
    """The exit code."""
    nodes = {}
    with kept(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="lintas-demo-") as folder:
        try:
            declared = Declaration(given.once)
            arrival = given.arrival and declared.moved(
                r"<(?:preparationDateAndTime|arrivalNotificationDateAndTime)>",
                pathlib.Path(given.arrival).read_text(encoding="utf-8"))
            if declared.moved_by:
                say(f"--  the declaration's days are moved by {declared.moved_by.days} to begin today")
            for state in declared.states:
                nodes[state] = Node(given.program, state, pathlib.Path(folder))
            bring_up(nodes.values())
            for node in nodes.values():
                say(f"{node.country}  node ready, API at http://127.0.0.1:{node.api}, partners at https://127.0.0.1:{node.partners}")
            issue_keys(nodes, declared)
            result = play(nodes, declared, given.registers, arrival)
        except (Failed, OSError, ValueError, ElementTree.ParseError) as failed:
            print(f"demo: {failed}", file=sys.stderr)
            for node in nodes.values():
                if node.is_down:
                    print((node.folder / "log").read_text(encoding="utf-8")[-2000:], file=sys.stderr)
            result = None
        finally:
            codes = {state: node.stop() for state, node in nodes.items()}
        unclean = {state: code for state, code in codes.items() if code != 0}
        if unclean:
            print(f"demo: not stopped clean: {unclean}", file=sys.stderr)
    if result is not None:
        say(json.dumps(result, ensure_ascii=False))
    return 0 if result is not None and not unclean else 1

