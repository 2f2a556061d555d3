"""Calls of the feed, each sent until it is answered for good: pushes with what a 422 leaves of them, and reads."""

import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from clientkit.wire import GaveUp, Reply, Unanswered

from .tokens import Token, Tokens

API = "/api/v1/igaming/"
MARGIN = 0.05           # seconds beyond Retry-After


class Calls(Tokens):

    batch_size = 1000

    def call(self, method: str, path: str, body: bytes | None = None, items: list | None = None) -> Reply:
        """Sends until the answer is final: success, or a refusal of the content. Raises GaveUp."""
        for retry in self.attempts():
            if retry and items:
                body = self.body_again(path, items, body)
            token = self.token()
            try:
                reply = self.exchange(method, API + path, self.headers(token, body), body)
            except Unanswered:
                continue
            if reply.status == 401:
                self.drop(token)
            elif reply.status == 429:
                token.spared_until = time.monotonic() + self.retry_after(reply)
            elif reply.status < 500:
                return reply
        raise GaveUp(f"{method} {path}")

    def headers(self, token: Token, body: bytes | None) -> dict:
        return {"Authorization": f"Bearer {token.text}"} | ({"Content-Type": "application/json"} if body else {})

    def retry_after(self, reply: Reply) -> float:
        """Seconds to wait, of both forms of Retry-After (RFC 9110 section 10.2.3); a date is taken by the server's clock."""
        value = reply.headers["retry-after"].strip()
        return (int(value) if value.isdigit() else self.seconds_until(value, reply)) + MARGIN

    def seconds_until(self, date: str, reply: Reply) -> float:
        told = reply.headers.get("date")
        there = parsedate_to_datetime(told) if told else datetime.now(timezone.utc)
        return max(0.0, (parsedate_to_datetime(date) - there).total_seconds())

    # ---- pushes ----

    def body_of(self, items: list) -> bytes:
        return self.write_json({"data": [item.record() for item in items]})

    def body_again(self, path: str, items: list, body: bytes) -> bytes:
        """What is sent when the first try was not answered for good: the same."""
        return body

    def push(self, path: str, items: list) -> None:
        """Pushes the records of the items in as many requests as it takes."""
        for begin in range(0, len(items), self.batch_size):
            self.push_batch(path, items[begin:begin + self.batch_size])

    def push_batch(self, path: str, items: list) -> None:
        """Pushes in one request; of what is refused the faulty records are mended or left out, and the rest is pushed."""
        while items:
            reply = self.call("POST", path, self.body_of(items), items)
            if reply.done:
                for item in items:
                    item.delivered()
                return
            if reply.status != 422:
                raise SystemExit(f"{path}: {reply.status} {reply.text}")
            items = self.after_refusal(items, self.faulty(reply))

    def faulty(self, reply: Reply) -> set:
        """The places of the faulty records in the refused request."""
        return {int(error["index"]) for error in reply.content["errors"]}

    def after_refusal(self, items: list, faulty: set) -> list:
        """What is pushed after a 422: never what was refused."""
        return [item for place, item in enumerate(items) if place not in faulty or item.mend()]
