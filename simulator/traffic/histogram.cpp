#include "simulator/traffic/histogram.hpp"

#include <bit>
#include <cmath>
#include <stdexcept>

namespace pitboss::traffic {
namespace {

/// log2 of the number of buckets that hold 2 * 10^digits values with single-unit resolution.
int sub_bucket_magnitude(int digits) {
  std::uint64_t values = 2;
  for (int i = 0; i < digits; ++i) values *= 10;
  return static_cast<int>(std::bit_width(values - 1));
}

}  // namespace

Histogram::Histogram(int digits, std::int64_t highest) : digits_(digits), highest_(highest) {
  if (digits < 1 || digits > 5) throw std::invalid_argument("a histogram keeps 1 to 5 digits");
  if (highest < 2) throw std::invalid_argument("the highest value of a histogram is at least 2");
  half_magnitude_ = sub_bucket_magnitude(digits) - 1;
  counts_.resize(index_of(highest) + 1);
}

std::size_t Histogram::index_of(std::int64_t value) const {
  const auto unsigned_value = static_cast<std::uint64_t>(value);
  const std::uint64_t mask = (std::uint64_t{2} << half_magnitude_) - 1;
  const int bucket = static_cast<int>(std::bit_width(unsigned_value | mask)) - (half_magnitude_ + 1);
  const std::uint64_t sub = unsigned_value >> bucket;
  return (static_cast<std::size_t>(bucket) << half_magnitude_) + sub;
}

std::int64_t Histogram::lowest_at(std::size_t index) const {
  const std::size_t half = std::size_t{1} << half_magnitude_;
  if (index < 2 * half) return static_cast<std::int64_t>(index);
  const std::size_t bucket = (index >> half_magnitude_) - 1;
  return static_cast<std::int64_t>(((index & (half - 1)) + half) << bucket);
}

std::int64_t Histogram::width_at(std::size_t index) const {
  const std::size_t half = std::size_t{1} << half_magnitude_;
  return index < 2 * half ? 1 : std::int64_t{1} << ((index >> half_magnitude_) - 1);
}

void Histogram::record(std::int64_t value, std::uint64_t count) {
  if (count == 0) return;
  const std::size_t index = index_of(std::clamp<std::int64_t>(value, 0, highest_));
  counts_[index] += count;
  first_ = total_ == 0 ? index : std::min(first_, index);
  last_ = total_ == 0 ? index : std::max(last_, index);
  total_ += count;
}

void Histogram::merge(const Histogram &other) {
  if (other.digits_ != digits_ || other.highest_ != highest_)
    throw std::invalid_argument("histograms of different digits or ranges cannot be added");
  if (other.total_ == 0) return;
  for (std::size_t i = other.first_; i <= other.last_; ++i) counts_[i] += other.counts_[i];
  first_ = total_ == 0 ? other.first_ : std::min(first_, other.first_);
  last_ = total_ == 0 ? other.last_ : std::max(last_, other.last_);
  total_ += other.total_;
}

void Histogram::reset() {
  if (total_ > 0)
    std::fill(counts_.begin() + static_cast<std::ptrdiff_t>(first_),
              counts_.begin() + static_cast<std::ptrdiff_t>(last_) + 1, 0);
  total_ = 0;
  first_ = last_ = 0;
}

std::int64_t Histogram::max() const {
  return total_ == 0 ? 0 : highest_at(last_);
}

std::int64_t Histogram::min() const {
  return total_ == 0 ? 0 : lowest_at(first_);
}

double Histogram::mean() const {
  if (total_ == 0) return 0;
  double sum = 0;
  for (std::size_t i = first_; i <= last_; ++i)
    sum += static_cast<double>(counts_[i]) * static_cast<double>(middle_at(i));
  return sum / static_cast<double>(total_);
}

double Histogram::deviation() const {
  if (total_ == 0) return 0;
  const double middle = mean();
  double sum = 0;
  for (std::size_t i = first_; i <= last_; ++i) {
    const double distance = static_cast<double>(middle_at(i)) - middle;
    sum += static_cast<double>(counts_[i]) * distance * distance;
  }
  return std::sqrt(sum / static_cast<double>(total_));
}

std::int64_t Histogram::at(double percentile) const {
  if (total_ == 0) return 0;
  const double wanted = std::clamp(percentile, 0.0, 100.0) / 100.0 * static_cast<double>(total_);
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::llround(wanted)));
  std::uint64_t seen = 0;
  for (std::size_t i = first_; i <= last_; ++i)
    if ((seen += counts_[i]) >= rank) return percentile <= 0 ? lowest_at(i) : highest_at(i);
  return max();
}

std::vector<Histogram::Step> Histogram::steps(int ticks) const {
  std::vector<Step> all;
  if (total_ == 0) return all;
  double level = 0;
  std::uint64_t seen = 0;
  for (std::size_t i = first_; i <= last_; ++i) {
    seen += counts_[i];
    const double reached = 100.0 * static_cast<double>(seen) / static_cast<double>(total_);
    while (counts_[i] > 0 && level <= reached && seen < total_) {
      all.push_back({highest_at(i), level, seen});
      const double halvings = std::floor(std::log2(100.0 / (100.0 - level))) + 1;
      level += 100.0 / (static_cast<double>(ticks) * std::exp2(halvings));
    }
  }
  all.push_back({max(), 100.0, total_});
  return all;
}

}  // namespace pitboss::traffic
