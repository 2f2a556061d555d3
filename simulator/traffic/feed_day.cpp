#include "simulator/traffic/feed_day.hpp"

#include <algorithm>

namespace pitboss::traffic {
namespace {

using wire::Json;
using wire::JsonNumber;

constexpr std::uint64_t choices_stream = std::uint64_t{3} << 61U;  // apart from the streams of contents
constexpr std::size_t most_records = 1'000;                        // feed.md, Calls

}  // namespace

/// Faults that every target has to refuse (feed.md, rules 1, 2 and 6).
const std::vector<FeedDamage> &feed_damages() {
  constexpr FeedKind customer = FeedKind::customer, transaction = FeedKind::transaction, activity = FeedKind::activity;
  const Json sixteen_digits(JsonNumber{"12345678901234.56"});
  static const std::vector<FeedDamage> all{
      {customer, "tracking_data", {}, true, true, "without tracking_data", "feed.validation.required-missing"},
      {customer, "affiliate_id", {}, false, true, "with affiliate_id null", "feed.validation.null"},
      {customer, "signup_date", "2025-02-30T10:00:00Z", false, true, "with a signup_date that no calendar has",
       "feed.validation.calendar"},
      {customer, "signup_date", "last week", false, true, "with a signup_date that is no date-time",
       "feed.validation.date-time"},
      {customer, "tracking_data", std::string(501, 'x'), false, true, "with tracking_data of 501 characters",
       "feed.validation.length"},
      {customer, "customer_id", "", false, true, "with an empty customer_id", "feed.validation.empty-id"},
      {transaction, "currency", {}, true, true, "without a currency", "feed.validation.required-missing"},
      {transaction, "currency", "usd", false, true, "with the currency `usd`", "feed.validation.currency-form"},
      {transaction, "currency", "ZZZ", false, true, "with the currency ZZZ", "feed.validation.currency-code"},
      {transaction, "amount_currency", sixteen_digits, false, true, "with an amount of 16 digits",
       "feed.validation.digits"},
      {activity, "date", "2025-02-30", false, true, "with a date that no calendar has", "feed.validation.calendar"},
      {activity, "bets_count", -1, false, true, "with a negative bets_count", "feed.validation.negative-count"},
      {activity, "total_bets", JsonNumber{"-0.01"}, false, true, "with negative total_bets",
       "feed.validation.negative-total"},
      {activity, "wins", sixteen_digits, false, true, "with wins of 16 digits", "feed.validation.digits"},
      {activity, "customer_id", "nobody", false, false, "of a customer who is not known",
       "feed.reference.activity-customer"},
      {transaction, "", {}, false, false, "with 1001 records", "feed.bulk.over-thousand-refused"}};
  return all;
}

FeedDay::FeedDay(const FeedSetup &setup, std::size_t stream)
    : setup_(&setup), random_(setup.seed, choices_stream + stream) {}

FeedPush FeedDay::push(FeedKind kind, const char *about) {
  FeedPush push;
  push.kind = kind;
  push.number = ++pushes_;
  push.about = about;
  return push;
}

void FeedDay::next_hour(FeedBook &book, std::optional<std::uint32_t> favoured, std::deque<FeedPush> &pushes) {
  const bool closes_day = hour_ + 1 >= setup_->plan.hours_a_day;
  if (hour_ == 0) register_customers(book, pushes);
  if (hour_ == 0 && random_.below(2) == 0) change_customers(book, pushes);
  transact(book, favoured, pushes);
  change_statuses(book, pushes);
  report_activity(book, closes_day, pushes);
  if (random_.happens(setup_->plan.must_be_refused)) violate(book, pushes);
  std::erase_if(pushes, [](const FeedPush &push) { return push.records.empty(); });
  ++hour_;
  if (!closes_day) return;
  hour_ = 0;
  ++day_;
  played_.clear();
}

void FeedDay::register_customers(FeedBook &book, std::deque<FeedPush> &pushes) {
  FeedPush registrations = push(FeedKind::customer, "registrations");
  for (std::uint32_t left = between(setup_->plan.registrations); left > 0; --left)
    if (book.customers() < setup_->plan.customers || book.customers() == 0)
      add(book, registrations, book.new_customer());
  pushes.push_back(std::move(registrations));
}

void FeedDay::change_customers(FeedBook &book, std::deque<FeedPush> &pushes) {
  FeedPush changes = push(FeedKind::customer, "changes of customers");
  const FeedRow row{FeedKind::customer, random_.below(book.customers())};
  if (book.is_there(row) && !book.is_frozen(row)) add(book, changes, row);
  pushes.push_back(std::move(changes));
}

void FeedDay::transact(FeedBook &book, std::optional<std::uint32_t> favoured, std::deque<FeedPush> &pushes) {
  FeedPush transactions = push(FeedKind::transaction, "transactions");
  for (std::uint32_t left = between(setup_->plan.records_a_push); left > 0; --left) {
    const bool is_favoured = favoured && random_.below(2) == 0;
    const std::uint32_t customer = is_favoured ? *favoured : random_.below(book.customers());
    const FeedRow row = book.new_transaction(customer, day_);
    add(book, transactions, row);
    if (book.records().versions_of(row.index, book.transaction(row.index)) > 1) open_.push_back(row);
  }
  pushes.push_back(std::move(transactions));
}

void FeedDay::change_statuses(FeedBook &book, std::deque<FeedPush> &pushes) {
  FeedPush changes = push(FeedKind::transaction, "status changes");
  const std::size_t wanted = between(setup_->plan.records_a_push);
  std::vector<FeedRow> later;
  for (const FeedRow row : open_) {
    const bool waits = changes.records.size() >= wanted || !book.is_there(row) || random_.below(2) == 0;
    if (book.is_frozen(row)) continue;
    if (waits) {
      later.push_back(row);
    } else {
      add(book, changes, row);
    }
  }
  open_ = std::move(later);
  pushes.push_back(std::move(changes));
}

/// What was played today so far, each day's record whole; at the end of the day all of it in bulk.
void FeedDay::report_activity(FeedBook &book, bool closes_day, std::deque<FeedPush> &pushes) {
  const char *about = closes_day ? "day close" : "activity of the day so far";
  const auto games = static_cast<std::uint32_t>(setup_->game_types.size());
  for (std::uint32_t left = between(setup_->plan.records_a_push); left > 0; --left)
    played_.insert({day_ % static_cast<std::uint32_t>(setup_->plan.days), random_.below(book.customers()),
                    random_.below(std::min<std::uint32_t>(games, 2)), random_.below(feed_currencies)});
  FeedPush report = push(FeedKind::activity, about);
  for (const ActivityKey &key : played_) {
    const FeedRow row = book.activity(key);
    if (book.is_frozen(row) || (!closes_day && random_.below(2) == 0)) continue;
    if (report.records.size() == most_records) {
      pushes.push_back(std::move(report));
      report = push(FeedKind::activity, about);
    }
    add(book, report, row);
  }
  pushes.push_back(std::move(report));
}

/// Good records, changed and new ones, and among them one that is damaged: nothing of them is stored.
void FeedDay::violate(FeedBook &book, std::deque<FeedPush> &pushes) {
  const auto &damages = feed_damages();
  const FeedDamage &damage = damages[random_.below(static_cast<std::uint32_t>(damages.size()))];
  FeedPush refused = push(damage.kind, "must be refused");
  refused.damage = &damage;
  add_rows(book, refused, *damage.field == '\0' ? most_records + 1 : 2 + random_.below(3));
  pushes.push_back(std::move(refused));
}

void FeedDay::add_rows(FeedBook &book, FeedPush &push, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t customer = random_.below(book.customers());
    if (push.kind == FeedKind::customer) add(book, push, {FeedKind::customer, customer});
    if (push.kind == FeedKind::transaction) add(book, push, book.new_transaction(customer, day_, false));
    if (push.kind == FeedKind::activity)
      add(book, push,
          book.activity({day_ % static_cast<std::uint32_t>(setup_->plan.days), customer, 0,
                         static_cast<std::uint32_t>(i) % feed_currencies}));
  }
}

}  // namespace pitboss::traffic
