"""Faults of bulk requests: their size, their shape, all or nothing, what a refusal says."""

from serverkit.refusal import Refusal
from serverkit.registry import fault

SIZE = "1 to 1000 records; 1001: 422."
SHAPE = 'A bulk request is {"data": [record, …]}; JSON of any other shape: 422.'
COUNTS = 'Success: 200 {"received", "created", "updated", "unchanged"}.'
NOTHING = "Everything is validated before anything is processed; a failure is 422 and nothing of that request is stored."
NAMES = "That the body names the faulty field somewhere in its text is [M]."
ERRORS = 'Body: {"errors": [{"index", "field", "code", "message"}, …]}.'
COMPLETE = "One entry for each fault of the schema, all records."
REFERENCE = "customer_id of a transaction or activity record exists; if not: 422, nothing stored."


# ---- size ----

@fault("M", "feed.bulk.thousand-accepted", SIZE)
class LessThanAThousand:
    setting_changes = {"most_records": 999}


@fault("M", "feed.bulk.thousand-accepted", SIZE)
class FiveHundredRecords:
    setting_changes = {"most_records": 500}


@fault("M", "feed.bulk.thousand-accepted", SIZE)
class BodiesOf100KiB:
    setting_changes = {"body_limit": 100 * 1024}


@fault("M", "feed.bulk.thousand-accepted", SIZE)
class LastOfAThousandIsLost:
    def store(self, resource, records):
        return super().store(resource, records[:999])


@fault("M", "feed.bulk.over-thousand-refused", SIZE)
class ThousandAndOneTaken:
    setting_changes = {"most_records": 1001}


@fault("M", "feed.bulk.over-thousand-refused", SIZE)
class ManyRecordsTaken:
    setting_changes = {"most_records": 100000}


@fault("M", "feed.bulk.over-thousand-refused", SIZE)
class ManyActivityRecordsTaken:
    def push(self, resource, request):
        self.pushing = resource
        return super().push(resource, request)

    def records_of(self, body):
        if self.pushing == "activity" and isinstance(body, dict) and isinstance(body.get("data"), list) and body["data"]:
            return body["data"]
        return super().records_of(body)


@fault("M", "feed.bulk.over-thousand-refused", SIZE)
class OverThousandIs413:
    def shape_refusal(self, field, message):
        refusal = super().shape_refusal(field, message)
        refusal.status = 413 if "more than" in message else refusal.status
        return refusal


@fault("M", "feed.bulk.over-thousand-refused|feed.bulk.over-thousand-stores-nothing", SIZE)
class OverThousandCutOff:
    def records_of(self, body):
        if isinstance(body, dict) and isinstance(body.get("data"), list):
            body["data"] = body["data"][:self.settings.most_records]
        return super().records_of(body)


@fault("M", "feed.bulk.over-thousand-stores-nothing", SIZE)
class FirstThousandStoredAllTheSame:
    def push(self, resource, request):
        try:
            return super().push(resource, request)
        except Refusal:
            body = self.body_value(request)
            if isinstance(body, dict) and isinstance(body.get("data"), list) and len(body["data"]) > 1000:
                with self.lock:
                    self.store(resource, body["data"][:1000])
            raise


# ---- shape, success ----

@fault("S", "feed.bulk.other-shape-refused", SHAPE)
class NoRecordsTaken:
    def records_of(self, body):
        return [] if isinstance(body, dict) and body.get("data") == [] else super().records_of(body)


@fault("S", "feed.bulk.other-shape-refused", SHAPE)
class MissingDataIsNoRecords:
    def records_of(self, body):
        return [] if isinstance(body, dict) and "data" not in body else super().records_of(body)


@fault("S", "feed.bulk.other-shape-refused", SHAPE)
class OneRecordInsteadOfAList:
    def records_of(self, body):
        if isinstance(body, dict) and isinstance(body.get("data"), dict):
            body = {"data": [body["data"]]}
        return super().records_of(body)


@fault("S", "feed.bulk.other-shape-refused", SHAPE)
class OtherShapeIs400:
    def shape_refusal(self, field, message):
        refusal = super().shape_refusal(field, message)
        refusal.status = 400 if "data, is expected" in message else refusal.status
        return refusal


class _Counts:
    def pushed_reply(self, records, counts):
        reply = super().pushed_reply(records, counts)
        reply.content = self.changed(reply.content)
        return reply


@fault("S", "feed.bulk.counts", COUNTS)
class UnchangedNotCounted(_Counts):
    def changed(self, content):
        content.pop("unchanged")
        return content


@fault("S", "feed.bulk.counts", COUNTS)
class UnchangedIsUpdated(_Counts):
    def changed(self, content):
        return content | {"updated": content["updated"] + content["unchanged"], "unchanged": 0}


@fault("S", "feed.bulk.counts", COUNTS)
class UpdatedIsCreated(_Counts):
    def changed(self, content):
        return content | {"created": content["created"] + content["updated"], "updated": 0}


@fault("S", "feed.bulk.counts", COUNTS)
class CountsAreTexts(_Counts):
    def changed(self, content):
        return {name: str(number) for name, number in content.items()}


# ---- all or nothing ----

class _StoresOfABadPush:
    """Stores some records of a request that is refused by 422."""

    def push(self, resource, request):
        try:
            return super().push(resource, request)
        except Refusal as refusal:
            if refusal.status == 422:
                with self.lock:
                    self.store_some(resource, self.body_value(request))
            raise

    def store_some(self, resource, body):
        records = body.get("data") if isinstance(body, dict) else None
        for record in records if isinstance(records, list) and len(records) <= self.settings.most_records else []:
            bad = any(self.record_faults(resource, record)) or self.reference_faults(resource, [record])
            if bad and self.stops():
                return
            if not bad and self.wants(resource, record):
                self.upsert(resource, record)

    def stops(self):
        return False

    def wants(self, resource, record):
        return True


@fault("M", "feed.validation.nothing-stored", NOTHING)
class GoodRecordsStored(_StoresOfABadPush):
    pass


@fault("M", "feed.validation.nothing-stored", NOTHING)
class StoredUpToTheBadOne(_StoresOfABadPush):
    def stops(self):
        return True


@fault("M", "feed.validation.nothing-stored", NOTHING)
class GoodActivityStored(_StoresOfABadPush):
    def wants(self, resource, record):
        return resource == "activity"


@fault("M", "feed.refused.changes-nothing", "A refused request changes nothing in the resources of the contract.")
class KnownRowsUpdatedByBadPush(_StoresOfABadPush):
    def wants(self, resource, record):
        return self.key_of(resource, record) in self.tables[resource]


@fault("M", "feed.validation.*", NOTHING)
class BadRecordsSkipped:
    def push(self, resource, request):
        self.pushing = resource
        return super().push(resource, request)

    def records_of(self, body):
        records = super().records_of(body)
        good = [record for record in records if not any(self.record_faults(self.pushing, record))]
        return good or records


# ---- what a 422 says ----

@fault("M", "feed.validation.names-the-field", NAMES)
class FaultsNotNamed:
    def faults_content(self, faults):
        return {"errors": [{"index": fault["index"], "field": None, "code": "invalid", "message": "invalid"} for fault in faults]}


@fault("M", "feed.validation.names-the-field", NAMES)
class ValidationFailedIsAll:
    def faults_content(self, faults):
        return self.error_content("VALIDATION_FAILED", "The request is not valid.")


@fault("M", "feed.validation.required-missing", NOTHING)
class BadRecordsAre400:
    def refuse_if(self, faults):
        if faults:
            raise Refusal(400, self.faults_content(faults))


@fault("S", "feed.validation.errors-shape", ERRORS)
class FaultsAreTexts:
    def faults_content(self, faults):
        return {"errors": [fault["message"] for fault in faults]}


@fault("S", "feed.validation.errors-shape", ERRORS)
class FaultsByField:
    def faults_content(self, faults):
        return {"errors": {f"data.{fault['index']}.{fault['field']}": [fault["message"]] for fault in faults}}


@fault("S", "feed.validation.errors-shape|feed.validation.complete", ERRORS)
class IndexFromOne:
    def fault_entry(self, index, field, code, message):
        return super().fault_entry(index + 1, field, code, message)


@fault("S", "feed.validation.errors-shape|feed.validation.complete", ERRORS)
class IndexIsText:
    def fault_entry(self, index, field, code, message):
        return super().fault_entry(index, field, code, message) | {"index": str(index)}


@fault("S", "feed.validation.errors-shape", ERRORS)
class FaultsWithoutCode:
    def fault_entry(self, index, field, code, message):
        return {"index": index, "field": field, "message": message}


@fault("S", "feed.validation.complete", COMPLETE)
class OnlyTheFirstFault:
    def faults_content(self, faults):
        return super().faults_content(faults[:1])


@fault("S", "feed.validation.complete", COMPLETE)
class OneFaultOfEachRecord:
    def record_faults(self, resource, record):
        yield from list(super().record_faults(resource, record))[:1]


@fault("S", "feed.validation.complete", COMPLETE)
class FaultsOfTheFirstBadRecord:
    def faults_content(self, faults):
        return super().faults_content([fault for fault in faults if fault["index"] == faults[0]["index"]])


# ---- references ----

class _References:
    def reference_faults(self, resource, records):
        return super().reference_faults(resource, self.judged(resource, records))


@fault("M", "feed.reference.activity-customer", REFERENCE)
class ActivityOfUnknownCustomer(_References):
    def judged(self, resource, records):
        return [] if resource == "activity" else records


@fault("S", "feed.reference.transaction-customer", REFERENCE)
class TransactionOfUnknownCustomer(_References):
    def judged(self, resource, records):
        return [] if resource == "transactions" else records


@fault("M", "feed.reference.*", REFERENCE)
class OnlyFirstCustomerLookedUp(_References):
    def judged(self, resource, records):
        return records[:1]


@fault("M", "feed.reference.*", REFERENCE)
class CustomerMadeByActivity(_References):
    def judged(self, resource, records):
        if resource == "activity":
            for record in records:
                if not self.customer_exists(record["customer_id"]):
                    self.upsert("customers", {"customer_id": record["customer_id"], "affiliate_id": "", "tracking_data": ""})
        return records


@fault("M", "feed.reference.nothing-stored", REFERENCE)
class OthersStoredDespiteUnknownCustomer:
    def reference_faults(self, resource, records):
        faults = super().reference_faults(resource, records)
        bad = {fault["index"] for fault in faults}
        if faults:
            self.store(resource, [record for index, record in enumerate(records) if index not in bad])
        return faults


@fault("M", "feed.reference.activity-customer", REFERENCE)
class UnknownCustomerIs404:
    def reference_faults(self, resource, records):
        faults = super().reference_faults(resource, records)
        if faults and resource == "activity":
            raise Refusal(404, self.faults_content(faults))
        return faults
