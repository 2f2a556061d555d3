// Rules that hold between catalogue, scenarios and faults: nothing names what does not exist, and no MUST lacks a
// scenario or a fault.
#include <fstream>
#include <regex>
#include <set>

#include "reference_impl/server.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/scenario/standing_requirements.hpp"

namespace pitboss::test {
namespace {

using catalogue::Catalogue;
using catalogue::Level;
using catalogue::Requirement;

/// The contracts that are certified: for each of their statements the suite has a scenario, and a fault for each MUST.
const std::set<std::string> &certified_contracts() {
  static const auto names = Catalogue::embedded().contracts();
  static const std::set<std::string> contracts(names.begin(), names.end());
  return contracts;
}

std::set<std::string> requirements_with_scenario() {
  std::set<std::string> covered;
  for (const scenario::Scenario &one : scenario::embedded_scenarios()) {
    covered.insert(one.requirements.begin(), one.requirements.end());
    for (const scenario::Step &step : one.steps) covered.insert(step.requirement);
  }
  for (const scenario::StandingRequirement &one : scenario::all_standing_requirements())
    covered.insert(one.requirement);
  // `ID.code` judges the status and code of the refusal that ID demands, so what checks ID checks it too.
  for (const Requirement &row : Catalogue::embedded().rows())
    if (covered.contains(row.id))
      if (const Requirement *code = Catalogue::embedded().find_code_of(row.id)) covered.insert(code->id);
  return covered;
}

/// Not properties of a server, so that no fault of one can break them: the address that the target file gives is
/// judged. Blame.PlainHttpToAnotherMachineFails (tests/unit/scenario) shows that it is.
const std::set<std::string> &proven_otherwise() {
  static const std::set<std::string> ids = [] {
    std::set<std::string> secure;
    for (const std::string &contract : certified_contracts()) secure.insert(contract + ".http.secure");
    return secure;
  }();
  return ids;
}

std::set<std::string> requirements_with_fault() {
  std::set<std::string> covered = proven_otherwise();
  for (const reference::FaultInfo &fault : reference::list_faults()) covered.insert(fault.requirement);
  return covered;
}

/// Those for which there is a fault that breaks no other MUST.
std::set<std::string> requirements_with_fault_of_their_own() {
  std::set<std::string> covered = proven_otherwise();
  const auto is_must = [](const std::string &id) { return Catalogue::embedded().find(id)->level == Level::must; };
  for (const reference::FaultInfo &fault : reference::list_faults())
    if (std::none_of(fault.also.begin(), fault.also.end(), is_must)) covered.insert(fault.requirement);
  return covered;
}

/// Ids of the rows of `level` of certified contracts that are judged, but not in `covered`.
std::vector<std::string> lacking(Level level, const std::set<std::string> &covered) {
  std::vector<std::string> ids;
  for (const Requirement &row : Catalogue::embedded().rows())
    if (certified_contracts().contains(row.contract) && row.level == level && row.not_judged.empty() &&
        !covered.contains(row.id))
      ids.push_back(row.id);
  return ids;
}

TEST(Coverage, ScenarioIdsAreUnique) {
  std::set<std::string> seen;
  for (const scenario::Scenario &one : scenario::embedded_scenarios())
    EXPECT_TRUE(seen.insert(one.id).second) << one.id << " stands twice, once in " << one.file;
  EXPECT_FALSE(seen.empty());
}

TEST(Coverage, RequirementIdsAreUnique) {
  std::set<std::string> seen;
  for (const Requirement &row : Catalogue::embedded().rows()) EXPECT_TRUE(seen.insert(row.id).second) << row.id;
  EXPECT_FALSE(seen.empty());
}

TEST(Coverage, FaultNamesAreUniqueAndBreakWhatExists) {
  std::set<std::string> seen;
  for (const reference::FaultInfo &fault : reference::list_faults()) {
    EXPECT_TRUE(seen.insert(fault.name).second) << fault.name;
    EXPECT_NE(Catalogue::embedded().find(fault.requirement), nullptr) << fault.name << " breaks " << fault.requirement;
    for (const std::string &id : fault.also)
      EXPECT_NE(Catalogue::embedded().find(id), nullptr) << fault.name << " also breaks " << id;
  }
}

TEST(Coverage, ScenariosNameExistingRequirements) {
  for (const scenario::Scenario &one : scenario::embedded_scenarios()) {
    EXPECT_FALSE(one.requirements.empty()) << one.id;
    for (const std::string &id : one.requirements)
      EXPECT_NE(Catalogue::embedded().find(id), nullptr) << one.file << ": " << one.id << " names " << id;
  }
}

TEST(Coverage, EveryMustHasAScenario) {
  EXPECT_THAT(lacking(Level::must, requirements_with_scenario()), testing::IsEmpty());
}

TEST(Coverage, EveryMustHasAFault) {
  EXPECT_THAT(lacking(Level::must, requirements_with_fault()), testing::IsEmpty());
}

TEST(Coverage, EveryMustHasAFaultThatBreaksNoOtherMust) {
  EXPECT_THAT(lacking(Level::must, requirements_with_fault_of_their_own()), testing::IsEmpty());
}

/// A scenario that judges only what no fault breaks could not fail.
TEST(Coverage, EveryScenarioJudgesWhatAFaultBreaks) {
  std::set<std::string> breakable = proven_otherwise();
  for (const reference::FaultInfo &fault : reference::list_faults()) {
    breakable.insert(fault.requirement);
    breakable.insert(fault.also.begin(), fault.also.end());
  }
  for (const scenario::Scenario &one : scenario::embedded_scenarios()) {
    const auto can_fail = [&](const std::string &id) {
      const Requirement *row = Catalogue::embedded().find(id);
      return row != nullptr && (row->level == Level::may || breakable.contains(id));
    };
    EXPECT_TRUE(std::any_of(one.requirements.begin(), one.requirements.end(), can_fail)) << one.id;
  }
}

/// The wallet has some that no fault of its server breaks yet.
TEST(Coverage, EveryShouldOfTheOtherContractsHasAFault) {
  EXPECT_THAT(lacking(Level::should, requirements_with_fault()), testing::Each(testing::StartsWith("wallet.")));
}

/// Whether an id is what the page writes; `*` stands for any text.
bool is_named(const std::string &pattern, const std::string &id) {
  const std::size_t star = pattern.find('*');
  if (star == std::string::npos) return pattern == id;
  if (!id.starts_with(pattern.substr(0, star))) return false;
  const std::string rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= id.size(); ++at)
    if (is_named(rest, id.substr(at))) return true;
  return false;
}

/// docs/peer-cases.md names scenarios that exist.
TEST(Coverage, PeerCasesNameScenariosThatExist) {
  std::ifstream file(PITBOSS_PEER_CASES);
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::regex in_backticks("`(wallet\\.[^`]+)`");
  std::size_t names = 0;
  for (std::sregex_iterator found(page.begin(), page.end(), in_backticks), end; found != end; ++found, ++names) {
    const std::string name = (*found)[1];
    const auto &all = scenario::embedded_scenarios();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto &one) { return is_named(name, one.id); })) << name;
  }
  EXPECT_GT(names, 100U);
}

TEST(Coverage, EveryShouldAndMayHasAScenarioOrSaysWhyNot) {
  EXPECT_THAT(lacking(Level::should, requirements_with_scenario()), testing::IsEmpty());
  EXPECT_THAT(lacking(Level::may, requirements_with_scenario()), testing::IsEmpty());
}

}  // namespace
}  // namespace pitboss::test
