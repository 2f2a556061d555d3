#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fixture.hpp"
#include "reports/reports.hpp"

namespace pitboss::reports {
namespace {

std::string read(const std::filesystem::path &path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Golden {
  std::string name;
  results::Results (*results)();
  std::string format;
  std::string file;
};

std::string where_they_differ(const std::string &actual, const std::string &expected) {
  const auto [a, e] = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
  const auto offset = static_cast<std::size_t>(a - actual.begin());
  const auto line = 1 + std::count(actual.begin(), a, '\n');
  const std::size_t begin = offset < 60 ? 0 : offset - 60;
  return "line " + std::to_string(line) + "\n  expected: …" + expected.substr(begin, 160) + "…\n  actual:   …" +
         actual.substr(begin, 160) + "…";
}

class GoldenReport : public ::testing::TestWithParam<Golden> {};

TEST_P(GoldenReport, IsAsKept) {
  const auto path = std::filesystem::path(GOLDEN_FOLDER) / GetParam().file;
  const std::string actual = render(GetParam().results(), GetParam().format);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing writes to the environment
  if (std::getenv("PITBOSS_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    GTEST_SKIP() << "wrote " << path;
  }
  const std::string expected = read(path);
  ASSERT_FALSE(expected.empty()) << path << " is missing; PITBOSS_UPDATE_GOLDEN=1 writes it";
  EXPECT_TRUE(actual == expected)
      << path << " differs at " << where_they_differ(actual, expected)
      << "\nIf it should: PITBOSS_UPDATE_GOLDEN=1 rewrites it; read the difference before you keep it";
}

INSTANTIATE_TEST_SUITE_P(
    Formats, GoldenReport,
    ::testing::Values(Golden{"everything_json", testing::everything, "json", "everything.json"},
                      Golden{"everything_junit", testing::everything, "junit", "everything.junit.xml"},
                      Golden{"everything_html", testing::everything, "html", "everything.html"},
                      Golden{"everything_markdown", testing::everything, "markdown", "everything.md"},
                      Golden{"everything_tap", testing::everything, "tap", "everything.tap"},
                      Golden{"conformant_junit", testing::conformant, "junit", "conformant.junit.xml"},
                      Golden{"conformant_html", testing::conformant, "html", "conformant.html"},
                      Golden{"conformant_markdown", testing::conformant, "markdown", "conformant.md"},
                      Golden{"conformant_tap", testing::conformant, "tap", "conformant.tap"},
                      Golden{"empty_junit", testing::empty, "junit", "empty.junit.xml"},
                      Golden{"empty_markdown", testing::empty, "markdown", "empty.md"},
                      Golden{"empty_html", testing::empty, "html", "empty.html"},
                      Golden{"empty_tap", testing::empty, "tap", "empty.tap"}),
    [](const auto &golden) { return golden.param.name; });

}  // namespace
}  // namespace pitboss::reports
