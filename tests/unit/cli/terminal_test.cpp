#include "simulator/cli/terminal.hpp"

#include <array>

namespace pitboss::test {
namespace {

TEST(Terminal, ColoursOnlyWhereWanted) {
  EXPECT_EQ(cli::Style{}(cli::Paint::bad, "FAIL"), "FAIL");
  EXPECT_EQ((cli::Style{.terminal = true, .colour = true}(cli::Paint::bad, "FAIL")), "\x1b[31;1mFAIL\x1b[0m");
}

TEST(Terminal, MakesControlCharactersVisible) {
  EXPECT_EQ(cli::printable("a\x1b[2J\nb\tc\x7f"), "a\\x1b[2J\\nb\\x09c\\x7f");
  EXPECT_EQ(cli::printable("żółty €"), "żółty €");
}

TEST(Terminal, CutsByCharactersNotBytes) {
  EXPECT_EQ(cli::cut_to("short", 10), "short");
  EXPECT_EQ(cli::cut_to("exactly", 7), "exactly");
  EXPECT_EQ(cli::cut_to("too long", 4), "too…");
  EXPECT_EQ(cli::cut_to("żółty", 4), "żół…");
}

TEST(Terminal, WrapsAtBlanks) {
  EXPECT_EQ(cli::wrapped("one two three", 2, 9), "one two\n  three");
  EXPECT_EQ(cli::wrapped("unbreakable-and-long", 2, 9), "unbreakable-and-long");
  EXPECT_EQ(cli::wrapped("", 2, 9), "");
}

}  // namespace
}  // namespace pitboss::test
