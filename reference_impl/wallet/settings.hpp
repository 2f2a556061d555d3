#pragma once

#include <set>
#include <string>
#include <utility>

namespace pitboss::reference::wallet {

/// What a wallet was set up with at its first start; kept in the store, so that all instances on it agree.
struct Settings {
  std::string token_key;                                ///< signs the tokens
  std::string hmac_secret;                              ///< shared with the provider
  std::set<std::pair<std::string, std::string>> games;  ///< provider, game
};

}  // namespace pitboss::reference::wallet
