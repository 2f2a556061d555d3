// What an operator owes who feeds an affiliate platform (feed.md, What an operator owes).
#include <fmt/format.h>

#include <algorithm>

#include "simulator/referee/feed_parts.hpp"

namespace pitboss::referee {

using wire::Json;

namespace {

constexpr std::chrono::hours delivery_time{6};  // UTC, of the day after

/// A text of a day of which a field that was there is gone; empty where none is.
std::string lost_fields(const Json &before, const Json &after) {
  std::string lost;
  for (const auto &[name, value] : *before.object())
    if (after.find(name) == nullptr) lost.append(lost.empty() ? "" : ", ").append(name);
  return lost;
}

std::optional<wire::Decimal> value_of(const Json &record, std::string_view name) {
  const Json *member = record.find(name);
  return member == nullptr ? std::nullopt : member->decimal();
}

/// Whether a day has half of its bets, or fewer: more than a void or two takes away.
bool falls(const Json &before, const Json &after) {
  const auto old_count = value_of(before, "bets_count");
  const auto new_count = value_of(after, "bets_count");
  const auto old_total = value_of(before, "total_bets");
  const auto new_total = value_of(after, "total_bets");
  return old_count && new_count && old_total && new_total && *new_count + *new_count <= *old_count &&
         *new_total < *old_total;
}

}  // namespace

void FeedRecords::see_activity(const FeedRecord &record) {
  if (record.json.object() == nullptr) return;
  see_day(record);
  const auto [entry, is_new] = activity_.try_emplace(record.id, record);
  const FeedRecord before = entry->second;
  entry->second = record;
  if (is_new || before.rest == record.rest || before.exchange == record.exchange) return;
  if (const std::string lost = lost_fields(before.json, record.json); !lost.empty()) {
    return opinions_.broken("activity-whole",
                            fmt::format("the day {} was sent again without {}: a day replaces the former one whole, so "
                                        "that they are gone",
                                        record.id, lost),
                            {before.exchange, record.exchange});
  }
  ++changed_days_;
  if (falls(before.json, record.json))
    fallen_days_.emplace_back(before.exchange, record.exchange);
  else
    opinions_.kept("activity-whole", record.exchange);
}

/// A day is judged by its first record: what comes later corrects it.
void FeedRecords::see_day(const FeedRecord &record) {
  const std::string date = text_of(record.json, "date");
  const auto day = wire::parse_date(date);
  if (!day) return;
  const wire::TimePoint end = std::chrono::sys_days(*day) + std::chrono::days(1);
  const wire::TimePoint now = at(record.exchange).received_at;
  const bool is_first = days_.insert(date).second;
  if (!is_first || end <= journal_.started_at || journal_.ended_at < end) return;  // history, or not ended yet
  if (now <= end + delivery_time) return opinions_.kept("day-by-six", record.exchange);
  opinions_.broken(
      "day-by-six",
      fmt::format("the first record of {} came at {}, after 06:00 UTC of the day after", date, wire::to_iso8601(now)),
      {record.exchange});
}

void FeedRecords::finish() {
  for (const auto &[content, refused] : refused_)
    if (!refused.sent_again) opinions_.kept("refused-not-resent", refused.exchange);
  finish_ids();
  finish_statuses();
  finish_activity();
}

/// Two equal deposits of one second are possible. So an id counts as changed where a push in doubt was sent again under
/// another one and never under its own, or where several records of an earlier push have another id now.
void FeedRecords::finish_ids() {
  std::vector<const Suspect *> synced;
  for (const Suspect &one : other_ids_) {
    const auto transaction = transactions_.find(one.old_id);
    const Sent &old = transaction != transactions_.end() ? transaction->second : customers_[one.old_id];
    const bool is_customer = transaction == transactions_.end();
    const bool left = old.times == one.old_times;
    if (is_customer || (one.was_in_doubt && left)) {
      opinions_.broken(
          "stable-ids",
          fmt::format("what had the id {} came again with the id {}: it is there twice now", one.old_id, one.new_id),
          {one.old_exchange, one.exchange});
    } else if (left) {
      synced.push_back(&one);
    }
  }
  if (synced.size() < 2) return;
  for (const Suspect *one : synced)
    opinions_.broken("stable-ids",
                     fmt::format("{} records of earlier pushes came again with other ids: {} is {} now", synced.size(),
                                 one->old_id, one->new_id),
                     {one->old_exchange, one->exchange});
}

void FeedRecords::finish_statuses() {
  for (const Suspect &one : other_statuses_) {
    if (transactions_[one.old_id].status_changed) continue;
    opinions_.broken("status-same-id",
                     fmt::format("the transaction {} is {} for ever; its change to {} came as another transaction, {}",
                                 one.old_id, transactions_[one.old_id].first_status,
                                 text_of(transactions_[one.new_id].record.json, "status"), one.new_id),
                     {one.old_exchange, one.exchange});
  }
}

/// A correction may lower a day; where days lose half of their bets again and again, they are increments.
void FeedRecords::finish_activity() {
  const bool as_a_rule = fallen_days_.size() >= 2 && fallen_days_.size() * 7 > changed_days_;
  for (const auto &[before, after] : fallen_days_) {
    if (!as_a_rule) {
      opinions_.kept("activity-whole", after);
      continue;
    }
    opinions_.broken(
        "activity-whole",
        fmt::format("{} of {} days that were sent again have half of their bets or fewer: increments, it seems, "
                    "where the totals of the day are wanted",
                    fallen_days_.size(), changed_days_),
        {before, after});
  }
}

std::vector<Opinion> judge_feed(const journal::Journal &journal) {
  Opinions opinions("feed");
  for (const char *name : {"token-renewed", "refused-token-dropped", "retry-after", "rate", "batch-size",
                           "customers-first", "stable-ids", "bonuses-apart", "status-same-id", "activity-one-record",
                           "activity-whole", "day-by-six", "within-five-minutes", "refused-not-resent"})
    opinions.on(name);
  FeedTokens tokens(journal, opinions);
  FeedRecords records(journal, opinions);
  for (std::size_t i = 0; i < journal.exchanges.size(); ++i) {
    tokens.see(i);
    records.see(i);
  }
  tokens.finish();
  records.finish();
  return opinions.take();
}

}  // namespace pitboss::referee
