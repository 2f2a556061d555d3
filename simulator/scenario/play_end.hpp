#pragma once

#include <chrono>
#include <exception>
#include <functional>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/run_context.hpp"

namespace pitboss::scenario {

/// What the plays of all contracts have in common: how they end, and what of them may stand in a report.

/// A fault of the harness, or of what it was given, ended the play; a failure that was found before stays.
void block_for(const std::exception &fault, results::Scenario &out);

/// Makes the reason fit for a report and takes the time. Where the network is gone it returns when the target is back,
/// or is given up; `target_answers` says whether anything is answered.
void end_play(RunContext &context, std::chrono::steady_clock::time_point began, bool network_is_gone,
              const std::function<bool()> &target_answers, results::Scenario &out);

/// Nothing of it holds a secret, or what a terminal or a parser trips over, or is of a length that nobody reads.
void clean(results::Step &step, const target::Redactor &redactor);

}  // namespace pitboss::scenario
