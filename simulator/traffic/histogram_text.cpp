// HdrHistogram's forms: the percentile table, and the encoding V2 (big-endian header; counts as ZigZag LEB128, a
// negative one for a run of zeros; zlib around it).
#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <stdexcept>

#include "simulator/traffic/histogram.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::uint32_t cookie = 0x1c849313;
constexpr std::uint32_t compressed_cookie = 0x1c849314;
constexpr std::size_t header_bytes = 40;
constexpr std::size_t most_bytes = 64U << 20U;  // of what a decoded histogram may take

template <class Integer>
void put(std::string &out, Integer value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<unsigned char>(value >> shift));
}

void put_zigzag(std::string &out, std::int64_t value) {
  auto rest = (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
  for (int byte = 0; byte < 8 && rest > 0x7F; ++byte, rest >>= 7U) out += static_cast<char>((rest & 0x7FU) | 0x80U);
  out += static_cast<char>(rest);  // the ninth byte holds all eight bits
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class Integer>
  Integer take() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Integer); ++i) value = (value << 8U) | byte();
    return static_cast<Integer>(value);
  }

  std::int64_t zigzag() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t next = byte();
      if (shift == 56) {
        value |= next << shift;
        break;
      }
      value |= (next & 0x7FU) << shift;
      if ((next & 0x80U) == 0) break;
    }
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::uint64_t byte() {
    if (rest_.empty()) throw std::runtime_error("an encoded histogram ends too early");
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  std::string_view rest_;
};

std::string inflated(std::string_view bytes) {
  std::string out(1U << 20U, '\0');
  for (;;) {
    uLongf size = out.size();
    const int result = uncompress(reinterpret_cast<Bytef *>(out.data()), &size,
                                  reinterpret_cast<const Bytef *>(bytes.data()), bytes.size());
    if (result == Z_OK) {
      out.resize(size);
      return out;
    }
    if (result != Z_BUF_ERROR || out.size() >= most_bytes)
      throw std::runtime_error("an encoded histogram cannot be decompressed");
    out.resize(out.size() * 4);
  }
}

}  // namespace

std::string Histogram::encode() const {
  std::string payload;
  const std::size_t limit = total_ == 0 ? 0 : last_ + 1;
  for (std::size_t i = 0; i < limit;) {
    if (counts_[i] > 0) {
      put_zigzag(payload, static_cast<std::int64_t>(counts_[i++]));
      continue;
    }
    const std::size_t begin = i;
    while (i < limit && counts_[i] == 0) ++i;
    put_zigzag(payload, i - begin > 1 ? -static_cast<std::int64_t>(i - begin) : 0);
  }
  std::string plain;
  put(plain, cookie);
  put(plain, static_cast<std::uint32_t>(payload.size()));
  put(plain, std::uint32_t{0});  // normalizing index offset
  put(plain, static_cast<std::uint32_t>(digits_));
  put(plain, std::uint64_t{1});  // lowest discernible value
  put(plain, static_cast<std::uint64_t>(highest_));
  put(plain, std::bit_cast<std::uint64_t>(1.0));  // integer to double conversion ratio
  plain += payload;
  std::string packed(compressBound(plain.size()), '\0');
  uLongf size = packed.size();
  if (compress(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(plain.data()),
               plain.size()) != Z_OK)
    throw std::runtime_error("zlib cannot compress a histogram");
  packed.resize(size);
  std::string out;
  put(out, compressed_cookie);
  put(out, static_cast<std::uint32_t>(packed.size()));
  return out + packed;
}

Histogram Histogram::decode(std::string_view bytes) {
  Reader outer(bytes);
  if (outer.take<std::uint32_t>() != compressed_cookie)
    throw std::runtime_error("no histogram of HdrHistogram's compressed encoding V2");
  const auto packed_bytes = outer.take<std::uint32_t>();
  if (packed_bytes > outer.rest().size()) throw std::runtime_error("an encoded histogram ends too early");
  const std::string plain = inflated(outer.rest().substr(0, packed_bytes));
  Reader in(plain);
  if (plain.size() < header_bytes || in.take<std::uint32_t>() != cookie)
    throw std::runtime_error("no histogram of HdrHistogram's encoding V2");
  in.take<std::uint32_t>();  // payload length: all that follows
  in.take<std::uint32_t>();  // normalizing index offset: only Java's shifted histograms use it; hdr-histogram-js writes
                             // 1
  const auto digits = in.take<std::int32_t>();
  if (in.take<std::int64_t>() != 1) throw std::runtime_error("a histogram whose lowest value is not 1 is not read");
  Histogram histogram(digits, in.take<std::int64_t>());
  in.take<std::uint64_t>();  // conversion ratio
  for (std::size_t index = 0; !in.at_end();) {
    const std::int64_t value = in.zigzag();
    const std::uint64_t run = value < 0 ? -static_cast<std::uint64_t>(value) : 1;
    if (run > histogram.counts_.size() - index) throw std::runtime_error("an encoded histogram has too many counts");
    if (value > 0) histogram.record(histogram.lowest_at(index), static_cast<std::uint64_t>(value));
    index += run;
  }
  return histogram;
}

std::string Histogram::percentile_table(double unit) const {
  std::string out =
      fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  for (const Step &step : steps(5)) {
    const double share = step.percentile / 100.0;
    const double value = static_cast<double>(step.value) / unit;
    out += share >= 1.0 ? fmt::format("{:12.3f} {:2.12f} {:10d}\n", value, share, step.up_to)
                        : fmt::format("{:12.3f} {:2.12f} {:10d} {:14.2f}\n", value, share, step.up_to, 1 / (1 - share));
  }
  out += fmt::format("#[Mean    = {:12.3f}, StdDeviation   = {:12.3f}]\n", mean() / unit, deviation() / unit);
  out += fmt::format("#[Max     = {:12.3f}, Total count    = {:12d}]\n", static_cast<double>(max()) / unit, total_);
  out += fmt::format("#[Buckets = {:12d}, SubBuckets     = {:12d}]\n", counts_.size() >> half_magnitude_,
                     std::size_t{2} << half_magnitude_);
  return out;
}

}  // namespace pitboss::traffic
