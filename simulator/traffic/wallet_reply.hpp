#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/wire/decimal.hpp"
#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// What a reply of a wallet says, by the contract page, "Errors".
struct WalletReply {
  enum class Kind {
    accepted,    ///< 2xx
    unreadable,  ///< 2xx, but the body is no JSON, cut off perhaps: wrong, and says nothing of the outcome
    refused,     ///< 4xx
    retryable,   ///< 500 with a code that says so: the outcome is unknown
    expired,     ///< 401 SESSION_EXPIRED or PLAYER_UNAUTHORIZED: a new session may help
    nothing,     ///< any other status: says nothing of the outcome
  };
  struct FreeGame {
    wire::Decimal instance, remaining;
  };

  Kind kind = Kind::nothing;
  int status = 0;
  std::string code;                                 ///< error.code; empty where there is none
  std::optional<wire::Decimal> balance;             ///< a JSON number, else none
  std::string player_id, player_token;              ///< of authenticate; empty where they are missing
  std::optional<std::vector<FreeGame>> free_games;  ///< where the reply lists them
  std::string fault;                                ///< what is wrong with its form; empty where nothing is
};

WalletReply read_reply(const Reply &reply);

}  // namespace pitboss::traffic
