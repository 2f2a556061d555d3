"""What the faults of validation are made of: a kind or a field that is judged otherwise."""


class Kinds:
    """Replaces or adds to what is judged of the kinds, or of the fields, of `judged_otherwise`."""
    names: tuple = ()

    def judge(self, kind, field, value, record):
        if kind in self.names or field in self.names:
            return self.judged_otherwise(kind, field, value, record)
        return super().judge(kind, field, value, record)

    def judged_otherwise(self, kind, field, value, record):
        return iter(())


class Refuses:
    """Refuses more than it should."""

    def judge(self, kind, field, value, record):
        yield from super().judge(kind, field, value, record)
        if self.refused(kind, field, value, record):
            yield "refused", "not taken here"

    def refused(self, kind, field, value, record):
        return False
