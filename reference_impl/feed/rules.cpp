#include "reference_impl/feed/rules.hpp"

#include <fmt/format.h>

namespace pitboss::reference::feed {
namespace {

using wire::Decimal;
using wire::Json;

/// The parts of a key, each with its length before it, so that no two lists of parts give one text.
std::string joined(std::initializer_list<std::string> parts) {
  std::string key;
  for (const std::string &part : parts) key += fmt::format("{}:{}", part.size(), part);
  return key;
}

std::string key(Kind kind, const Record &record) {
  switch (kind) {
    case Kind::customers:
      return text_of(record, "customer_id");
    case Kind::transactions:
      return text_of(record, "transaction_id");
    case Kind::activity:
      return joined({text_of(record, "date"), text_of(record, "customer_id"), text_of(record, "game_type"),
                     text_of(record, "currency")});
  }
  return {};
}

std::optional<Decimal> decimal_of(const Record &record, std::string_view field) {
  const Json *member = record.find(field);
  return member == nullptr ? std::nullopt : member->decimal();
}

std::optional<Decimal> computed_ggr(const FeedRules &rules, const Record &record) {
  const auto total_bets = decimal_of(record, "total_bets");
  const auto wins = decimal_of(record, "wins");
  if (!total_bets || !wins) return std::nullopt;
  return rules.ggr(*total_bets, *wins);
}

Faults check_sums(const FeedRules &rules, Kind kind, const Record &record, std::size_t index) {
  if (kind != Kind::activity) return {};
  const auto given = decimal_of(record, "ggr");
  const auto right = computed_ggr(rules, record);
  if (!given || !right || *given == *right) return {};
  return {{.index = index,
           .field = "ggr",
           .code = "unequal_ggr",
           .message = fmt::format("ggr is {}, but total_bets - wins is {}", given->to_string(), right->to_string())}};
}

Faults check_references(Kind kind, const Record &record, std::size_t index, const Known &known) {
  if (kind == Kind::customers) {
    if (known.affiliate(text_of(record, "affiliate_id"))) return {};
    return {{.index = index,
             .field = "affiliate_id",
             .code = "unknown_affiliate",
             .message = "affiliate_id is of no affiliate that is configured"}};
  }
  if (known.customer(text_of(record, "customer_id"))) return {};
  return {{.index = index,
           .field = "customer_id",
           .code = "unknown_customer",
           .message = "customer_id is of no customer that was pushed"}};
}

Record replace(Kind, const std::optional<Record> &, const Record &sent) {
  return sent;
}

wire::TimePoint modified_at(const Record &record, wire::TimePoint arrival) {
  return wire::parse_date_time(text_of(record, "last_modified_date")).value_or(arrival);
}

Record to_row(const FeedRules &rules, Kind kind, Record record) {
  if (kind != Kind::activity || record.find("ggr") != nullptr) return record;
  if (const auto ggr = computed_ggr(rules, record)) record.set("ggr", *ggr);
  return record;
}

}  // namespace

FeedRules::FeedRules()
    : key(feed::key),
      check_sums(feed::check_sums),
      check_references(feed::check_references),
      replace(feed::replace),
      modified_at(feed::modified_at),
      ggr([](const Decimal &total_bets, const Decimal &wins) { return total_bets - wins; }),
      to_row(feed::to_row) {}

}  // namespace pitboss::reference::feed
