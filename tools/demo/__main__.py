"""The corridor: national nodes as processes, with traders, banks and officers who act over the public interface: ./dev demo."""
import argparse
import os
import pathlib
import sys

sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)  # tools, for a folder that is run as a program

from corridor import ROOT  # noqa: E402
from demo import land, live, once  # noqa: E402


def positive(text):
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("more than nothing")
    return value


def some_states(text):
    chosen = text.split(",")
    if len(chosen) < 2 or set(chosen) - set(land.states()):
        raise argparse.ArgumentTypeError(f"two or more of {','.join(land.states())}")
    return chosen


def main():
    parser = argparse.ArgumentParser(prog="./dev demo", description="Plays the corridor until it is stopped, or carries one "
                                     "declaration through the nodes of its route.")
    parser.add_argument("--speed", type=positive, default=900, metavar="X",
                        help="how many times as fast as people and trucks (default: %(default)s; 1 is as in life)")
    parser.add_argument("--states", type=some_states, metavar="LIST", help="some of the states of states.csv, as SG,MY (default: all)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which story (default: %(default)s)")
    parser.add_argument("--movements-per-minute", type=positive, default=12, metavar="R", help="(default: %(default)s)")
    parser.add_argument("--for", type=positive, dest="seconds", metavar="SECONDS",
                        help="begin no movement after so long, let those under way end, which at a low --speed takes many minutes, and "
                        "end (default: until Ctrl-C)")
    parser.add_argument("--json", metavar="FILE", help="write what came of it to a file, too")
    parser.add_argument("--no-colour", action="store_true", default=bool(os.environ.get("NO_COLOR")), help="also by NO_COLOR")
    parser.add_argument("--once", metavar="FILE", help="carry this IE015 in XML, as examples/sg-th-electronics.xml, through and end")
    parser.add_argument("--registers", metavar="FILE", default=ROOT / "examples/registers.csv",
                        help="with --once: who and what is registered at departure (default: %(default)s)")
    parser.add_argument("--arrival", metavar="FILE",
                        help="with --once: an IE007 in XML by which the trader at destination notifies the arrival; its MRN becomes "
                             "that of the movement, as in examples/follow-ups/arrival.xml (default: an officer records it)")
    parser.add_argument("--keep", metavar="FOLDER", help="with --once: a new folder, in which the nodes' folders stay")
    parser.add_argument("--program", default="build/lintas", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.program = str(pathlib.Path(given.program).resolve())
    return once.run(given) if given.once else live.run(given)


if __name__ == "__main__":
    sys.exit(main())
