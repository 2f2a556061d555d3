#include "reports/replay.hpp"

#include <algorithm>
#include <fstream>

#include "reports/write_file.hpp"

namespace pitboss::reports {
namespace {

constexpr std::size_t longest_name = 150;
/// How every such file begins (simulator/scenario/replay.cpp): other files of the folder are not ours.
constexpr std::string_view beginning = "# What failed in ";

/// FNV-1a, so that names stay apart where characters of the ids had to go.
std::string short_hash(const std::string &text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  std::string digits;
  for (int i = 0; i < 6; ++i, hash >>= 4U) digits += "0123456789abcdef"[hash & 15U];
  return digits;
}

bool is_ours(const std::filesystem::path &file) {
  std::ifstream stream(file);
  std::string line;
  return file.extension() == ".yaml" && std::getline(stream, line) && line.starts_with(beginning);
}

void remove_old(const std::filesystem::path &folder) {
  std::error_code ignored;
  for (const auto &entry : std::filesystem::directory_iterator(folder, ignored))
    if (entry.is_regular_file(ignored) && is_ours(entry.path())) std::filesystem::remove(entry.path(), ignored);
  std::filesystem::remove(folder, ignored);  // which does nothing while it holds anything
}

}  // namespace

std::string replay_file(const results::Scenario &scenario) {
  if (scenario.replay.empty()) return {};
  std::string name;
  for (const char c : scenario.id) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    name += fits ? c : '_';
  }
  if (name != scenario.id || name.size() > longest_name)
    name = name.substr(0, longest_name) + "-" + short_hash(scenario.id);
  return "replay/" + name + ".yaml";
}

void write_replays(const results::Results &results, const std::filesystem::path &folder) {
  remove_old(folder / "replay");
  for (const results::Scenario &scenario : results.scenarios) {
    const std::string file = replay_file(scenario);
    if (file.empty()) continue;
    make_folder(folder / "replay");
    write_file(folder / file, scenario.replay);
  }
}

}  // namespace pitboss::reports
