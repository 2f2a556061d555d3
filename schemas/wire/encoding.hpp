#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pitboss::wire {

std::string to_hex(std::span<const unsigned char> bytes);                 ///< lower case
void append_hex(std::string &out, std::span<const unsigned char> bytes);  ///< likewise
std::optional<std::string> from_hex(std::string_view text);               ///< either case; nullopt if it is no hex
std::string to_base64(std::string_view bytes);                            ///< RFC 4648 section 4, padded
std::optional<std::string> from_base64(std::string_view text);            ///< strict: padded, no blanks
bool is_valid_utf8(std::string_view text);  ///< RFC 3629: no surrogates, no overlong forms
/// The longest beginning of `text` of at most `max_bytes` that splits no UTF-8 sequence.
std::string_view cut_utf8(std::string_view text, std::size_t max_bytes);
/// The text with every byte that belongs to no UTF-8 sequence replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);
/// Number of Unicode code points of a valid UTF-8 text.
std::size_t count_code_points(std::string_view text);
/// ASCII only; what HTTP header names and wallet property names are compared by.
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// ASCII only.
std::string lower_case(std::string text);

}  // namespace pitboss::wire
