#!/usr/bin/env python3
"""Gives `lintas check` eight megabytes of what is worst to read: check_limits.py PROGRAM SECONDS MEGABYTES.

Each file is one process, whose time on the processor and largest memory the system tells: so it is the program as it is
installed that is bounded, with its start, its reference data and its output. The same inputs and more are read within a test
program by limits_test.cpp, which says what is found in them.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BYTES = 8 * 1024 * 1024  # limits::message_bytes_max
INPUTS = 16
VALID, INVALID, UNREADABLE = 0, 1, 2
WHOLE = "the most items"  # right by the schema, and judged by all rules

DECLARATION = "<n:CC015C xmlns:n='http://ncts.dgtaxud.ec'>"
ITEM = ("<ConsignmentItem><goodsItemNumber>1</goodsItemNumber><declarationGoodsItemNumber>1</declarationGoodsItemNumber>"
        "<Commodity><descriptionOfGoods>x</descriptionOfGoods></Commodity></ConsignmentItem>")
HOUSE = f"<HouseConsignment><sequenceNumber>1</sequenceNumber>{ITEM * 999}</HouseConsignment>"


def filled(before, part, after):
    before, part, after = (text.encode() if isinstance(text, str) else text for text in (before, part, after))
    return before + part * ((BYTES - len(before) - len(after)) // len(part)) + after


def whole(example):
    """The most items that a declaration may have, each right by itself: all rules are judged on all of them."""
    head, _, rest = example.partition("<ConsignmentItem>")
    item, close, _ = rest.partition("</ConsignmentItem>")
    tail = rest[rest.rindex(close) + len(close):]  # the example has two items
    items = []
    for number in range(1, 1000):
        numbered = re.sub(r"(<(?:declarationG|g)oodsItemNumber>)\d+", rf"\g<1>{number}", item)
        items.append("<ConsignmentItem>" + numbered + close)
    return filled(head + "".join(items) + "<!--", "x", "-->" + tail)


def inputs(example):
    return {
        "blanks": filled("", " ", ""),
        "depth": filled(DECLARATION, "<a>", ""),
        "attributes": filled("<a ", "b=''", ""),
        "a long name": filled("<", "a", "/>"),
        "comments": filled(DECLARATION, "<!-- -->", "</n:CC015C>"),
        "unknown elements": filled(DECLARATION, "<x/>", "</n:CC015C>"),
        "a long value": filled(DECLARATION + "<messageSender>", "x", "</messageSender></n:CC015C>"),
        "references": filled(DECLARATION + "<messageSender>", "&lt;", "</messageSender></n:CC015C>"),
        "empty groups": filled(DECLARATION, "<Guarantee/>", "</n:CC015C>"),
        "a bomb of entities": filled("<!DOCTYPE a [", "<!ENTITY b '&a;&a;'>", "]><a>&b;</a>"),
        "no UTF-8": filled("<a>", b"\xff\xfe", "</a>"),
        "groups that are right": filled("<n:CD018C xmlns:n='http://ncts.dgtaxud.ec'><Consignment>", HOUSE, ""),
        WHOLE: whole(example),
        "brackets of JSON": filled("", "[", ""),
        "members of JSON": filled('{"CC015C":{', '"x":1,', '"x":1}}'),
        "objects of JSON": filled('{"CC015C":{"Guarantee":[', "{},", "{}]}}"),
    }


def checked(program, path, level):
    """Exit code, seconds on the processor, megabytes at most."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen([program, "check", "--level", level, "--at", "2026-11-23", path],
                                   stdout=nowhere, stderr=nowhere)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def write_inputs(folder):
    """By another process: of one that is started, the system counts the largest memory of whoever starts it, too."""
    writer = os.fork()
    if writer == 0:
        example = (pathlib.Path(__file__).resolve().parents[2] / "examples/sg-th-electronics.xml").read_text(encoding="utf-8")
        for name, text in inputs(example).items():
            if BYTES * 0.9 < len(text) <= BYTES:
                (folder / name).write_bytes(text)
        os._exit(0)
    os.waitpid(writer, 0)
    return sorted(folder.iterdir())


def main(program, seconds, megabytes):
    faults = []
    worst = [0.0, 0.0]
    with tempfile.TemporaryDirectory() as folder:
        paths = write_inputs(pathlib.Path(folder))
        if len(paths) != INPUTS:
            faults.append(f"{len(paths)} inputs of {INPUTS} are as long as a message may be")
        for path in paths:
            for level in ("schema", "rules"):
                code, took, held = checked(program, path, level)
                worst = [max(worst[0], took), max(worst[1], held)]
                right = path.name == WHOLE and level == "schema"
                if code != VALID if right else code not in (INVALID, UNREADABLE):
                    faults.append(f"{path.name}, level {level}: exit code {code}")
                if took > seconds or held > megabytes:
                    faults.append(f"{path.name}, level {level}: {took:.2f} s and {held:.0f} MB, "
                                  f"allowed are {seconds} s and {megabytes} MB")
    print(f"--  {len(paths)} files of 8 MB, worst {worst[0]:.2f} s of {seconds}, {worst[1]:.0f} MB of {megabytes}")
    for fault in faults:
        print(f"check_limits: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))
