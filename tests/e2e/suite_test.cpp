// The reference server obeys the contract, and the results of a run are what is published about their format.
#include "schemas/files/yaml_file.hpp"
#include "schemas/formats/format_schemas.hpp"
#include "schemas/wire/json.hpp"
#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {
namespace {

TEST(Suite, PassesTwiceInARowAgainstTheReference) {
  ReferenceServer server({.more = short_windows()});
  for (const char *run : {"first", "second"}) {
    const Checked checked = check(server);
    EXPECT_EQ(checked.finished.exit_code, 0) << run << " run:\n" << checked.finished.out << checked.finished.err;
    EXPECT_EQ(checked.results.verdict, results::RunVerdict::conformant);
    EXPECT_FALSE(checked.results.scenarios.empty());
  }
  EXPECT_EQ(server.stop(), 0) << "SIGTERM ends the server in order";
}

TEST(Suite, NothingOfAPassedRunIsSkippedOrWarned) {
  ReferenceServer server({.more = short_windows()});
  const Checked checked = check(server);
  for (const results::Scenario &scenario : checked.results.scenarios)
    EXPECT_THAT(scenario.verdict, testing::AnyOf(results::Verdict::pass, results::Verdict::not_applicable))
        << scenario.id << ": " << scenario.reason;
}

TEST(Suite, PassesOnADurableStoreAndAfterARestart) {
  const TemporaryFolder data;
  for (int start = 0; start < 2; ++start) {
    ReferenceServer server({.store = "sqlite:" + data.file("wallet.db"), .more = short_windows()});
    const Checked checked = check(server);
    EXPECT_EQ(checked.finished.exit_code, 0) << "start " << start << ":\n"
                                             << checked.finished.out << checked.finished.err;
    EXPECT_EQ(server.stop(), 0);
  }
}

TEST(Suite, ResultsAreValidAgainstThePublishedSchema) {
  ReferenceServer server({.more = short_windows()});
  const Checked checked = check(server);
  const auto parsed = wire::parse_json(checked.results_text);
  ASSERT_TRUE(std::holds_alternative<wire::Json>(parsed));
  const auto schema = results::format_schema("schemas/formats/results.schema.json");
  ASSERT_TRUE(schema.has_value());
  EXPECT_THAT(files::validate(std::get<wire::Json>(parsed), *schema), testing::IsEmpty());
}

TEST(Suite, TheSameSeedTakesTheSameScenariosInTheSameOrder) {
  ReferenceServer server({.more = short_windows()});
  const auto ids = [&server] {
    std::vector<std::string> out;
    for (const results::Scenario &scenario :
         check(server, {"--seed", "42", "--only", "wallet.replay.*"}).results.scenarios)
      out.push_back(scenario.id);
    return out;
  };
  const std::vector<std::string> first = ids();
  EXPECT_EQ(first, ids());
}

}  // namespace
}  // namespace pitboss::test
