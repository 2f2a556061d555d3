#include <algorithm>

#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using store::SqlTransaction;
using wire::Json;

/// Another value of `field` makes another row.
auto key_with(Kind kind, const std::string &field) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.rules.key, [=](const auto &inner, Kind of, const Record &record) {
      const Json *member = of == kind ? record.find(field) : nullptr;
      return inner(of, record) + (member == nullptr ? "" : "|" + to_text(*member));
    });
  };
}

void pounds_kept_by_wins(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.key, [](const auto &inner, Kind kind, const Record &record) {
    const Json *wins = text_of(record, "currency") == "GBP" ? record.find("wins") : nullptr;
    return inner(kind, record) + (wins == nullptr ? "" : "|" + to_text(*wins));
  });
}

/// What a record leaves out stays as it was.
auto merging(Kind kind) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.rules.replace,
         [=](const auto &inner, Kind of, const std::optional<Record> &former, const Record &sent) {
           if (of != kind || !former) return inner(of, former, sent);
           Record record = *former;
           for (const auto &[name, value] : *sent.object()) record.set(name, value);
           return record;
         });
  };
}

void reversals_not_taken(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.replace,
       [](const auto &inner, Kind kind, const std::optional<Record> &former, const Record &sent) {
         Record record = inner(kind, former, sent);
         if (former && kind == Kind::transactions && text_of(sent, "status") == "reversed")
           record.set("status", *former->find("status"));
         return record;
       });
}

void first_affiliate_stays(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.replace,
       [](const auto &inner, Kind kind, const std::optional<Record> &former, const Record &sent) {
         Record record = inner(kind, former, sent);
         if (former && kind == Kind::customers) record.set("affiliate_id", *former->find("affiliate_id"));
         return record;
       });
}

/// As a column whose collation knows no letter case.
auto keys_in_any_case(Kind kind) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.rules.key, [=](const auto &inner, Kind of, const Record &record) {
      return of == kind ? wire::lower_case(inner(of, record)) : inner(of, record);
    });
  };
}

void first_of_duplicates_stays(Behaviour &behaviour) {
  wrap(behaviour.feed.storage.save, [](const auto &inner, SqlTransaction &sql, const FeedRules &rules, Kind kind,
                                       std::vector<Record> records, wire::TimePoint arrival) {
    std::reverse(records.begin(), records.end());
    return inner(sql, rules, kind, records, arrival);
  });
}

std::optional<store::SqlRow> stored_row(SqlTransaction &sql, const FeedRules &rules, Kind kind, const Record &record) {
  return sql.query_one("load_" + std::string(to_string(kind)), {stored_key(rules.key(kind, record))});
}

void retries_make_rows(Behaviour &behaviour) {
  wrap(behaviour.feed.storage.save, [](const auto &inner, SqlTransaction &sql, const FeedRules &rules, Kind kind,
                                       const std::vector<Record> &records, wire::TimePoint arrival) {
    std::vector<Record> again;
    for (const Record &record : records) {
      const auto row = stored_row(sql, rules, kind, record);
      if (row && row->text(1) == to_text(record)) again.push_back(record);
    }
    const Counts counts = inner(sql, rules, kind, records, arrival);
    FeedRules second = rules;
    wrap(second.key, [](const auto &key, Kind of, const Record &record) { return key(of, record) + "|again"; });
    if (!again.empty()) inner(sql, second, kind, again, arrival);
    return counts;
  });
}

/// Faults of the form are found only while the records are stored; then some of the right ones are stored already:
/// those that are new, or those that replace a former one.
auto storing_before_refusing(bool new_ones) {
  return [=](Behaviour &behaviour) {
    const auto form =
        std::make_shared<decltype(behaviour.feed.reading.find_faults)>(behaviour.feed.reading.find_faults);
    wrap(behaviour.feed.reading.find_faults, [](const auto &inner, Kind kind, const Json &body) {
      Faults faults = inner(kind, body);
      const bool of_records = std::all_of(faults.begin(), faults.end(), [](const Fault &one) { return one.index; });
      return of_records && !faults.empty() && body.find("data")->array()->size() > 1 ? Faults{} : faults;
    });
    wrap(behaviour.feed.storage.push,
         [=](const auto &inner, const FeedStorage &storage, SqlTransaction &sql, const FeedRules &rules, Kind kind,
             const std::vector<Record> &records, wire::TimePoint arrival) -> PushOutcome {
           const Json body = wire::JsonObject{{"data", wire::JsonArray(records.begin(), records.end())}};
           const Faults faults = (*form)(kind, body);
           if (faults.empty()) return inner(storage, sql, rules, kind, records, arrival);
           std::vector<Record> good;
           for (std::size_t i = 0; i < records.size(); ++i) {
             const bool bad =
                 std::any_of(faults.begin(), faults.end(), [&](const Fault &one) { return one.index == i; });
             if (!bad && stored_row(sql, rules, kind, records[i]).has_value() != new_ones) good.push_back(records[i]);
           }
           inner(storage, sql, rules, kind, good, arrival);
           return faults;
         });
  };
}

void first_thousand_stored(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *) { return fault.code == "max_items"; });
  wrap(behaviour.feed.storage.push,
       [](const auto &inner, const FeedStorage &storage, SqlTransaction &sql, const FeedRules &rules, Kind kind,
          std::vector<Record> records, wire::TimePoint arrival) -> PushOutcome {
         if (records.size() <= 1000) return inner(storage, sql, rules, kind, records, arrival);
         records.resize(1000);
         inner(storage, sql, rules, kind, records, arrival);
         return Faults{{.index = std::nullopt, .field = "data", .code = "max_items", .message = "data is too long"}};
       });
}

auto customers_not_looked_up(Kind kind) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.rules.check_references,
         [=](const auto &inner, Kind of, const Record &record, std::size_t index, const Known &known) {
           return of == kind ? Faults{} : inner(of, record, index, known);
         });
  };
}

void known_customers_stored(Behaviour &behaviour) {
  wrap(behaviour.feed.storage.push,
       [](const auto &inner, const FeedStorage &storage, SqlTransaction &sql, const FeedRules &rules, Kind kind,
          const std::vector<Record> &records, wire::TimePoint arrival) -> PushOutcome {
         const Faults faults = storage.check(sql, rules, kind, records);
         const bool of_customers = std::all_of(faults.begin(), faults.end(),
                                               [](const Fault &fault) { return fault.code == "unknown_customer"; });
         if (faults.empty() || !of_customers) return inner(storage, sql, rules, kind, records, arrival);
         std::vector<Record> known;
         for (std::size_t i = 0; i < records.size(); ++i)
           if (std::none_of(faults.begin(), faults.end(), [&](const Fault &one) { return one.index == i; }))
             known.push_back(records[i]);
         inner(storage, sql, rules, kind, known, arrival);
         return faults;
       });
}

void bare_success(Behaviour &behaviour) {
  behaviour.feed.replies.pushed = [](const Counts &) {
    return http::Response{.status = 200, .body = R"({"ok":true})", .headers = {}};
  };
}

}  // namespace

Deviations upsert_faults() {
  return {
      {"customers-kept-by-signup-date", "feed.upsert.customer", "Another signup_date makes a second customer.",
       key_with(Kind::customers, "signup_date")},
      {"transactions-kept-by-date", "feed.upsert.transaction", "Another transaction_date makes a second transaction.",
       key_with(Kind::transactions, "transaction_date")},
      {"activity-kept-by-wins", "feed.upsert.activity", "Other wins make a second record of a day in GBP.",
       pounds_kept_by_wins},
      {"activity-merged", "feed.upsert.activity-whole", "Fields that a day leaves out stay as they were.",
       merging(Kind::activity)},
      {"customers-merged", "feed.upsert.customer-whole", "Fields that a customer leaves out stay as they were.",
       merging(Kind::customers)},
      {"transactions-merged", "feed.upsert.transaction-whole",
       "Fields that a transaction leaves out stay as they were.", merging(Kind::transactions)},
      {"reversals-not-taken", "feed.transactions.status-change", "A transaction that is reversed keeps its status.",
       reversals_not_taken},
      {"first-affiliate-stays", "feed.upsert.customer", "A customer keeps its first affiliate.", first_affiliate_stays},
      {"transactions-in-any-case", "feed.transactions.stored",
       "A transaction_id in another letter case is the same transaction.", keys_in_any_case(Kind::transactions)},
      {"first-of-duplicates-counts", "feed.upsert.last-of-duplicates",
       "Of a record twice in one push the first counts.", first_of_duplicates_stays},
      {"retries-make-rows", "feed.retry.same-rows", "A record that is pushed again unchanged is a second row.",
       retries_make_rows},
      {"good-records-stored", "feed.validation.nothing-stored", "Of a refused push the right, new records are stored.",
       storing_before_refusing(true)},
      {"good-records-replaced", "feed.refused.changes-nothing",
       "Of a refused push the right records replace those that were there.", storing_before_refusing(false)},
      {"first-thousand-stored", "feed.bulk.over-thousand-stores-nothing",
       "A push of 1001 records is refused, but the first 1000 are stored.", first_thousand_stored},
      {"activity-of-anybody", "feed.reference.activity-customer", "Activity of an unknown customer is accepted.",
       customers_not_looked_up(Kind::activity)},
      {"transactions-of-anybody", "feed.reference.transaction-customer",
       "A transaction of an unknown customer is accepted.", customers_not_looked_up(Kind::transactions)},
      {"known-customers-stored", "feed.reference.nothing-stored",
       "Of a push refused for an unknown customer the records of known ones are stored.", known_customers_stored},
      {"pushes-without-counts", "feed.bulk.counts", "A push is answered without the numbers of its records.",
       bare_success},
  };
}

}  // namespace pitboss::reference::feed::faults
