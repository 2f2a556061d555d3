#include "tests/cli/program.hpp"
#include "tests/support/golden.hpp"

namespace pitboss::test {
namespace {

class Help : public testing::TestWithParam<std::vector<std::string>> {};

std::string joined(const std::vector<std::string> &words, const std::string &between) {
  std::string out;
  for (const std::string &word : words) out += (out.empty() ? "" : between) + word;
  return out;
}

TEST_P(Help, IsAsInTheGoldenFile) {
  std::vector<std::string> arguments = GetParam();
  const std::string name = arguments.empty() ? "pitboss" : joined(arguments, "-");
  arguments.emplace_back("--help");
  const Finished finished = Program()(arguments);
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.err, "");
  EXPECT_EQ(finished.out, golden("cli/help-" + name + ".txt", finished.out));
  EXPECT_THAT(finished.out, testing::HasSubstr("Examples:")) << "every help shows how the command is used";
}

INSTANTIATE_TEST_SUITE_P(Commands, Help,
                         testing::Values(std::vector<std::string>{}, std::vector<std::string>{"check"},
                                         std::vector<std::string>{"referee"}, std::vector<std::string>{"serve"},
                                         std::vector<std::string>{"demo"}, std::vector<std::string>{"doctor"},
                                         std::vector<std::string>{"list"}, std::vector<std::string>{"explain"},
                                         std::vector<std::string>{"lint"}, std::vector<std::string>{"report"},
                                         std::vector<std::string>{"report", "render"},
                                         std::vector<std::string>{"report", "compare"},
                                         std::vector<std::string>{"report", "merge"}, std::vector<std::string>{"load"}),
                         [](const auto &example) {
                           return example.param.empty() ? std::string("pitboss") : joined(example.param, "_");
                         });

TEST(Version, IsOneLine) {
  const Finished finished = Program()({"--version"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, testing::MatchesRegex("pitboss [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  EXPECT_EQ(finished.err, "");
}

}  // namespace
}  // namespace pitboss::test
