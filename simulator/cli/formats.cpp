#include "simulator/cli/formats.hpp"

#include "reports/reports.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {

std::vector<std::string> check_formats(const std::vector<std::string> &given,
                                       const std::vector<std::string> &otherwise) {
  std::vector<std::string> known;
  for (const reports::Format &format : reports::formats()) known.emplace_back(format.name);
  std::vector<std::string> wanted = given.empty() ? otherwise : given;
  for (const std::string &name : wanted)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UsageError("--format: " + unknown("report format", name, known));
  if (std::find(wanted.begin(), wanted.end(), "json") == wanted.end()) wanted.emplace_back("json");
  return wanted;
}

}  // namespace pitboss::cli
