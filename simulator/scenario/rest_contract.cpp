#include "simulator/scenario/rest_contract.hpp"

#include "simulator/scenario/rest_play.hpp"

namespace pitboss::scenario {

using results::Verdict;

namespace {

constexpr std::size_t at_once = 6;

}  // namespace

std::vector<results::Finding> RestContract::examine() {
  return examine_rest(context_);
}

Unmet RestContract::unmet_need(const Scenario &scenario) const {
  const std::vector<std::string> &absent = context_.target.not_offered;
  if (std::find(absent.begin(), absent.end(), scenario.needs.offers) != absent.end())
    return {Verdict::not_applicable, "the target file says that " + scenario.needs.offers + " is not offered", ""};
  if (scenario.needs.two_tokens && (!context_.tokens.side_by_side() || context_.tokens.same_again()))
    return {Verdict::not_applicable, "a new token ends the older one here; two do not live side by side", ""};
  for (const std::string &path : scenario.needs.applies)
    if (context_.rest.find(path) == nullptr)
      return {Verdict::not_applicable, "the target file names no " + name_ + "." + path, ""};
  for (const std::string &path : scenario.needs.target) {
    if (context_.rest.find(path) != nullptr) continue;
    const std::string place = name_ + "." + (path.starts_with("metrics.usable") ? "metrics (decimal, integer)" : path);
    return {Verdict::skip, "needs " + place + " of the target file", "add " + place + " to the target file"};
  }
  return {};
}

std::size_t RestContract::most_at_once() const {
  return context_.tokens.side_by_side() ? at_once : 1;
}

/// Where a new token ends the older one, one scenario at a time has the token.
std::optional<Lease> RestContract::lease(const Scenario & /*scenario*/) {
  if (playing_ > 0 && !context_.tokens.side_by_side()) return std::nullopt;
  ++playing_;
  return Lease{};
}

void RestContract::give_back(const Lease & /*lease*/) {
  --playing_;
}

results::Scenario RestContract::play(const Scenario &scenario, const Lease & /*lease*/, std::size_t number,
                                     const results::Scenario &draft) {
  return RestPlay(context_, scenario, number).play(draft);
}

std::vector<results::Scenario> RestContract::standing(const std::set<std::string> &selected) const {
  return context_.standing.scenarios(selected, context_.catalogue, context_.rest.base_url);
}

}  // namespace pitboss::scenario
