#pragma once

#include <cstdio>
#include <memory>

#include "schemas/formats/results.hpp"
#include "simulator/cli/terminal.hpp"

namespace pitboss::cli {

/// Shows a run while it goes on. On a terminal one status line that is redrawn, below the scenarios that did not pass;
/// elsewhere plain lines: one for each scenario that did not pass, and a count now and then.
std::unique_ptr<results::Listener> make_progress(std::FILE *stream, const Style &style);

}  // namespace pitboss::cli
