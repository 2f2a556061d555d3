#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/ids.hpp"
#include "schemas/wire/json.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::test {

/// What was sent and what came of it, by the ids of the rows: request IDs of movements, ids of transactions.
struct RowJournal {
  using Rows = std::map<std::string, wire::Decimal>;
  Rows answered;    ///< answered 2xx: must be there, once
  Rows unanswered;  ///< of the last write, which got no answer: all of it is there, or nothing
};

/// One operator's client of a contract that writes and lists records, over one connection: traffic that is valid, so
/// that no refusal may come.
class RestTraffic {
 public:
  virtual ~RestTraffic() = default;
  RestTraffic(const RestTraffic &) = delete;
  RestTraffic &operator=(const RestTraffic &) = delete;

  /// Writes until a call gets no answer. Calls `on_answer` after each answer. Throws std::runtime_error for a refusal.
  RowJournal play(const std::function<void()> &on_answer);
  /// Writes these rows in one call, and returns the status of the answer, 0 where none came.
  virtual int write(const RowJournal::Rows &rows) = 0;
  /// The rows that are listed of this client's player or customer, each as often as it is listed.
  virtual std::multimap<std::string, wire::Decimal> listed() = 0;
  /// How many rows a write has.
  [[nodiscard]] virtual int rows_of_a_write() const = 0;

 protected:
  RestTraffic(const target::TargetFile &target, const std::string &contract, std::uint64_t seed);

  /// The status, and the body as JSON.
  std::pair<int, wire::Json> call(const std::string &method, const std::string &path, const std::string &body = {});
  std::string fresh_id() { return guids_.next(); }

  const target::Rest *rest_;
  std::string who_;  ///< external id of the player, id of the customer
  target::Headers headers_;

 private:
  target::Client client_;
  wire::GuidGenerator guids_;
};

/// Relative movements of one metric, each with a request ID.
class MovementsTraffic : public RestTraffic {
 public:
  /// `number` tells its player from others; the player is registered where it is new.
  MovementsTraffic(const target::TargetFile &target, const std::string &number, std::uint64_t seed);
  int write(const RowJournal::Rows &rows) override;
  std::multimap<std::string, wire::Decimal> listed() override;
  [[nodiscard]] int rows_of_a_write() const override { return 1; }
  [[nodiscard]] wire::Decimal balance();

 private:
  std::string metric_;
};

/// Pushes of several transactions of one customer.
class FeedTraffic : public RestTraffic {
 public:
  FeedTraffic(const target::TargetFile &target, const std::string &number, std::uint64_t seed);
  int write(const RowJournal::Rows &rows) override;
  std::multimap<std::string, wire::Decimal> listed() override;
  [[nodiscard]] int rows_of_a_write() const override { return 5; }
};

}  // namespace pitboss::test
