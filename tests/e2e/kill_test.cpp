// An answer leaves only after its effect is on disk: SIGKILL under concurrent traffic, restart on the same file, and
// every transaction that was answered is there, once.
#include <algorithm>
#include <cstdlib>
#include <future>

#include "schemas/wire/leading_integer.hpp"
#include "tests/e2e/answer_count.hpp"
#include "tests/e2e/reference_server.hpp"
#include "tests/e2e/wallet_traffic.hpp"

namespace pitboss::test {
namespace {

constexpr int players = 4;
constexpr int default_kills = 5;
constexpr int answers_before_kill = 200;

/// How often the server is killed: PITBOSS_KILLS in the environment.
std::uint64_t kills() {
  const char *text = std::getenv("PITBOSS_KILLS");  // NOLINT(concurrency-mt-unsafe): nothing writes to the environment
  return text == nullptr ? default_kills : static_cast<std::uint64_t>(std::max(1, wire::leading_integer<int>(text)));
}

target::TargetFile load(const ReferenceServer &server) {
  return target::load_target(server.target_file(), target::process_environment());
}

/// All players play at once; the server is killed in the middle of it.
std::vector<Journal> play_until_killed(ReferenceServer &server, std::uint64_t seed) {
  const target::TargetFile target = load(server);
  AnswerCount answers;
  std::vector<std::future<Journal>> playing;
  for (std::size_t player = 0; player < players; ++player)
    playing.push_back(std::async(std::launch::async, [&, player] {
      return PlayerTraffic(target, player, seed * 1'000 + player).play([&answers] { answers.add(); });
    }));
  answers.wait_for(answers_before_kill);
  server.kill();
  std::vector<Journal> journals;
  for (std::future<Journal> &one : playing) journals.push_back(one.get());
  return journals;
}

/// The books of one player after the restart; then the open transaction is sent again, as a provider would.
void verify(const target::TargetFile &target, std::size_t player, const Journal &journal, std::uint64_t seed) {
  PlayerTraffic traffic(target, player, seed);
  const wire::Decimal found = traffic.balance();
  wire::Decimal expected = journal.balance();
  ASSERT_TRUE(journal.unanswered.has_value());
  const wire::Decimal with_open = expected + journal.unanswered->change();
  EXPECT_TRUE(found == expected || found == with_open) << "player " << player + 1 << " has " << found.to_string()
                                                       << "; answered transactions give " << expected.to_string();
  EXPECT_EQ(traffic.send(*journal.unanswered), 200);
  EXPECT_EQ(traffic.balance().to_string(), with_open.to_string())
      << "the open transaction is there once after its retry";
  for (const Transaction &transaction : journal.answered) ASSERT_EQ(traffic.send(transaction), 200) << transaction.id;
  EXPECT_EQ(traffic.balance().to_string(), with_open.to_string()) << "replays of all that was answered change nothing";
}

TEST(Kill, LosesAndDoublesNothing) {
  const TemporaryFolder data;
  const ReferenceServer::Options options{.store = "sqlite:" + data.file("wallet.db"), .players = players};
  std::size_t answered = 0, open = 0;
  for (std::uint64_t kill = 1; kill <= kills(); ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    std::vector<Journal> journals;
    {
      ReferenceServer server(options);
      journals = play_until_killed(server, kill);
    }
    ReferenceServer again(options);
    const target::TargetFile target = load(again);
    for (std::size_t player = 0; player < players; ++player) {
      ASSERT_NO_FATAL_FAILURE(verify(target, player, journals[player], kill * 1'000'000 + player));
      answered += journals[player].answered.size();
      open += journals[player].unanswered.has_value() ? 1 : 0;
    }
    EXPECT_EQ(again.stop(), 0);
  }
  std::cout << kills() << " kills: " << answered << " answered transactions, each there once; " << open
            << " in flight, each there once after its retry\n";
  EXPECT_GE(answered, kills() * answers_before_kill);
}

}  // namespace
}  // namespace pitboss::test
