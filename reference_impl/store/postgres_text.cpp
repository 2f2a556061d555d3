#include <fmt/format.h>

#include <charconv>

#include "reference_impl/store/postgres.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::store {
namespace {

constexpr char escape = '\x01';

bool is_plain(std::string_view text) {
  return text.find_first_of(std::string_view("\0\x01", 2)) == std::string_view::npos && wire::is_valid_utf8(text);
}

}  // namespace

std::string to_postgres_text(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  const bool valid = wire::is_valid_utf8(text);
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 1 || (byte >= 0x80 && !valid)) {
      escaped += fmt::format("{}{:02x}", escape, byte);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string from_postgres_text(std::string_view text) {
  std::string plain;
  for (std::size_t at = text.find(escape); at != std::string_view::npos; at = text.find(escape)) {
    unsigned byte = 0;
    std::from_chars(text.data() + at + 1, text.data() + std::min(at + 3, text.size()), byte, 16);
    plain.append(text.substr(0, at)).push_back(static_cast<char>(byte));
    text.remove_prefix(std::min(at + 3, text.size()));
  }
  return plain.append(text);
}

}  // namespace pitboss::reference::store
