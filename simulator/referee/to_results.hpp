#pragma once

#include "schemas/formats/results.hpp"
#include "simulator/referee/opinion.hpp"

namespace pitboss::referee {

/// The verdict on a client in the form of every other run (schemas/formats/results.hpp): one scenario for each
/// requirement of the journal's contracts. What was not observed is skipped, and says what the client has to do.
results::Results to_results(const journal::Journal &journal, const std::string &command);

}  // namespace pitboss::referee
