#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pitboss::traffic {

/// A High Dynamic Range histogram (Gil Tene's HdrHistogram; Debian 12 has no C or C++ library of it): counts of
/// non-negative integers, each within a fixed relative error, in constant memory. Buckets, percentiles and the encoded
/// form are those of HdrHistogram, so that its users' tools read what this writes. Not safe across threads.
class Histogram {
 public:
  /// `digits` (1 to 5): significant decimal digits that are kept. `highest` (at least 2): larger values count as it.
  /// Throws std::invalid_argument for others.
  explicit Histogram(int digits = 3, std::int64_t highest = 3'600'000'000);

  /// Negative values count as 0.
  void record(std::int64_t value, std::uint64_t count = 1);
  /// Adds what `other` counted; nothing is lost. Throws std::invalid_argument where digits or highest differ.
  void merge(const Histogram &other);
  void reset();

  [[nodiscard]] std::uint64_t count() const { return total_; }
  [[nodiscard]] std::int64_t max() const;  ///< 0 where nothing was counted
  [[nodiscard]] std::int64_t min() const;  ///< likewise
  [[nodiscard]] double mean() const;       ///< likewise
  [[nodiscard]] double deviation() const;  ///< standard deviation, likewise
  /// The value that `percentile` (0 to 100) of all are at or below; 0 where nothing was counted.
  [[nodiscard]] std::int64_t at(double percentile) const;

  [[nodiscard]] int digits() const { return digits_; }
  [[nodiscard]] std::int64_t highest() const { return highest_; }

  /// The bytes of HdrHistogram's encoding V2, compressed: what `decode` reads.
  [[nodiscard]] std::string encode() const;
  /// Throws std::runtime_error with what is wrong.
  static Histogram decode(std::string_view bytes);

  /// HdrHistogram's percentile table (what HistogramLogProcessor and the plotter of hdrhistogram.org read), values
  /// divided by `unit`.
  [[nodiscard]] std::string percentile_table(double unit = 1.0) const;

  struct Step {
    std::int64_t value;   ///< highest value of the bucket
    double percentile;    ///< 0 to 100
    std::uint64_t up_to;  ///< how many are at or below it
  };
  /// The curve of percentiles: `ticks` steps for each halving of the distance to 100, the last one at 100.
  [[nodiscard]] std::vector<Step> steps(int ticks) const;

  bool operator==(const Histogram &) const = default;

 private:
  [[nodiscard]] std::size_t index_of(std::int64_t value) const;
  [[nodiscard]] std::int64_t lowest_at(std::size_t index) const;
  [[nodiscard]] std::int64_t width_at(std::size_t index) const;
  /// What stands for all that were counted there (HdrHistogram's median equivalent value).
  [[nodiscard]] std::int64_t middle_at(std::size_t index) const { return lowest_at(index) + width_at(index) / 2; }
  [[nodiscard]] std::int64_t highest_at(std::size_t index) const { return lowest_at(index) + width_at(index) - 1; }

  int digits_;
  std::int64_t highest_;
  int half_magnitude_ = 0;  // log2 of half the buckets of one magnitude
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0;
  std::size_t first_ = 0, last_ = 0;  // indices between which something was counted, where total_ > 0
};

}  // namespace pitboss::traffic
