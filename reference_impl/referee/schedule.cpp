#include "reference_impl/referee/schedule.hpp"

#include <algorithm>

namespace pitboss::reference::referee {
namespace {

/// FNV-1a: the same on every platform, so that a seed means the same everywhere.
std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash ^ (hash >> 29U);
}

}  // namespace

Schedule::Schedule(std::vector<Script> scripts, std::uint64_t seed) {
  for (Script &script : scripts)
    for (Rule &rule : script.rules) {
      const std::uint64_t offset = mixed(seed, rule.name) % rule.every;
      rules_.push_back({.contract = script.contract, .rule = std::move(rule), .offset = offset});
    }
}

std::optional<Chosen> Schedule::choose(const Operation &operation) {
  if (operation.kind.empty()) return std::nullopt;
  if (const auto found = chosen_.find(operation.key); !operation.key.empty() && found != chosen_.end())
    return act(operation.key, found->second);
  // What was served once is served ever after: a retry is no new operation.
  if (!operation.key.empty() && !seen_.insert(std::hash<std::string>{}(operation.key)).second) return std::nullopt;
  const auto rule = pick(operation);
  if (!rule) return std::nullopt;
  return act(operation.key, {.rule = *rule, .tries = 0});
}

bool Schedule::is_through() const {
  const auto took_all = [](const Counted &counted) { return counted.taken >= counted.rule.at_most.value_or(~0U); };
  return chosen_.empty() && std::all_of(rules_.begin(), rules_.end(), took_all);
}

unsigned Schedule::taken(std::string_view rule) const {
  unsigned taken = 0;
  for (const Counted &counted : rules_)
    if (counted.rule.name == rule) taken += counted.taken;
  return taken;
}

/// Every rule counts; the first that is due takes the operation, and the others take a later one.
std::optional<std::size_t> Schedule::pick(const Operation &operation) {
  std::optional<std::size_t> picked;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    Counted &counted = rules_[i];
    const std::vector<std::string> &on = counted.rule.on;
    if (counted.contract != operation.contract || std::find(on.begin(), on.end(), operation.kind) == on.end()) continue;
    if (counted.seen++ % counted.rule.every == counted.offset) ++counted.due;
    if (picked || counted.due == 0 || counted.taken >= counted.rule.at_most.value_or(~0U)) continue;
    --counted.due;
    ++counted.taken;
    picked = i;
  }
  return picked;
}

std::optional<Chosen> Schedule::act(const std::string &key, Pending pending) {
  const Rule &rule = rules_[pending.rule].rule;
  Chosen chosen{.rule = rule.name, .action = rule.actions[pending.tries++]};
  if (pending.tries < rule.actions.size() && !key.empty())
    chosen_[key] = pending;
  else
    chosen_.erase(key);
  return chosen;
}

}  // namespace pitboss::reference::referee
