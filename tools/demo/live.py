"""The corridor, live: states with nodes, traders, banks and officers, until it is stopped."""
import collections
import datetime
import json
import pathlib
import shlex
import signal
import sys
import tempfile
import textwrap
import time

from corridor import Failed, say

from . import laws, papers
from .certificates import Certificates
from .client import Unanswered
from .land import Land
from .players import Players
from .stage import Stage
from .story import Story
from .view import Screen, lasting
from .watch import Watch

FRAME_EVERY = 0.5  # seconds
# Until what is under way when no new movement begins has ended: seconds for the nodes, hours for people and trucks.
CALM = 150
CALM_HOURS = 60
HURRY = 6  # seconds that who stops it waits for the nodes to tell each other


class Told:
    """What a signal says. Its handler interrupts whoever waits for it, in the same thread: a threading.Event, with a lock
    around both, can then wait for itself."""

    def __init__(self):
        self.said = False

    def set(self):
        self.said = True

    def is_set(self):
        return self.said

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while not self.said and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))


class Demonstration:
    def __init__(self, given, folder):
        self.given = given
        self.folder = folder
        self.land = Land(given.program, folder, given.states)
        self.watch = Watch(self.land)
        self.stage = Stage(given.speed, self.watch.tell)
        self.story = Story(given.seed, self.land.trades, self.land.nodes)
        self.players = Players(self.land, self.story, self.stage, self.watch.tell)
        self.plans, self.breaks = self.story.movements(), self.story.breaks(given.speed)
        self.certificates = Certificates(self.players, lambda: self.declares)
        self.watch.beside = self.certificates.standing
        self.screen = Screen(colours=not given.no_colour)
        self.stopped = Told()
        self.hurried = Told()
        self.begun = time.monotonic()
        self.broken = None  # the break that is on
        self.broke = 0
        self.declares = True

    # ---- what the demonstration itself does

    def declare_next(self):
        if not self.declares:
            return
        plan = next(self.plans)
        self.stage.after(0, self.players.traders[plan.trade.sender].declare, plan)
        self.stage.look(plan.chance.uniform(0.5, 1.5) * 60 / self.given.movements_per_minute, self.declare_next)

    def break_next(self):
        if self.declares:
            silence = next(self.breaks)
            self.stage.look(silence.after, self.silence, silence)

    def silence(self, silence):
        if not self.declares:
            return
        self.broken = silence
        self.broke += 1
        if len(silence.states) == 2:
            self.watch.tell("--", f"the demonstration cuts the line {' - '.join(silence.states)}")
            self.land.lines.cut(*silence.states)
        else:
            self.watch.tell("--", f"the demonstration stops the node of {silence.states[0]}")
            self.land.nodes[silence.states[0]].stop()
        self.stage.after(silence.lasts, self.heal)

    def heal(self):
        silence, self.broken = self.broken, None
        if silence is None:
            return
        if len(silence.states) == 2:
            self.watch.tell("--", f"the demonstration mends the line {' - '.join(silence.states)}")
            self.land.lines.mend(*silence.states)
        else:
            self.watch.tell("--", f"the demonstration starts the node of {silence.states[0]}")
            self.land.nodes[silence.states[0]].start()
        self.break_next()

    # ---- from the beginning to the end

    def run(self):
        """The closing line, when it was stopped or its time is over."""
        self.land.start()
        self.land.settle()
        if self.stopped.is_set():
            return None
        self.screen.say(self.introduction())
        self.players.begin()
        self.certificates.begin()
        self.stage.look(0, self.declare_next)
        self.break_next()
        self.stage.start()
        self.play(self.given.seconds)
        self.declares = False
        if not self.stopped.is_set():
            longest = time_to_end(self.given.speed)
            self.watch.ends_at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=longest)
            under_way = sum(not it["ended"] for _, it in self.watch.departing())
            self.watch.tell("--", f"no new movement begins; {under_way} under way end, in {lasting(longest)} at most")
            self.play(longest, until_all_ended=True)
        return self.close()

    def play(self, seconds, until_all_ended=False):
        end = None if seconds is None else time.monotonic() + seconds
        quiet = 0  # looks in a row; the first may have come before what was done last
        while not self.stopped.is_set() and (end is None or time.monotonic() < end):
            fresh = self.watch.look()
            self.screen.show(self.watch, self.title(), fresh)
            down = [country for country, node in self.land.nodes.items() if node.is_down]
            if down:
                log = (self.land.nodes[down[0]].folder / "log").read_text(encoding="utf-8", errors="replace")
                raise Failed(f"the node of {down[0]} ended by itself:\n{log[-6000:]}")
            quiet = 0 if self.broken or self.under_way() else quiet + 1
            if until_all_ended and quiet > 1:
                return
            self.stopped.wait(FRAME_EVERY)

    def under_way(self):
        return self.stage.expects() or any(not it["ended"] for _, it in self.watch.departing())

    def title(self):
        seconds = int(time.monotonic() - self.begun)
        return (f"Lintas: {' - '.join(self.land.nodes)}, {self.given.speed:g} times as fast as people, seed {self.given.seed}, "
                f"{seconds // 60}:{seconds % 60:02d}")

    def close(self):
        self.stage.stop()
        self.heal_all()
        waiting = laws.quiet(self.land, laws.PATIENCE_FOR_LINES if not self.stopped.is_set() else HURRY, self.hurried.is_set)
        last = self.watch.look()
        self.screen.show(self.watch, self.title(), last)
        found = laws.Laws(self.land)
        found.check(told_all=not waiting, all_ended=not self.stopped.is_set())
        if not waiting:
            self.certificates.law(found)
        return {
            "seed": self.given.seed, "states": list(self.land.nodes), "counts": found.counts(),
            "certificates": self.certificates.counts(),
            "refused": self.players.refused, "diverted": self.players.diverted, "breaks": self.broke, "waiting": waiting,
            "laws": dict(sorted(found.checked.items())), "broken": found.broken, "troubles": self.stage.troubles,
        }

    def heal_all(self):
        self.land.lines.mend_all()
        for country, node in self.land.nodes.items():
            if node.process is None:
                node.start()
                self.land.wait_until_ready(country)

    # ---- what is said at the beginning

    def introduction(self):
        text = "\n".join([*self.accounts(), "", "Five things to try, in another terminal:", "", *self.to_try()]) + "\n"
        page = self.folder / "accounts.txt"
        page.write_text(text, encoding="utf-8")
        return f"{text}\nThis page is kept as {page} until the end. {how_long(self.given)}\n"

    def accounts(self):
        yield "Accounts. Their keys are worth nothing outside this demonstration, and end with it."
        for country, node in self.land.nodes.items():
            by_role = collections.defaultdict(list)
            for accounts in self.land.accounts[country].values():
                for account in accounts:
                    by_role[account.role].append(account)
            yield ""
            yield f"{country} {self.land.names[country]}: API http://127.0.0.1:{node.api}, metrics http://127.0.0.1:{node.operations}/metrics"
            yield f"   keys in {node.folder}/"
            desks = self.land.desks(country)
            for role, accounts in by_role.items():
                files = [account.file.name for account in accounts if not role.startswith("officer") or account.whose in desks]
                yield from textwrap.wrap(" ".join(files), 100, initial_indent=f"   {role:<23} ", subsequent_indent=" " * 27)

    def to_try(self):
        """Each is a command that runs as it stands; tests/demo runs them."""
        # One with a guarantee that is there from the beginning.
        trade = min(self.land.trades, key=lambda trade: (trade.guarantee["type"] != "1", trade.path.stem != "sg-th-electronics"))
        country, office = trade.country, trade.offices[0]
        node, land = self.land.nodes[country], self.land
        lintas = shlex.quote(str(self.given.program))
        ask = f"--node http://127.0.0.1:{node.api} --key-file"

        def key(role, whose):
            return shlex.quote(str(land.account(country, role, whose).file))

        trader = key("trader", trade.sender)
        yours, wrong = self.folder / "yours.xml", self.folder / "wrong.xml"
        text = trade.declaration("YOURS-1", "YOURS-1", trade.guarantee)
        yours.write_text(text, encoding="utf-8")
        wrong.write_text(papers.FAULTS["mass"](text), encoding="utf-8")
        far = trade.offices[1][:2]
        feed = self.land.clients[far].ask(land.auditor(far), "GET", "/v1/events?limit=1")
        while len(feed.told["items"]):  # behind what was registered at the beginning
            feed = self.land.clients[far].ask(land.auditor(far), "GET", f"/v1/events?limit=100&after={feed.told['next']}")
        auditor = shlex.quote(str(land.account(far, "auditor", "auditor").file))
        yield f"1. Follow what happens in {land.names[far]}, as its auditor:"
        yield (f"   {lintas} events --follow --after {feed.told['next']} --limit 20 "
               f"--node http://127.0.0.1:{land.nodes[far].api} --key-file {auditor}")
        yield f"2. See what waits at {office}, with curl:"
        yield f"   curl -s -H \"Authorization: Bearer $(cat {key('officer_of_departure', office)})\" http://127.0.0.1:{node.api}/v1/work"
        yield "3. Ask what is wrong with a declaration; nothing is stored:"
        yield f"   {lintas} dry-run {shlex.quote(str(wrong))} {ask} {trader}"
        yield "4. Declare a movement of your own and watch it; officers and a driver take it along like any other:"
        yield (f"   MRN=$({lintas} submit {shlex.quote(str(yours))} --json {ask} {trader} | sed -E 's/.*\"mrn\":\"([^\"]+)\".*/\\1/'); "
               f"{lintas} watch $MRN {ask} {trader}")
        yield "5. See which movements held or hold the money of its guarantee:"
        yield f"   {lintas} guarantees {trade.guarantee['grn']} --uses --phase all {ask} {key('officer_of_guarantee', office)}"


def time_to_end(speed):
    """Seconds that what is under way may need, once no new movement begins."""
    return CALM + CALM_HOURS * 3600 / speed


def how_long(given):
    if given.seconds is None:
        return "Ctrl-C ends it."
    return (f"No movement begins after {lasting(given.seconds)}; those under way then may need {lasting(time_to_end(given.speed))} "
            "more at this speed. Ctrl-C ends it sooner.")


def run(given):
    """The exit code."""
    unclean, result, demonstration = {}, None, None
    with tempfile.TemporaryDirectory(prefix="lintas-demo-") as folder:
        asked = []  # when

        def stop(*_):
            asked.append(time.monotonic())
            if demonstration is not None:
                demonstration.stopped.set()
                if asked[-1] - asked[0] > 1:  # a shell may send one signal twice
                    demonstration.hurried.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        try:
            demonstration = Demonstration(given, pathlib.Path(folder))
            if asked:
                demonstration.stopped.set()
            result = demonstration.run()
        except (Failed, OSError, ValueError, Unanswered) as failed:
            print(f"demo: {failed}", file=sys.stderr)
        finally:
            if demonstration is not None:
                demonstration.declares = False
                demonstration.stage.stop()
                demonstration.screen.close()
                unclean = {country: code for country, code in demonstration.land.stop().items() if code != 0}
        if unclean:
            print(f"demo: not stopped clean: {unclean}", file=sys.stderr)
    if result is None:
        return 0 if demonstration is not None and demonstration.stopped.is_set() and not unclean else 1
    say(json.dumps(result, ensure_ascii=False))
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if unclean or result["broken"] or result["troubles"] else 0
