#pragma once

#include <string_view>

/// Target and scenario files for tests: right ones, and ones with a single fault.
namespace pitboss::test {

/// Nobody listens on port 1 of a local machine.
inline constexpr std::string_view unreachable_target = R"(name: nobody
wallet:
  base_url: http://127.0.0.1:1
  hmac_secret: secret
  provider: gameprovider
  game: fantasyquest
  players:
    - launch_token: token
)";

inline constexpr std::string_view target_with_variable = R"(name: acme
wallet:
  base_url: http://127.0.0.1:1
  hmac_secret: ${PITBOSS_TEST_SECRET}
  provider: gameprovider
  game: fantasyquest
  players:
    - launch_token: token
)";

inline constexpr std::string_view target_with_misspelt_key = R"(name: acme
wallet:
  base_ulr: http://127.0.0.1:1
  hmac_secret: secret
  provider: gameprovider
  game: fantasyquest
  players:
    - launch_token: token
)";

inline constexpr std::string_view target_with_yaml_fault = R"(name: acme
wallet:
  base_url: "http://127.0.0.1:1
  hmac_secret: secret
)";

inline constexpr std::string_view own_scenario = R"(id: wallet.own.balance-is-read
title: The balance can be read
requirements: [wallet.debit.lowers-balance]
tags: [own]
steps:
  - balance: {}
    expect: {balance: 0}
)";

inline constexpr std::string_view scenario_with_unknown_call = R"(id: wallet.own.misspelt-call
title: A call that nobody knows
requirements: [wallet.debit.lowers-balance]
steps:
  - debitt: {round: R, transaction: D, amount: 1.00}
)";

inline constexpr std::string_view scenario_with_unknown_field = R"(id: wallet.own.misspelt-field
title: A field that nobody knows
requirements: [wallet.debit.lowers-balance]
steps:
  - debit: {round: R, transaction: D, ammount: 1.00}
)";

}  // namespace pitboss::test
