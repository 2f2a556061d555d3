#include "simulator/scenario/play_end.hpp"

#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {

void block_for(const std::exception &fault, results::Scenario &out) {
  if (out.verdict == results::Verdict::fail) return;
  out.verdict = results::Verdict::blocked;
  out.reason = std::string("could not be played: ") + fault.what();
}

void end_play(RunContext &context, std::chrono::steady_clock::time_point began, bool network_is_gone,
              const std::function<bool()> &target_answers, results::Scenario &out) {
  out.reason = target::report_text(out.reason, *context.secrets.redactor());
  out.duration = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  if (network_is_gone)
    context.network.scenario_blocked(out.reason, target_answers, [&context] { return context.cancelled.load(); });
}

void clean(results::Step &step, const target::Redactor &redactor) {
  const auto fit = [&](std::string &text) { text = target::report_text(text, redactor); };
  fit(step.name);
  for (results::Exchange &exchange : step.exchanges) fit(exchange.note);
  for (results::Check &check : step.checks) {
    fit(check.what);
    fit(check.expected);
    fit(check.actual);
  }
}

}  // namespace pitboss::scenario
