"""docs/events.md tells receivers how to verify: its example is played with the published one of Standard Webhooks, so
that ours (src/shell/api/webhook_signing_test.cpp, the same example) and theirs are two implementations of one text."""
import pathlib
import re
import time

root = pathlib.Path(__file__).resolve().parents[2]
example = re.search(r"```python\n(.*?)```", (root / "docs/events.md").read_text(), re.DOTALL)
assert example, "docs/events.md has an example in Python"
names: dict = {}
exec(example.group(1), names)

secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
body = b'{"test": 2432232314}'
headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,AAAA",
}


def refused(changed_headers, changed_body=body, at=1614265330):
    time.time = lambda: at
    try:
        names["verify"](secret, changed_headers, changed_body)
    except ValueError:
        return True
    return False


assert not refused(headers), "the published example"
assert refused(headers, body + b" "), "another body"
assert refused(headers | {"webhook-id": "msg_2"}), "another id"
assert refused(headers | {"webhook-signature": "v1,AAAA"}), "no signature of ours"
assert refused(headers, at=1614265330 + 301), "too old"
print("the example of docs/events.md verifies")
