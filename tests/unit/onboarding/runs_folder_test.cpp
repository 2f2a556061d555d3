#include "reference_impl/onboarding/runs_folder.hpp"

#include <fstream>

#include "tests/support/temporary_folder.hpp"

/// Whose run is whose, and the folder that they lie in.
namespace pitboss::reference::onboarding {
namespace {

using results::RunVerdict;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::Json;
using wire::JsonObject;

results::Results run(const std::string &id, const std::string &contract, Json target,
                     RunVerdict verdict = RunVerdict::conformant) {
  results::Results results;
  results.run.id = id;
  results.run.started_at = results.run.finished_at = wire::parse_date_time("2026-11-25T12:00:00Z").value();
  results.run.target = std::move(target);
  results.verdict = verdict;
  results.headline = "x";
  results.requirements.push_back({.id = contract + ".a.b",
                                  .contract = contract,
                                  .level = results::Level::must,
                                  .sentence = "S.",
                                  .page = "p",
                                  .source = {"seed"},
                                  .verdict = results::Verdict::pass,
                                  .reason = {},
                                  .scenarios = {}});
  return results;
}

const Json acme = JsonObject{{"name", "t"}, {"feed", JsonObject{{"client_id", "acme"}}}};

std::string partner(const results::Results &results) {
  return runs_of(results, "folder").at(0).partner;
}

TEST(Runs, BelongToTheClientThatTheTargetNames) {
  EXPECT_EQ(partner(run("1", "feed", acme)), "acme");
  EXPECT_EQ(partner(run("1", "wallet", JsonObject{{"wallet", JsonObject{{"provider", "games"}}}})), "games");
  EXPECT_EQ(partner(run("1", "movements", JsonObject{{"name", "t"}})), "operator");
  EXPECT_EQ(partner(run("1", "feed", JsonObject{{"name", "client of feed"}})), "folder");
}

TEST(Runs, AreCleanWhereConformant) {
  EXPECT_TRUE(runs_of(run("1", "feed", acme), "").at(0).clean);
  EXPECT_FALSE(runs_of(run("1", "feed", acme, RunVerdict::nonconformant), "").at(0).clean);
  EXPECT_FALSE(runs_of(run("1", "feed", acme, RunVerdict::incomplete), "").at(0).clean);
}

class Folder : public testing::Test {
 protected:
  void write(const std::string &folder, const std::string &text) const {
    std::filesystem::create_directories(folder_.path() / folder);
    std::ofstream(folder_.path() / folder / "results.json") << text;
  }
  std::vector<std::string> look() {
    std::vector<std::string> found;
    for (const ConformanceRun &one : runs_.look()) found.push_back(one.id + " " + one.partner);
    return found;
  }

  test::TemporaryFolder folder_;
  std::vector<std::string> problems_;
  RunsFolder runs_{folder_.path(), [this](const auto &file, const std::string &) {
                     problems_.push_back(file.parent_path().filename().string());
                   }};
};

TEST_F(Folder, IsReadWhereSomethingChanged) {
  EXPECT_THAT(look(), IsEmpty());
  write("one", to_text(to_json(run("1", "feed", acme))));
  write("b/c", to_text(to_json(run("2", "feed", JsonObject{{"name", "client of feed"}}))));
  EXPECT_THAT(look(), testing::UnorderedElementsAre("1 acme", "2 b"));
  std::filesystem::remove_all(folder_.path() / "one");
  EXPECT_THAT(look(), ElementsAre("2 b"));
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(Folder, WhatIsNoResultsIsToldOnceAndLeftOut) {
  write("bad", "{");
  write("other", "{}");
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(problems_, testing::UnorderedElementsAre("bad", "other"));
}

TEST_F(Folder, MayBeMissing) {
  RunsFolder missing(folder_.path() / "none", [](const auto &, const std::string &) {});
  EXPECT_THAT(missing.look(), IsEmpty());
}

}  // namespace
}  // namespace pitboss::reference::onboarding
