#include "schemas/catalogue/catalogue.hpp"

#include <set>

namespace pitboss::catalogue {
namespace {

const std::string file = "schemas/wallet/requirements.yaml";

std::string row(const std::string &changed_key = "", const std::string &changed_line = "") {
  const std::vector<std::pair<std::string, std::string>> lines = {{"id", "id: wallet.group.name"},
                                                                  {"level", "level: should"},
                                                                  {"sentence", "sentence: It does."},
                                                                  {"page", "page: wallet.md, rule 1"},
                                                                  {"source", "source: [seed]"}};
  std::string text;
  for (const auto &[key, line] : lines) {
    const std::string &written = key == changed_key ? changed_line : line;
    if (!written.empty()) text += (text.empty() ? "- " : "  ") + written + "\n";
  }
  return text;
}

std::string complaint(const std::string &yaml) {
  try {
    Catalogue::read(yaml, file);
  } catch (const std::runtime_error &error) {
    return error.what();
  }
  return "taken";
}

TEST(Catalogue, ReadsARow) {
  const auto rows = Catalogue::read(row() + "  hint: Look there.\n  not_judged: Nobody sees it.\n", file);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].id, "wallet.group.name");
  EXPECT_EQ(rows[0].contract, "wallet");
  EXPECT_EQ(rows[0].level, Level::should);
  EXPECT_EQ(rows[0].sentence, "It does.");
  EXPECT_EQ(rows[0].page, "wallet.md, rule 1");
  EXPECT_EQ(rows[0].source, std::vector<std::string>{"seed"});
  EXPECT_EQ(rows[0].hint, "Look there.");
  EXPECT_EQ(rows[0].not_judged, "Nobody sees it.");
}

TEST(Catalogue, SaysWhatIsWrongAndWhere) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {row() + "  colour: red\n", ":6:3: unknown key 'colour'"},
      {row() + "  level: must\n", ":6:3: the key 'level' stands twice"},
      {row("page", ""), ":1:3: a requirement needs the key 'page'"},
      {row("level", "level: MUST"), ":2:10: 'MUST' is no level"},
      {row("source", "source: seed"), ":5:11: 'source' is a list"},
      {row("source", "source: []"), ":5:11: 'source' is a list"},
      {row("source", "source: [hearsay]"), ":5:12: 'hearsay' is no source"},
      {row("sentence", "sentence: [a]"), ":3:13: a text is wanted here"},
      {row("sentence", "sentence: ''"), ":3:13: a text is wanted here"},
      {row("id", "id: feed.group.name"), ":1:7: the id 'feed.group.name' does not begin with 'wallet.'"},
      {row("id", "id: Wallet.a"), ":1:7: the id 'Wallet.a' has other characters"},
      {row("id", "id: wallet"), ":1:7: the id 'wallet' needs a contract"},
      {row("id", "id: wallet.group.other.code"), ":1:7: 'wallet.group.other.code' judges the code of a refusal"},
      {row() + row(), ":6:7: the id 'wallet.group.name' stands twice"},
      {row("level", "level: must") + "  not_judged: why\n", ":6:15: a must is always judged"},
      {"id: wallet.a\n", ":1:1: a catalogue is a list"},
      {"- text\n", ":1:3: a requirement is a map"},
      {"- id: [unclosed\n", file + ":2:"},
      {"", file + ":"}};
  for (const auto &[yaml, wanted] : cases) {
    EXPECT_THAT(complaint(yaml), testing::StartsWith(file + ":")) << yaml;
    EXPECT_THAT(complaint(yaml), testing::HasSubstr(wanted)) << yaml;
  }
}

TEST(Catalogue, FindsTheRowThatJudgesTheCode) {
  const Catalogue catalogue(
      Catalogue::read(row() + row("id", "id: wallet.group.name.code") + row("id", "id: wallet.group.other"), file));
  EXPECT_EQ(catalogue.find("wallet.group.nothing"), nullptr);
  EXPECT_EQ(catalogue.find_code_of("wallet.group.nothing"), nullptr);
  EXPECT_EQ(catalogue.find("wallet.group.name")->id, "wallet.group.name");
  EXPECT_EQ(catalogue.find_code_of("wallet.group.name")->id, "wallet.group.name.code");
  EXPECT_EQ(catalogue.find_code_of("wallet.group.other")->id, "wallet.group.other");
}

TEST(Catalogue, TheEmbeddedOneIsWellFormed) {
  const Catalogue &catalogue = Catalogue::embedded();
  EXPECT_GT(catalogue.rows().size(), 100U);
  std::set<std::string> ids;
  for (const Requirement &requirement : catalogue.rows())
    EXPECT_TRUE(ids.insert(requirement.id).second) << requirement.id;
  ASSERT_NE(catalogue.find("wallet.replay.applies-once"), nullptr);
  EXPECT_EQ(catalogue.find("wallet.replay.applies-once")->level, Level::must);
}

TEST(Catalogue, KnowsTheContractsByTheirFolders) {
  EXPECT_EQ(Catalogue::embedded().contracts(), (std::vector<std::string>{"feed", "movements", "wallet"}));
}

TEST(Level, HasItsWord) {
  for (const Level level : {Level::must, Level::should, Level::may}) EXPECT_EQ(parse_level(to_string(level)), level);
  EXPECT_EQ(parse_level("Must"), std::nullopt);
}

}  // namespace
}  // namespace pitboss::catalogue
