// Scripts: the shipped ones are right, and what is wrong with another is told with its place.
#include "reference_impl/referee/script.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "schemas/files/yaml_file.hpp"

namespace pitboss::reference::referee {
namespace {

std::string error_of(const std::string &text) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("script-" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << text;
  std::string message = "no error";
  try {
    read_script(path);
  } catch (const files::FileErrors &errors) {
    message = errors.what();
  }
  std::filesystem::remove(path);
  return message;
}

TEST(RefereeScript, TheShippedOnesAreRight) {
  for (const std::string contract : {"wallet", "feed", "movements"}) {
    const Script script = shipped_script(contract);
    EXPECT_EQ(script.contract, contract);
    EXPECT_GE(script.rules.size(), 8U);
  }
}

TEST(RefereeScript, FaultsAreToldWithTheirPlace) {
  using testing::HasSubstr;
  EXPECT_THAT(error_of("referee: wallet\nrules:\n  - {name: a, on: [debits], do: [serve]}\n"),
              HasSubstr(".yaml:3:20: `debits` is no operation of wallet; did you mean `debit`?"));
  EXPECT_THAT(error_of("referee: wallet\nrules:\n  - {name: a, on: [debit], do: [token_expired]}\n"),
              HasSubstr("is of the contract feed only"));
  EXPECT_THAT(
      error_of(
          "referee: feed\nrules:\n  - {name: a, on: [list], do: [serve]}\n  - {name: a, on: [list], do: [serve]}\n"),
      HasSubstr("stands in line 3 already"));
  EXPECT_THAT(error_of("referee: casino\nrules: []\n"), HasSubstr(".yaml:1:10"));
  EXPECT_THAT(error_of("referee: feed\nrules:\n  - {name: a, on: [list], do: [explode]}\n"), HasSubstr(".yaml:3:"));
}

}  // namespace
}  // namespace pitboss::reference::referee
