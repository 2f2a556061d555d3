#include "schemas/wire/encoding.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace pitboss::wire {

namespace {

/// The value of each character as a hex digit, -1 for those that are none: without a branch for each kind of digit,
/// which random digits make the processor guess wrong every other time.
constexpr std::array<std::int8_t, 256> hex_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
  for (int i = 0; i < 6; ++i)
    values[static_cast<std::size_t>('a' + i)] = values[static_cast<std::size_t>('A' + i)] =
        static_cast<std::int8_t>(10 + i);
  return values;
}();

int hex_value(char c) {
  return hex_values[static_cast<unsigned char>(c)];
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

const unsigned char *bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char *>(text.data());
}

/// The length of the UTF-8 sequence at the beginning of `text`, 0 where it is none (RFC 3629, section 4).
std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](std::size_t i) { return i < text.size() && byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned first = byte(0);
  if (first <= 0x7F) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if (first == 0xE0 && byte(1) < 0xA0) return 0;  // overlong
    if (first == 0xED && byte(1) > 0x9F) return 0;  // surrogate
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;  // overlong
    if (first == 0xF4 && byte(1) > 0x8F) return 0;  // beyond U+10FFFF
    return 4;
  }
  return 0;
}

}  // namespace

std::string to_hex(std::span<const unsigned char> bytes) {
  std::string text;
  append_hex(text, bytes);
  return text;
}

void append_hex(std::string &out, std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::size_t at = out.size();
  out.resize(at + bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    out[at++] = digits[byte >> 4U];
    out[at++] = digits[byte & 15U];
  }
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  // EVP_EncodeBlock takes an int, so a large text goes in pieces; all but the last are a multiple of three bytes.
  constexpr std::size_t piece = 3U << 20U;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    const std::string_view part = bytes.substr(0, piece);
    std::string encoded((part.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock adds a zero byte
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char *>(encoded.data()), bytes_of(part),
                                       static_cast<int>(part.size()));
    text.append(encoded, 0, static_cast<std::size_t>(length));
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  constexpr std::size_t piece = 4U << 20U;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
    const std::string_view part = rest.substr(0, piece);
    std::string decoded(part.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char *>(decoded.data()), bytes_of(part),
                                       static_cast<int>(part.size()));
    if (length < 0) return std::nullopt;
    bytes.append(decoded, 0, static_cast<std::size_t>(length));
  }
  for (std::size_t padding = 0; padding < 2 && !bytes.empty() && text[text.size() - 1 - padding] == '='; ++padding)
    bytes.pop_back();
  // The decoder lets blanks and stray bits pass; a text is strict base64 exactly when encoding gives it back.
  if (to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

bool is_valid_utf8(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) <= 0x7F; };
  text.remove_prefix(static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_ascii) - text.begin()));
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string_view cut_utf8(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // into a sequence: before it
  return text.substr(0, end);
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0)
      valid += "\xEF\xBF\xBD";
    else
      valid += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return valid;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;  // every byte but those that continue a sequence
  return count;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace pitboss::wire
