#include "simulator/traffic/feed_sums.hpp"

#include "simulator/traffic/rest_reply.hpp"

namespace pitboss::traffic {

void FeedSums::add(const FeedBook &book, FeedRow row, const wire::Json &record) {
  if (row.kind == FeedKind::customer) ++customers;
  if (row.kind == FeedKind::activity) {
    ++activity;
    ggr += amount_at(record, "ggr");
    ngr += amount_at(record, "ngr");
  }
  if (row.kind != FeedKind::transaction) return;
  ++transactions;
  const wire::Decimal amount = amount_at(record, "amount_currency");
  const std::string type = text_at(record, "transaction_type");
  if (type == "deposit") deposits += amount;
  if (type == "withdrawal") withdrawals += amount;
  if (type == "bonus") bonuses += amount;
  if (type == "adjustment") adjustments += amount;
  if (!book.transaction(row.index).first) return;
  ++first_deposits;
  first_deposit_amount += amount;
}

void FeedSums::add(const FeedSums &other) {
  customers += other.customers;
  transactions += other.transactions;
  activity += other.activity;
  first_deposits += other.first_deposits;
  first_deposit_amount += other.first_deposit_amount;
  deposits += other.deposits;
  withdrawals += other.withdrawals;
  bonuses += other.bonuses;
  adjustments += other.adjustments;
  ggr += other.ggr;
  ngr += other.ngr;
}

}  // namespace pitboss::traffic
