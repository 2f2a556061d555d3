#pragma once

#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>

namespace pitboss::wire {

/// The whole number that `text` begins with ("12" of "12 ms"), with or without a sign; 0 where it begins with none.
/// What is out of the range of the type gives the nearest number in it.
template <class Integer>
Integer leading_integer(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  Integer number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc::result_out_of_range) return number;
  return text.starts_with('-') ? std::numeric_limits<Integer>::min() : std::numeric_limits<Integer>::max();
}

}  // namespace pitboss::wire
