#!/usr/bin/env python3
"""Reads the examples of docs/protocols/compact-code.md with nothing of ours and no library: base45, CBOR and Ed25519 as their
standards say. What another maker of software would write from that page has to come to the same.

usage: compact_code.py PAGE
"""
import hashlib
import re
import sys

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

# ---- Ed25519, RFC 8032, section 5.1, as plainly as it can be written

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    """Points as (X, Y, Z, T)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def x_of(y, sign):
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - xx) % P == 0 and y < P, "no point of the curve"
    return P - x if x & 1 != sign else x


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = x_of(y, sign)
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def fits(key, content, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + key + content).digest(), "little") % Q
    return s < Q and same(times(s, BASE), add(point_of(r), times(h, point_of(key))))


# ---- base45, RFC 9285


def from_base45(text):
    digits = [ALPHABET.index(c) for c in text]
    out = bytearray()
    for i in range(0, len(digits), 3):
        group = digits[i:i + 3]
        assert len(group) > 1, "a character is missing"
        out += sum(d * 45**n for n, d in enumerate(group)).to_bytes(len(group) - 1, "big")
    return bytes(out)


# ---- deterministic CBOR, RFC 8949, section 4.2


def item(data, at):
    """The item at `at`, and where the next one begins."""
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    assert info < 28, "neither indefinite lengths nor reserved"
    n = info
    if info >= 24:
        size = 1 << (info - 24)
        n, at = int.from_bytes(data[at:at + size], "big"), at + size
        assert n >= (24 if size == 1 else 1 << 4 * size), "the shortest form"
    if major in (0, 1):
        return (n if major == 0 else -1 - n), at
    if major in (2, 3):
        content = data[at:at + n]
        assert len(content) == n, "cut off"
        return (content if major == 2 else content.decode()), at + n
    if major == 4:
        members = []
        for _ in range(n):
            member, at = item(data, at)
            members.append(member)
        return members, at
    assert major == 5, "no tags, no floats"
    pairs, before = {}, b""
    for _ in range(n):
        begin = at
        key, at = item(data, at)
        assert data[begin:at] > before, "ascending keys"
        before = data[begin:at]
        pairs[key], at = item(data, at)
    return pairs, at


def whole(data):
    value, end = item(data, 0)
    assert end == len(data), "nothing behind the end"
    return value


def string(major, data):
    size = len(data)
    head = bytes([major << 5 | size]) if size < 24 else bytes([major << 5 | 24, size]) if size < 256 else \
        bytes([major << 5 | 25]) + size.to_bytes(2, "big")
    return head + data


# ---- what the page says


def opened(data, subject, keys):
    """The record that is signed under one of the keys."""
    assert data[0] == 0xD2, "tag 18"
    protected, unprotected, payload, signature = whole(data[1:])
    assert whole(protected) == {1: -8, 3: subject} and list(unprotected) == [4]
    key = keys[unprotected[4]]
    signed = b"\x84" + string(3, b"Signature1") + string(2, protected) + string(2, b"") + string(2, payload)
    assert fits(key, signed, signature), "the signature fits"
    changed = payload[:-1] + bytes([payload[-1] ^ 1])
    assert not fits(key, signed[:-len(payload)] + changed, signature), "and no other content"
    return whole(payload)


def by_id(keys):
    return {hashlib.sha256(key).digest()[:8]: key for key in keys}


def main():
    with open(sys.argv[1]) as file:
        fingerprint, sheet, code, status, second, cancelled = re.findall(r"```text\n(.*?)\n```", file.read(), re.S)
    sheet = bytes.fromhex(sheet.replace("\n", ""))
    root = whole(whole(sheet[1:])[2])[6]
    digits = hashlib.sha256(root).hexdigest()[:32]
    assert fingerprint == "-".join(digits[i:i + 4] for i in range(0, 32, 4))
    trust = opened(sheet, 65002, by_id([root]))
    assert trust[1] == 1 and trust[2] == "SG" and trust[3] == 3
    keys = by_id([key[1] for key in trust[7]])
    assert code.startswith("LC1:")
    content = opened(from_base45(code[4:]), 65001, keys)
    kind, document = content[5]
    assert content[1] == 1 and content[2] == "SG" and kind == 0
    assert document[1] == "26SG0000010000A1J0" and document[9] == ["SG123456", "SG123457"]
    assert trust[7][0][2] <= content[4] < trust[7][0][3], "in force when it signed"
    assert content[6] < content[4], "printed some time behind the release"
    live = opened(bytes.fromhex(status.replace("\n", "")), 65003, keys)
    handles = [live[6][i:i + 8] for i in range(0, len(live[6]), 8)]
    assert live[2] == "SG" and live[3] == kind and handles == sorted(set(handles))
    assert content[6] <= live[4] and content[3] in handles, "it holds as of the list"
    certificate = opened(from_base45(second[4:]), 65001, keys)
    kind, said = certificate[5]
    assert kind == 1 and said[1] == "TH-DFT" and said[2] == "TH-ID D2026-0033107" and said[6] != certificate[2]
    assert said[7] == 1 and said[8] == b"\x5a" * 32 and sorted(said) == list(range(1, 9)), "no names, no goods"
    ended = opened(bytes.fromhex(cancelled.replace("\n", "")), 65003, keys)
    handles = [ended[7][i:i + 8] for i in range(0, len(ended[7]), 8)]
    assert ended[3] == kind and ended[6] == b"" and handles == sorted(set(handles))
    assert certificate[6] <= ended[4] and certificate[3] not in handles, "not cancelled as of the list"
    print("compact codes: the examples of the page are as it says")


if __name__ == "__main__":
    main()
