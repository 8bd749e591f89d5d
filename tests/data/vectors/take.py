#!/usr/bin/env python3
"""Makes the files of this folder again from what README.md names as their sources.

    take.py XMLSEC SANTUARIO WYCHEPROOF CRYPTOGRAPHY [--check]

Each is the folder of that source, unpacked. With --check nothing is written: the files here are those that would be.
"""

import base64
import csv
import io
import json
import pathlib
import sys
from collections import Counter
from xml.etree import ElementTree

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

HERE = pathlib.Path(__file__).parent
XENC = "{http://www.w3.org/2001/04/xmlenc#}"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"


def table(names, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue().encode()


def nist_gcm(tree):
    """AES-128-GCM of NIST as xmlsec has it: twelve octets of IV, ciphertext, tag. No content: it is refused."""
    folder = tree / "tests/nist-aesgcm"
    keys = {}
    for info in ElementTree.parse(folder / "keys-aes128-gcm.xml").getroot().iter(f"{DSIG}KeyInfo"):
        value = next(v for v in info.iter() if v.tag.endswith("}AESKeyValue"))
        keys[info.find(f"{DSIG}KeyName").text.strip()] = base64.b64decode(value.text)
    for file in sorted((folder / "aes128").glob("*.xml")):
        root = ElementTree.parse(file).getroot()
        data = file.with_suffix(".data")
        content = base64.b64decode(data.read_bytes()).hex() if data.exists() else ""
        yield [
            file.stem,
            "valid" if data.exists() else "invalid",
            keys[root.find(f"{DSIG}KeyInfo/{DSIG}KeyName").text.strip()].hex(),
            base64.b64decode(root.find(f"{XENC}CipherData/{XENC}CipherValue").text).hex(),
            content,
        ]


def wycheproof(tree, name):
    tests = json.loads((tree / f"src/data/{name}_test.json").read_text())
    return ((group, test) for group in tests["testGroups"] for test in group["tests"])


def few(tests, most):
    """Up to so many of each flag and result."""
    seen = Counter()
    for group, test in tests:
        kinds = [(flag, test["result"]) for flag in test["flags"]] or [("", test["result"])]
        if all(seen[kind] >= most for kind in kinds):
            continue
        seen.update(kinds)
        yield group, test


def flags(test):
    return " ".join(test["flags"])


def gcm(tree):
    for group, t in wycheproof(tree, "aes_gcm"):
        if (group["keySize"], group["ivSize"], group["tagSize"], t["aad"]) == (128, 96, 128, ""):
            yield [t["tcId"], t["result"], t["key"], t["iv"] + t["ct"] + t["tag"], t["msg"], flags(t)]


def key_wrap(tree):
    for group, t in wycheproof(tree, "aes_wrap"):
        if group["keySize"] == 128:
            yield [t["tcId"], t["result"], t["key"], t["ct"], t["msg"], flags(t)]


def hkdf(tree):
    for _, t in wycheproof(tree, "hkdf_sha256"):
        if t["size"] <= 32:
            yield [t["tcId"], t["result"], t["ikm"], t["salt"], t["info"], t["okm"], flags(t)]


def x25519(tree):
    for _, t in few(wycheproof(tree, "x25519"), 32):
        yield [t["tcId"], t["result"], t["private"], t["public"], t["shared"], flags(t)]


def ed25519(tree):
    for group, t in wycheproof(tree, "ed25519"):
        yield [t["tcId"], t["result"], group["publicKey"]["pk"], t["msg"], t["sig"], flags(t)]


def rsa_signature(tree):
    for group, t in few(wycheproof(tree, "rsa_signature_2048_sha256"), 8):
        yield [t["tcId"], t["result"], group["publicKeyDer"], t["msg"], t["sig"], flags(t)]


def oaep_groups(file):
    """The keys of a file of vectors, and what was encrypted for each."""
    groups, section, name = [], None, None
    for line in file.read_text().splitlines():
        if line.startswith("# Example"):
            groups.append(({}, []))
        elif line.startswith(("# Public key", "# Private key")):
            section = line[2:]
        elif line.startswith("# OAEP Example"):
            groups[-1][1].append({})
            section = "example"
        elif line.startswith("# ") and line.endswith(":"):
            name = line[2:-1]
        elif not line.startswith("#") and line.strip():
            if section == "example":
                groups[-1][1][-1][name] = line.strip()
            elif section == "Private key":
                groups[-1][0][name] = int(line, 16)
    return groups


def oaep(tree):
    """Keys whose messages include one of sixteen octets, as long as a content key, and what was encrypted for them.
    As it was agreed on, and with another digest or another mask."""
    folder = tree / "cryptography_vectors/asymmetric/RSA/oaep-custom"
    rows = []
    for digest, mask in (("sha256", "sha256"), ("sha256", "sha1"), ("sha1", "sha256")):
        groups = oaep_groups(folder / f"oaep-{mask}-{digest}.txt")  # the mask stands first
        for number, (key, examples) in enumerate(groups, 1):
            if not any(len(one["Message"]) == 32 for one in examples):
                continue
            name = f"rsa-oaep-{digest}-{mask}-{number}"
            yield f"cryptography/{name}.key", pem_of(key)
            taken = [one for one in examples if digest == mask or len(one["Message"]) == 32]
            rows += [[digest, mask, name, one["Message"], one["Encryption"]] for one in taken]
    yield "cryptography/rsa-oaep.csv", table(["digest", "mask", "key", "content", "encrypted"], rows)


def pem_of(key):
    numbers = rsa.RSAPrivateNumbers(
        p=key["Prime 1"],
        q=key["Prime 2"],
        d=key["Exponent"],
        dmp1=key["Prime exponent 1"],
        dmq1=key["Prime exponent 2"],
        iqmp=key["Coefficient"],
        public_numbers=rsa.RSAPublicNumbers(e=key["Public exponent"], n=key["Modulus"]),
    )
    return numbers.private_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def files(xmlsec, santuario, wyche, pyca):
    whole = santuario / "src/test/resources"
    for name in ("exc-signature.xml", "c14n-0.txt", "c14n-1.txt", "c14n-4.txt"):
        yield f"santuario/Y1/{name}", (whole / "interop/c14n/Y1" / name).read_bytes()
    for name in (
        "example2_2_1.xml",
        "example2_2_2.xml",
        "example2_2_c14nized_exclusive.xml",
        "example2_2_3.xml",
        "example2_2_3_c14nized_exclusive.xml",
        "example2_4.xml",
        "example2_4_c14nized.xml",
    ):
        yield f"santuario/inExcl/{name}", (whole / "org/apache/xml/security/c14n/inExcl" / name).read_bytes()
    yield "santuario/NOTICE", (santuario / "NOTICE").read_bytes()
    yield "xmlsec/Copyright", (xmlsec / "Copyright").read_bytes()
    yield "xmlsec/aes128-gcm.csv", table(["id", "result", "key", "encrypted", "content"], nist_gcm(xmlsec))
    for name, names, rows in (
        ("aes128-gcm", ["id", "result", "key", "encrypted", "content", "flags"], gcm(wyche)),
        ("aes128-wrap", ["id", "result", "key", "wrapped", "content", "flags"], key_wrap(wyche)),
        ("hkdf-sha256", ["id", "result", "secret", "salt", "info", "derived", "flags"], hkdf(wyche)),
        ("x25519", ["id", "result", "private", "public", "shared", "flags"], x25519(wyche)),
        ("ed25519", ["id", "result", "public", "content", "signature", "flags"], ed25519(wyche)),
        ("rsa-sha256", ["id", "result", "public", "content", "signature", "flags"], rsa_signature(wyche)),
    ):
        yield f"wycheproof/{name}.csv", table(names, rows)
    yield from oaep(pyca)


def main():
    check = "--check" in sys.argv
    sources = [pathlib.Path(one) for one in sys.argv[1:] if one != "--check"]
    if len(sources) != 4:
        sys.exit(__doc__)
    wrong = 0
    for name, content in files(*sources):
        path = HERE / name
        if check:
            if not path.exists() or path.read_bytes() != content:
                print(f"{name} is another")
                wrong += 1
            continue
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
