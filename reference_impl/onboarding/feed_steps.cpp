#include <map>

#include "reference_impl/http/query.hpp"
#include "reference_impl/onboarding/step_judge.hpp"

namespace pitboss::reference::onboarding {
namespace {

using wire::Json;

/// Something that was accepted, and came again with other content.
struct Version {
  std::size_t content = 0;
  std::uint64_t first = 0;    // exchange
  std::uint64_t changed = 0;  // exchange; 0: it has not changed
};

/// Whether the operator lost more than was bet with him, exactly.
bool has_negative_ggr(const Json &record) {
  const Json *ggr = record.find("ggr"), *bets = record.find("total_bets"), *wins = record.find("wins");
  if (ggr != nullptr && ggr->decimal()) return ggr->decimal()->is_negative();
  return bets != nullptr && wins != nullptr && bets->decimal() && wins->decimal() &&
         *bets->decimal() < *wins->decimal();
}

/// What a record of activity says of its day, so far as both a push and a list have it.
std::size_t values_of(const Json &record) {
  return hash_of({text_of(record, "bets_count"), text_of(record, "total_bets"), text_of(record, "wins")});
}

std::size_t day_of(const Json &record) {
  return hash_of({text_of(record, "date"), text_of(record, "customer_id"), text_of(record, "game_type"),
                  text_of(record, "currency")});
}

class FeedJudge : public StepJudge {
 public:
  void see(const Shown &shown, const Mark &mark) override {
    const journal::Exchange &exchange = shown.exchange;
    if (!is_accepted(exchange)) return;
    if (exchange.path.ends_with("/token") && !text_of(parsed(exchange.reply->body), "access_token").empty())
      return mark("first-token", {shown.id});
    const bool push = exchange.method == "POST";
    if (!push && exchange.method != "GET") return;
    for (const Json &record : records_of(parsed(push ? exchange.body : exchange.reply->body))) {
      if (exchange.path.ends_with("/igaming/customers"))
        push ? take_customer(record, shown, mark) : read_customer(record, shown, mark);
      if (exchange.path.ends_with("/igaming/transactions") && push) take_transaction(record, shown, mark);
      if (exchange.path.ends_with("/igaming/gaming-activity"))
        push ? take_day(record, shown, mark) : read_day(record, shown, mark);
    }
  }

  [[nodiscard]] bool is_good(const journal::Exchange &exchange) const override { return is_accepted(exchange); }

  [[nodiscard]] std::vector<std::string_view> steps() const override {
    return {"first-token",   "first-customer", "customer-upsert",       "transaction-types",
            "status-change", "negative-ggr",   "intra-day-replacement", "steady-traffic"};
  }

 private:
  void take_customer(const Json &record, const Shown &shown, const Mark &mark) {
    mark("first-customer", {shown.id});
    take(customers_, hash_of({text_of(record, "customer_id")}), content_hash(record), shown.id);
  }

  /// Delta sync: only a list of what has changed since a time shows it.
  void read_customer(const Json &row, const Shown &shown, const Mark &mark) {
    if (http::Query(shown.exchange.query).find("modified_since") == nullptr) return;
    const Version *version = customers_.find(hash_of({text_of(row, "customer_id")}));
    if (version == nullptr || version->changed == 0) return;
    mark("customer-upsert", {version->first, version->changed, shown.id});
  }

  void take_transaction(const Json &record, const Shown &shown, const Mark &mark) {
    types_.emplace(text_of(record, "transaction_type"), shown.id);
    std::vector<std::uint64_t> evidence;
    for (const char *type : {"deposit", "withdrawal", "bonus", "adjustment"})
      if (const auto found = types_.find(type); found != types_.end()) evidence.push_back(found->second);
    constexpr std::size_t all_types = 4;
    if (evidence.size() == all_types) mark("transaction-types", evidence);
    const Version &version = take(transactions_, hash_of({text_of(record, "transaction_id")}),
                                  hash_of({text_of(record, "status")}), shown.id);
    if (version.changed != 0) mark("status-change", {version.first, version.changed});
  }

  void take_day(const Json &record, const Shown &shown, const Mark &mark) {
    if (has_negative_ggr(record)) mark("negative-ggr", {shown.id});
    take(days_, day_of(record), values_of(record), shown.id);
  }

  void read_day(const Json &row, const Shown &shown, const Mark &mark) {
    const Version *version = days_.find(day_of(row));
    if (version == nullptr || version->changed == 0 || version->content != values_of(row)) return;
    mark("intra-day-replacement", {version->first, version->changed, shown.id});
  }

  static const Version &take(Recent<Version> &versions, std::size_t key, std::size_t content, std::uint64_t exchange) {
    Version *known = versions.find(key);
    if (known == nullptr) {
      versions.set(key, {.content = content, .first = exchange, .changed = 0});
      return *versions.find(key);
    }
    if (known->content != content) known->changed = exchange;
    known->content = content;
    return *known;
  }

  Recent<Version> customers_, transactions_, days_;
  std::map<std::string, std::uint64_t> types_;  // of accepted transactions: at most those that the contract has
};

}  // namespace

std::unique_ptr<StepJudge> make_feed_judge() {
  return std::make_unique<FeedJudge>();
}

}  // namespace pitboss::reference::onboarding
