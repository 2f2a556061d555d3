#include "simulator/referee/back_off.hpp"

#include <fmt/format.h>

#include "simulator/referee/reading.hpp"

namespace pitboss::referee {

namespace {

// With full jitter a last wait can be shorter than the first; the sum over several operations is not.
constexpr std::size_t operations_needed = 3;
constexpr std::size_t waits_needed = 3;
constexpr std::chrono::milliseconds least_wait{10};  // of the last ones, on average: less is no wait

}  // namespace

void BackOff::add(const std::vector<std::size_t> &tries) {
  std::vector<std::chrono::microseconds> waits;
  for (std::size_t i = 1; i < tries.size(); ++i) {
    const journal::Exchange &before = journal_.exchanges[tries[i - 1]];
    const journal::Exchange &after = journal_.exchanges[tries[i]];
    if (answer_of(journal_, before) == Answer::retryable && after.received_at > before.replied_at)
      waits.push_back(journal_.real(after.received_at - before.replied_at));
  }
  if (waits.size() < waits_needed) return;
  ++operations_;
  first_ += waits.front();
  last_ += waits.back();
  if (example_.empty()) example_ = tries;
}

void BackOff::judge(Opinions &opinions) const {
  Opinion &opinion = opinions.on("backs-off");
  if (operations_ < operations_needed) {
    opinion.unclear = fmt::format("{} of {} transactions were retried three times", operations_, operations_needed);
    return;
  }
  const auto count = static_cast<std::chrono::microseconds::rep>(operations_);
  const bool grows = last_ * 10 > first_ * 12 && last_ / count >= least_wait;
  if (grows) {
    for (const std::size_t one : example_) opinions.kept("backs-off", one);
    return;
  }
  opinions.broken("backs-off",
                  fmt::format("{} transactions were retried three times or more: the first wait was {} on average, the "
                              "last one {}; waits should grow, doubled with each try, say",
                              operations_, seconds_text(first_ / count), seconds_text(last_ / count)),
                  example_);
}

}  // namespace pitboss::referee
