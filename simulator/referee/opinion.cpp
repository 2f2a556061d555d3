#include "simulator/referee/opinion.hpp"

#include <algorithm>
#include <stdexcept>

namespace pitboss::referee {

namespace {

constexpr std::size_t most_examples = 3;
constexpr std::size_t most_violations = 20;  // that are told one by one

}  // namespace

Opinion &Opinions::on(const std::string &name) {
  const std::string id = contract_ + ".client." + name;
  const auto found = std::find_if(opinions_.begin(), opinions_.end(),
                                  [&](const Opinion &opinion) { return opinion.requirement == id; });
  if (found != opinions_.end()) return *found;
  return opinions_.emplace_back(
      Opinion{.requirement = id, .occasions = 0, .examples = {}, .violations = {}, .unclear = {}});
}

void Opinions::kept(const std::string &name, std::size_t exchange) {
  Opinion &opinion = on(name);
  ++opinion.occasions;
  if (opinion.examples.size() < most_examples) opinion.examples.push_back(exchange);
}

void Opinions::broken(const std::string &name, std::string story, std::vector<std::size_t> proof) {
  Opinion &opinion = on(name);
  ++opinion.occasions;
  if (opinion.violations.size() < most_violations) opinion.violations.push_back({std::move(story), std::move(proof)});
}

std::vector<Opinion> judge(const journal::Journal &journal, const std::string &contract) {
  if (contract == "wallet") return judge_wallet(journal);
  if (contract == "feed") return judge_feed(journal);
  if (contract == "movements") return judge_movements(journal);
  throw std::invalid_argument("there is no contract " + contract);
}

}  // namespace pitboss::referee
