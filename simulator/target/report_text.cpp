#include "simulator/target/report_text.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::target {
namespace {

constexpr std::size_t longest_secret = 4UL * 1024;  // looked for beyond the cut, so that none is shown in part

/// Length of the UTF-8 character that `text` begins with; 0 where it begins with none.
std::size_t character_length(std::string_view text) {
  for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length)
    if (wire::is_valid_utf8(text.substr(0, length))) return length;
  return 0;
}

}  // namespace

std::string readable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const bool control = (byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7F;
    const std::size_t length = control ? 0 : character_length(text);
    if (length == 0) {
      result += "\\x" + wire::to_hex({&byte, 1});
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return result;
}

std::string report_text(std::string_view text, const Redactor &redactor, std::size_t most, std::string_view ellipsis) {
  std::string kept = redactor(text.substr(0, most + longest_secret));
  const bool cut = text.size() > most && kept.size() > most;
  if (cut) {
    std::size_t end = most;
    while (end > 0 && (kept[end] & 0xC0) == 0x80) --end;
    kept.resize(end);
  }
  return readable(kept).append(cut ? ellipsis : "");
}

}  // namespace pitboss::target
