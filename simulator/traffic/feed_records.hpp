#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "simulator/traffic/feed_setup.hpp"

namespace pitboss::traffic {

/// The kinds of records, in the order in which an operator pushes them: customers before what names them.
enum class FeedKind : std::uint8_t { customer, transaction, activity };
inline constexpr std::size_t feed_kinds = 3;
std::string_view to_string(FeedKind kind);  ///< "customer"

/// Currencies of activity.
inline constexpr std::uint32_t feed_currencies = 3;

/// A row of a stream: the how-manieth of its kind, from 0.
struct FeedRow {
  FeedKind kind = FeedKind::customer;
  std::uint32_t index = 0;

  auto operator<=>(const FeedRow &) const = default;
};

/// What a day's activity record is told apart by (feed.md, Calls).
struct ActivityKey {
  std::uint32_t day = 0, customer = 0, game = 0, currency = 0;

  auto operator<=>(const ActivityKey &) const = default;
};

/// What a transaction is, whatever becomes of it.
struct TransactionKey {
  std::uint32_t customer = 0;
  std::uint32_t day = 0;
  bool first = false;  ///< of its customer: his first-time deposit
};

/// How a row was pushed: with that, its key and the seed its content can be made again, so that a run keeps no records.
struct FeedVersion {
  std::uint32_t version = 0;  ///< from 1; 0: never
  std::uint32_t push = 0;     ///< of the stream, from 1
};

/// Makes the records of one stream.
class FeedRecords {
 public:
  FeedRecords(const FeedSetup &setup, std::size_t stream) : setup_(&setup), stream_(stream) {}

  [[nodiscard]] wire::Json customer(std::uint32_t index, FeedVersion version) const;
  [[nodiscard]] wire::Json transaction(std::uint32_t index, const TransactionKey &key, FeedVersion version) const;
  [[nodiscard]] wire::Json activity(const ActivityKey &key, FeedVersion version) const;

  /// How many versions a transaction has: those whose status changes have 2.
  [[nodiscard]] std::uint32_t versions_of(std::uint32_t transaction, const TransactionKey &key) const;

  [[nodiscard]] std::string customer_id(std::uint32_t index) const;
  [[nodiscard]] std::string transaction_id(std::uint32_t index) const;
  /// The index in an id of this stream; nullopt for any other.
  [[nodiscard]] std::optional<std::uint32_t> customer_of(const std::string &id) const;
  [[nodiscard]] std::optional<std::uint32_t> transaction_of(const std::string &id) const;
  /// The key in a listed row; nullopt where it is none of this stream.
  [[nodiscard]] std::optional<ActivityKey> activity_of(const wire::Json &row) const;
  /// The time of a push, for `modified_since`.
  [[nodiscard]] std::string time_of(std::uint32_t push) const;

 private:
  [[nodiscard]] Random random_of(FeedKind kind, std::uint64_t key, std::uint32_t version) const;
  [[nodiscard]] std::string date_of(std::uint32_t day) const;
  [[nodiscard]] std::string id(char kind, std::uint32_t index) const;
  [[nodiscard]] std::optional<std::uint32_t> index_of(char kind, const std::string &id) const;
  [[nodiscard]] wire::Decimal amount(Random &random) const;

  const FeedSetup *setup_;
  std::size_t stream_;
};

/// Whether a listed row shows the record, in what the contract demands: times as instants, numbers by value; optional
/// fields of customers and transactions are a SHOULD and not looked at.
bool shows(const wire::Json &row, const wire::Json &record, FeedKind kind);

/// An amount of a record; 0 where it is none, or none that was ever sent.
wire::Decimal amount_at(const wire::Json &record, std::string_view name);

}  // namespace pitboss::traffic
