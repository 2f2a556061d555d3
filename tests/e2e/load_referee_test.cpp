// The suite's own traffic as a client: the referee, which does to it what its script says, finds no fault with it.
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {
namespace {

TEST(LoadAsAClient, BreaksNothingThatAProviderOwes) {
  const TemporaryFolder folder;
  ChildProcess referee({PITBOSS_PROGRAM, "referee", "--contract", "wallet", "--port", "0", "--players", "20",
                        "--target-file", folder.file("target.yaml"), "--report-dir", folder.file("judged"),
                        "--no-color", "--quiet-end", "2s", "--for", "2m"});
  ASSERT_TRUE(referee.read_line().has_value());  // it listens
  // The script's replies are wrong ones, of which the run tells; whether the client is right the referee says.
  const Finished played =
      run_program({PITBOSS_PROGRAM, "load", "--target", folder.file("target.yaml"), "--profile", "provider",
                   "--duration", "6s", "--report-dir", folder.file("played"), "--threads", "1", "--quiet"});
  EXPECT_EQ(played.exit_code, 1) << played.out << played.err;
  const Finished judged = referee.wait(std::chrono::minutes(3));
  EXPECT_EQ(judged.exit_code, 0) << judged.out << judged.err;
}

}  // namespace
}  // namespace pitboss::test
