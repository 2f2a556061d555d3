#include "simulator/traffic/merge.hpp"

#include <algorithm>
#include <optional>

#include "schemas/wire/encoding.hpp"
#include "simulator/traffic/measured.hpp"
#include "simulator/traffic/merge_check.hpp"

namespace pitboss::traffic {
namespace {

using results::LoadResults;
using std::chrono::milliseconds;

void add(results::OutcomeCounts &to, const results::OutcomeCounts &from) {
  to.right += from.right;
  to.retryable += from.retryable;
  to.lost += from.lost;
  to.failed += from.failed;
  to.wrong += from.wrong;
}

/// The sum of one distribution of each shard.
template <class Get>
results::Distribution sum_of(const std::vector<Shard> &shards, Get get) {
  Histogram sum = to_histogram(get(shards.front().results));
  for (std::size_t i = 1; i < shards.size(); ++i) sum.merge(to_histogram(get(shards[i].results)));
  return to_distribution(sum);
}

void add_calls(std::vector<results::LoadCall> &to, const std::vector<Shard> &shards,
               std::vector<results::LoadCall> LoadResults::*calls) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    for (std::size_t k = 1; k < shards.size(); ++k) add(to[i].ended, (shards[k].results.*calls).at(i).ended);
    to[i].latency = sum_of(
        shards, [&](const LoadResults &results) -> const auto & { return (results.*calls).at(i).latency; });
  }
}

Timeline timeline_of(const Shard &shard, milliseconds after_the_first) {
  const milliseconds length(shard.results.interval_ms);
  std::vector<Interval> intervals(static_cast<std::size_t>(after_the_first / length));
  for (const results::LoadInterval &interval : shard.results.timeline) {
    const auto histogram = wire::from_base64(interval.histogram);
    if (!histogram) throw ShardsDoNotFit(shard.name + ": a histogram of the timeline is no base64");
    const results::OutcomeCounts &ended = interval.ended;
    intervals.push_back({{ended.right, ended.retryable, ended.lost, ended.failed, ended.wrong}, *histogram});
  }
  return Timeline::of(length, std::move(intervals));
}

void merge_times(LoadResults &sum, const std::vector<Shard> &shards) {
  const auto end = [](const LoadResults &results) { return results.started_at + milliseconds(results.measured_ms); };
  auto last_end = end(sum);
  for (const Shard &shard : shards) {
    sum.started_at = std::min(sum.started_at, shard.results.started_at);
    sum.finished_at = std::max(sum.finished_at, shard.results.finished_at);
    last_end = std::max(last_end, end(shard.results));
  }
  sum.measured_ms = std::chrono::duration_cast<milliseconds>(last_end - sum.started_at).count();
  std::optional<Timeline> timeline;
  for (const Shard &shard : shards) {
    const auto offset = std::chrono::duration_cast<milliseconds>(shard.results.started_at - sum.started_at);
    const Timeline theirs = timeline_of(shard, offset);
    if (timeline) {
      timeline->merge(theirs);
    } else {
      timeline = theirs;
    }
  }
  sum.interval_ms = timeline->length().count();
  sum.timeline.clear();
  for (const Interval &interval : timeline->intervals()) sum.timeline.push_back(to_interval(interval));
}

void add_errors(LoadResults &sum, const LoadResults &shard) {
  for (const auto &[why, count] : shard.errors) {
    const auto known =
        std::find_if(sum.errors.begin(), sum.errors.end(), [&why = why](const auto &row) { return row.first == why; });
    if (known == sum.errors.end()) {
      sum.errors.emplace_back(why, count);
    } else {
      known->second += count;
    }
  }
}

void add_findings(LoadResults &sum, const LoadResults &shard) {
  for (const results::LoadFinding &theirs : shard.findings) {
    auto known = std::find_if(sum.findings.begin(), sum.findings.end(),
                              [&](const results::LoadFinding &finding) { return finding.kind == theirs.kind; });
    if (known == sum.findings.end()) known = sum.findings.insert(known, {theirs.kind, 0, {}});
    known->count += theirs.count;
    for (const results::LoadExample &example : theirs.examples)
      if (known->examples.size() < Findings::kept_of_a_kind) known->examples.push_back(example);
  }
}

/// Sums where both are numbers, with the decimals of the finer one; else both.
std::string sum_of(const std::string &a, const std::string &b) {
  const auto first = wire::Decimal::parse(a), second = wire::Decimal::parse(b);
  if (!first || !second) return a == b ? a : a + "; " + b;
  const auto decimals = [](const std::string &text) {
    const std::size_t point = text.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  };
  return (*first + *second).to_string(std::max(decimals(a), decimals(b)));
}

void add_audit(results::LoadAudit &sum, const results::LoadAudit &shard) {
  sum.actors += shard.actors;
  sum.right += shard.right;
  sum.astray += shard.astray;
  sum.undecided += shard.undecided;
  for (const auto &[name, value] : shard.books) {
    const auto known =
        std::find_if(sum.books.begin(), sum.books.end(), [&name = name](const auto &row) { return row.first == name; });
    if (known == sum.books.end()) {
      sum.books.emplace_back(name, value);
    } else {
      known->second = sum_of(known->second, value);
    }
  }
  sum.unread.insert(sum.unread.end(), shard.unread.begin(), shard.unread.end());
}

void add_counts(LoadResults &sum, const LoadResults &shard) {
  add(sum.ended, shard.ended);
  sum.threads += shard.threads;
  sum.connections += shard.connections;
  sum.in_flight_at_end += shard.in_flight_at_end;
  sum.never_sent += shard.never_sent;
  sum.connections_opened += shard.connections_opened;
  sum.all_requests += shard.all_requests;
}

/// What a shard could not find out the whole does not know.
void carry_incomplete(LoadResults &sum, const std::vector<Shard> &shards) {
  if (sum.verdict != results::LoadVerdict::held) return;
  for (const Shard &shard : shards) {
    if (shard.results.verdict != results::LoadVerdict::incomplete) continue;
    sum.verdict = results::LoadVerdict::incomplete;
    sum.void_reason = shard.results.void_reason;
    sum.headline = "incomplete: shard " + shard.results.shard + " (" + shard.name + ") is " + shard.results.headline;
    return;
  }
}

}  // namespace

LoadResults merge(const std::vector<Shard> &shards) {
  check_shards(shards);
  LoadResults sum = shards.front().results;
  merge_times(sum, shards);
  for (std::size_t i = 1; i < shards.size(); ++i) {
    const LoadResults &shard = shards[i].results;
    add_counts(sum, shard);
    add_errors(sum, shard);
    add_findings(sum, shard);
    add_audit(sum.audit, shard.audit);
  }
  sum.latency = sum_of(
      shards, [](const LoadResults &results) -> const auto & { return results.latency; });
  sum.raw = sum_of(
      shards, [](const LoadResults &results) -> const auto & { return results.raw; });
  sum.lag = sum_of(
      shards, [](const LoadResults &results) -> const auto & { return results.lag; });
  add_calls(sum.calls, shards, &LoadResults::calls);
  add_calls(sum.outcomes, shards, &LoadResults::outcomes);
  sum.shard.clear();
  sum.shape += ", in each of " + std::to_string(shards.size()) + " shards";
  std::vector<Threshold> thresholds;
  for (const results::LoadThreshold &row : sum.thresholds) thresholds.push_back(parse_threshold(row.text));
  judge(sum, thresholds);
  carry_incomplete(sum, shards);
  return sum;
}

}  // namespace pitboss::traffic
