#include "simulator/scenario/seed_of.hpp"

namespace pitboss::scenario {
namespace {

/// FNV-1a, 64 bits.
std::uint64_t hash_of(const std::string &text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

std::uint64_t seed_of(const Scenario &scenario, std::uint64_t seed_of_run) {
  return scenario.seed.value_or(seed_of_run) ^ hash_of(scenario.id);
}

}  // namespace pitboss::scenario
