#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "fixture.hpp"
#include "reports/reports.hpp"
#include "temp_folder.hpp"

namespace pitboss::reports {
namespace {

using ::testing::HasSubstr;

std::string read(const std::filesystem::path &path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto &format : formats()) all.emplace_back(format.name);
  return all;
}

std::string message_of(const std::function<void()> &action) {
  try {
    action();
  } catch (const std::exception &error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Write, MakesTheFolderAndAllFilesAndLeavesNoOthers) {
  const testing::TempFolder folder;
  const auto report = folder.path() / "a" / "b";
  Reporter(report, names()).run_finished(testing::everything());
  std::size_t files = 0;
  for (const auto &entry : std::filesystem::directory_iterator(report)) files += entry.is_regular_file() ? 1U : 0U;
  EXPECT_EQ(files, formats().size());
  for (const auto &format : formats())
    EXPECT_EQ(read(report / format.file), render(testing::everything(), format.name)) << format.file;
}

TEST(Write, ReplacesAnOlderReport) {
  const testing::TempFolder folder;
  write(testing::everything(), folder.path(), {"tap"});
  write(testing::conformant(), folder.path(), {"tap"});
  EXPECT_EQ(read(folder.path() / "results.tap"), render(testing::conformant(), "tap"));
}

TEST(Write, TellsAnUnknownFormatBeforeItWritesAnything) {
  const testing::TempFolder folder;
  const auto report = folder.path() / "report";
  EXPECT_EQ(message_of([&] {
              write(testing::empty(), report, {"tap", "pdf"});
            }),
            "unknown report format \"pdf\"; known are: json, junit, html, markdown, tap");
  EXPECT_FALSE(std::filesystem::exists(report));
  EXPECT_THROW(render(testing::empty(), "pdf"), std::invalid_argument);
}

TEST(Write, TellsAFolderThatCannotBe) {
  const testing::TempFolder folder;
  const auto file = folder.path() / "file";
  std::ofstream(file) << "in the way";
  EXPECT_THAT(message_of([&] { write(testing::empty(), file, {"tap"}); }),
              HasSubstr("cannot make the report folder " + file.string()));
  EXPECT_THAT(message_of([&] { write(testing::empty(), file / "below", {"tap"}); }),
              HasSubstr("cannot make the report folder"));
}

TEST(Write, TellsAFileThatCannotBeAndCleansUp) {
  const testing::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "results.tap" / "in the way");
  EXPECT_THAT(message_of([&] { write(testing::empty(), folder.path(), {"tap"}); }),
              HasSubstr("cannot write the report " + (folder.path() / "results.tap").string() + ": "));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "results.tap.partial"));
}

}  // namespace
}  // namespace pitboss::reports
