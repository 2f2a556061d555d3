// The line that shows how a load run goes, on a terminal and in a log.
#include "simulator/cli/load_view.hpp"

#include <gmock/gmock.h>

namespace pitboss::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using traffic::Outcome;

/// What a view writes about a run of ten seconds that is looked at every 100 ms.
std::string shown(const Style &style, int looks) {
  std::FILE *stream = std::tmpfile();
  LoadView view(stream, style, 10s);
  for (int i = 1; i <= looks; ++i) {
    traffic::Progress progress;
    progress.elapsed = i * 100ms;
    progress.ended[static_cast<std::size_t>(Outcome::right)] = static_cast<std::uint64_t>(i) * 50;
    progress.ended[static_cast<std::size_t>(Outcome::wrong)] = 2;
    progress.p50_us = 750;
    progress.p99_us = 12'345;
    view.show(progress);
  }
  view.end();
  std::string text(static_cast<std::size_t>(std::ftell(stream)), '\0');
  std::rewind(stream);
  text.resize(std::fread(text.data(), 1, text.size(), stream));
  std::fclose(stream);
  return text;
}

std::size_t count(const std::string &text, const std::string &part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(LoadView, RedrawsOneLineOnATerminal) {
  const std::string text = shown({true, false}, 20);
  EXPECT_EQ(count(text, "\r\x1b[K"), 5U);  // twice a second, and the end that takes it away
  EXPECT_EQ(count(text, "\n"), 0U);
  EXPECT_THAT(text, HasSubstr("500/s  p50 750 us  p99 12.34 ms"));
  EXPECT_TRUE(text.ends_with("\r\x1b[K"));
}

TEST(LoadView, WritesALineEveryFiveSecondsWhereNobodyLooksOn) {
  const std::string text = shown({false, false}, 120);
  EXPECT_EQ(count(text, "\n"), 2U);
  EXPECT_EQ(count(text, "\x1b"), 0U);
  EXPECT_THAT(text, HasSubstr("    5/10s      500/s  p50 750 us  p99 12.34 ms  2500 right, 2 wrong, 0 failed\n"));
}

TEST(LoadView, SaysThatTheBooksAreClosed) {
  EXPECT_THAT(shown({false, false}, 150), HasSubstr("closing the books"));
}

}  // namespace
}  // namespace pitboss::cli
