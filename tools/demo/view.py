"""The corridor on a terminal: what Watch was told, as lines that fit, redrawn in place."""
import collections
import datetime
import shutil
import sys
import unicodedata
from decimal import Decimal

from .watch import clock, instant, written

NARROWEST = 40
ROOMY = 40  # lines, from which on the work of a state may take several
GUARANTEES_MAX = 6  # of a state
HAPPENINGS_MAX = 30
BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
STATUS_STYLES = {"incident": RED, "guarantee_problem": RED, "discrepancy": RED, "not_released": RED, "cancelled": DIM,
                 "rejected": RED, "under_control": YELLOW, "release_requested": YELLOW, "arrived": GREEN, "discharged": GREEN}
ENDED_FOR = datetime.timedelta(seconds=4)  # that an ended movement is still shown
# For a terminal whose encoding lacks them.
PLAIN = str.maketrans({"▶": ">", "─": "-", "█": "#", "░": ".", "·": "|", "…": "~"})

UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
IN_WORDS = "\u200b\u200c\u200d"  # where a line may end, how letters join


def seen(text):
    """With ? for what shows nothing of itself and would turn or hide the letters beside it, or command the terminal (ADR 0053)."""
    return "".join("?" if unicodedata.category(c) in UNSEEN and c not in IN_WORDS else c for c in text)


class Line:
    """Pieces of text with styles; never longer than the width that it is painted for."""

    def __init__(self, *pieces):
        self.pieces = []
        for piece in pieces:
            self.add(*piece) if isinstance(piece, tuple) else self.add(piece)

    def add(self, text, style=""):
        self.pieces.append((seen(str(text)), style))
        return self

    def __len__(self):
        return sum(len(text) for text, _ in self.pieces)

    def painted(self, width, colours=False):
        """As a text of at most `width` characters, not counting what sets colours."""
        too_long = len(self) > width
        left = width - 1 if too_long else width
        out = []
        for text, style in self.pieces:
            text, left = text[:left], left - len(text[:left])
            out.append(f"\x1b[{style}m{text}\x1b[0m" if style and colours and text else text)
        return "".join(out) + ("…" if too_long else "")


def packed(lead, pieces, width, most):
    """Pieces one after another on at most so many lines, each begun with blanks as wide as the lead."""
    lines, line, used = [], Line(lead), len(lead)
    for piece in pieces:
        length = sum(len(text) for text, _ in piece)
        if used + length + 2 > width and used > len(lead):
            lines.append(line)
            if len(lines) == most:
                line.add("…")
                return lines
            line, used = Line(" " * len(lead)), len(lead)
        for text, style in piece:
            line.add(text, style)
        line.add("  ")
        used += length + 2
    return lines + [line] if pieces else []


def of_lines(seen):
    """Whether each partner is reached, and what waits for it."""
    pieces = []
    for partner, measured in sorted(seen.lines.items()):
        waiting = int(measured.get("lintas_outbox_waiting", 0))
        up = measured.get("lintas_partner_up")
        word, style = {1: ("up", GREEN), 0: ("DOWN", RED)}.get(up, ("not tried", DIM))
        piece = [(f"{partner} ", ""), (word, style)]
        if waiting:
            age = int(measured.get("lintas_outbox_oldest_seconds", 0))
            piece.append((f" {waiting} waiting, {age} s", YELLOW))
        if dead := int(measured.get("lintas_dead_letters", 0)):
            piece.append((f" {dead} dead letters", RED))
        pieces.append(piece)
    return pieces


def of_work(seen):
    pieces = []
    for office, items in sorted(seen.work.items()):
        if not items:
            continue
        states = collections.Counter(item["state_name"] for item in items)
        text = ", ".join(f"{count} {name}" for name, count in sorted(states.items()))
        pieces.append([(f"{office} ", BOLD), (text, "")])
    return pieces


def bar(share, cells=6):
    full = round(max(0.0, min(1.0, share)) * cells)
    return "█" * full + "░" * (cells - full)


def in_use(seen, freed):
    """The guarantees that hold something or gave something back, those with most movements first."""
    used = [it for grn, it in seen.guarantees.items() if it["open_uses"] or freed.get(grn)]
    return sorted(used, key=lambda it: (-it["open_uses"], it["grn"]))


def of_money(it, freed):
    """A guarantee with what is reserved of it and what it got back."""
    reserved, limit = Decimal(it["reserved"]["amount"]), Decimal(it["reference_amount"]["amount"])
    back = {"amount": freed.get(it["grn"], 0), "currency": it["reserved"]["currency"]}
    return Line(f"  {it['grn']:<17} ", (bar(reserved / limit if limit else 0), YELLOW if reserved else DIM),
                f" {written(it['reserved']).rsplit(' ', 1)[0]} of {written(it['reference_amount'])}",
                (f", freed {written(back).rsplit(' ', 1)[0]}", GREEN if back["amount"] else DIM))


def of_truck(it, passed, arrived, width):
    """MRN, public status, the road with the truck on it, and where it fits the money."""
    route = it["route"]
    offices = list(dict.fromkeys([route["departure"], *route["transit"], route["destination"]]))
    gone = {route["departure"]} if it["released"] else set()
    gone |= passed & set(offices)
    if arrived:
        if arrived not in offices:
            offices.append(arrived)
        gone.add(arrived)
    line = Line(f"{it['mrn']} ", (f"{it['status'].replace('_', ' '):<18}", STATUS_STYLES.get(it["status"], "")))
    last = max((n for n, office in enumerate(offices) if office in gone), default=-1)
    under_way = bool(it["released"]) and not arrived and not it["ended"]
    for n, office in enumerate(offices):
        if n:
            line.add("▶" if under_way and n == last + 1 else "─", BOLD if under_way and n == last + 1 else DIM)
        line.add(office[:5], GREEN if office in gone else DIM)
    held = it.get("guarantee")
    money, style = "", ""
    if held and Decimal(held["reserved"]["amount"]):
        money, style = f" {written(held['reserved'])}", YELLOW
    elif held and Decimal(held["freed"]["amount"]):
        money, style = f" freed {written(held['freed'])}", GREEN
    return line.add(money, style) if len(line) + len(money) <= width else line


def begun(it):
    return it["history"][0]["at"]


def on_the_road(watch, now):
    """Movements that have not ended, or just did."""
    shown = []
    for _, it in watch.departing():
        if it["mrn"] and not (it["ended"] and now - instant(it["history"][-1]["at"]) > ENDED_FOR):
            shown.append(it)
    return shown


def share_out(rows, wishes):
    """Lines for each part of (wish, lines a turn), in turns, until the rows are used up."""
    given = dict.fromkeys(wishes, 0)
    while rows > 0 and any(given[part] < wish for part, (wish, _) in wishes.items()):
        for part, (wish, a_turn) in wishes.items():
            more = max(0, min(a_turn, wish - given[part], rows))
            given[part] += more
            rows -= more
    return given


def lasting(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def counted(movements, ends_at, now):
    """How many there are and what became of them: whoever was declared is under way or ended somehow. `ends_at`: when all will
    have ended at the latest, where no new ones begin."""
    ended = collections.Counter(it["status"] for it in movements if it["ended"])
    usual = ["discharged", "not_released", "cancelled"]
    parts = [f"{ended[status]} {status.replace('_', ' ')}" for status in [*usual, *sorted(ended.keys() - {*usual})]]
    under_way = len(movements) - sum(ended.values())
    if ends_at is None:
        return ", ".join([f"{len(movements)} declared", f"{under_way} under way", *parts])
    left = lasting(max(0, (ends_at - now).total_seconds()))
    return f"no new ones, {under_way} to end in {left} at most; " + ", ".join([f"{len(movements)} declared", *parts])


def frame(watch, title, width, height, now=None):
    """What is shown now: at most `height` lines."""
    now = now or datetime.datetime.now(datetime.timezone.utc)
    lines = [Line((title, BOLD)), Line(counted([it for _, it in watch.departing()], watch.ends_at, now))]
    beside = watch.beside()
    if beside:
        lines.append(Line(beside))
    freed = {country: watch.freed(country) for country in watch.seen}
    used = {country: in_use(seen, freed[country]) for country, seen in watch.seen.items()}
    work = {country: packed("  ", of_work(seen), width, 1 if height < ROOMY else 3) for country, seen in watch.seen.items()}
    trucks = on_the_road(watch, now)
    # Of what has no fixed number of lines, each part gets some in turn.
    fixed = len(lines) + len(watch.seen) + sum(len(desks) for desks in work.values()) + 2
    parts = share_out(height - fixed, {
        "trucks": (len(trucks), 3), "happenings": (min(len(watch.happenings), HAPPENINGS_MAX), 3),
        **{country: (min(len(used[country]), GUARANTEES_MAX), 1) for country in watch.seen}})
    for country, seen in watch.seen.items():
        lines.append(of_state(country, watch.land.names[country], seen, len(used[country])))
        lines += work[country]
        lines += [of_money(it, freed[country]) for it in used[country][:parts[country]]]
    hidden = len(trucks) - parts["trucks"]
    lines.append(Line(("On the road", BOLD), (f", and {hidden} more" if hidden else "", DIM)))
    # Those that something happened to last, but in an order that stays.
    trucks = sorted(trucks, key=lambda it: it["history"][-1]["at"], reverse=True)[:parts["trucks"]]
    lines += [of_truck(it, watch.passed(it["mrn"]), watch.arrived(it["mrn"]), width) for it in sorted(trucks, key=begun)]
    lines.append(Line(("What happened", BOLD)))
    if parts["happenings"]:
        lines += [of_happening(happening) for happening in list(watch.happenings)[-parts["happenings"]:]]
    return lines[:height]


def of_state(country, name, seen, guarantees):
    """The state, the lines to its partners, and how many guarantees are in use or were."""
    head = Line((f" {country} {name:<10}", BOLD))
    if seen.silent_since:
        head.add(f"  does not answer since {clock(seen.silent_since)}; it last said:", RED)
    for piece in of_lines(seen):
        head.add("  ")
        for text, style in piece:
            head.add(text, style)
    if seen.quarantined:
        head.add(f"  {int(seen.quarantined)} in quarantine", RED)
    if guarantees:
        head.add(f"  {guarantees} guarantee{'s' if guarantees > 1 else ''}", DIM)
    return head


def of_happening(happening):
    return Line((clock(happening.at), DIM), f" {happening.country} {happening.text}")


class Screen:
    """Draws frames over each other; where the output is no terminal, prints what happened, line by line."""

    def __init__(self, out=sys.stdout, colours=True):
        self.out = out
        self.live = out.isatty()
        self.colours = colours and self.live
        self.drawn = 0
        try:
            "▶─█░·…".encode(out.encoding or "ascii")
            self.plain = False
        except (LookupError, UnicodeEncodeError):
            self.plain = True

    def say(self, text):
        """Something to stay, above the frames."""
        self.wipe()
        self.write(text + "\n")

    def write(self, text):
        self.out.write(text.translate(PLAIN) if self.plain else text)
        self.out.flush()

    def wipe(self):
        if self.drawn:
            self.write(f"\x1b[{self.drawn}F\x1b[J")
            self.drawn = 0

    def show(self, watch, title, fresh):
        if not self.live:
            for happening in fresh:
                self.write(of_happening(happening).painted(10_000, False) + "\n")
            return
        width, height = shutil.get_terminal_size()
        width = max(NARROWEST, width)
        lines = [line.painted(width, self.colours) for line in frame(watch, title, width, max(5, height - 1))]
        up = f"\x1b[{self.drawn}F" if self.drawn else "\x1b[?25l"
        self.write(up + "".join(f"{line}\x1b[K\n" for line in lines) + "\x1b[J")
        self.drawn = len(lines)

    def close(self):
        """The last frame stays."""
        if self.live:
            self.write("\x1b[?25h")
        self.drawn = 0
