#include "simulator/traffic/feed_book.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::size_t touches_told = 6;

std::string_view in_words(PushEnd end) {
  if (end == PushEnd::accepted) return "accepted";
  return end == PushEnd::refused ? "refused" : "without a reply";
}

}  // namespace

FeedRow FeedBook::new_customer() {
  const FeedRow row{FeedKind::customer, customers()};
  rows_[0].emplace_back();
  for (auto &lists : of_customer_) lists.emplace_back();
  has_deposited_.push_back(false);
  return row;
}

FeedRow FeedBook::new_transaction(std::uint32_t customer, std::uint32_t day, bool in_order) {
  const FeedRow row{FeedKind::transaction, static_cast<std::uint32_t>(transactions_.size())};
  auto &theirs = of_customer_[static_cast<std::size_t>(FeedKind::transaction)][customer];
  transactions_.push_back({customer, day, in_order && !has_deposited_[customer]});
  has_deposited_[customer] = has_deposited_[customer] || in_order;
  theirs.push_back(row.index);
  rows_[static_cast<std::size_t>(FeedKind::transaction)].emplace_back();
  return row;
}

FeedRow FeedBook::activity(const ActivityKey &key) {
  const auto [known, is_new] = activity_index_.try_emplace(key, static_cast<std::uint32_t>(activities_.size()));
  const FeedRow row{FeedKind::activity, known->second};
  if (!is_new) return row;
  activities_.push_back(key);
  of_customer_[static_cast<std::size_t>(FeedKind::activity)][key.customer].push_back(row.index);
  rows_[static_cast<std::size_t>(FeedKind::activity)].emplace_back();
  return row;
}

FeedRecordRef FeedBook::next_version(FeedRow row, std::uint32_t push) {
  return {row, {++state(row).drawn, push}};
}

void FeedBook::end(const std::vector<FeedRecordRef> &records, PushEnd end) {
  for (const FeedRecordRef &ref : records) {
    if (end == PushEnd::accepted) state(ref.row).accepted = ref.version;
    if (end == PushEnd::unknown) undecided_.insert(ref.row);
    touches_.push_back({ref, end});
    if (touches_.size() > touches_kept) touches_.pop_front();
  }
}

void FeedBook::freeze(const std::vector<FeedRecordRef> &records) {
  for (const FeedRecordRef &ref : records) state(ref.row).frozen = true;
}

wire::Json FeedBook::record(const FeedRecordRef &ref) const {
  switch (ref.row.kind) {
    case FeedKind::customer:
      return records_.customer(ref.row.index, ref.version);
    case FeedKind::transaction:
      return records_.transaction(ref.row.index, transactions_[ref.row.index], ref.version);
    case FeedKind::activity:
      break;
  }
  return records_.activity(activities_[ref.row.index], ref.version);
}

std::uint32_t FeedBook::count(FeedKind kind) const {
  std::uint32_t count = 0;
  for (const State &state : rows_[static_cast<std::size_t>(kind)]) count += state.accepted.version > 0 ? 1 : 0;
  return count;
}

std::vector<FeedRow> FeedBook::rows_of(FeedKind kind, std::uint32_t customer) const {
  if (kind == FeedKind::customer) return {{kind, customer}};
  std::vector<FeedRow> rows;
  for (const std::uint32_t index : of_customer_[static_cast<std::size_t>(kind)][customer])
    rows.push_back({kind, index});
  return rows;
}

std::optional<FeedRow> FeedBook::row_in(FeedKind kind, const wire::Json &listed) const {
  const auto text = [&](const char *name) {
    const wire::Json *value = listed.find(name);
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
  };
  std::optional<std::uint32_t> index;
  if (kind == FeedKind::customer) index = records_.customer_of(text("customer_id"));
  if (kind == FeedKind::transaction) index = records_.transaction_of(text("transaction_id"));
  if (kind == FeedKind::activity) {
    const auto key = records_.activity_of(listed);
    const auto known = key ? activity_index_.find(*key) : activity_index_.end();
    if (known != activity_index_.end()) index = known->second;
  }
  if (!index || *index >= rows_[static_cast<std::size_t>(kind)].size()) return std::nullopt;
  return FeedRow{kind, *index};
}

std::uint32_t FeedBook::customer_of(FeedRow row) const {
  if (row.kind == FeedKind::customer) return row.index;
  return row.kind == FeedKind::transaction ? transactions_[row.index].customer : activities_[row.index].customer;
}

std::string FeedBook::name(FeedRow row) const {
  if (row.kind == FeedKind::customer) return "customer " + records_.customer_id(row.index);
  if (row.kind == FeedKind::transaction) return "transaction " + records_.transaction_id(row.index);
  const wire::Json record = records_.activity(activities_[row.index], {1, 1});
  std::string out = "gaming activity";
  for (const char *field : {"date", "customer_id", "game_type", "currency"}) out += " " + *record.find(field)->string();
  return out;
}

std::string FeedBook::history(FeedRow row) const {
  std::string out;
  std::size_t told = 0;
  for (auto touch = touches_.rbegin(); touch != touches_.rend() && told < touches_told; ++touch) {
    if (touch->ref.row != row) continue;
    out += (told++ == 0 ? ". Its pushes, newest first: " : "; ") + std::string("push ") +
           std::to_string(touch->ref.version.push) + ", " + std::string(in_words(touch->end)) + ": " +
           wire::to_text(record(touch->ref));
  }
  return out;
}

}  // namespace pitboss::traffic
