// The suite sees every named fault of the reference server, and nothing but it: what does not pass is the requirement
// that the fault breaks, and those that its row names besides.
#include <fstream>

#include "reference_impl/server.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "tests/e2e/reference_server.hpp"
#include "tests/support/patience.hpp"

namespace pitboss::reference {

// GoogleTest looks here for how to name a parameter.
static void PrintTo(const FaultInfo &info, std::ostream *out) {
  *out << info.name;
}

}  // namespace pitboss::reference

namespace pitboss::test {
namespace {

using results::Verdict;

class Fault : public testing::TestWithParam<reference::FaultInfo> {};

std::vector<std::string> broken(const results::Results &results) {
  std::vector<std::string> ids;
  for (const results::RequirementResult &requirement : results.requirements)
    if (requirement.verdict == Verdict::fail || requirement.verdict == Verdict::warn) ids.push_back(requirement.id);
  return ids;
}

/// One row of the matrix that ci/test prints: the fault, what it breaks, what else was seen.
void write_matrix_row(const reference::FaultInfo &fault, const std::vector<std::string> &seen) {
  const std::filesystem::path folder = PITBOSS_MATRIX_FOLDER;
  std::filesystem::create_directories(folder);
  const bool found = std::find(seen.begin(), seen.end(), fault.requirement) != seen.end();
  std::ofstream row(folder / (fault.name + ".txt"));
  row << (found ? "found   " : "NOT SEEN") << "  " << fault.name << "  breaks " << fault.requirement
      << "; all that broke:";
  for (const std::string &id : seen) row << ' ' << id;
  row << '\n';
}

/// The scenarios of the fault's contract; those of a rate limit take their time, and are played for its faults only.
/// One after the other: where one token's limit touches the others, two bursts at once would find each other's.
/// Under sanitizers those of the requirement that the fault breaks: the others would be played as against a right one.
std::vector<std::string> selection(const reference::FaultInfo &fault) {
  if (slowness() > 1) return {"--only", fault.requirement};
  if (fault.contract.empty()) return whole_suite();
  std::vector<std::string> options{"--contract", fault.contract};
  const std::string limits = "feed.rate.*";
  if (fault.contract == "feed") options.insert(options.end(), {"--skip", limits});
  if (fault.requirement.starts_with("feed.rate.")) return {"--contract", "feed", "--only", limits, "--jobs", "1"};
  return options;
}

/// What failed besides, and the row of the fault does not name.
std::vector<std::string> undeclared(const reference::FaultInfo &fault, std::vector<std::string> seen) {
  std::erase_if(seen, [&](const std::string &id) {
    return id == fault.requirement || std::find(fault.also.begin(), fault.also.end(), id) != fault.also.end();
  });
  return seen;
}

TEST_P(Fault, IsFoundAndNothingElse) {
  const reference::FaultInfo &fault = GetParam();
  const catalogue::Requirement *requirement = catalogue::Catalogue::embedded().find(fault.requirement);
  ASSERT_NE(requirement, nullptr) << fault.requirement << " is not in the catalogue";
  ReferenceServer server({.faults = {fault.name}, .more = short_windows()});
  std::vector<std::string> options = selection(fault);
  options.insert(options.end(), {"--seed", "1"});  // the random calls are the same each time
  const Checked checked = check(server, options);
  const std::vector<std::string> seen = broken(checked.results);
  write_matrix_row(fault, seen);
  EXPECT_THAT(seen, testing::Contains(fault.requirement)) << checked.finished.out << checked.finished.err;
  EXPECT_THAT(undeclared(fault, seen), testing::IsEmpty()) << checked.finished.out << checked.finished.err;
  if (requirement->level == catalogue::Level::must) {
    EXPECT_EQ(checked.finished.exit_code, 1) << checked.finished.out;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Fault, testing::ValuesIn(reference::list_faults()),
                         [](const auto &example) { return test_name(example.param.name); });

}  // namespace
}  // namespace pitboss::test
