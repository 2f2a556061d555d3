#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "reference_impl/referee/operation.hpp"
#include "reference_impl/referee/script.hpp"

namespace pitboss::reference::referee {

/// What is done to a try of an operation.
struct Chosen {
  std::string rule;
  Action action;
};

/// Which rule meddles with which operation. The same script, seed and order of operations give the same choice; which
/// of the `every` operations a rule takes is drawn once from the seed, so that none waits for longer than that. Not
/// safe across threads.
class Schedule {
 public:
  Schedule(std::vector<Script> scripts, std::uint64_t seed);

  /// nullopt: the request is served.
  std::optional<Chosen> choose(const Operation &operation);
  /// No rule takes anything any more, and of what was taken no try is waited for.
  [[nodiscard]] bool is_through() const;
  /// How many operations a rule has taken.
  [[nodiscard]] unsigned taken(std::string_view rule) const;

 private:
  struct Counted {
    std::string contract;
    Rule rule;
    std::uint64_t offset = 0;
    std::uint64_t seen = 0;  ///< operations of its kinds
    unsigned due = 0;        ///< operations that it may still take, where another rule was first
    unsigned taken = 0;
  };
  struct Pending {
    std::size_t rule = 0;
    std::size_t tries = 0;
  };

  std::optional<std::size_t> pick(const Operation &operation);
  std::optional<Chosen> act(const std::string &key, Pending pending);

  std::vector<Counted> rules_;
  std::unordered_set<std::size_t> seen_;             ///< hashes of the keys of operations
  std::unordered_map<std::string, Pending> chosen_;  ///< by key, while actions are left
};

}  // namespace pitboss::reference::referee
