#pragma once

#include "schemas/formats/results.hpp"

namespace pitboss::test {

/// A run with one of each: a failed MUST seen by two scenarios, a warning, a skip, something not offered.
results::Results sample_results();

}  // namespace pitboss::test
