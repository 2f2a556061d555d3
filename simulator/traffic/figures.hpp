#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulator/traffic/histogram.hpp"
#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// What happened in one stretch of a run, for curves over time. Latencies with two digits, encoded: small, and added
/// without loss.
struct Interval {
  std::array<std::uint64_t, outcomes> ended{};  ///< by Outcome
  std::string latency;                          ///< Histogram::encode; empty: none
};

/// The intervals of a run, at most `most` of them: their length doubles when there are more, so that memory stays the
/// same however long the run.
class Timeline {
 public:
  static constexpr std::size_t most = 240;

  explicit Timeline(std::chrono::milliseconds length = std::chrono::seconds(1));

  void record(std::chrono::nanoseconds since_start, Outcome outcome, std::int64_t latency_us);
  /// What was recorded last goes into its interval; to be called before `intervals` and `merge`.
  void finish();
  void merge(const Timeline &other);
  [[nodiscard]] const std::vector<Interval> &intervals() const { return intervals_; }
  [[nodiscard]] std::chrono::milliseconds length() const { return length_; }
  /// Percentile of the newest whole interval, in microseconds.
  [[nodiscard]] std::int64_t newest(double percentile) const { return newest_.at(percentile); }
  static Histogram empty_latency() { return Histogram(2); }
  static Timeline of(std::chrono::milliseconds length, std::vector<Interval> intervals);

 private:
  void advance(std::size_t index);
  void halve();

  std::chrono::milliseconds length_;
  std::vector<Interval> intervals_;
  std::size_t current_ = 0;
  Histogram latency_ = empty_latency();  // of the current interval
  Histogram newest_ = empty_latency();
};

/// Latencies in microseconds, and counts. Of one thread; merged at the end.
struct Figures {
  explicit Figures(std::size_t calls) : by_call(calls), ended(calls) {}

  Histogram latency;  ///< from the intended send time; lost ones aside, all that ended
  Histogram raw;      ///< the same, from the actual send time
  Histogram lag;      ///< open loop: from the time that a request could be sent at to the time it was
  std::vector<Histogram> by_call;
  std::array<Histogram, outcomes> by_outcome;
  std::vector<std::array<std::uint64_t, outcomes>> ended;  ///< by call and outcome, in the measured time
  Timeline timeline;
  std::map<std::string, std::uint64_t> errors;  ///< why, in words, and how often; the warm-up included
  std::uint64_t all_ended = 0;                  ///< the warm-up and the closing included
  std::uint64_t in_flight_at_end = 0;           ///< sent in the measured time, no reply when it was over
  std::uint64_t never_sent = 0;                 ///< open loop: due, but there was no connection or player free
  std::uint64_t connections_opened = 0;

  /// `first_call`: where the calls of `other` stand among these.
  void merge(const Figures &other, std::size_t first_call = 0);
  [[nodiscard]] std::uint64_t count(Outcome outcome) const;
  void add_error(const std::string &why);
};

}  // namespace pitboss::traffic
