#include "simulator/traffic/feed_records.hpp"

#include <algorithm>
#include <array>

#include "simulator/scenario/rest_match.hpp"
#include "simulator/traffic/measurable.hpp"
#include "simulator/traffic/rest_reply.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using wire::Json;
using wire::JsonObject;

constexpr std::array<const char *, feed_currencies> currencies{"EUR", "USD", "GBP"};
constexpr std::array<const char *, 4> countries{"MT", "DE", "SE", "GB"};
constexpr std::array<const char *, 4> names{"Zoë", "Иван", "Anna", "José"};
constexpr std::uint32_t transactions_that_change = 4;  // statuses that a transaction may go through

/// What a transaction's status becomes, and what it was before.
constexpr std::array<std::pair<const char *, const char *>, transactions_that_change> changes{
    {{"pending", "approved"}, {"pending", "declined"}, {"approved", "reversed"}, {"pending", "approved"}}};

Decimal cents(std::uint32_t below, Random &random) {
  return Decimal::from_units(random.below(below), 2);
}

/// Bets or wins of a day; fine ones have so many digits that differences of them still have 15 at most.
Decimal revenue(Random &random, bool is_fine) {
  if (!is_fine) return cents(100'000, random);
  constexpr std::uint32_t ten_million = 10'000'000;
  return Decimal::from_units(
      static_cast<std::int64_t>(random.below(ten_million)) * ten_million + random.below(ten_million), 6);
}

/// A record as a list must show it.
Json as_listed(const Json &record, FeedKind kind) {
  static const std::vector<std::string> customers{"customer_id", "signup_date", "affiliate_id", "tracking_data"};
  static const std::vector<std::string> transactions{
      "transaction_id", "customer_id", "transaction_type", "amount_currency", "currency", "transaction_date", "status"};
  Json row{JsonObject{}};
  if (kind == FeedKind::activity) {
    // The whole day is replaced: what it had before and has no longer is gone. GGR is always given, so none is
    // computed.
    for (const char *name :
         {"date", "customer_id", "game_type", "currency", "bets_count", "total_bets", "wins", "ggr", "ngr"}) {
      const Json *value = record.find(name);
      row.set(name, value == nullptr ? Json() : *value);
    }
    return row;
  }
  for (const std::string &name : kind == FeedKind::customer ? customers : transactions) {
    const Json &value = *record.find(name);
    row.set(name, name.ends_with("_date") ? Json(JsonObject{{"same_time_as", value}}) : value);
  }
  return row;
}

}  // namespace

std::string_view to_string(FeedKind kind) {
  if (kind == FeedKind::customer) return "customer";
  return kind == FeedKind::transaction ? "transaction" : "gaming activity";
}

bool shows(const Json &row, const Json &record, FeedKind kind) {
  return scenario::row_matches(row, as_listed(record, kind));
}

Decimal amount_at(const Json &record, std::string_view name) {
  const Json *value = record.find(name);
  const Decimal amount = value == nullptr ? Decimal() : value->decimal().value_or(Decimal());
  return is_measurable(amount) ? amount : Decimal();
}

Random FeedRecords::random_of(FeedKind kind, std::uint64_t key, std::uint32_t version) const {
  const std::uint64_t row = (static_cast<std::uint64_t>(stream_) << 40U) ^ key;
  return {setup_->seed ^ (static_cast<std::uint64_t>(version) << 32U), row * 4 + static_cast<std::uint64_t>(kind)};
}

std::string FeedRecords::id(char kind, std::uint32_t index) const {
  return setup_->run + "-" + std::to_string(stream_) + "-" + kind + std::to_string(index);
}

std::optional<std::uint32_t> FeedRecords::index_of(char kind, const std::string &id) const {
  const std::string prefix = setup_->run + "-" + std::to_string(stream_) + "-" + kind;
  if (!id.starts_with(prefix) || id.size() == prefix.size() || id.size() > prefix.size() + 9) return std::nullopt;
  const std::string digits = id.substr(prefix.size());
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(digits));
}

std::string FeedRecords::customer_id(std::uint32_t index) const {
  return id('c', index);
}

std::string FeedRecords::transaction_id(std::uint32_t index) const {
  return id('t', index);
}

std::optional<std::uint32_t> FeedRecords::customer_of(const std::string &id) const {
  return index_of('c', id);
}

std::optional<std::uint32_t> FeedRecords::transaction_of(const std::string &id) const {
  return index_of('t', id);
}

std::string FeedRecords::date_of(std::uint32_t day) const {
  const std::chrono::days back(static_cast<int>(setup_->plan.days - day % setup_->plan.days));
  return wire::to_iso8601(setup_->started - back).substr(0, 10);
}

std::string FeedRecords::time_of(std::uint32_t push) const {
  return wire::to_iso8601(setup_->started + std::chrono::milliseconds(push));
}

Decimal FeedRecords::amount(Random &random) const {
  if (!random.happens(setup_->plan.fine_amounts)) return setup_->plan.amounts.draw(random);
  constexpr std::uint32_t million = 1'000'000;
  const std::int64_t units =
      1 + static_cast<std::int64_t>(random.below(million)) * million * 999 + random.below(million);
  return Decimal::from_units(units, 2 + static_cast<int>(random.below(7)));  // up to 15 digits
}

Json FeedRecords::customer(std::uint32_t index, FeedVersion version) const {
  Random fixed = random_of(FeedKind::customer, index, 0);
  Random random = random_of(FeedKind::customer, index, version.version);
  const std::string click = "click-" + std::to_string(random.next());
  JsonObject record{
      {"customer_id", customer_id(index)},
      {"signup_date", date_of(fixed.below(28)) + "T0" + std::to_string(fixed.below(10)) + ":15:00Z"},
      {"affiliate_id", setup_->affiliates[random.below(static_cast<std::uint32_t>(setup_->affiliates.size()))]},
      {"tracking_data", fixed.below(2) == 0 ? Json(click) : Json(JsonObject{{"click", click}, {"source", "search"}})},
      {"first_name", names[fixed.below(names.size())]},
      {"country", countries[fixed.below(countries.size())]},
      {"currency", currencies[fixed.below(currencies.size())]},
      {"kyc_status_id", random.below(2) == 0 ? "verified" : "pending"},
      {"last_modified_date", time_of(version.push)}};
  return Json(std::move(record));
}

std::uint32_t FeedRecords::versions_of(std::uint32_t transaction, const TransactionKey &key) const {
  Random fixed = random_of(FeedKind::transaction, transaction, 0);
  return !key.first && fixed.happens(setup_->plan.status_changes) ? 2 : 1;
}

Json FeedRecords::transaction(std::uint32_t index, const TransactionKey &key, FeedVersion version) const {
  Random fixed = random_of(FeedKind::transaction, index, 0);
  const bool changes_status = !key.first && fixed.happens(setup_->plan.status_changes);
  const auto &[before, after] = changes[fixed.below(transactions_that_change)];
  static constexpr std::array<const char *, 8> types{"deposit",    "deposit", "deposit", "withdrawal",
                                                     "withdrawal", "bonus",   "bonus",   "adjustment"};
  const char *type = key.first ? "deposit" : types[fixed.below(types.size())];
  const std::uint32_t minute = fixed.below(60);
  JsonObject record{{"transaction_id", transaction_id(index)},
                    {"customer_id", customer_id(key.customer)},
                    {"transaction_type", type},
                    {"amount_currency", amount(fixed)},
                    {"currency", currencies[fixed.below(currencies.size())]},
                    {"transaction_date", date_of(key.day) + "T1" + std::to_string(fixed.below(10)) +
                                             (minute < 10 ? ":0" : ":") + std::to_string(minute) + ":00+02:00"},
                    {"status", !changes_status       ? "approved"
                               : version.version > 1 ? after
                                                     : before},
                    {"payment_method", "card"},
                    {"last_modified_date", time_of(version.push)}};
  return Json(std::move(record));
}

Json FeedRecords::activity(const ActivityKey &key, FeedVersion version) const {
  const std::uint64_t row = (static_cast<std::uint64_t>(key.day) << 24U) ^
                            (static_cast<std::uint64_t>(key.customer) << 8U) ^
                            (static_cast<std::uint64_t>(key.game) << 4U) ^ key.currency;
  Random fixed = random_of(FeedKind::activity, row, 0);
  Random random = random_of(FeedKind::activity, row, version.version);
  const bool is_negative = fixed.happens(setup_->plan.negative_days);
  const bool is_fine = fixed.happens(setup_->plan.fine_amounts);
  const Decimal one = revenue(random, is_fine);
  const Decimal other = revenue(random, is_fine);
  const Decimal total = is_negative ? std::min(one, other) : std::max(one, other);
  const Decimal won = is_negative ? std::max(one, other) : std::min(one, other);
  JsonObject record{{"date", date_of(key.day)},
                    {"customer_id", customer_id(key.customer)},
                    {"game_type", setup_->game_types[key.game]},
                    {"currency", currencies[key.currency]},
                    {"total_bets", total},
                    {"wins", won},
                    {"ggr", total - won}};
  // The whole record is replaced: what an earlier one had and this one has not is gone.
  if (random.below(5) != 0) record.emplace_back("bets_count", random.below(1'000));
  if (random.below(5) != 0) record.emplace_back("ngr", total - won - cents(2'000, random));
  return Json(std::move(record));
}

std::optional<ActivityKey> FeedRecords::activity_of(const Json &row) const {
  const auto customer = customer_of(text_at(row, "customer_id"));
  const auto game = std::find(setup_->game_types.begin(), setup_->game_types.end(), text_at(row, "game_type"));
  const auto currency = std::find(currencies.begin(), currencies.end(), text_at(row, "currency"));
  const std::string date = text_at(row, "date");
  if (!customer || game == setup_->game_types.end() || currency == currencies.end()) return std::nullopt;
  for (std::uint32_t day = 0; day < setup_->plan.days; ++day)
    if (date_of(day) == date)
      return ActivityKey{day, *customer, static_cast<std::uint32_t>(game - setup_->game_types.begin()),
                         static_cast<std::uint32_t>(currency - currencies.begin())};
  return std::nullopt;
}

}  // namespace pitboss::traffic
