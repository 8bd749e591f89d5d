"""What is going to happen, from the seed alone: which goods go which way, what befalls them, and which line breaks when.

Nothing here knows what the nodes will answer, and nothing depends on how fast they do.
"""
import dataclasses
import itertools
import random

from .land import table

# Hours on the road (low, high) by the kind of leg, for each day that the node says it takes.
FRONTIER_HOURS = (0.3, 1.0)
INLAND_HOURS_A_DAY = (6.0, 9.0)
# Of a line that breaks or a node that stops: seconds until then and for how long. Not scaled, as little as the pauses
# after which nodes try again. The first waits until trucks are on the road.
FIRST_BREAK = 6
FIRST_BREAK_HOURS = 5
BREAK_EVERY = (35, 60)
BREAK_FOR = (8, 14)


@dataclasses.dataclass(frozen=True)
class Turn:
    """What befalls a movement: a row of turns.csv."""

    turn: str
    declared: str  # the fault of the declaration, or that its guarantee is small
    departure: str  # release, control CODE, refuse or cancel
    road: str  # seals, stop or divert
    arrival: str  # who tells it: officer or trader
    destination: str  # release or control CODE
    meaning: str


@dataclasses.dataclass(frozen=True)
class Break:
    """A time of silence: between two states, or of one."""

    after: float  # seconds since the one before ended
    lasts: float
    states: tuple  # two: the line between them; one: its node


class Plan:
    """One movement: goods, turn, and its own chances."""

    def __init__(self, seed, n, trade, turn):
        self.n, self.trade, self.turn = n, trade, turn
        self.chance = random.Random(f"{seed} movement {n}")
        self.lrn = f"DEMO-{seed}-{n:04d}"
        # Where on the road it happens, as a share of the way.
        self.where = self.chance.random()
        self.declaration = None  # as it was accepted

    def message(self, attempt):
        return f"{self.lrn}-{attempt}"


def dealt(seed, what, cards):
    """Cards for ever: each deck is shuffled and dealt to the end, so that everything comes soon."""
    for n in itertools.count():
        deck = list(cards)
        random.Random(f"{seed} {what} {n}").shuffle(deck)
        yield from deck


class Story:
    def __init__(self, seed, trades, countries):
        self.seed, self.countries = seed, list(countries)
        turns = []
        for row in table("turns.csv"):
            turns += [Turn(**{name: row[name] for name in row if name != "cards"})] * int(row["cards"])
        self.turns = dealt(seed, "turns", turns)
        self.trades = dealt(seed, "trades", trades)
        self.count = itertools.count(1)
        self.visitor = Turn("visitor", "", "release", "", "officer", "release", "declared by somebody else")

    def movements(self):
        for n in self.count:
            yield Plan(self.seed, n, next(self.trades), next(self.turns))

    def chance_of(self, what, n):
        """Of something that no movement's own chances are for."""
        return random.Random(f"{self.seed} {what} {n}")

    def breaks(self, speed):
        """Lines between neighbours on the road break; the second time and then every third a node stops."""
        chance = random.Random(f"{self.seed} breaks")
        neighbours = list(itertools.pairwise(self.countries))
        for n in itertools.count():
            states = chance.choice(neighbours) if n % 3 != 1 else (chance.choice(self.countries),)
            after = FIRST_BREAK + FIRST_BREAK_HOURS * 3600 / speed if n == 0 else chance.uniform(*BREAK_EVERY)
            yield Break(after, chance.uniform(*BREAK_FOR), states)


def hours(chance, leg):
    """On the road between two offices, by what the node says of the leg; a way that no list has takes half a day."""
    if leg is None:
        return chance.uniform(*INLAND_HOURS_A_DAY)
    if leg["kind"] == "frontier":
        return chance.uniform(*FRONTIER_HOURS)
    return max(1, leg["transit_days"]) * chance.uniform(*INLAND_HOURS_A_DAY)
