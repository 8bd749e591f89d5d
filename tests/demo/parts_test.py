"""The parts of the demonstration that need no node."""
import datetime
import io
import itertools
import pathlib
import re
import socket
import sys
import threading
import types
import unittest
import unittest.mock
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from demo import certificates, land, live, papers, players, story, view  # noqa: E402
from demo.lines import Lines  # noqa: E402
from demo.watch import SAID, Happening, Seen, Watch, written  # noqa: E402

NOW = datetime.datetime(2026, 11, 28, 12, 0, tzinfo=datetime.timezone.utc)


def money(amount):
    return {"amount": amount, "currency": "SGD"}


def movement(n, status="in_transit", ended=False, arrived=None):
    at = (NOW - datetime.timedelta(seconds=n)).isoformat()
    return {"mrn": f"26SGXXXXXXXXXX{n:03d}0", "role": "departure", "status": status, "ended": ended, "released": "2026-11-28",
            "route": {"departure": "SGTUS001", "transit": ["MYTJK001", "MYBKH001", "THSDO001"], "destination": "THBKK001"},
            "crossings": [{"office": "MYTJK001", "day": "2026-11-28"}],
            "arrival": arrived and {"office": arrived, "at": at}, "history": [{"event": "departure.released", "at": at}],
            "guarantee": {"reserved": money("54000.00"), "freed": money("0.00")},
            "guarantees": [{"grn": "26SG0000000000771", "freed": money("0.00")}]}


def watched(movements, happenings=30):
    states = types.SimpleNamespace(names={"SG": "Singapore", "MY": "Malaysia"}, nodes={"SG": None, "MY": None},
                                   clients=types.SimpleNamespace(ports={}))
    watch = Watch(states)
    seen = watch.seen["SG"]
    seen.movements = {it["mrn"]: it for it in movements}
    seen.lines = {"MY": {"lintas_partner_up": 0.0, "lintas_outbox_waiting": 7.0, "lintas_outbox_oldest_seconds": 12.0}}
    seen.work = {f"SGTUS{n:03d}": [{"state_name": "Under control"}] * n for n in range(1, 9)}
    seen.guarantees = {f"26SG{n:013d}": {"grn": f"26SG{n:013d}", "open_uses": 1, "reserved": money("54000.00"),
                                         "reference_amount": money("540000.00")} for n in range(9)}
    for n in range(happenings):
        watch.happenings.append(Happening(NOW, "MY", f"26SGXXXXXXXXXX{n:03d}0 passed MYTJK001, and so on, and so on, and so on"))
    return watch


def shown(watch, width, height):
    return [line.painted(width) for line in view.frame(watch, "Lintas", width, height, NOW)]


class Terminal(io.StringIO):
    """Draws what is written to it as terminals do, as far as frames need it."""

    encoding = "utf-8"

    def isatty(self):
        return True

    def seen(self):
        lines, at = [], 0
        for up, wiped, text in re.findall(r"\x1b\[(\d+)F|\x1b\[(J)|\x1b\[\?25[hl]|([^\n]*\n)", self.getvalue()):
            if up:
                at -= int(up)
            elif wiped:
                del lines[at:]
            elif text:
                lines[at:at + 1] = [text.replace("\x1b[K", "").rstrip("\n")]
                at += 1
        return lines


class LiveScreen(unittest.TestCase):
    def setUp(self):
        self.out = Terminal()
        self.screen = view.Screen(self.out, colours=False)
        size = unittest.mock.patch("shutil.get_terminal_size", return_value=(80, 24))
        size.start()
        self.addCleanup(size.stop)

    def show(self, movements):
        self.screen.show(watched([movement(n) for n in range(movements)], movements), "Lintas", [])

    def test_the_next_frame_is_drawn_over_the_one_before(self):
        for movements in (40, 1, 3):
            self.show(movements)
            self.assertEqual(self.out.seen()[0].split()[0], "Lintas")
            self.assertEqual(sum("Lintas" in line for line in self.out.seen()), 1)
            self.assertEqual(len(self.out.seen()), self.screen.drawn)
            self.assertLess(self.screen.drawn, 24)

    def test_what_is_said_stays_above_the_frames(self):
        self.show(3)
        self.screen.say("Accounts")
        self.show(40)
        self.show(1)
        self.assertEqual([self.out.seen()[0], self.out.seen()[1].split()[0]], ["Accounts", "Lintas"])
        self.assertEqual(len(self.out.seen()), 1 + self.screen.drawn)

    def test_the_cursor_is_hidden_while_frames_are_drawn_and_comes_back(self):
        self.show(1)
        self.show(1)
        self.assertEqual(re.findall(r"\x1b\[\?25[hl]", self.out.getvalue()), ["\x1b[?25l"])
        last = self.out.seen()
        self.screen.close()
        self.assertTrue(self.out.getvalue().endswith("\x1b[?25h"))
        self.assertEqual(self.out.seen(), last)

    def test_colours_are_ended_in_their_line(self):
        self.screen = view.Screen(self.out)
        self.show(3)
        coloured = [line for line in self.out.getvalue().splitlines() if re.search(r"\x1b\[[1-9]\d*m", line)]
        self.assertTrue(coloured)
        for line in coloured:
            self.assertRegex(line, r"\x1b\[0?m[^\x1b]*(\x1b\[K)?$")


class CertificatesOfOrigin(unittest.TestCase):
    """Of every second certificate customs refuses one line; the exporter reads which, by which code, and why."""

    def setUp(self):
        self.said = []
        self.players = types.SimpleNamespace(land=None, stage=None, tell=lambda *said: self.said.append(said))
        self.certificates = certificates.Certificates(self.players, lambda: True)

    def read(self, number, *codes, reason=""):
        results = {n: {"code": code, "meaning": {"U1": "Used", "N2": "Other goods"}[code]} for n, code in enumerate(codes, 1)}
        self.certificates.issued[number] = {"number": number}
        self.certificates.read(number, results, [{"texts": {"text": reason}}] if reason else [], "N2" in codes)

    def test_before_the_first_one_nothing_is_said(self):
        self.assertEqual(self.certificates.standing(), "")
        self.assertEqual(self.certificates.counts(),
                         {"issued": 0, "answered": 0, "lines_refused": 0, "last_refused": None})

    def test_a_refused_line_is_told_with_code_meaning_and_reason(self):
        self.read("MY-TH 1", "U1", "U1")
        self.read("MY-TH 2", "U1", "N2", reason="They are of vinyl")
        self.assertEqual(self.said[-1], ("MY", "certificate MY-TH 2: item 1 U1 Used, item 2 N2 Other goods: They are of vinyl"))
        self.assertEqual(self.certificates.standing(),
                         "Certificates of origin: 2 issued, 2 answered, 1 line refused: item 2 of MY-TH 2 N2 Other goods: "
                         "They are of vinyl")
        self.assertEqual(self.certificates.counts(), {
            "issued": 2, "answered": 2, "lines_refused": 1,
            "last_refused": {"certificate": "MY-TH 2", "item": 2, "code": "N2", "meaning": "Other goods",
                             "reason": "They are of vinyl"}})

    def test_the_code_is_one_of_customs_and_the_reason_fits_the_example(self):
        codes = (ROOT / "data/codelists/codes.csv").read_text(encoding="utf-8")
        self.assertIn(f"\nCL904,{certificates.REFUSED},", codes)
        self.assertIn("4015.19", certificates.WHY)
        self.assertIn("401519", certificates.PAPER.read_text(encoding="utf-8"))


class View(unittest.TestCase):
    def test_a_frame_fits_the_terminal(self):
        for count, width, height in itertools.product((0, 1, 40), (40, 80, 200), (5, 10, 23, 60)):
            lines = shown(watched([movement(n) for n in range(count)], count), width, height)
            self.assertLessEqual(len(lines), height)
            self.assertLessEqual(max(map(len, lines)), width)

    def test_a_text_of_a_declaration_turns_nothing(self):
        line = view.Line("seal ", ("SGC0048\u202e112\u202c", view.RED), " \x1b[2J ก\u200bข")
        self.assertEqual(line.painted(80), "seal SGC0048?112? ?[2J ก\u200bข")

    def test_a_truck_is_between_the_office_that_it_passed_and_the_next(self):
        text = "\n".join(shown(watched([movement(1)]), 80, 40))
        self.assertIn("26SGXXXXXXXXXX0010 in transit        SGTUS─MYTJK▶MYBKH─THSDO─THBKK", text)

    def test_what_another_node_knows_moves_the_truck(self):
        watch = watched([movement(1)])
        watch.seen["MY"].movements = {movement(1)["mrn"]: {"role": "transit", "offices": [
            {"office": "MYBKH001", "crossing": "passed"}, {"office": "MYTJK001", "crossing": "passed"}]}}
        self.assertIn("MYBKH▶THSDO", "\n".join(shown(watch, 80, 40)))

    def test_an_office_that_was_not_declared_stands_behind_the_route(self):
        self.assertIn("THBKK─THHYI", "\n".join(shown(watched([movement(1, arrived="THHYI001")]), 80, 40)))

    def test_a_line_that_is_down_says_what_waits(self):
        self.assertIn("MY DOWN 7 waiting, 12 s", "\n".join(shown(watched([]), 80, 40)))

    def test_a_node_that_does_not_answer_is_named(self):
        watch = watched([])
        watch.seen["MY"].silent_since = NOW
        self.assertIn("does not answer since", "\n".join(shown(watch, 80, 40)))

    def test_what_does_not_fit_is_counted(self):
        self.assertRegex("\n".join(shown(watched([movement(n) for n in range(40)]), 80, 24)), "On the road, and [0-9]+ more")

    def test_who_ended_long_ago_is_no_longer_on_the_road(self):
        self.assertNotIn("26SG", "\n".join(shown(watched([movement(60, "discharged", ended=True)], 0), 80, 40)).split("On the road")[1])

    def test_whoever_was_declared_is_under_way_or_ended_somehow(self):
        movements = [movement(1), movement(2, "discharged"), movement(3, "discharged", ended=True),
                     movement(4, "rejected", ended=True), movement(5, "not_released", ended=True)]
        self.assertEqual(view.counted(movements, None, NOW),
                         "5 declared, 2 under way, 1 discharged, 1 not released, 0 cancelled, 1 rejected")

    def test_what_became_of_certificates_stands_in_a_line_of_its_own(self):
        watch = watched([movement(1)])
        self.assertNotIn("Certificates", "\n".join(shown(watch, 120, 40)))
        watch.beside = lambda: "Certificates of origin: 3 issued, 2 answered"
        self.assertEqual(shown(watch, 120, 40)[2], "Certificates of origin: 3 issued, 2 answered")
        for height in (5, 24, 40):
            self.assertLessEqual(len(shown(watch, 120, height)), height)

    def test_where_no_new_ones_begin_it_says_how_many_are_to_end_and_by_when(self):
        watch = watched([movement(1), movement(2), movement(3, "discharged", ended=True)])
        watch.ends_at = NOW + datetime.timedelta(minutes=61, seconds=5)
        self.assertIn("no new ones, 2 to end in 61:05 at most; 3 declared, 1 discharged", "\n".join(shown(watch, 100, 40)))
        watch.ends_at = NOW - datetime.timedelta(seconds=1)
        self.assertIn("in 0:00 at most", "\n".join(shown(watch, 100, 40)))

    def test_how_long_it_takes_is_said_before(self):
        self.assertEqual(live.how_long(types.SimpleNamespace(seconds=None, speed=60)), "Ctrl-C ends it.")
        self.assertIn("after 2:00; those under way then may need 62:30 more",
                      live.how_long(types.SimpleNamespace(seconds=120, speed=60)))

    def test_no_terminal_gets_lines(self):
        out = io.StringIO()
        screen = view.Screen(out)
        screen.show(watched([movement(1)]), "Lintas", [Happening(NOW, "MY", "passed")])
        self.assertRegex(out.getvalue(), r"^\d\d:\d\d:\d\d MY passed\n$")


class StoryFromItsSeed(unittest.TestCase):
    def setUp(self):
        self.trades = land.trades(land.states())

    def told(self, seed):
        it = story.Story(seed, self.trades, land.states())
        return [(plan.lrn, plan.trade.path.name, plan.turn.turn) for plan in itertools.islice(it.movements(), 60)]

    def test_one_seed_is_one_story(self):
        self.assertEqual(self.told(5), self.told(5))
        self.assertNotEqual(self.told(5), self.told(6))

    def test_every_turn_and_every_trade_comes_soon(self):
        self.assertEqual({turn for _, _, turn in self.told(1)}, {row["turn"] for row in land.table("turns.csv")})
        self.assertEqual({name for _, name, _ in self.told(1)}, {trade.path.name for trade in self.trades})

    def test_turns_are_made_of_what_players_know(self):
        for row in land.table("turns.csv"):
            self.assertIn(row["declared"], {"", "small", *papers.FAULTS}, row)
            self.assertRegex(row["departure"], "^(release|refuse|cancel|control (A[1-4]|B1))$", row)
            self.assertIn(row["road"], {"", "seals", "stop", "divert"}, row)
            self.assertIn(row["arrival"], {"officer", "trader"}, row)
            self.assertRegex(row["destination"], "^(release|control (A[125]|B1))$", row)

    def test_every_state_has_goods_that_go_there(self):
        states = set(land.states())
        self.assertEqual(states, set().union(*(trade.states for trade in self.trades)))


class Papers(unittest.TestCase):
    def test_the_numbers_of_guarantees_check(self):
        for trade in land.trades(land.states()):
            grn = trade.guarantee["grn"]
            self.assertEqual(papers.check_digit(grn[:-1]), grn[-1])

    def test_every_fault_changes_every_declaration(self):
        for trade in land.trades(land.states()):
            for name, fault in papers.FAULTS.items():
                text = trade.declared.text
                self.assertNotEqual(fault(text), text, f"{name} of {trade.path.name}")

    def test_money_keeps_the_decimals_of_its_currency(self):
        dong = {"amount": "48000000", "currency": "VND"}
        self.assertEqual(players.money(dong, Decimal(dong["amount"]) * Decimal("0.5")), {"amount": "24000000", "currency": "VND"})
        baht = {"amount": "17600.50", "currency": "THB"}
        self.assertEqual(players.money(baht, Decimal(baht["amount"]) * 6), {"amount": "105603.00", "currency": "THB"})
        self.assertEqual(written(baht), "17 600.50 THB")

    def test_an_amendment_names_the_movement_and_no_lrn(self):
        text = papers.amendment(land.trades(land.states())[0].declared.text, "26SG0000010000A1J0", "M1")
        self.assertIn("<MRN>26SG0000010000A1J0</MRN>", text)
        self.assertNotRegex(text, "<LRN>|<limitDate>|CC015C")


class Sentences(unittest.TestCase):
    def test_they_are_about_events_that_there_are(self):
        names = set()
        for path in (ROOT / "src/core").glob("**/events.hpp"):
            names |= set(re.findall(r'record = "([a-z_.]+)"', path.read_text(encoding="utf-8")))
        self.assertEqual(set(SAID) - names, set())

    def test_a_node_that_was_never_asked_has_nothing(self):
        self.assertEqual((Seen().movements, Seen().silent_since), ({}, None))


class Cables(unittest.TestCase):
    def setUp(self):
        self.far = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.far.close)
        threading.Thread(target=self.echo, daemon=True).start()
        self.lines = Lines()
        self.addCleanup(self.lines.stop)
        self.port = self.lines.lay("SG", "MY", self.far.getsockname()[1])
        self.lines.lay("MY", "SG", self.far.getsockname()[1])

    def echo(self):
        while True:
            try:
                connection, _ = self.far.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    @staticmethod
    def answer(connection):
        with connection:
            try:
                while data := connection.recv(100):
                    connection.sendall(data)
            except OSError:
                pass

    def carried(self):
        """Whether a new connection brings something there and back."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as near:
                near.sendall(b"x")
                return near.recv(1) == b"x"
        except OSError:
            return False

    def test_what_is_cut_carries_nothing_until_it_is_mended(self):
        self.assertTrue(self.carried())
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as under_way:
            under_way.sendall(b"x")
            self.assertEqual(under_way.recv(1), b"x")
            self.lines.cut("SG", "MY")
            try:
                self.assertEqual(under_way.recv(1), b"")
            except ConnectionResetError:
                pass
        self.assertFalse(self.carried())
        self.lines.mend("SG", "MY")
        self.assertTrue(self.carried())


if __name__ == "__main__":
    unittest.main()
