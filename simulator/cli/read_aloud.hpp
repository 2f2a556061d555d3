#pragma once

#include <string>

#include "simulator/scenario/scenario.hpp"

namespace pitboss::cli {

/// A step as a person would read it: "debit round R, transaction D, amount 10.00; expect balance -10.00".
std::string read_aloud(const scenario::Step &step);

}  // namespace pitboss::cli
