"""Faults in what becomes of a record that is pushed again."""

from decimal import Decimal

from serverkit.refusal import Refusal
from serverkit.registry import fault

from .rows import KEYS, Row

UPSERT = "A record pushed again under its key replaces the former one, no second row."
WHOLE = "It replaces it whole, fields left out are gone."
LAST = "The same record twice in one request: the last counts."
STATUS = "A transaction whose status changes is sent again with the same transaction_id."
DAY = "Intra-day activity replaces the whole day's record; values are never added up. Another currency or game type is another record."
RETRY = "A push that is retried leaves the same rows."


class _Upsert:
    """What happens to a record whose key is there."""
    resource = ""

    def upsert(self, resource, record):
        key = self.key_of(resource, record)
        if resource == self.resource and key in self.tables[resource]:
            return self.again(resource, record, self.tables[resource][key])
        return super().upsert(resource, record)


class _KeepsTheFirst(_Upsert):
    def again(self, resource, record, row):
        return "unchanged"


@fault("M", "feed.upsert.customer", UPSERT)
class CustomersNeverChange(_KeepsTheFirst):
    resource = "customers"


@fault("M", "feed.upsert.activity|feed.activity.replaces-the-day", UPSERT)
class ActivityNeverChanges(_KeepsTheFirst):
    resource = "activity"


@fault("M", "feed.transactions.status-change", STATUS)
class TransactionsNeverChange(_KeepsTheFirst):
    resource = "transactions"


class _SecondRow(_Upsert):
    def again(self, resource, record, row):
        key = (*self.key_of(resource, record), self.next_number)
        self.tables[resource][key] = Row(self.next_number, self.known_fields(resource, record), row.arrived)
        self.next_number += 1
        return "created"


@fault("M", "feed.upsert.customer", UPSERT)
class SecondRowOfCustomer(_SecondRow):
    resource = "customers"


@fault("M", "feed.upsert.transaction", UPSERT)
class SecondRowOfTransaction(_SecondRow):
    resource = "transactions"


@fault("M", "feed.upsert.activity", UPSERT)
class SecondRowOfActivity(_SecondRow):
    resource = "activity"


@fault("M", "feed.retry.same-rows", RETRY)
class SecondRowOfEqualTransaction(_SecondRow):
    resource = "transactions"

    def again(self, resource, record, row):
        if row.record == self.known_fields(resource, record):
            return super().again(resource, record, row)
        return super(_Upsert, self).upsert(resource, record)


@fault("M", "feed.transactions.status-change", STATUS)
class StatusIsPartOfTheKey:
    def key_of(self, resource, record):
        key = super().key_of(resource, record)
        return (*key, record["status"]) if resource == "transactions" else key


@fault("M", "feed.transactions.status-change", STATUS)
class OnlyPendingChanges(_Upsert):
    resource = "transactions"

    def again(self, resource, record, row):
        if row.record["status"] == "pending" or row.record["status"] == record["status"]:
            return super(_Upsert, self).upsert(resource, record)
        return "unchanged"


@fault("M", "feed.upsert.transaction", UPSERT)
class OnlyTheStatusChanges(_Upsert):
    resource = "transactions"

    def again(self, resource, record, row):
        return super(_Upsert, self).upsert(resource, {**row.record, "status": record["status"]})


@fault("M", "feed.upsert.transaction|feed.retry.same-rows|feed.transactions.status-change", UPSERT)
class KnownTransactionIs409(_Upsert):
    resource = "transactions"

    def again(self, resource, record, row):
        raise Refusal(409, self.error_content("CONFLICT", "transaction_id is known."))


@fault("M", "feed.retry.same-rows", RETRY)
class RetriedCustomersAre409(_Upsert):
    resource = "customers"

    def again(self, resource, record, row):
        if row.record == self.known_fields(resource, record):
            raise Refusal(409, self.error_content("CONFLICT", "This was sent already."))
        return super(_Upsert, self).upsert(resource, record)


@fault("M", "feed.upsert.customer", UPSERT)
class AffiliateOfCustomerStays(_Upsert):
    """Attribution is frozen at the first push."""
    resource = "customers"

    def again(self, resource, record, row):
        return super(_Upsert, self).upsert(resource, {**record, "affiliate_id": row.record["affiliate_id"]})


class _Merged:
    resource = ""

    def replacement(self, resource, former, record):
        return {**former, **record} if resource == self.resource else record


@fault("M", "feed.upsert.activity-whole", WHOLE)
class ActivityMerged(_Merged):
    resource = "activity"


@fault("S", "feed.upsert.customer-whole", WHOLE)
class CustomersMerged(_Merged):
    resource = "customers"


@fault("S", "feed.upsert.transaction-whole", WHOLE)
class TransactionsMerged(_Merged):
    resource = "transactions"


@fault("M", "feed.activity.replaces-the-day|feed.upsert.activity|feed.retry.same-rows", DAY)
class ActivityAddedUp:
    def replacement(self, resource, former, record):
        if resource != "activity":
            return record
        return {name: value + former[name] if isinstance(value, Decimal) and name in former else value for name, value in record.items()}


@fault("M", "feed.activity.replaces-the-day", DAY)
class BetsCountAddedUp:
    def replacement(self, resource, former, record):
        if resource == "activity" and former != record and {"bets_count"} <= former.keys() & record.keys():
            return {**record, "bets_count": record["bets_count"] + former["bets_count"]}
        return record


@fault("M", "feed.activity.replaces-the-day", DAY)
class ActivityOnlyGrows:
    def replacement(self, resource, former, record):
        if resource != "activity":
            return record
        return {name: max(value, former[name]) if isinstance(value, Decimal) and name in former else value for name, value in record.items()}


class _KeyWithout:
    missing = ""

    def key_of(self, resource, record):
        names = [name for name in KEYS[resource] if resource != "activity" or name != self.missing]
        return tuple(record[name] for name in names)


@fault("M", "feed.activity.currency-apart", DAY)
class CurrencyNotInKey(_KeyWithout):
    missing = "currency"


@fault("M", "feed.activity.game-type-apart", DAY)
class GameTypeNotInKey(_KeyWithout):
    missing = "game_type"


@fault("M", "feed.activity.day-apart", DAY)
class DayNotInKey(_KeyWithout):
    missing = "date"


@fault("M", "feed.activity.customer-apart", DAY)
class CustomerNotInKey(_KeyWithout):
    missing = "customer_id"


@fault("M", "feed.*", "Key customer_id: another letter case is another customer.")
class CustomerIdsInAnyCase:
    """A key column with a collation that does not know letter case."""

    def key_of(self, resource, record):
        return tuple(part.lower() for part in super().key_of(resource, record)) if resource == "customers" else super().key_of(resource, record)

    def customer_exists(self, customer_id):
        return super().customer_exists(customer_id.lower())


@fault("M", "feed.*", "Key transaction_id: another letter case is another transaction.")
class TransactionIdsInAnyCase:
    def key_of(self, resource, record):
        return tuple(part.lower() for part in super().key_of(resource, record)) if resource == "transactions" else super().key_of(resource, record)


@fault("S", "feed.upsert.last-of-duplicates", LAST)
class FirstOfDuplicatesCounts:
    def store(self, resource, records):
        first = {}
        for record in records:
            first.setdefault(self.key_of(resource, record), record)
        return super().store(resource, list(first.values()))


@fault("S", "feed.upsert.last-of-duplicates", LAST)
class DuplicatesRefused:
    def reference_faults(self, resource, records):
        keys = [self.key_of(resource, record) for record in records]
        again = [index for index, key in enumerate(keys) if key in keys[:index]] if len(set(keys)) < len(keys) else []
        return super().reference_faults(resource, records) + [
            self.fault_entry(index, KEYS[resource][0], "duplicate", "twice in one request") for index in again]
