#pragma once

#include "simulator/scenario/rest_calls.hpp"
#include "simulator/scenario/rest_standing.hpp"
#include "simulator/scenario/rest_tokens.hpp"
#include "simulator/scenario/run_context.hpp"

namespace pitboss::scenario {

/// What all scenarios of one REST contract share in a run.
struct RestContext : RunContext {
  RestContext(const RunSetup &setup, const std::string &contract)
      : RunContext(setup),
        rest(setup.target.rest_of(contract)),
        calls(*RestCalls::of(contract)),
        tokens(*this, rest),
        standing(contract, setup.secrets) {}

  const target::Rest &rest;
  const RestCalls &calls;
  TokenPool tokens;
  RestStanding standing;
};

}  // namespace pitboss::scenario
