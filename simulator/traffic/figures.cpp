#include "simulator/traffic/figures.hpp"

#include <numeric>

namespace pitboss::traffic {
namespace {

constexpr std::size_t kinds_of_errors = 50;

void add(Interval &to, const Interval &from) {
  for (std::size_t i = 0; i < outcomes; ++i) to.ended[i] += from.ended[i];
  if (from.latency.empty()) return;
  Histogram sum = Histogram::decode(from.latency);
  if (!to.latency.empty()) sum.merge(Histogram::decode(to.latency));
  to.latency = sum.encode();
}

}  // namespace

Timeline::Timeline(std::chrono::milliseconds length) : length_(length) {}

Timeline Timeline::of(std::chrono::milliseconds length, std::vector<Interval> intervals) {
  Timeline timeline(length);
  timeline.intervals_ = std::move(intervals);
  return timeline;
}

void Timeline::record(std::chrono::nanoseconds since_start, Outcome outcome, std::int64_t latency_us) {
  auto index = static_cast<std::size_t>(std::max<std::int64_t>(0, since_start / length_));
  if (index >= most) {
    finish();
    while (index >= most) {
      halve();
      index /= 2;
    }
    current_ = intervals_.size() - 1;
  }
  if (index > current_ || intervals_.empty()) advance(index);
  ++intervals_[std::min(index, intervals_.size() - 1)].ended[static_cast<std::size_t>(outcome)];
  if (outcome != Outcome::lost) latency_.record(latency_us);
}

void Timeline::advance(std::size_t index) {
  finish();
  intervals_.resize(std::max(intervals_.size(), index + 1));
  current_ = index;
}

void Timeline::finish() {
  if (latency_.count() == 0) return;
  newest_ = latency_;
  Interval recorded;
  recorded.latency = latency_.encode();
  add(intervals_[current_], recorded);
  latency_.reset();
}

void Timeline::halve() {
  for (std::size_t i = 0; i < intervals_.size(); ++i) {
    if (i % 2 == 0) {
      if (i > 0) intervals_[i / 2] = std::move(intervals_[i]);  // moved onto itself it would be empty
    } else {
      add(intervals_[i / 2], intervals_[i]);
    }
  }
  intervals_.resize((intervals_.size() + 1) / 2);
  length_ *= 2;
}

void Timeline::merge(const Timeline &other) {
  Timeline theirs = other;
  while (length_ < theirs.length_) halve();
  while (theirs.length_ < length_) theirs.halve();
  intervals_.resize(std::max(intervals_.size(), theirs.intervals_.size()));
  for (std::size_t i = 0; i < theirs.intervals_.size(); ++i) add(intervals_[i], theirs.intervals_[i]);
}

void Figures::merge(const Figures &other, std::size_t first_call) {
  latency.merge(other.latency);
  raw.merge(other.raw);
  lag.merge(other.lag);
  for (std::size_t i = 0; i < other.by_call.size(); ++i) by_call[first_call + i].merge(other.by_call[i]);
  for (std::size_t i = 0; i < outcomes; ++i) by_outcome[i].merge(other.by_outcome[i]);
  for (std::size_t call = 0; call < other.ended.size(); ++call)
    for (std::size_t i = 0; i < outcomes; ++i) ended[first_call + call][i] += other.ended[call][i];
  timeline.merge(other.timeline);
  for (const auto &[why, count] : other.errors) errors[why] += count;
  all_ended += other.all_ended;
  in_flight_at_end += other.in_flight_at_end;
  never_sent += other.never_sent;
  connections_opened += other.connections_opened;
}

std::uint64_t Figures::count(Outcome outcome) const {
  return std::accumulate(ended.begin(), ended.end(), std::uint64_t{0}, [outcome](std::uint64_t sum, const auto &call) {
    return sum + call[static_cast<std::size_t>(outcome)];
  });
}

void Figures::add_error(const std::string &why) {
  const bool has_room = errors.size() < kinds_of_errors || errors.contains(why);
  ++errors[has_room ? why : "others"];
}

}  // namespace pitboss::traffic
