#pragma once

#include <string>

#include "schemas/formats/results.hpp"

namespace pitboss::cli {

/// What changed between two runs of the same target.
struct Comparison {
  bool worse = false;  ///< a requirement or scenario fails now that did not before
  std::string text;    ///< one paragraph for each change, and a last line that counts them
};

/// Pure. What stands in only one of the runs is named, but makes nothing worse.
Comparison compare(const results::Results &before, const results::Results &after);

}  // namespace pitboss::cli
