"""What faults of the movement list are made of."""


class Rows:
    def shown_movement(self, row):
        shown = super().shown_movement(row)
        return self.changed(row, shown) or shown
