#include <csignal>

#include "tests/cli/program.hpp"

/// `pitboss demo` as a process: it says where to look first, and ends cleanly.
namespace pitboss::test {
namespace {

using testing::MatchesRegex;

TEST(DemoCommand, SaysWhereToLookAndEndsOnASignal) {
  for (const int signal : {SIGINT, SIGTERM}) {
    ChildProcess demo({PITBOSS_PROGRAM, "demo", "--port", "0"});
    EXPECT_THAT(demo.read_line().value_or(""),
                MatchesRegex("pitboss demo: open http://127\\.0\\.0\\.1:[0-9]+/dashboard/#/demo"));
    demo.send_signal(signal);
    const Finished finished = demo.wait();
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.err, "");
  }
}

TEST(DemoCommand, TwoOfThemRunSideBySide) {
  ChildProcess one({PITBOSS_PROGRAM, "demo"}), other({PITBOSS_PROGRAM, "demo"});
  const std::string first = one.read_line().value_or(""), second = other.read_line().value_or("");
  EXPECT_NE(first, second);
  for (ChildProcess *demo : {&one, &other}) {
    demo->send_signal(SIGINT);
    EXPECT_EQ(demo->wait().exit_code, 0);
  }
}

TEST(DemoCommand, ASpeedThatIsNoneIsRefused) {
  for (const char *speed : {"0", "1000", "fast", "1.234"}) {
    const Finished finished = Program()({"demo", "--port", "0", "--speed", speed});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_THAT(finished.err,
                testing::HasSubstr("--speed " + std::string(speed) + ": must be a number from 0.1 to 100"));
  }
}

TEST(DemoCommand, APortThatIsTakenIsToldAndNoOtherTakenInstead) {
  ChildProcess one({PITBOSS_PROGRAM, "demo", "--port", "0"});
  const std::string line = one.read_line().value_or("");
  const std::string port =
      line.substr(line.find("127.0.0.1:") + 10, line.find("/dashboard") - line.find("127.0.0.1:") - 10);
  const Finished finished = Program()({"demo", "--port", port});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, testing::HasSubstr("cannot listen on 127.0.0.1 port " + port));
}

}  // namespace
}  // namespace pitboss::test
