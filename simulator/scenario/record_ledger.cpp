#include <set>

#include "schemas/wire/time.hpp"
#include "simulator/model/feed_model.hpp"
#include "simulator/scenario/rest_ledger_kinds.hpp"
#include "simulator/scenario/rest_match.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;

/// More customers are not read one by one.
constexpr std::size_t most_audited = 20;

/// A record as a list must show it: times may be written in another way, null is as if it were absent.
Json as_listed(const Json &record) {
  Json row{wire::JsonObject{}};
  for (const auto &[name, value] : *record.object()) {
    if (value.is_null()) continue;
    const bool is_time = value.string() != nullptr && wire::parse_date_time(*value.string());
    row.set(name, is_time ? Json(wire::JsonObject{{"same_time_as", value}}) : value);
  }
  return row;
}

/// Rows under keys, as calls.yaml says for each push.
class RecordLedger : public RestLedger {
 public:
  explicit RecordLedger(const RestCalls &calls) {
    for (const RestCall &call : calls.calls)
      if (!call.rows.empty())
        kinds_.push_back({&call, filter_of(call, *calls.find(call.rows)), model::RecordBook(call.key), {}});
  }

  void observe(const RestRequest &request, const RestAnswer &answer) override {
    for (Kind &kind : kinds_) {
      if (kind.call != request.call || !request.as_described) continue;
      for (const Json &record : request.records) {
        if (const Json *owner = record.find(kind.filter); owner != nullptr && owner->string() != nullptr)
          kind.owners.insert(*owner->string());
        if (answer.is_accepted()) kind.book.put(record);
      }
    }
  }

  std::vector<Finding> audit(const Read &read, bool /*payload*/) override {
    std::vector<Finding> findings;
    for (const Kind &kind : kinds_) {
      std::size_t looked_at = 0;
      for (const std::string &owner : kind.owners)
        if (looked_at++ < most_audited) findings.push_back(compare(kind, owner, read));
    }
    return findings;
  }

  std::vector<Drawn> first_calls() override {
    return {{"push_customers", {}}, {"push_customers", with({{"customer_id", "{C2}"}})}};
  }

  Drawn draw(std::mt19937_64 &random) override {
    const auto number = [&](long most) { return static_cast<long>(random() % static_cast<unsigned long>(most)); };
    const Json customer = number(2) == 0 ? "{C}" : "{C2}";
    const auto amount = [&] { return Json(wire::Decimal::from_units(number(99'999'999'999), 2)); };
    switch (number(3)) {
      case 0:
        return {"push_transactions", with({{"transaction_id", "{T" + std::to_string(number(6) + 1) + "}"},
                                           {"customer_id", customer},
                                           {"amount_currency", amount()},
                                           {"status", number(2) == 0 ? "pending" : "declined"}})};
      case 1:
        return {"push_activity", with({{"date", "{today-" + std::to_string(number(4)) + "d}"},
                                       {"customer_id", customer},
                                       {"currency", number(2) == 0 ? "EUR" : "USD"},
                                       {"total_bets", amount()},
                                       {"wins", amount()}})};
      default:
        return {"push_customers",
                with({{"customer_id", customer}, {"tracking_data", "t" + std::to_string(number(99))}})};
    }
  }

 private:
  struct Kind {
    const RestCall *call;
    std::string filter;  ///< field that the list can be asked by
    model::RecordBook book;
    std::set<std::string> owners;  ///< values of that field in all that was sent
  };

  static std::string filter_of(const RestCall &push, const RestCall &list) {
    for (const std::string &filter : list.filters)
      if (push.body.find(filter) != nullptr) return filter;
    return push.key.front();
  }

  static Json with(wire::JsonObject fields) { return Json(wire::JsonObject{{"with", Json(std::move(fields))}}); }

  static Finding compare(const Kind &kind, const std::string &owner, const Read &read) {
    const RestAnswer answer = read(kind.call->rows, Json(wire::JsonObject{{kind.filter, owner}}));
    Finding finding{kind.call->rows + " of " + owner, "", "", true};
    std::size_t expected = 0;
    for (const auto &[key, record] : kind.book.rows()) {
      if (!matches(record.find(kind.filter), Json(owner))) continue;
      ++expected;
      const Json listed = as_listed(record);
      const auto found = std::count_if(answer.rows.begin(), answer.rows.end(),
                                       [&](const Json &each) { return row_matches(each, listed); });
      if (found == 1 || !finding.holds) continue;
      finding.holds = false;
      finding.expected = "one row " + wire::to_text(record);
      finding.actual = std::to_string(found) + " such rows in " + wire::to_text(Json(answer.rows));
    }
    if (!finding.holds) return finding;
    finding.expected = std::to_string(expected) + " rows, as they were accepted last";
    finding.actual = !answer.is_accepted()       ? answer.in_words()
                     : answer.rows_fault.empty() ? std::to_string(answer.rows.size()) + " rows"
                                                 : answer.rows_fault;
    finding.holds = answer.is_accepted() && answer.rows_fault.empty() && answer.rows.size() == expected;
    return finding;
  }

  std::vector<Kind> kinds_;
};

}  // namespace

std::unique_ptr<RestLedger> make_record_ledger(const RestCalls &calls) {
  return std::make_unique<RecordLedger>(calls);
}

}  // namespace pitboss::scenario
