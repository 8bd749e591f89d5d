"""The public interface of a node, over connections that are kept."""
import http.client
import json
import threading

ANSWER_WITHIN = 15  # seconds
BUSY = (408, 429, 503, 504)


class Unanswered(Exception):
    """The node was not reached, or is too busy: the same may be asked again under the same id."""


class Answer:
    def __init__(self, status, told):
        self.status, self.told = status, told

    @property
    def done(self):
        return self.status in (200, 201)

    @property
    def faults(self):
        """What stands in the way: of a refusal, or of an act that was recorded all the same."""
        if not isinstance(self.told, dict):
            return []
        found = self.told.get("errors") or self.told.get("faults") or []
        if not found and not self.done:
            found = [{"rule": self.told.get("code", str(self.status)), "text": self.told.get("detail", "")}]
        return found

    @property
    def rules(self):
        return {fault["rule"] for fault in self.faults}

    @property
    def why(self):
        """The first fault as a sentence."""
        if not self.faults:
            return ""
        first = self.faults[0]
        detail = f" ({first['detail']})" if first.get("detail") else ""
        return f"{first['rule']} {first['text']}{detail}"


class Client:
    """One person's or program's connection to one node; for one thread."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def ask(self, key, method, target, body=None, headers=None):
        """The answer. A connection that the node had closed meanwhile is made anew, once."""
        kept = self.connection is not None
        try:
            return self._ask(key, method, target, body, headers or {})
        except (OSError, http.client.HTTPException) as failure:
            self.close()
            if not kept:
                raise Unanswered(str(failure) or type(failure).__name__) from None
        return self.ask(key, method, target, body, headers)

    def _ask(self, key, method, target, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN)
        if key is not None:
            headers = {"Authorization": "Bearer " + key, **headers}
        self.connection.request(method, target, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status in BUSY:
            raise Unanswered(f"busy: {answer.status}")
        try:
            told = json.loads(content) if content else {}
        except ValueError:
            told = content.decode("utf-8", "replace")
        return Answer(answer.status, told)

    def get(self, key, target):
        """What is there; None if it is not, or not for this key."""
        answer = self.ask(key, "GET", target)
        return answer.told if answer.done else None

    def pages(self, key, target):
        """All items of a list."""
        after = ""
        while True:
            page = self.get(key, f"{target}{'&' if '?' in target else '?'}limit=100{after}")
            if page is None:
                return
            yield from page["items"]
            if "next" not in page:
                return
            after = f"&after={page['next']}"


class Clients:
    """A client for each node and thread."""

    def __init__(self, ports):
        self.ports = ports
        self.own = threading.local()

    def __getitem__(self, country):
        clients = self.own.__dict__
        if country not in clients:
            clients[country] = Client(self.ports[country])
        return clients[country]
