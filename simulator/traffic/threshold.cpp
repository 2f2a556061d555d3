#include "simulator/traffic/threshold.hpp"

#include <charconv>
#include <map>
#include <stdexcept>

namespace pitboss::traffic {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string &why) {
  throw std::invalid_argument("`" + std::string(text) + "`: " + why +
                              " (such as p99<50ms, p99.9<=1s, max<2s, rate>=2000, errors==0, error_share<1%)");
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out += c;
  return out;
}

double number_of(std::string_view digits, std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size() || value < 0)
    refuse(text, "a number was expected instead of `" + std::string(digits) + "`");
  return value;
}

Threshold::Of left_side(std::string_view name, Threshold &threshold, std::string_view text) {
  static const std::map<std::string_view, Threshold::Of> names = {{"max", Threshold::Of::max},
                                                                  {"mean", Threshold::Of::mean},
                                                                  {"rate", Threshold::Of::rate},
                                                                  {"errors", Threshold::Of::errors},
                                                                  {"error_share", Threshold::Of::error_share}};
  if (const auto found = names.find(name); found != names.end()) return found->second;
  if (!name.starts_with('p') || name.size() < 2)
    refuse(text, "a threshold begins with p50 to p100, max, mean, rate, errors or error_share");
  threshold.percentile = number_of(name.substr(1), text);
  if (threshold.percentile > 100) refuse(text, "percentiles end at p100");
  return Threshold::Of::percentile;
}

double right_side(std::string_view limit, Threshold::Of of, std::string_view text) {
  const std::size_t digits = std::min(limit.find_first_not_of("0123456789."), limit.size());
  const double value = number_of(limit.substr(0, digits), text);
  const std::string_view unit = limit.substr(digits);
  const bool is_time = of == Threshold::Of::percentile || of == Threshold::Of::max || of == Threshold::Of::mean;
  if (is_time) {
    if (unit == "us") return value;
    if (unit == "ms") return value * 1e3;
    if (unit == "s") return value * 1e6;
    refuse(text, "a latency needs its unit: us, ms or s");
  }
  if (of == Threshold::Of::error_share) {
    if (unit == "%") return value;
    refuse(text, "a share needs its unit: %");
  }
  if (!unit.empty()) refuse(text, "`" + std::string(unit) + "` cannot stand after the number");
  return value;
}

}  // namespace

bool Threshold::holds(double value) const {
  switch (is) {
    case Is::less:
      return value < limit;
    case Is::at_most:
      return value <= limit;
    case Is::more:
      return value > limit;
    case Is::at_least:
      return value >= limit;
    case Is::equal:
      return value == limit;
  }
  return false;
}

Threshold parse_threshold(std::string_view text) {
  const std::string plain = without_blanks(text);
  const std::size_t sign = plain.find_first_of("<>=");
  if (sign == std::string::npos) refuse(text, "no comparison: <, <=, >, >= or ==");
  const std::size_t end = std::min(plain.find_first_not_of("<>=", sign), plain.size());
  static const std::map<std::string, Threshold::Is> signs = {{"<", Threshold::Is::less},
                                                             {"<=", Threshold::Is::at_most},
                                                             {">", Threshold::Is::more},
                                                             {">=", Threshold::Is::at_least},
                                                             {"==", Threshold::Is::equal}};
  const auto found = signs.find(plain.substr(sign, end - sign));
  if (found == signs.end()) refuse(text, "no comparison: <, <=, >, >= or ==");
  Threshold threshold;
  threshold.is = found->second;
  threshold.of = left_side(std::string_view(plain).substr(0, sign), threshold, text);
  threshold.limit = right_side(std::string_view(plain).substr(end), threshold.of, text);
  threshold.text = plain;
  return threshold;
}

}  // namespace pitboss::traffic
