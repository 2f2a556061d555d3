#pragma once

#include "schemas/formats/results.hpp"

namespace pitboss::reports::testing {

/// A run in which everything happens that a report must show: all verdicts, retries, copies in flight, lost replies,
/// and answers of a target that does its worst to the report (markup, control characters, bytes that are no UTF-8, 60
/// KiB).
results::Results everything();

/// A run that found nothing wrong.
results::Results conformant();

/// A run in which nothing was selected.
results::Results empty();

/// `scenarios` scenarios with `steps` exchanges each, half of them failing.
results::Results large(int scenarios, int steps);

}  // namespace pitboss::reports::testing
