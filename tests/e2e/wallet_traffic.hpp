#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/ids.hpp"
#include "schemas/wire/signature.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/target/wallet_calls.hpp"

namespace pitboss::test {

/// A transaction that was sent: enough to send it again.
struct Transaction {
  std::string type, round, id;
  wire::Decimal amount;

  [[nodiscard]] wire::Decimal change() const { return type == "debit" ? -amount : amount; }
};

/// What one player knows when the server has died under the traffic.
struct Journal {
  wire::Decimal opening;
  std::vector<Transaction> answered;      ///< answered 200: must be there, once
  std::optional<Transaction> unanswered;  ///< sent, but no answer came: may be there

  [[nodiscard]] wire::Decimal balance() const;  ///< opening and all that was answered
};

/// One player of a target, over one connection.
class PlayerTraffic {
 public:
  /// Authenticates. Throws std::runtime_error where that fails.
  PlayerTraffic(const target::TargetFile &target, std::size_t player, std::uint64_t seed);

  /// Plays rounds of one debit and one credit until a call gets no answer. Calls `on_answer` after each answer. Throws
  /// std::runtime_error for a refusal: the traffic is valid, so none may come.
  Journal play(const std::function<void()> &on_answer);

  [[nodiscard]] wire::Decimal balance();
  /// Sends a transaction and returns the status of the answer, 0 where none came.
  int send(const Transaction &transaction);

 private:
  target::WalletReply exchange(const target::WalletCall &call);

  const target::Wallet *wallet_;
  const target::Player *player_;
  target::WalletCalls calls_;
  wire::Signer signer_;
  target::Client client_;
  wire::GuidGenerator guids_;
  target::Session session_;
  std::string failure_;  // why the last call got no answer
};

}  // namespace pitboss::test
