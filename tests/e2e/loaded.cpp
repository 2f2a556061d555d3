#include "tests/e2e/loaded.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/reference_server.hpp"
#include "tests/support/patience.hpp"

namespace pitboss::test {

using testing::HasSubstr;

std::string Loaded::kinds() const {
  std::string out;
  for (const results::LoadFinding &finding : results.findings) out += finding.kind + " ";
  return out;
}

std::string Loaded::stories(const std::string &kind) const {
  std::string out;
  for (const results::LoadFinding &finding : results.findings)
    for (const results::LoadExample &example : finding.examples)
      if (finding.kind == kind) out += example.story + "\n";
  return out;
}

std::string Loaded::book(const std::string &name) const {
  for (const auto &[line, value] : results.audit.books)
    if (line == name) return value;
  return "";
}

results::LoadResults read_load_results(const std::filesystem::path &file) {
  return results::load_from_json(std::get<wire::Json>(wire::parse_json(read_file(file))));
}

Loaded load(const std::string &profile, const std::string &target_file, const std::vector<std::string> &arguments) {
  const TemporaryFolder folder;
  folder.write("profile.yaml", profile);
  std::vector<std::string> argv{PITBOSS_PROGRAM, "load",
                                "--target",      target_file,
                                "--profile",     folder.file("profile.yaml"),
                                "--report-dir",  folder.file("report"),
                                "--threads",     "1"};
  const bool is_timed = std::find(arguments.begin(), arguments.end(), "--duration") != arguments.end();
  if (slowness() > 1 && !is_timed) argv.insert(argv.end(), {"--duration", "10s"});  // for as much to happen
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  Loaded loaded;
  loaded.finished = run_program(argv);
  const std::filesystem::path file = folder.path() / "report" / "load.json";
  if (!std::filesystem::exists(file)) return loaded;
  for (const char *name : {"load.html", "load.md", "latency.hgrm", "latency.hlog"})
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "report" / name)) << name;
  loaded.results = read_load_results(file);
  return loaded;
}

void expect_found(const FaultUnderLoad &tested, const std::string &profile) {
  const ReferenceServer server({.faults = {tested.fault}, .players = 20});
  // What happens by chance happens often enough in any time on an idle machine; a busy one gets longer.
  Loaded loaded;
  for (const std::string duration : {"2s", "8s", "30s"}) {
    loaded = load(profile, server.target_file(), {"--duration", duration});
    if (loaded.stories(tested.kind).find(tested.story) != std::string::npos) break;
  }
  EXPECT_EQ(loaded.finished.exit_code, 1) << loaded.finished.out << loaded.finished.err;
  EXPECT_THAT(loaded.stories(tested.kind), HasSubstr(tested.story)) << loaded.kinds();
  if (tested.is_astray) {
    EXPECT_EQ(loaded.results.audit.astray > 0, *tested.is_astray) << loaded.stories("audit");
  }
  for (const results::LoadFinding &finding : loaded.results.findings) {
    if (finding.kind == "audit" || finding.examples.front().request.empty()) continue;
    EXPECT_THAT(finding.examples.front().curl, HasSubstr("curl ")) << finding.kind;
    EXPECT_THAT(finding.examples.front().reply, HasSubstr("HTTP/1.1 ")) << finding.kind;
  }
}

}  // namespace pitboss::test
