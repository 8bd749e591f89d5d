#!/usr/bin/env python3
"""Fetches the published messages that as4_published_messages verifies: fetch_published.py FOLDER

They may be used under their licences, and are not handed on with this tree (tests/data/vectors/README.md). Each is
taken at one commit for good. What cannot be had is said, and the tests that need it are skipped. What is not the file
that was published is not kept; the others are, and the end is a failure that names it.
"""

import hashlib
import pathlib
import sys
import urllib.request

HOST = "https://raw.githubusercontent.com"

# EUPL-1.1
AS4_NET = "thomsonreuters/eessi-as4.net"
OLD = "source/AS4/Eu.EDelivery.AS4.UnitTests/Resources"
NEW = "source/Eu.EDelivery.AS4.UnitTests/Resources"
COMPONENT = "source/Eu.EDelivery.AS4.ComponentTests/Resources"
# MIT; newer than the release in Debian, from which the tables in the tree are taken
XMLSEC = "lsh123/xmlsec"

FILES = [
    ("as4net", AS4_NET, "499b94d86b624e6dcb17fc85a2a69b2cf084537b", OLD, "rssbus_message.as4"),
    ("as4net", AS4_NET, "36ebad055b5f02af40d472fed97d84b37e12eeac", NEW, "as4-soap-signed-message.txt"),
    ("as4net", AS4_NET, "196c2e7814ebde7e0c5ea8ec83f00391edad13f9", OLD, "as4-soap-wrong-signed-message.txt"),
    ("as4net", AS4_NET, "196c2e7814ebde7e0c5ea8ec83f00391edad13f9", OLD, "as4-soap-untrusted-signed-message.txt"),
    ("as4net", AS4_NET, "cd521c99371c2c98b990cdbb542d92206e6a8979", OLD, "as4-soap-signed-pullrequest.xml"),
    ("as4net", AS4_NET, "b92a91da2551cb1de7175f4b758756707caa2699", OLD, "as4_flame_envelope.as4"),
    ("as4net", AS4_NET, "da1e04f08436f00d34325ab09ef264a2479b99a0", COMPONENT, "c3_minderreceiveagent_request.as4"),
    ("as4net", AS4_NET, "7fdc648bcdb8bb48146de4bb6eacf165327b6e33", NEW, "as4-encrypted-signed-issuerserial.as4"),
    ("as4net", AS4_NET, "7fdc648bcdb8bb48146de4bb6eacf165327b6e33", NEW, "as4-encrypted-signed-keyidentifier.as4"),
    (
        "xmlsec",
        XMLSEC,
        "3bea12c55ab773db6a466dd001581c5413eec2ca",
        "tests/aleksey-xmldsig-01",
        "enveloped-sha256-eddsa-ed25519.xml",
    ),
    ("xmlsec", XMLSEC, "116719a3059770a48d574419243639853760abb4", "tests/keys/eddsa", "eddsa-ed25519-pubkey.pem"),
]

# SHA-256 of what is trusted as it comes: the key, and what is signed with it. The messages of AS4.NET have none:
# the test verifies their digests and signatures, by certificates that stand in them.
DIGESTS = {
    "eddsa-ed25519-pubkey.pem": "fc0252079f0e6394091970b05bd1884d13c116a3c20f442601eecde636847e83",
    "enveloped-sha256-eddsa-ed25519.xml": "e032588292ea7908658c518f912e140fdcebc70817607708e3909b628a76d267",
}


def is_as_published(name, content):
    """Of those that the list does not know only the address says which they are."""
    return name not in DIGESTS or hashlib.sha256(content).hexdigest() == DIGESTS[name]


def fetch(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read(1 << 20)


def put(target, content):
    """Whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(target.suffix + ".partial")
    partial.write_bytes(content)
    partial.rename(target)


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder = pathlib.Path(arguments[0])
    there, missing, failed = 0, [], []
    for place, repository, commit, path, name in FILES:
        target = folder / place / name
        if target.exists() and is_as_published(name, target.read_bytes()):
            there += 1
            continue
        target.unlink(missing_ok=True)  # so that no test goes by another file than the published one
        try:
            content = fetch(f"{HOST}/{repository}/{commit}/{path}/{name}")
        except OSError as error:  # also what urllib raises
            missing.append(name)
            print(f"SKIPPED {name}: {error}", file=sys.stderr)
            continue
        if not is_as_published(name, content):
            failed.append(name)
            continue
        put(target, content)
        there += 1
    print(f"{there} of {len(FILES)} published files are in {folder}" + (", the others are SKIPPED" if missing else ""))
    for name in failed:
        print(f"FAILED {name}: what its address gives is not the file that was published", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
