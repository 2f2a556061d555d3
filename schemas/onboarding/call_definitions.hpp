#pragma once

#include <map>
#include <string>

#include "schemas/onboarding/plan.hpp"

namespace pitboss::onboarding {

/// The calls of a contract by name, with the defaults of their bodies: of schemas/CONTRACT/calls.yaml, or, of a
/// contract that has no such file, the operations of its OpenAPI document, whose bodies have no default.
const std::map<std::string, ExampleCall> &calls_of(const std::string &contract);

}  // namespace pitboss::onboarding
