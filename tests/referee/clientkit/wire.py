"""HTTP as a client uses it: a request is answered in time and in JSON, or it is unanswered and its outcome unknown."""

import http.client
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from serverkit.exact_json import ExactJson, Malformed


class Unanswered(Exception):
    """No reply, none in time, a part of one, or one that is no JSON: whether the request took effect is unknown."""


class GaveUp(Exception):
    """A call got no final answer in all its tries."""


@dataclass
class Reply:
    status: int
    headers: dict       # by name in lower case
    content: object     # of JSON; None where there is no body
    text: str

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300


class Wire(ExactJson):
    """Sends over one connection a thread, kept open as long as it works."""

    clock_options: list = []    # of the client and of the referee, when this client is judged
    base_url = ""
    time_limit = 1.0        # seconds without a byte

    def exchange(self, method: str, path: str, headers: dict, body: bytes | None = None) -> Reply:
        """Raises Unanswered."""
        connection = self.connection()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            raw = answer.read()
            if answer.will_close:
                connection.close()
            content = self.read_json(raw) if raw else None
        except (OSError, http.client.HTTPException, Malformed) as problem:
            connection.close()      # or a late reply would be taken for that of the next request
            raise Unanswered(repr(problem)) from problem
        received = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, received, content, raw.decode())

    def connection(self) -> http.client.HTTPConnection:
        kept = self.__dict__.setdefault("_kept", threading.local())
        if not hasattr(kept, "connection"):
            kept.connection = http.client.HTTPConnection(urlsplit(self.base_url).netloc, timeout=self.time_limit)
        return kept.connection


class Retries:
    """Exponential back-off."""

    tries = 12
    first_wait = 0.05       # seconds
    longest_wait = 0.8

    def attempts(self):
        """Numbers of the tries from 0, each but the first after its wait."""
        for number in range(self.tries):
            if number:
                time.sleep(self.wait_before(number))
            yield number

    def wait_before(self, retry: int) -> float:
        """Seconds before the retry of this number, from 1."""
        return min(self.first_wait * 2 ** (retry - 1), self.longest_wait)
