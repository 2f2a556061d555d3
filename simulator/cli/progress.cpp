#include "simulator/cli/progress.hpp"

#include <fmt/format.h>

#include <chrono>

#include "simulator/cli/output.hpp"

namespace pitboss::cli {
namespace {

using results::Scenario;
using results::Verdict;

struct Tally {
  std::size_t scenarios = 0, finished = 0, failed = 0, warned = 0, not_run = 0;

  void count(Verdict verdict) {
    ++finished;
    if (verdict == Verdict::fail) ++failed;
    if (verdict == Verdict::warn) ++warned;
    if (verdict == Verdict::skip || verdict == Verdict::blocked) ++not_run;
  }

  [[nodiscard]] std::string text() const {
    std::string out = fmt::format("{}/{} scenarios, {} failed", finished, std::max(scenarios, finished), failed);
    if (warned > 0) out += fmt::format(", {} with warnings", warned);
    if (not_run > 0) out += fmt::format(", {} skipped or blocked", not_run);
    return out;
  }
};

/// "FAIL  id: reason"; empty for what needs no line of its own. Skipped ones are many and alike: the summary groups
/// them.
std::string line_of(const Scenario &scenario, const Style &style) {
  if (scenario.verdict != Verdict::fail && scenario.verdict != Verdict::warn) return "";
  const bool failed = scenario.verdict == Verdict::fail;
  return fmt::format("{}  {}: {}", style(failed ? Paint::bad : Paint::caution, failed ? "FAIL" : "warn"), scenario.id,
                     printable(scenario.reason));
}

std::string doctor_line(const std::vector<results::Finding> &findings) {
  std::size_t sick = 0;
  for (const results::Finding &finding : findings)
    if (finding.verdict == Verdict::fail || finding.verdict == Verdict::warn) ++sick;
  return sick == 0 ? "doctor: the setup is right"
                   : fmt::format("doctor: {} of {} looks found something", sick, findings.size());
}

class PlainProgress : public results::Listener {
 public:
  PlainProgress(std::FILE *stream, Style style) : stream_(stream), style_(style) {}

  void run_started(const results::Run & /*run*/, std::size_t scenarios) override { tally_.scenarios = scenarios; }

  void doctor_finished(const std::vector<results::Finding> &findings) override { say(doctor_line(findings)); }

  void scenario_finished(const Scenario &scenario) override {
    tally_.count(scenario.verdict);
    if (const std::string line = line_of(scenario, style_); !line.empty()) say(line);
    if (tally_.finished % interval() == 0 && tally_.finished < tally_.scenarios) say("... " + tally_.text());
  }

  void run_finished(const results::Results & /*results*/) override { say(tally_.text() + "\n"); }

 private:
  /// A tenth of the run, but not less than 25 scenarios.
  [[nodiscard]] std::size_t interval() const { return std::max<std::size_t>(25, tally_.scenarios / 10); }

  void say(const std::string &line) {
    write_to(stream_, fmt::format("{}\n", line));
    static_cast<void>(std::fflush(stream_));
  }

  std::FILE *stream_;
  Style style_;
  Tally tally_;
};

class LiveProgress : public results::Listener {
 public:
  LiveProgress(std::FILE *stream, Style style) : stream_(stream), style_(style) {}

  void run_started(const results::Run & /*run*/, std::size_t scenarios) override {
    tally_.scenarios = scenarios;
    draw("looking at the target");
  }

  void doctor_finished(const std::vector<results::Finding> &findings) override { say(doctor_line(findings)); }

  void scenario_started(const Scenario &scenario) override {
    current_ = scenario.id;
    if (const auto now = Clock::now(); now - drawn_at_ >= redraw_interval) draw(current_);
  }

  void scenario_finished(const Scenario &scenario) override {
    tally_.count(scenario.verdict);
    if (const std::string line = line_of(scenario, style_); !line.empty()) say(line);
    if (const auto now = Clock::now(); now - drawn_at_ >= redraw_interval) draw(current_);
  }

  void run_finished(const results::Results & /*results*/) override { say(tally_.text() + "\n"); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds redraw_interval{50};
  static constexpr const char *clear_line = "\r\x1b[K";

  void say(const std::string &line) {
    write_to(stream_, fmt::format("{}{}\n", clear_line, line));
    draw(current_);
  }

  void draw(const std::string &what) {
    if (tally_.finished < tally_.scenarios)
      write_to(stream_, fmt::format("{}{}", clear_line,
                                    cut_to(fmt::format("{}  {}", tally_.text(), what), terminal_width(stream_) - 1)));
    static_cast<void>(std::fflush(stream_));
    drawn_at_ = Clock::now();
  }

  std::FILE *stream_;
  Style style_;
  Tally tally_;
  std::string current_;
  Clock::time_point drawn_at_{};
};

}  // namespace

std::unique_ptr<results::Listener> make_progress(std::FILE *stream, const Style &style) {
  if (style.terminal) return std::make_unique<LiveProgress>(stream, style);
  return std::make_unique<PlainProgress>(stream, style);
}

}  // namespace pitboss::cli
