#include "tests/e2e/reference_server.hpp"

#include <algorithm>
#include <cctype>
#include <csignal>
#include <stdexcept>

#include "reference_impl/server.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::test {
namespace {

results::Results parse_results(const std::string &text) {
  const auto parsed = wire::parse_json(text);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed))
    throw std::runtime_error("results.json: " + error->message);
  return results::from_json(std::get<wire::Json>(parsed));
}

}  // namespace

ReferenceServer::ReferenceServer(const Options &options) {
  std::vector<std::string> argv{
      PITBOSS_PROGRAM, "serve",         "--port",      "0",         "--store",
      options.store,   "--target-file", target_file(), "--players", std::to_string(options.players),
      "--log-level",   "warn"};
  const auto add = [&argv](const char *option, const std::vector<std::string> &names) {
    for (const std::string &name : names) {
      argv.emplace_back(option);
      argv.push_back(name);
    }
  };
  add("--fault", options.faults);
  add("--variant", options.variants);
  argv.insert(argv.end(), options.more.begin(), options.more.end());
  process_ = std::make_unique<ChildProcess>(argv);
  const std::optional<std::string> line = process_->read_line();  // "pitboss serve: listening on URL"
  if (!line) throw std::runtime_error("serve: " + process_->wait().err);
  url_ = line->substr(line->rfind(' ') + 1);
}

void ReferenceServer::kill() {
  process_->send_signal(SIGKILL);
  process_->wait();
}

int ReferenceServer::stop() {
  process_->send_signal(SIGTERM);
  return process_->wait().exit_code;
}

std::vector<std::string> short_windows() {
  // Long enough that the limit is reached on a busy machine as well.
  for (const reference::SettingInfo &setting : reference::list_settings())
    if (setting.name == "feed-rate-window") return {"--feed-rate-window", "6"};
  return {};
}

std::string test_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

std::vector<std::string> whole_suite() {
  if (slowness() > 1) return {"--skip", "feed.rate.*", "--skip", "feed.robust.body-of-8-mib"};
  return {};
}

Checked check(const ReferenceServer &server, const std::vector<std::string> &arguments) {
  if (slowness() == 1) return check_file(server.target_file(), arguments);
  const TemporaryFolder folder;
  return check_file(folder.write("target.yaml", read_file(server.target_file()) + "timeouts: {request_ms: " +
                                                    std::to_string(10'000 * slowness()) + "}\n"),
                    arguments);
}

Checked check_file(const std::string &target_file, const std::vector<std::string> &arguments,
                   const ChildOptions &environment) {
  const TemporaryFolder folder;
  std::vector<std::string> argv{PITBOSS_PROGRAM,       "check",    "--target", target_file, "--report-dir",
                                folder.file("report"), "--format", "json"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  Checked checked;
  checked.finished = run_program(argv, environment);
  const std::filesystem::path file = folder.path() / "report" / "results.json";
  if (!std::filesystem::exists(file))
    throw std::runtime_error("no results.json: " + checked.finished.out + checked.finished.err);
  checked.results_text = read_file(file);
  checked.results = parse_results(checked.results_text);
  return checked;
}

}  // namespace pitboss::test
