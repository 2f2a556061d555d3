#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/formats/results.hpp"

/// How reports call things.
namespace pitboss::reports {

/// In the order in which every report lists them.
inline constexpr std::array all_verdicts{results::Verdict::pass, results::Verdict::warn,
                                         results::Verdict::fail, results::Verdict::blocked,
                                         results::Verdict::skip, results::Verdict::not_applicable};

std::string_view verdict_word(results::Verdict verdict);         ///< "Passed", "Not applicable", …
std::string_view run_verdict_word(results::RunVerdict verdict);  ///< "Conformant", "Not conformant", "Incomplete"
std::string_view level_word(results::Level level);               ///< "MUST", "SHOULD", "MAY"

/// The target's name; "unnamed target" where the file held none.
std::string target_name(const results::Run &run);

/// The headline without the verdict's own word, for places where that stands already: "3 of 61 MUST requirements
/// failed".
std::string headline_after_verdict(const results::Results &results);

/// "wallet" and "replay" of "wallet.replay.applies-once"; a missing part is empty.
std::pair<std::string, std::string> contract_and_group(std::string_view id);

/// What became of a number of things: 0 where `counts` does not name the verdict.
int count_of(const std::map<results::Verdict, int> &counts, results::Verdict verdict);

}  // namespace pitboss::reports
