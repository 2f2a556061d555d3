// SIGKILL under concurrent pushes and movements, restart on the same files: every row that was answered is there once,
// what was in flight is there whole or not at all, and balances are the fold of the movements.
#include <cstdlib>
#include <future>

#include "schemas/wire/leading_integer.hpp"
#include "tests/e2e/answer_count.hpp"
#include "tests/e2e/reference_server.hpp"
#include "tests/e2e/rest_traffic.hpp"

namespace pitboss::test {
namespace {

constexpr int clients_of_each = 3;
constexpr int default_kills = 3;
constexpr int answers_before_kill = 150;

/// How often the server is killed: PITBOSS_KILLS in the environment.
int kills() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing writes to the environment
  const char *text = std::getenv("PITBOSS_KILLS");
  return text == nullptr ? default_kills : std::max(1, wire::leading_integer<int>(text));
}

target::TargetFile load(const ReferenceServer &server) {
  return target::load_target(server.target_file(), target::process_environment());
}

/// The client `index` of this kill: the first ones move metrics, the others push transactions.
std::unique_ptr<RestTraffic> make_traffic(const target::TargetFile &target, int kill, int index, std::uint64_t seed) {
  const std::string number = std::to_string(kill) + "-" + std::to_string(index);
  if (index < clients_of_each) return std::make_unique<MovementsTraffic>(target, number, seed);
  return std::make_unique<FeedTraffic>(target, number, seed);
}

std::uint64_t seed_of(int kill, int index, bool after) {
  return static_cast<std::uint64_t>(kill) * 1000 + static_cast<std::uint64_t>(index) * 2 + (after ? 1 : 0);
}

/// All clients write at once; the server is killed in the middle of it.
std::vector<RowJournal> write_until_killed(ReferenceServer &server, int kill) {
  const target::TargetFile target = load(server);
  AnswerCount answers;
  std::vector<std::future<RowJournal>> writing;
  for (int index = 0; index < 2 * clients_of_each; ++index)
    writing.push_back(std::async(std::launch::async, [&, index] {
      return make_traffic(target, kill, index, seed_of(kill, index, false))->play([&answers] { answers.add(); });
    }));
  answers.wait_for(answers_before_kill);
  server.kill();
  std::vector<RowJournal> journals;
  for (std::future<RowJournal> &one : writing) journals.push_back(one.get());
  return journals;
}

using Listed = std::multimap<std::string, wire::Decimal>;

Listed joined(const RowJournal::Rows &rows, const RowJournal::Rows &more) {
  Listed all(rows.begin(), rows.end());
  all.insert(more.begin(), more.end());
  return all;
}

void expect_balance_to_be_the_fold(RestTraffic &traffic, const Listed &rows) {
  auto *movements = dynamic_cast<MovementsTraffic *>(&traffic);
  if (movements == nullptr) return;
  wire::Decimal sum;
  for (const auto &[id, value] : rows) sum += value;
  EXPECT_EQ(movements->balance().to_string(), sum.to_string());
}

/// What one client finds after the restart; then what was in flight is sent again, as an operator would.
void verify(RestTraffic &traffic, const RowJournal &journal) {
  ASSERT_FALSE(journal.unanswered.empty());
  const Listed without_open = joined(journal.answered, {});
  const Listed with_open = joined(journal.answered, journal.unanswered);
  const Listed found = traffic.listed();
  EXPECT_TRUE(found == without_open || found == with_open)
      << found.size() << " rows are listed; " << without_open.size() << " were answered, " << journal.unanswered.size()
      << " were in flight";
  expect_balance_to_be_the_fold(traffic, found);
  const int status = traffic.write(journal.unanswered);
  constexpr int duplicate = 409;  // of a movement that was recorded before the server died
  EXPECT_TRUE(status == 200 || (status == duplicate && found == with_open)) << status;
  EXPECT_TRUE(traffic.listed() == with_open) << "what was in flight is there once after its retry";
  expect_balance_to_be_the_fold(traffic, with_open);
}

TEST(Kill, LosesAndDoublesNoRowOfFeedAndMovements) {
  const TemporaryFolder data;
  const ReferenceServer::Options options{.store = "sqlite:" + data.file("pitboss.db"),
                                         .more = {"--feed-rate-limit", "1000000"}};
  std::size_t answered = 0;
  for (int kill = 1; kill <= kills(); ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    std::vector<RowJournal> journals;
    {
      ReferenceServer server(options);
      journals = write_until_killed(server, kill);
    }
    ReferenceServer again(options);
    const target::TargetFile target = load(again);
    for (int index = 0; index < 2 * clients_of_each; ++index) {
      const RowJournal &journal = journals[static_cast<std::size_t>(index)];
      ASSERT_NO_FATAL_FAILURE(verify(*make_traffic(target, kill, index, seed_of(kill, index, true)), journal));
      answered += journal.answered.size();
    }
    EXPECT_EQ(again.stop(), 0);
  }
  std::cout << kills() << " kills: " << answered << " answered rows, each there once\n";
  EXPECT_GE(answered, static_cast<std::size_t>(kills() * answers_before_kill));
}

}  // namespace
}  // namespace pitboss::test
