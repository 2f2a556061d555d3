#include "schemas/wire/ids.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "schemas/wire/encoding.hpp"

namespace pitboss::wire {

namespace {

constexpr std::size_t guid_length = 36;

bool is_hyphen_place(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

constexpr bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// The GUID of 16 random bytes, marked as version 4 (RFC 4122, section 4.4).
std::string guid_of(std::array<unsigned char, 16> bytes) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(bytes);
  for (const std::size_t place : {8U, 13U, 18U, 23U}) text.insert(place, 1, '-');
  return text;
}

}  // namespace

bool is_guid(std::string_view text) {
  if (text.size() != guid_length) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_hyphen_place(i) ? text[i] != '-' : !is_hex_digit(text[i])) return false;
  return true;
}

bool is_wallet_id(std::string_view text) {
  static constexpr std::array<bool, 256> in_ids = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 128; ++c)
      table[static_cast<std::size_t>(c)] = is_alphanumeric(static_cast<char>(c)) || c == '_' || c == '-' || c == '.';
    return table;
  }();
  const auto allowed = [](char c) { return in_ids[static_cast<unsigned char>(c)]; };
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), allowed);
}

std::string GuidGenerator::next() {
  std::array<unsigned char, 16> bytes{};
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint64_t value = random_();
    for (std::size_t i = 0; i < 8; ++i, value >>= 8U) bytes[half * 8 + i] = static_cast<unsigned char>(value & 0xFFU);
  }
  return guid_of(bytes);
}

std::string fresh_guid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the operating system gave no random bytes");
  return guid_of(bytes);
}

}  // namespace pitboss::wire
