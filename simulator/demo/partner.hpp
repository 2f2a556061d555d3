#pragma once

#include <map>
#include <optional>
#include <string>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/signature.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/target/wallet_calls.hpp"

namespace pitboss::demo {

/// What a call was answered.
struct Answer {
  int status = 0;  ///< 0: no reply came
  wire::Json body;
  std::optional<wire::Decimal> balance;  ///< of a wallet
  std::string code;                      ///< of an error of a wallet

  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// The simulated partner: an operator who feeds an affiliate platform, and a game provider whose players bet. Knows the
/// server by its target file alone. One thread.
class Partner {
 public:
  explicit Partner(const target::TargetFile &target);

  // The feed and movements.
  Answer get_token();
  /// With a token, which is asked for where there is none, and once more where it has expired.
  Answer feed(const std::string &method, const std::string &path, const wire::Json &body = {});
  Answer movements(const std::string &method, const std::string &path, const wire::Json &body = {});
  /// What the target file says at `path`: "affiliate_ids.1".
  [[nodiscard]] std::string setting(const std::string &contract, const std::string &path) const;

  // The wallet; players count from 0.
  [[nodiscard]] std::size_t players() const { return target_.wallet->players.size(); }
  Answer authenticate(std::size_t player);
  Answer balance(std::size_t player);
  struct Transaction {
    std::string type, round, id;  ///< type: "debit" or "credit"
    wire::Decimal amount;
    bool finishes = false;
  };
  Answer transaction(std::size_t player, const Transaction &transaction);
  Answer rollback(std::size_t player, const std::string &round, const std::string &id);
  [[nodiscard]] std::string player_id(std::size_t player) const;

  /// An id that no other run has: "bet-3f2a-17".
  std::string fresh(const std::string &what);

  /// Has the server lose the reply to the next debit after it has taken the bet (docs/dashboard.md, misbehaviours).
  Answer lose_next_debit();
  /// The dashboard's own calls, as its pages make them.
  Answer dashboard(const std::string &method, const std::string &path, const wire::Json &body = {});

 private:
  static Answer send(target::Client &client, const target::Request &request);
  Answer call(const target::WalletCall &call);

  const target::TargetFile &target_;
  target::Client wallet_, feed_, movements_;
  target::WalletCalls calls_;
  wire::Signer signer_;
  std::string token_;
  std::map<std::size_t, target::Session> sessions_;
  std::string run_;
  int last_id_ = 0;
};

}  // namespace pitboss::demo
