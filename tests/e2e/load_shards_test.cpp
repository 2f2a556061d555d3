// `pitboss load` in shards, and their results joined; the search for the limit.
#include "schemas/files/yaml_file.hpp"
#include "tests/e2e/loaded.hpp"
#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {
namespace {

using testing::HasSubstr;

constexpr int shards = 4;

const std::string profile_text = R"(profile: short
duration: 1500ms
connections: 4
thresholds: [errors==0]
wallet:
  bets: [{amount: 0.10, weight: 1}]
  payouts: [{times: 1, weight: 1}]
  return_to_player: 100
  balance_calls: 10
  together: 5
  retried: 5
)";

std::vector<std::string> load_command(const TemporaryFolder &folder, const ReferenceServer &server,
                                      const std::string &report, const std::vector<std::string> &more) {
  std::vector<std::string> argv{
      PITBOSS_PROGRAM,           "load",         "--target",          server.target_file(), "--profile",
      folder.file("short.yaml"), "--report-dir", folder.file(report), "--threads",          "1"};
  argv.insert(argv.end(), more.begin(), more.end());
  return argv;
}

results::LoadResults results_in(const TemporaryFolder &folder, const std::string &report) {
  return read_load_results(folder.path() / report / "load.json");
}

/// Runs all shards at once.
void run_shards(const TemporaryFolder &folder, const ReferenceServer &server) {
  std::vector<std::unique_ptr<ChildProcess>> running;
  for (int i = 1; i <= shards; ++i) {
    const std::string number = std::to_string(i);
    running.push_back(std::make_unique<ChildProcess>(load_command(
        folder, server, "shard-" + number, {"--shard", number + "/" + std::to_string(shards), "--quiet"})));
  }
  for (const auto &shard : running) {
    const Finished finished = shard->wait();
    EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  }
}

Finished merge(const TemporaryFolder &folder, const std::vector<std::string> &reports) {
  std::vector<std::string> argv{PITBOSS_PROGRAM, "report", "merge", "--report-dir", folder.file("all")};
  for (const std::string &report : reports) argv.push_back(folder.file(report));
  return run_program(argv);
}

TEST(LoadShards, AreOneRunWhenMerged) {
  const ReferenceServer server({.players = 18});
  const TemporaryFolder folder;
  folder.write("short.yaml", profile_text);
  run_shards(folder, server);
  const Finished merged = merge(folder, {"shard-1", "shard-2", "shard-3", "shard-4"});
  EXPECT_EQ(merged.exit_code, 0) << merged.out << merged.err;
  const results::LoadResults all = results_in(folder, "all");
  EXPECT_EQ(all.audit.actors, 18U);  // each player in one shard
  EXPECT_EQ(all.audit.right, 18U);
  std::uint64_t right = 0, all_requests = 0;
  for (int i = 1; i <= shards; ++i) {
    const results::LoadResults one = results_in(folder, "shard-" + std::to_string(i));
    right += one.ended.right;
    all_requests += one.all_requests;
    EXPECT_GT(one.ended.right, 0U) << i;
  }
  EXPECT_EQ(all.ended.right, right);
  EXPECT_EQ(all.all_requests, all_requests);
  EXPECT_EQ(all.latency.count, right);
  for (const char *name : {"load.html", "load.md", "latency.hgrm", "latency.hlog"})
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "all" / name)) << name;

  const Finished missing = merge(folder, {"shard-1", "shard-2", "shard-4"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("shard 3/4 is missing"));
  const Finished nothing = merge(folder, {"shard-1", "nowhere"});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.err, HasSubstr("nowhere"));
}

/// The script of the only container of a job file in ci/, with the folders of the cluster replaced.
std::string script_of(const std::string &file, const TemporaryFolder &folder) {
  const files::YamlFile job = files::read_yaml(std::filesystem::path(PITBOSS_CI_FOLDER) / file);
  const wire::Json &containers = *job.json.find("spec")->find("template")->find("spec")->find("containers");
  const wire::Json &container = containers.array()->front();
  std::string script = *container.find("args")->array()->front().string();
  for (const auto &[there, here] : std::vector<std::pair<std::string, std::string>>{
           {"/etc/pitboss", folder.path().string()}, {"/reports", folder.file("reports")}})
    for (std::size_t at = script.find(there); at != std::string::npos; at = script.find(there, at + here.size()))
      script.replace(at, there.size(), here);
  return script;
}

TEST(LoadShards, RunAsTheClusterJobsDo) {
  const ReferenceServer server({.players = 8});
  const TemporaryFolder folder;
  folder.write("profile.yaml", profile_text);
  folder.write("target.yaml", read_file(server.target_file()));
  const std::string path = std::filesystem::path(PITBOSS_PROGRAM).parent_path().string() + ":/usr/bin:/bin";
  const std::string script = script_of("load-job.yaml", folder);
  std::vector<std::unique_ptr<ChildProcess>> pods;
  for (int i = 0; i < shards; ++i)
    pods.push_back(std::make_unique<ChildProcess>(
        std::vector<std::string>{"/bin/sh", "-ceu", script},
        ChildOptions{{}, {{"JOB_COMPLETION_INDEX", std::to_string(i)}, {"SHARDS", "4"}, {"PATH", path}}, {}}));
  for (const auto &pod : pods) {
    const Finished finished = pod->wait();
    EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  }
  const Finished merged = run_program({"/bin/sh", "-ceu", script_of("load-merge-job.yaml", folder)},
                                      ChildOptions{{}, {{"PATH", path}}, {}});
  EXPECT_EQ(merged.exit_code, 0) << merged.out << merged.err;
  EXPECT_EQ(results_in(folder, "reports/all").audit.right, 8U);
}

TEST(LoadLimit, IsTheHighestRateThatHolds) {
  // Each reply is 60 ms late, so two players make some 33 requests a second and no more.
  const ReferenceServer server({.variants = {"latency-60-ms"}, .players = 2});
  const TemporaryFolder folder;
  folder.write("short.yaml", profile_text);
  const Finished found = run_program(load_command(folder, server, "limit",
                                                  {"--find-limit", "--rate", "8", "--duration", "1s", "--threshold",
                                                   "p50<500ms", "--threshold", "error_share<30%"}));
  const results::LoadResults results = results_in(folder, "limit");
  ASSERT_GT(results.limit_steps.size(), 2U) << found.out << found.err;
  std::int64_t held = 0, broke = 1'000'000;
  for (const results::LoadStep &step : results.limit_steps) {
    if (step.verdict == results::LoadVerdict::held) {
      held = std::max(held, step.rate);
    } else {
      broke = std::min(broke, step.rate);
    }
  }
  EXPECT_LT(broke, 1'000) << found.out;
  EXPECT_THAT(results.headline, HasSubstr(std::to_string(held) + " a second hold"));
  EXPECT_THAT(found.out, HasSubstr("rates that were tried"));
  EXPECT_THAT(read_file(folder.path() / "limit" / "load.md"), HasSubstr("Search for the limit"));
}

TEST(LoadLimit, NeedsAThresholdAndAllPlayers) {
  const ReferenceServer server({.players = 2});
  const TemporaryFolder folder;
  folder.write("short.yaml", profile_text);
  const Finished sharded = run_program(load_command(folder, server, "limit", {"--find-limit", "--shard", "1/2"}));
  EXPECT_EQ(sharded.exit_code, 2);
  EXPECT_THAT(sharded.err, HasSubstr("run it without --shard"));
  const Finished bare = run_program({PITBOSS_PROGRAM, "load", "--target", server.target_file(), "--find-limit"});
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_THAT(bare.err, HasSubstr("--threshold"));
}

}  // namespace
}  // namespace pitboss::test
