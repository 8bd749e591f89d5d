#!/usr/bin/env python3
"""Opens the request of an example as its receiver does: open.py 2.0, open.py 1.x. Needs the package `cryptography`.

Written from the profile, without anything of Lintas: read it where your own software opens the message otherwise. It does
not check the signature over header and body, which takes exclusive canonical form.
"""
import base64
import gzip
import hashlib
import pathlib
import re
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap

folder = pathlib.Path(__file__).parent / sys.argv[1]
head = (folder / "request.head").read_text()
boundary = re.search('boundary="([^"]+)"', head)[1].encode()
_, envelope, payload, _ = (b"\r\n" + (folder / "request.body").read_bytes()).split(b"\r\n--" + boundary)
soap = envelope.partition(b"\r\n\r\n")[2].decode()
sealed = payload.partition(b"\r\n\r\n")[2]


def value(pattern):
    return base64.b64decode(re.search(pattern, soap)[1])


key = serialization.load_pem_private_key((folder / "my-sealing.key").read_bytes(), None)
wrapped = value(r"<xenc:EncryptedKey.*?<xenc:CipherValue>([^<]*)")
if sys.argv[1] == "1.x":
    sha256 = hashes.SHA256()
    content_key = key.decrypt(wrapped, padding.OAEP(padding.MGF1(sha256), sha256, None))
else:
    sender = serialization.load_der_public_key(value(r"DEREncodedKeyValue[^>]*>([^<]*)"))
    salt = value(r"Salt>([^<]*)")
    content_key = aes_key_unwrap(HKDF(hashes.SHA256(), 16, salt, b"").derive(key.exchange(sender)), wrapped)

packed = AESGCM(content_key).decrypt(sealed[:12], sealed[12:], None)  # 12 bytes of nonce, 16 of tag at the end
signed = value(r'<ds:Reference URI="cid:.*?DigestValue>([^<]*)')
assert hashlib.sha256(packed).digest() == signed, "what was signed is the packed payload"
receipt = (folder / "receipt.xml").read_text()
assert base64.b64encode(signed).decode() in receipt, "the receipt repeats what was signed"
assert gzip.decompress(packed) == (folder / "payload.xml").read_bytes()
print(f"{sys.argv[1]}: the payload opens, and is what was signed and receipted")
