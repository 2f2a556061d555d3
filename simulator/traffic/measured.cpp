#include "simulator/traffic/measured.hpp"

#include <cmath>

#include "schemas/wire/encoding.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;

/// Percentiles that are told, in hundredths of a percent.
constexpr std::int64_t told[] = {5000, 7500, 9000, 9500, 9900, 9990, 9999, 10000};
constexpr std::size_t longest_text = std::size_t{8} * 1024;

results::OutcomeCounts counts_of(const std::array<std::uint64_t, outcomes> &ended) {
  const auto of = [&ended](Outcome outcome) { return ended[static_cast<std::size_t>(outcome)]; };
  return {of(Outcome::right), of(Outcome::retryable), of(Outcome::lost), of(Outcome::failed), of(Outcome::wrong)};
}

/// The request of a finding as the client of the scenarios would have it, so that one function makes curl commands.
target::Request parse_request(const std::string &bytes, const std::string &path_of_base) {
  target::Request request;
  const std::size_t head_end = std::min(bytes.find("\r\n\r\n"), bytes.size());
  std::size_t at = std::min(bytes.find("\r\n"), bytes.size());
  const std::string line = bytes.substr(0, at);
  const std::size_t path = line.find(' ') + 1;
  request.method = line.substr(0, path - 1);
  request.path = line.substr(path, line.rfind(' ') - path).substr(path_of_base.size());
  while (at < head_end) {
    const std::size_t begin = at + 2;
    at = std::min(bytes.find("\r\n", begin), head_end);
    const std::string header = bytes.substr(begin, at - begin);
    const std::size_t colon = header.find(": ");
    if (colon != std::string::npos) request.headers.emplace_back(header.substr(0, colon), header.substr(colon + 2));
  }
  request.body = bytes.substr(std::min(head_end + 4, bytes.size()));
  return request;
}

class Reporting {
 public:
  Reporting(const target::TargetFile &target, const Flows &flows, const target::Redactor &redactor)
      : target_(target), flows_(flows), redactor_(redactor) {}

  results::LoadFinding operator()(const Findings::Kind &kind) const {
    results::LoadFinding finding{kind.kind, kind.count, {}};
    for (const Finding &one : kind.first) finding.examples.push_back(example(one));
    return finding;
  }

 private:
  [[nodiscard]] std::string shown(const std::string &text) const {
    return target::report_text(text, redactor_, longest_text);
  }

  [[nodiscard]] results::LoadExample example(const Finding &one) const {
    results::LoadExample out{shown(one.who),     shown(one.story), one.requirement,
                             shown(one.request), shown(one.reply), ""};
    if (one.request.empty()) return out;
    const std::string &base_url = flows_.at(one.flow).base_url;
    const target::Request request = parse_request(one.request, path_of(base_url));
    out.curl = target::to_curl(request, base_url + request.path, redactor_, target_.tls);
    return out;
  }

  static std::string path_of(const std::string &base_url) {
    const std::size_t slash = base_url.find('/', base_url.find("://") + 3);
    return slash == std::string::npos ? "" : base_url.substr(slash);
  }

  const target::TargetFile &target_;
  const Flows &flows_;
  const target::Redactor &redactor_;
};

}  // namespace

results::LoadInterval to_interval(const Interval &interval) {
  results::LoadInterval out;
  out.ended = counts_of(interval.ended);
  if (interval.latency.empty()) return out;
  const Histogram latency = Histogram::decode(interval.latency);
  out.p50_us = latency.at(50);
  out.p99_us = latency.at(99);
  out.max_us = latency.max();
  out.histogram = wire::to_base64(interval.latency);
  return out;
}

results::Distribution to_distribution(const Histogram &histogram) {
  results::Distribution out;
  out.count = histogram.count();
  out.min_us = histogram.min();
  out.mean_us = std::llround(histogram.mean());
  out.max_us = histogram.max();
  for (const std::int64_t hundredths : told)
    out.percentiles.push_back(
        {Decimal::from_units(hundredths, 2), histogram.at(static_cast<double>(hundredths) / 100.0)});
  out.histogram = wire::to_base64(histogram.encode());
  return out;
}

Histogram to_histogram(const results::Distribution &distribution) {
  const auto bytes = wire::from_base64(distribution.histogram);
  if (!bytes) throw std::runtime_error("a histogram is no base64");
  return Histogram::decode(*bytes);
}

results::LoadResults to_results(const Ran &ran, const Flows &flows, const target::TargetFile &target,
                                const target::Redactor &redactor) {
  results::LoadResults out;
  const Figures &figures = ran.figures;
  out.threads = ran.threads;
  out.measured_ms = std::chrono::duration_cast<std::chrono::milliseconds>(ran.measured).count();
  out.in_flight_at_end = figures.in_flight_at_end;
  out.never_sent = figures.never_sent;
  out.connections_opened = figures.connections_opened;
  out.all_requests = figures.all_ended;
  out.latency = to_distribution(figures.latency);
  out.raw = to_distribution(figures.raw);
  out.lag = to_distribution(figures.lag);
  std::array<std::uint64_t, outcomes> all{};
  const std::vector<std::string> calls = call_names(flows);
  for (std::size_t call = 0; call < figures.ended.size(); ++call) {
    for (std::size_t i = 0; i < outcomes; ++i) all[i] += figures.ended[call][i];
    out.calls.push_back({calls[call], counts_of(figures.ended[call]), to_distribution(figures.by_call[call])});
  }
  out.ended = counts_of(all);
  for (std::size_t i = 0; i < outcomes; ++i) {
    std::array<std::uint64_t, outcomes> only{};
    only[i] = all[i];
    out.outcomes.push_back(
        {std::string(to_string(static_cast<Outcome>(i))), counts_of(only), to_distribution(figures.by_outcome[i])});
  }
  out.interval_ms = figures.timeline.length().count();
  for (const Interval &interval : figures.timeline.intervals()) out.timeline.push_back(to_interval(interval));
  for (const auto &[why, count] : figures.errors) out.errors.emplace_back(redactor(why), count);
  const Reporting reporting(target, flows, redactor);
  for (const Findings::Kind &kind : ran.findings.kinds()) out.findings.push_back(reporting(kind));
  out.audit = {ran.audit.actors, ran.audit.right, ran.audit.astray, ran.audit.undecided, ran.audit.books, {}};
  for (const std::string &text : ran.audit.unread) out.audit.unread.push_back(redactor(text));
  return out;
}

}  // namespace pitboss::traffic
