#include "simulator/cli/expected_failures.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/files/yaml_file.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

std::vector<std::string> known_ids(const std::vector<scenario::Scenario> &scenarios) {
  const std::vector<catalogue::Requirement> &rows = catalogue::Catalogue::embedded().rows();
  std::vector<std::string> ids;
  ids.reserve(scenarios.size() + rows.size());
  for (const scenario::Scenario &one : scenarios) ids.push_back(one.id);
  for (const catalogue::Requirement &row : rows) ids.push_back(row.id);
  return ids;
}

}  // namespace

std::set<std::string> read_expected_failures(const std::filesystem::path &path,
                                             const std::vector<scenario::Scenario> &scenarios) {
  std::ifstream file(path);
  if (!file)
    throw files::FileErrors({{path.string(), {0, 0}, "cannot be read: " + std::generic_category().message(errno)}});
  const std::vector<std::string> known = known_ids(scenarios);
  std::set<std::string> ids;
  std::vector<files::FileError> errors;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    line.resize(std::min(line.find('#'), line.size()));
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos) continue;
    const std::string id = line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
    if (std::find(known.begin(), known.end(), id) == known.end())
      errors.push_back(
          {path.string(), {number, static_cast<int>(begin) + 1}, unknown("scenario or requirement", id, known)});
    ids.insert(id);
  }
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
  return ids;
}

}  // namespace pitboss::cli
