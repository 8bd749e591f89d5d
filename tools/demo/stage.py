"""When who does what: a list of what is due, worked off by one thread, at the speed that was asked for."""
import heapq
import itertools
import threading
import time
import traceback

from .client import Unanswered

AGAIN_AFTER = 1.0  # seconds until who was not answered asks again


class Stage:
    def __init__(self, speed, tell):
        self.speed, self.tell = speed, tell
        self.due = []
        self.order = itertools.count()
        self.changed = threading.Condition()
        self.over = False
        self.troubles = []  # what no player expected
        self.thread = threading.Thread(target=self.run, name="stage", daemon=True)

    def minutes(self, chance, low, high):
        """Seconds that people take who need so many minutes."""
        return chance.uniform(low, high) * 60 / self.speed

    def after(self, seconds, act, *content):
        with self.changed:
            heapq.heappush(self.due, (time.monotonic() + seconds, next(self.order), act, content))
            self.changed.notify()

    def start(self):
        self.thread.start()

    def stop(self):
        """What has begun is finished, nothing else begins."""
        with self.changed:
            self.over = True
            self.changed.notify()
        if self.thread.ident is not None:
            self.thread.join()

    def expects(self):
        """Whether somebody is about to do something, beside looking at lists."""
        with self.changed:
            return any(act.__name__ not in ("look", "look_after", "declare_next", "silence") for _, _, act, _ in self.due)

    def take(self):
        with self.changed:
            while not self.over:
                wait = self.due[0][0] - time.monotonic() if self.due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self.due)[2:]
                self.changed.wait(wait)
        return None

    def run(self):
        while (taken := self.take()) is not None:
            act, content = taken
            try:
                act(*content)
            except Unanswered:
                self.after(AGAIN_AFTER, act, *content)
            except Exception:  # pylint: disable=broad-except
                self.trouble(traceback.format_exc())

    def trouble(self, what):
        self.troubles.append(what)
        self.tell("--", "trouble: " + what.strip().splitlines()[-1])
