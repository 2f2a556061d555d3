#include "schemas/files/yaml_file.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace pitboss::files {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(std::string_view text) {
  try {
    parse_yaml(text, "f.yaml");
  } catch (const FileErrors &errors) {
    return errors.what();
  }
  return "no error";
}

std::string json_of(std::string_view text) {
  return wire::to_text(parse_yaml(text, "f.yaml").json);
}

TEST(Yaml, PlainScalarsFollowTheCoreSchema) {
  EXPECT_EQ(json_of("[null, ~, true, False, no, on]"), R"([null,null,true,false,"no","on"])");
  EXPECT_EQ(json_of("[10.00, -0.5, 1e1, 1E+2, 0, -0, +15.00, +3]"), "[10.00,-0.5,1e1,1E+2,0,-0,15.00,3]");
  EXPECT_EQ(json_of("[0x1F, 0o7, .5, 5., .inf, .nan, 007, 1_000, 1.2.3, +, -, 1e, +.5]"),
            R"(["0x1F","0o7",".5","5.",".inf",".nan","007","1_000","1.2.3","+","-","1e","+.5"])");
  EXPECT_EQ(json_of("['10', \"true\", !!str 5, !!int 5, '']"), R"(["10","true","5",5,""])");
  EXPECT_EQ(json_of("123456789012345678901234567890123456789012345678901234567890"),
            "123456789012345678901234567890123456789012345678901234567890");
}

TEST(Yaml, KeepsTheOrderOfMembersAndReadsAliases) {
  EXPECT_EQ(json_of("b: 1\na: &x {c: [1, 2]}\nd: *x\n200: e\n"),
            R"({"b":1,"a":{"c":[1,2]},"d":{"c":[1,2]},"200":"e"})");
  EXPECT_EQ(json_of("&k key: 1\nv: *k\n"), R"({"key":1,"v":"key"})");
}

TEST(Yaml, SkipsTheByteOrderMarkAndReadsCrLf) {
  EXPECT_EQ(json_of("\xEF\xBB\xBF"
                    "a: 1\r\nb: x\r\n"),
            R"({"a":1,"b":"x"})");
}

TEST(Yaml, KnowsThePlaceOfEveryValueAndKey) {
  const YamlFile file =
      parse_yaml("# top\nsteps:\n  - debit: {round: R, \"a/b~\": 1}\n  - é: ü  \nempty:\nlast: x\n", "f.yaml");
  const auto at = [&](const std::string &pointer) { return std::pair(file.at(pointer).line, file.at(pointer).column); };
  EXPECT_EQ(at("/steps#"), std::pair(2, 1));
  EXPECT_EQ(at("/steps/0"), std::pair(3, 5));
  EXPECT_EQ(at("/steps/0/debit#"), std::pair(3, 5));
  EXPECT_EQ(at("/steps/0/debit/round"), std::pair(3, 20));
  EXPECT_EQ(at("/steps/0/debit/a~1b~0"), std::pair(3, 31));
  EXPECT_EQ(at("/steps/1/é"), std::pair(4, 8)) << "columns count characters";
  EXPECT_EQ(at("/empty"), std::pair(5, 1)) << "a value that is left out is where its key is";
  EXPECT_EQ(at("/steps/0/debit/none/of/these"), std::pair(3, 12)) << "the nearest enclosing value";
  EXPECT_EQ(at("/nothing"), std::pair(2, 1));
}

struct BadYaml {
  std::string name, text, message;
};
void PrintTo(const BadYaml &bad, std::ostream *out) {
  *out << bad.name;
}

class YamlFault : public testing::TestWithParam<BadYaml> {};

TEST_P(YamlFault, IsToldWithItsPlaceAndWhatToDo) {
  EXPECT_EQ(error_of(GetParam().text), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, YamlFault,
    testing::Values(
        BadYaml{"duplicate", "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n",
                "f.yaml:4:3: the key `c` stands twice, first in line 3; remove one of the two\n"
                "f.yaml:5:1: the key `a` stands twice, first in line 1; remove one of the two"},
        BadYaml{"tab", "a:\n\tb: 1\n",
                "f.yaml:2:1: a tab indents this line, and YAML allows blanks only; replace it by blanks"},
        BadYaml{"tab_later", "a:\n  b: 1\n\tc: 2\n",
                "f.yaml:3:1: a tab indents this line, and YAML allows blanks only; replace it by blanks"},
        BadYaml{
            "unknown_anchor", "a: 1\nb: *nobody\n",
            "f.yaml:2:4: this alias names an anchor that is not defined before it; define it with & or quote the text"},
        BadYaml{"alias_in_itself", "a: &x [*x]\n",
                "f.yaml:1:8: this alias stands inside the value that it names; write the value out"},
        BadYaml{"two_documents", "a: 1\n---\nb: 2\n",
                "f.yaml:2:1: a second document begins here, and this file must hold one; remove the line ---"},
        BadYaml{"outdented", "  a: 1\n b: 2\n",
                "f.yaml:2:2: this line belongs to nothing above it; check the indentation, or begin a new document "
                "with ---"},
        BadYaml{"not_utf8", "a: 1\nb: x\xFFy\n", "f.yaml:2:5: a byte here is not UTF-8; save the file in UTF-8"},
        BadYaml{
            "control", std::string("a: \x04") + "b\n",
            "f.yaml:1:4: a control character stands here (byte 4); remove it, or write it as an escape in a \"text\""},
        BadYaml{
            "nul", std::string("a: b\0c\n", 7),
            "f.yaml:1:5: a control character stands here (byte 0); remove it, or write it as an escape in a \"text\""},
        BadYaml{"open_quote", "a: 1\nb: \"text\nc: 2\n",
                "f.yaml:2:4: the text that begins here has no closing \"; add it"},
        BadYaml{"open_quote_after_anchor", "b: &x 'text\n",
                "f.yaml:1:4: the text that begins here has no closing '; add it"},
        BadYaml{"open_list", "a: [1, 2\nb: 3\n", "f.yaml:2:2: the list that began with [ has no closing ]; add it"},
        BadYaml{"open_map", "a: {b: 1\n", "f.yaml:2:1: the mapping that began with { has no closing }; add it"},
        BadYaml{"colon", "a: b: c\n",
                "f.yaml:1:5: a mapping cannot begin here; check the indentation, and quote texts that hold `: `"},
        BadYaml{"at_sign", "a: @b\n", "f.yaml:1:4: a text cannot begin with this character; put it in quotes"},
        BadYaml{"list_in_map", "a: 1\n- b\n",
                "f.yaml:2:1: this line belongs to no mapping or list; check the indentation"},
        BadYaml{"list_as_key", "? [a]\n: b\n",
                "f.yaml:1:3: a key must be a text, not a list; write a name, and quote it where it begins with [ or {"},
        BadYaml{"null_key", "~: 5\n", "f.yaml:1:1: a key is missing here; write a name before the colon"},
        BadYaml{"tag", "a: !secret x\n", "f.yaml:1:4: unknown tag `!secret`; write the value without it"},
        BadYaml{"empty", "", "f.yaml: the file is empty"},
        BadYaml{"comment_only", "# nothing\n", "f.yaml: the file is empty"}),
    [](const auto &parameter) { return parameter.param.name; });

TEST(Yaml, AliasBombsEndInAnError) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int n = 0; n < 8; ++n) text += ", " + before;
    text += "]\n";
  }
  EXPECT_THAT(error_of(text), HasSubstr("holds more than 200000 values; use fewer aliases"));
}

TEST(Yaml, AStrayCommaIsAnErrorAndNotAFileWithoutEnd) {
  EXPECT_EQ(error_of(", a: b"), "f.yaml:1:1: this begins no value; is there a sign too much?");
  EXPECT_THAT(error_of("a: b\n--- , c"), HasSubstr("f.yaml:2:"));
}

TEST(Yaml, DepthIsLimited) {
  EXPECT_THAT(error_of(std::string(100, '[') + std::string(100, ']')), HasSubstr("nested more than 64 deep"));
  EXPECT_NE(error_of(std::string(100'000, '[')), "no error");
  EXPECT_NE(error_of(std::string(100'000, '{')), "no error");
}

TEST(Yaml, ReadsFilesOfSeveralDocuments) {
  const std::vector<YamlFile> files =
      parse_yaml_documents("# first\na: 1\n---\nb:\n  c: 2\n---\n---\nd: 3\n---\n", "f.yaml");
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(wire::to_text(files[2].json), R"({"d":3})");
  EXPECT_EQ(files[1].at("/b/c").line, 5);
  EXPECT_EQ(files[2].at("/d").line, 8);
  EXPECT_TRUE(parse_yaml_documents("", "f.yaml").empty());
}

TEST(Yaml, FilesThatCannotBeReadAreNamed) {
  const auto error = [](const std::filesystem::path &path) {
    try {
      read_yaml(path);
    } catch (const FileErrors &errors) {
      return std::string(errors.what());
    }
    return std::string("no error");
  };
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("pitboss-yaml-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  EXPECT_EQ(error(folder / "none.yaml"), (folder / "none.yaml").string() + ": there is no such file; check the path");
  EXPECT_EQ(error(folder), folder.string() + ": this is a folder, not a file; name a YAML file in it");
  std::ofstream(folder / "ok.yaml") << "a: 1\n";
  EXPECT_EQ(error(folder / "ok.yaml"), "no error");
  std::filesystem::remove_all(folder);
}

TEST(Nearest, FindsWhatWasMeantAndNothingElse) {
  const std::vector<std::string> names{"base_url", "hmac_secret", "provider", "game", "ip"};
  EXPECT_EQ(nearest("base_ur", names), "base_url");
  EXPECT_EQ(nearest("baseurl", names), "base_url");
  EXPECT_EQ(nearest("BASE-URL", names), "base_url");
  EXPECT_EQ(nearest("porvider", names), "provider");
  EXPECT_EQ(nearest("gmae", names), "game");
  EXPECT_EQ(nearest("pi", names), "ip");
  EXPECT_EQ(nearest("something_else", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest(std::string(100'000, 'a'), names), "");
}

}  // namespace
}  // namespace pitboss::files
