#include "reference_impl/onboarding/onboarding.hpp"

#include <algorithm>

namespace pitboss::reference::onboarding {
namespace {

constexpr std::string_view steady_traffic = "steady-traffic";

}  // namespace

bool Onboarding::see(const std::string &contract, const std::string &partner, const Shown &shown) {
  if (partner.empty()) return false;
  const Key key{contract, partner};
  Watched *one = watched(key, shown.exchange);
  if (one == nullptr) return false;
  bool changed = false;
  const wire::TimePoint at = shown.exchange.replied_at;
  const auto &done = one->progress.steps;
  const std::size_t all_but_the_last = one->judge->steps().size() - 1;
  const bool shown_all = done.size() - done.count(steady_traffic) == all_but_the_last;
  if (!shown_all)
    one->judge->see(shown, [&](std::string_view step, const std::vector<std::uint64_t> &evidence) {
      changed = mark(*one, step, at, evidence) || changed;
    });
  const auto run = last_run_.find(key);
  if (run == last_run_.end() || !run->second.clean || at < run->second.finished_at) return changed;
  if (one->steady.see(at, shown.id, one->judge->is_good(shown.exchange)))
    changed = mark(*one, steady_traffic, at, one->steady.evidence()) || changed;
  return changed;
}

bool Onboarding::see(const ConformanceRun &run) {
  const Key key{run.contract, run.partner};
  ConformanceRun &last = last_run_[key];
  if (last.id == run.id || run.finished_at < last.finished_at) return false;
  const bool was_clean = std::exchange(last, run).clean;
  if (was_clean == run.clean) return false;
  if (const auto found = watched_.find(key); found != watched_.end()) found->second.steady.begin_anew();
  return true;
}

void Onboarding::expect(const std::string &contract, const std::string &partner) {
  const Key key{contract, partner};
  if (!watched_.contains(key)) watch(key);
}

Onboarding::Watched *Onboarding::watched(const Key &key, const journal::Exchange &exchange) {
  if (const auto found = watched_.find(key); found != watched_.end()) return &found->second;
  return is_accepted(exchange) ? watch(key) : nullptr;
}

/// nullptr where there are too many.
Onboarding::Watched *Onboarding::watch(const Key &key) {
  std::size_t &known = partners_[key.first];
  if (known >= most_partners) return nullptr;
  ++known;
  Watched made{.judge = make_step_judge(key.first),
               .steady = {},
               .progress = {.contract = key.first, .partner = key.second, .steps = {}}};
  return &watched_.emplace(key, std::move(made)).first->second;
}

bool Onboarding::mark(Watched &watched, std::string_view step, wire::TimePoint at,
                      const std::vector<std::uint64_t> &evidence) {
  StepState &state = watched.progress.steps[std::string(step)];
  if (state.done) return false;
  state = {.done = true, .done_at = at, .evidence = {}};
  for (const std::uint64_t id : evidence)  // one push may show several things
    if (std::find(state.evidence.begin(), state.evidence.end(), id) == state.evidence.end())
      state.evidence.push_back(id);
  return true;
}

std::vector<PartnerProgress> Onboarding::progress(const std::string &partner) const {
  std::vector<PartnerProgress> all;
  for (const auto &[key, watched] : watched_)
    if (partner.empty() || key.second == partner) all.push_back(watched.progress);
  return all;
}

bool Onboarding::has_clean_run(const std::string &contract, const std::string &partner) const {
  const auto found = last_run_.find({contract, partner});
  return found != last_run_.end() && found->second.clean;
}

}  // namespace pitboss::reference::onboarding
