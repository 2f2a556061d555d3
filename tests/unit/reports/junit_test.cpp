#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "fixture.hpp"
#include "reports/reports.hpp"
#include "temp_folder.hpp"

namespace pitboss::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class JunitSchema : public ::testing::TestWithParam<results::Results (*)()> {};

TEST_P(JunitSchema, IsWhatJenkinsReads) {
  if (std::string(XMLLINT).empty()) GTEST_SKIP() << "xmllint (package libxml2-utils) is not installed";
  const testing::TempFolder folder;
  const auto file = folder.path() / "junit.xml";
  std::ofstream(file, std::ios::binary) << render(GetParam()(), "junit");
  const std::string command =
      std::string(XMLLINT) + " --noout --nonet --schema '" + GOLDEN_FOLDER + "/junit.xsd' '" + file.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

INSTANTIATE_TEST_SUITE_P(Runs, JunitSchema,
                         ::testing::Values(testing::everything, testing::conformant, testing::empty));

TEST(Junit, OutcomesHaveTheirElements) {
  const std::string xml = render(testing::everything(), "junit");
  EXPECT_THAT(xml, HasSubstr("<failure type=\"wallet.replay.applies-once\" message=\"The player bet 10.00 once"));
  EXPECT_THAT(xml, HasSubstr("<error type=\"blocked\" message=\"the target stopped answering: connection refused\""));
  EXPECT_THAT(xml, HasSubstr("<skipped type=\"skip\""));
  EXPECT_THAT(xml, HasSubstr("<skipped type=\"not_applicable\""));
  EXPECT_THAT(xml, HasSubstr("message=\"expected failure: A credit of 25.00"));
  EXPECT_THAT(xml,
              HasSubstr("<testsuite name=\"wallet.replay\" tests=\"2\" failures=\"2\" errors=\"0\" skipped=\"0\""));
}

TEST(Junit, HoldsNothingThatXmlForbids) {
  const std::string xml = render(testing::everything(), "junit");
  for (const char c : xml) {
    const auto byte = static_cast<unsigned char>(c);
    ASSERT_TRUE(byte >= 0x20 || byte == '\n' || byte == '\t') << static_cast<int>(byte);
  }
  EXPECT_THAT(xml, Not(HasSubstr("]]>")));
  EXPECT_THAT(xml, HasSubstr("nul ␀ bell ␇ escape ␛[2J del ␡ cr ␍ bad \\xFF\\xC3( end \\uFFFF"));
}

}  // namespace
}  // namespace pitboss::reports
