#include "simulator/cli/load_view.hpp"

#include <fmt/format.h>

#include "simulator/cli/output.hpp"

namespace pitboss::cli {
namespace {

using namespace std::chrono_literals;
using results::LoadResults;
using results::LoadVerdict;

constexpr traffic::Nanoseconds redraw_interval = 500ms;
constexpr traffic::Nanoseconds line_interval = 5s;
constexpr std::size_t errors_shown = 5;

std::string time_text(std::int64_t us) {
  if (us < 1'000) return fmt::format("{} us", us);
  if (us < 1'000'000) return fmt::format("{}.{:02} ms", us / 1'000, us % 1'000 / 10);
  return fmt::format("{}.{:02} s", us / 1'000'000, us % 1'000'000 / 10'000);
}

std::int64_t at(const results::Distribution &distribution, const wire::Decimal &percentile) {
  for (const auto &point : distribution.percentiles)
    if (point.percentile == percentile) return point.us;
  return 0;
}

std::string latency_line(const std::string &name, std::size_t width, const results::Distribution &latency) {
  return fmt::format("{:{}} p50 {:>10}  p99 {:>10}  p99.9 {:>10}  max {:>10}\n", name, width,
                     time_text(at(latency, 50)), time_text(at(latency, 99)),
                     time_text(at(latency, wire::Decimal::from_units(999, 1))), time_text(latency.max_us));
}

std::string describe_findings(const LoadResults &results, const Style &style) {
  std::string out;
  for (const results::LoadFinding &finding : results.findings) {
    out += fmt::format("\n{}  {} x {}\n", style(Paint::bad, "WRONG"), finding.count, finding.kind);
    if (finding.examples.empty()) continue;
    const results::LoadExample &example = finding.examples.front();
    out += fmt::format("  {}: {}\n", printable(example.who), wrapped(printable(example.story), 4));
    if (!example.requirement.empty()) out += fmt::format("  breaks {}\n", example.requirement);
    if (!example.curl.empty()) out += fmt::format("  {}\n", example.curl);
  }
  return out;
}

std::string describe_errors(const LoadResults &results) {
  std::string out;
  std::size_t shown = 0;
  for (const auto &[why, count] : results.errors) {
    if (shown++ == errors_shown)
      return out + fmt::format("  … and {} kinds more\n", results.errors.size() - errors_shown);
    out += fmt::format("  {} x {}\n", count, printable(why));
  }
  return out.empty() ? "" : "errors:\n" + out;
}

std::string describe_steps(const LoadResults &results, const Style &style) {
  std::string out;
  for (const results::LoadStep &step : results.limit_steps) {
    const Paint paint = step.verdict == LoadVerdict::held ? Paint::good : Paint::bad;
    out += fmt::format("{:>9} a second  {:10}  {:>9} right  p50 {:>10}  p99 {:>10}\n", step.rate,
                       style(paint, std::string(results::to_string(step.verdict))), step.right.to_string(1),
                       time_text(step.p50_us), time_text(step.p99_us));
  }
  return out.empty() ? "" : "rates that were tried:\n" + out;
}

std::string describe_audit(const results::LoadResults &results) {
  const results::LoadAudit &audit = results.audit;
  std::string out =
      fmt::format("audit: {} of {} {} right", audit.right, audit.actors, results::actors_in_words(results));
  if (audit.astray > 0) out += fmt::format(", {} astray", audit.astray);
  if (audit.undecided > 0) out += fmt::format(", {} undecided", audit.undecided);
  out += "\n";
  std::size_t widest = 0;
  for (const auto &[name, value] : audit.books) widest = std::max(widest, name.size());
  for (const auto &[name, value] : audit.books) out += fmt::format("  {:{}} {:>20}\n", name, widest, value);
  for (const std::string &text : audit.unread) out += fmt::format("  could not be read: {}\n", printable(text));
  return out;
}

}  // namespace

void LoadView::show(const traffic::Progress &progress) {
  if (progress.elapsed < shown_at_ + (style_.terminal ? redraw_interval : line_interval)) return;
  const auto of = [&progress](traffic::Outcome outcome) { return progress.ended[static_cast<std::size_t>(outcome)]; };
  const std::uint64_t right = of(traffic::Outcome::right);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(progress.elapsed - shown_at_).count();
  const std::uint64_t rate =
      (right - shown_right_) * 1'000 / static_cast<std::uint64_t>(std::max<long>(1, milliseconds));
  const bool over = progress.elapsed > length_;
  const std::string line =
      fmt::format("{:>5}/{}s  {:>7}/s  p50 {}  p99 {}  {} right, {} wrong, {} failed{}",
                  std::chrono::duration_cast<std::chrono::seconds>(progress.elapsed).count(),
                  std::chrono::duration_cast<std::chrono::seconds>(length_).count(), rate, time_text(progress.p50_us),
                  time_text(progress.p99_us), right, of(traffic::Outcome::wrong), of(traffic::Outcome::failed),
                  over ? "  closing the books" : "");
  write_to(stream_, style_.terminal ? "\r\x1b[K" + cut_to(line, terminal_width(stream_) - 1) : line + "\n");
  static_cast<void>(std::fflush(stream_));  // a line that is lost is followed by others
  shown_at_ = progress.elapsed;
  shown_right_ = right;
}

void LoadView::end() {
  if (style_.terminal) write_to(stream_, "\r\x1b[K");
}

std::string describe_load(const LoadResults &results, const Style &style) {
  std::string out = fmt::format("\n{} against {}, profile {}, seed {}\n", results.shape,
                                results.target.find("name") ? *results.target.find("name")->string() : "",
                                results.profile, results.seed);
  out += fmt::format("{} right replies a second: {} right, {} wrong, {} failed, {} retryable, {} lost on purpose\n",
                     style(Paint::strong, results.rate.to_string(1)), results.ended.right, results.ended.wrong,
                     results.ended.failed, results.ended.retryable, results.ended.lost);
  std::size_t width = 22;
  for (const results::LoadCall &call : results.calls) width = std::max(width, call.name.size() + 2);
  out += latency_line("latency", width, results.latency);
  if (results.lag.count > 0) {
    out += latency_line("from the actual send", width, results.raw);
    out += latency_line("send lag", width, results.lag);
  }
  for (const results::LoadCall &call : results.calls)
    if (call.latency.count > 0) out += latency_line("  " + call.name, width, call.latency);
  out += fmt::format("in flight at the end: {}; due but never sent: {}; connections opened: {}\n",
                     results.in_flight_at_end, results.never_sent, results.connections_opened);
  out += describe_errors(results);
  out += describe_audit(results);
  for (const results::LoadThreshold &threshold : results.thresholds)
    out += fmt::format("{}  {} ({})\n", threshold.holds ? style(Paint::good, "held  ") : style(Paint::bad, "BROKEN"),
                       threshold.text, threshold.actual);
  return out + describe_steps(results, style) + describe_findings(results, style);
}

std::string describe_load_verdict(const LoadResults &results, const std::vector<std::string> &files,
                                  const Style &style) {
  const Paint paint = results.verdict == LoadVerdict::held     ? Paint::good
                      : results.verdict == LoadVerdict::broken ? Paint::bad
                                                               : Paint::caution;
  std::string out = "\n" + style(paint, results.headline) + "\n";
  for (const std::string &file : files) out += "report: " + file + "\n";
  return out;
}

}  // namespace pitboss::cli
