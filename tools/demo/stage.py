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
        self.doing = False  # something awaited, now
        self.troubles = []  # what no player expected
        self.thread = threading.Thread(target=self.run, name="stage", daemon=True)

    def minutes(self, chance, low, high):
        """Seconds that people take who need so many minutes."""
        return chance.uniform(low, high) * 60 / self.speed

    def after(self, seconds, act, *content, awaited=True):
        """`awaited`: the play is not over before it is done; else it is one of the looks that are taken again and again."""
        with self.changed:
            heapq.heappush(self.due, (time.monotonic() + seconds, next(self.order), act, content, awaited))
            self.changed.notify()

    def look(self, seconds, act, *content):
        self.after(seconds, act, *content, awaited=False)

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
        """Whether somebody is about to do something."""
        with self.changed:
            return self.doing or any(awaited for *_, awaited in self.due)

    def take(self):
        with self.changed:
            self.doing = False
            while not self.over:
                wait = self.due[0][0] - time.monotonic() if self.due else None
                if wait is not None and wait <= 0:
                    act, content, self.doing = heapq.heappop(self.due)[2:]
                    return act, content, self.doing
                self.changed.wait(wait)
        return None

    def run(self):
        while (taken := self.take()) is not None:
            act, content, awaited = taken
            try:
                act(*content)
            except Unanswered:
                self.after(AGAIN_AFTER, act, *content, awaited=awaited)
            except Exception:  # pylint: disable=broad-except
                self.trouble(traceback.format_exc())

    def trouble(self, what):
        self.troubles.append(what)
        self.tell("--", "trouble: " + what.strip().splitlines()[-1])
