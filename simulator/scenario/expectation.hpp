#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/formats/results.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/target/wallet_calls.hpp"

namespace pitboss::scenario {

/// What a step expects, and what came.
struct Observed {
  const target::Exchange &exchange;  ///< the last try
  const target::WalletReply &reply;
  int tries = 1;
  std::optional<wire::Decimal>
      balance;  ///< that the reply states, or that was read right after it where it states none
  AmountWords words;
  int decimals = 2;
  std::optional<int> free_rounds_at_begin, free_rounds;
  std::optional<wire::Decimal> before, after;  ///< of `unchanged`: read right before and right after
};

/// What a check is about that tells of another requirement than the one that its step judges: an answer that the model
/// of the contract does not have, a balance told by a reply alone, a free game that is not listed.
inline constexpr const char *by_the_model = "answer, by the model of the contract";
inline constexpr const char *of_the_reply = "balance in the reply, which a balance call contradicts";
inline constexpr const char *of_the_list = "list of free games";

/// A balance that is not what it should be.
struct BalanceMiss {
  wire::Decimal right;  ///< of several right ones the first
  wire::Decimal actual;
};

struct Judgement {
  std::vector<results::Check> checks;
  std::optional<BalanceMiss> balance;  ///< where a balance check did not hold
};

/// Compares an answer with an `expect` (docs/scenarios.md, What to expect). Every check carries the requirement that it
/// judges; its level decides the verdict.
Judgement judge(const wire::Json &expect, const std::string &requirement, const Observed &seen,
                const catalogue::Catalogue &catalogue);

/// Whether the answer was to be refused with a status or code that the contract fixes at the level MUST.
bool expects_status_at_must(const wire::Json &expect, const std::string &requirement,
                            const catalogue::Catalogue &catalogue);

/// A check with the verdict that the level of its requirement gives.
results::Check make_check(const catalogue::Catalogue &catalogue, const std::string &requirement, std::string what,
                          std::string expected, std::string actual, bool holds);

/// "400 VALIDATION_FAILED (the amount is negative)", "no answer within the time limit".
std::string answer_text(const target::Exchange &exchange, const target::WalletReply &reply, int tries);

/// The values of an expectation that is a scalar or a list of scalars.
std::vector<std::string> alternatives(const wire::Json &value);

/// Whether freeGameInfo of a reply is a list that names the free game.
bool lists_free_game(const target::WalletReply &reply, std::int64_t instance_id);

/// numberOfRoundsRemaining of a free game in a reply; nullopt where the reply has no freeGameInfo; 0 where the game is
/// not in it.
std::optional<int> free_rounds_in(const target::WalletReply &reply, std::int64_t instance_id);

}  // namespace pitboss::scenario
