#include "simulator/scenario/sessions.hpp"

#include <gmock/gmock.h>

namespace pitboss::scenario {
namespace {

using ::testing::HasSubstr;

target::Player with_command(const std::string &command) {
  target::Player player;
  player.launch_token_command = command;
  return player;
}

TEST(LaunchToken, ComesFromTheFileOrFromACommand) {
  target::Player player;
  player.launch_token = "a";
  EXPECT_EQ(launch_token_of(player).token, "a");
  EXPECT_EQ(launch_token_of(with_command("printf ' tok\\nen \\n'")).token, "tok\nen");
}

TEST(LaunchToken, TellsWhatIsWrongWithTheCommand) {
  EXPECT_THAT(launch_token_of(with_command("exit 3")).error, HasSubstr("exit code 3"));
  EXPECT_THAT(launch_token_of(with_command("true")).error, HasSubstr("printed nothing"));
  EXPECT_THAT(launch_token_of(with_command("kill -9 $$")).error, HasSubstr("a signal"));
}

TEST(LaunchToken, NeverWaitsForACommandThatGoesOn) {
  std::chrono::milliseconds limit(100);
  EXPECT_THAT(launch_token_of(with_command("sleep 600"), limit).error, HasSubstr("no token within 100 ms"));
  // A busy machine may not come to the end of the output within the limit: then a longer one is as good.
  const auto error = [&limit] { return launch_token_of(with_command("echo token; exec >&-; sleep 600"), limit).error; };
  std::string told = error();
  for (; told.find("no token") != std::string::npos && limit < std::chrono::minutes(2); told = error()) limit *= 2;
  EXPECT_THAT(told, HasSubstr("did not end within " + std::to_string(limit.count()) + " ms"));
}

TEST(Sessions, KeepTheNewestAndTheFirstToken) {
  WalletSessions sessions;
  EXPECT_FALSE(sessions.current(0, "g"));
  target::Session session;
  session.token = "one";
  sessions.keep(0, "g", session);
  session.token = "two";
  sessions.keep(0, "g", session);
  EXPECT_EQ(sessions.current(0, "g")->token, "two");
  EXPECT_EQ(sessions.first_token(0, "g"), "one");
  EXPECT_EQ(sessions.first_token(1, "g"), "");
}

}  // namespace
}  // namespace pitboss::scenario
