#pragma once

#include <optional>
#include <string>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/ids.hpp"
#include "schemas/wire/json.hpp"
#include "simulator/target/client.hpp"

/// The four calls of the contract `wallet`, as requests and as what can be read from a reply.
namespace pitboss::target {

/// What a wallet call names. Everything can be overridden by a scenario; see simulator/scenario.
struct WalletCall {
  std::string path;        ///< "/v1/transaction"
  wire::Json body;         ///< object
  std::string token;       ///< empty: no Authorization header
  std::string request_id;  ///< empty: no X-Request-ID header
};

/// A session of a player in a game, as authenticate gave it.
struct Session {
  std::string player_id;
  std::string token;
  std::string currency;
  std::string game;
  wire::Decimal balance;
  wire::Json reply;  ///< whole
};

/// Builds the bodies of the calls, with every required field.
class WalletCalls {
 public:
  explicit WalletCalls(const Wallet &wallet) : wallet_(&wallet) {}

  [[nodiscard]] WalletCall authenticate(const std::string &launch_token, const Player &player,
                                        const std::string &game) const;
  [[nodiscard]] WalletCall balance(const Session &session) const;
  /// `type` is "debit" or "credit"; the amount is written with the wallet's decimals.
  [[nodiscard]] WalletCall transaction(const Session &session, const Player &player, const std::string &type,
                                       const std::string &round_id, const std::string &transaction_id,
                                       const wire::Decimal &amount) const;
  [[nodiscard]] WalletCall rollback(const Session &session, const std::string &round_id,
                                    const std::string &transaction_id) const;

 private:
  const Wallet *wallet_;
};

/// The call as a signed request; the body is written by wire::to_text unless `raw_body` is given.
Request to_request(const WalletCall &call, const wire::Signer &signer, const std::optional<std::string> &raw_body = {});

/// What a reply of a wallet says, as far as it can be read.
struct WalletReply {
  int status = 0;  ///< 0: no reply
  std::optional<wire::Json> json;
  std::optional<wire::Decimal> balance;  ///< also from a numeric string, so that one fault is told once
  std::string error_code;                ///< error.code; empty where there is none
  std::string error_message;

  [[nodiscard]] bool accepted() const { return status >= 200 && status < 300; }
  [[nodiscard]] bool refused() const { return status >= 400 && status < 500; }
  /// 500 with DEBIT_FAILED, CREDIT_FAILED or RETRY_REQUIRED; or 401 SESSION_EXPIRED.
  [[nodiscard]] bool retryable() const;
};
WalletReply read_wallet_reply(const Exchange &exchange);

}  // namespace pitboss::target
