#include "reference_impl/onboarding/runs_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace pitboss::reference::onboarding {
namespace {

namespace fs = std::filesystem;
using wire::Json;

constexpr int deepest = 3;

std::string text(const Json *json, std::string_view name) {
  const Json *member = json == nullptr ? nullptr : json->find(name);
  return member == nullptr || member->string() == nullptr ? std::string() : *member->string();
}

std::string partner_of(const Json &target, const std::string &contract, const std::string &folder) {
  if (contract == "movements") return "operator";
  const std::string named = text(target.find(contract), contract == "feed" ? "client_id" : "provider");
  return named.empty() ? folder : named;
}

results::Results parse(const fs::path &file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  auto json = wire::parse_json(bytes);
  if (const auto *error = std::get_if<wire::JsonError>(&json)) throw std::runtime_error(error->message);
  return results::from_json(std::get<Json>(json));
}

}  // namespace

std::vector<ConformanceRun> runs_of(const results::Results &results, const std::string &folder) {
  std::set<std::string> contracts;
  for (const results::RequirementResult &requirement : results.requirements) contracts.insert(requirement.contract);
  std::vector<ConformanceRun> runs;
  runs.reserve(contracts.size());
  for (const std::string &contract : contracts)
    runs.push_back({.id = results.run.id,
                    .contract = contract,
                    .partner = partner_of(results.run.target, contract, folder),
                    .finished_at = results.run.finished_at,
                    .clean = results.verdict == results::RunVerdict::conformant});
  return runs;
}

std::vector<ConformanceRun> RunsFolder::look() {
  std::map<fs::path, Known> seen;
  std::error_code ignored;
  for (fs::recursive_directory_iterator entry(folder_, ignored), end; entry != end && seen.size() < most_files;
       entry.increment(ignored)) {
    if (entry.depth() >= deepest) entry.disable_recursion_pending();
    if (entry->path().filename() != "results.json" || !entry->is_regular_file(ignored)) continue;
    Known known = std::move(known_[entry->path()]);
    read(entry->path(), known);
    seen.emplace(entry->path(), std::move(known));
  }
  known_ = std::move(seen);
  std::vector<ConformanceRun> all;
  for (const auto &[file, known] : known_) all.insert(all.end(), known.runs.begin(), known.runs.end());
  std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.finished_at < b.finished_at; });
  return all;
}

void RunsFolder::read(const fs::path &file, Known &known) {
  std::error_code ignored;
  const auto changed_at = fs::last_write_time(file, ignored);
  const auto size = fs::file_size(file, ignored);
  if (known.changed_at == changed_at && known.size == size) return;
  known = {.changed_at = changed_at, .size = size, .runs = {}};
  if (size > largest_file) return on_problem_(file, "is too large for a results.json");
  try {
    const fs::path below = fs::relative(file, folder_);
    known.runs = runs_of(parse(file), below.has_parent_path() ? below.begin()->string() : std::string());
  } catch (const std::exception &error) {
    on_problem_(file, error.what());
  }
}

}  // namespace pitboss::reference::onboarding
