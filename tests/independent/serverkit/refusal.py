"""The exception by which a layer answers a request with an error."""


class Refusal(Exception):
    def __init__(self, status: int, content, headers: tuple = ()):
        super().__init__(status, content)
        self.status = status
        self.content = content      # the body, before it becomes JSON
        self.headers = list(headers)
