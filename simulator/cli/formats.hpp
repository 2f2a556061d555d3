#pragma once

#include <string>
#include <vector>

namespace pitboss::cli {

/// The report formats to write: `given`, or `otherwise` where none was; "json" is always among them, because every
/// other format can be made from it later. Throws UsageError for a name that is no format.
std::vector<std::string> check_formats(const std::vector<std::string> &given,
                                       const std::vector<std::string> &otherwise);

}  // namespace pitboss::cli
