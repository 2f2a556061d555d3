#include "reports/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reports {
namespace {

unsigned byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

bool is_continuation(unsigned byte) {
  return (byte & 0xC0U) == 0x80U;
}

std::size_t sequence_length(unsigned lead) {
  if (lead < 0x80U) return 1;
  if (lead < 0xE0U) return 2;
  return lead < 0xF0U ? 3 : 4;
}

char32_t decode(std::string_view sequence) {
  constexpr std::array<unsigned, 5> lead_masks{0, 0x7FU, 0x1FU, 0x0FU, 0x07U};
  char32_t code_point = byte_at(sequence, 0) & lead_masks.at(sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i) code_point = (code_point << 6U) | (byte_at(sequence, i) & 0x3FU);
  return code_point;
}

/// Characters that have no shape of their own, or turn the text around them: a reader could not tell that they are
/// there.
bool is_invisible(char32_t c) {
  const bool c1_control = c >= 0x80 && c <= 0x9F;
  const bool separator = c == 0x2028 || c == 0x2029 || c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD;
  const bool direction =
      c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool no_character = (c & 0xFFFEU) == 0xFFFEU || (c >= 0xFDD0 && c <= 0xFDEF);
  return c1_control || separator || direction || no_character;
}

void append_control_picture(std::string &out, unsigned control) {
  const unsigned picture = control == 0x7FU ? 0x21U : control;  // U+2400 + control; DEL is U+2421
  out += "\xE2\x90";
  out += static_cast<char>(0x80U + picture);
}

/// Appends the character at `index` and returns how many bytes it took.
std::size_t append_visible(std::string &out, std::string_view text, std::size_t index) {
  const unsigned lead = byte_at(text, index);
  if (lead < 0x20U || lead == 0x7FU) {
    if (lead == '\n' || lead == '\t')
      out += static_cast<char>(lead);
    else
      append_control_picture(out, lead);
    return 1;
  }
  const std::string_view sequence = text.substr(index, sequence_length(lead));
  if (sequence.size() < sequence_length(lead) || !wire::is_valid_utf8(sequence)) {
    out += fmt::format("\\x{:02X}", lead);
    return 1;
  }
  const char32_t code_point = lead < 0x80U ? lead : decode(sequence);
  if (is_invisible(code_point))
    out += fmt::format("\\u{:04X}", static_cast<unsigned>(code_point));
  else
    out += sequence;
  return sequence.size();
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte_at({&c, 1}, 0) >= 0x80U;
}

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string escape(std::string_view text, bool quotes) {
  const std::string shown = visible(text);
  std::string out;
  out.reserve(shown.size() + shown.size() / 8);
  for (const char c : shown) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (quotes && c == '"')
      out += "&quot;";
    else if (quotes && c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

/// Decimals that an amount was written with: 2 for "10.00".
int written_places(std::string_view amount) {
  const auto point = amount.find('.');
  if (point == std::string_view::npos || amount.find_first_of("eE") != std::string_view::npos) return 0;
  return static_cast<int>(std::min<std::size_t>(amount.size() - point - 1, 18));
}

std::chrono::microseconds at_least_zero(std::chrono::microseconds duration) {
  return std::max(duration, std::chrono::microseconds::zero());
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t index = 0; index < text.size();) index += append_visible(out, text, index);
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : visible(text)) {
    if (c == ' ' || c == '\n' || c == '\t') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

std::string escape_markup(std::string_view text) {
  return escape(text, true);
}

std::string escape_element_text(std::string_view text) {
  return escape(text, false);
}

std::string escape_markdown(std::string_view text) {
  const std::string line = one_line(text);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool before_word = i + 1 < line.size() && is_word(line[i + 1]);
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if ((c == '@' || c == '#' || c == '!') && before_word)
      out.append(1, c).append("<!-- -->");  // no mention of a person, issue or merge request
    else if (std::string_view("\\`*_{}[]()#|~$^").find(c) != std::string_view::npos ||
             (i == 0 && (c == '-' || c == '+' || c == '=')))
      out.append(1, '\\').append(1, c);
    else
      out += c;
  }
  return out;
}

std::string markdown_code_span(std::string_view text, std::size_t limit) {
  const std::string whole = one_line(text);
  std::string line(cut(whole, limit));
  if (line.size() < whole.size()) line += " …";
  if (line.empty()) return "*(empty)*";
  const std::string ticks(longest_run(line, '`') + 1, '`');
  const bool padded = line.front() == '`' || line.back() == '`';
  return ticks + (padded ? " " : "") + line + (padded ? " " : "") + ticks;
}

std::string markdown_fence(std::string_view text) {
  return std::string(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
}

std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end > 0 && limit - end < 3 && is_continuation(byte_at(text, end))) --end;
  return text.substr(0, end);
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kib = 1024;
  if (bytes < kib) return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s");
  const std::uint64_t unit = bytes < kib * kib ? kib : kib * kib;
  const std::uint64_t tenths = bytes / (unit / kib) * 10 / kib;
  return fmt::format("{}.{} {}", tenths / 10, tenths % 10, unit == kib ? "KiB" : "MiB");
}

std::string duration_text(std::chrono::microseconds duration) {
  const auto us = at_least_zero(duration).count();
  if (us < 10'000) return fmt::format("{}.{} ms", us / 1'000, us / 100 % 10);
  if (us < 1'000'000) return fmt::format("{} ms", us / 1'000);
  if (us < 60'000'000) return fmt::format("{}.{:02} s", us / 1'000'000, us / 10'000 % 100);
  return fmt::format("{} min {:02} s", us / 60'000'000, us / 1'000'000 % 60);
}

std::string seconds_text(std::chrono::microseconds duration) {
  const auto us = at_least_zero(duration).count();
  return fmt::format("{}.{:03}", us / 1'000'000, us / 1'000 % 1'000);
}

std::string moment_text(wire::TimePoint time) {
  std::string text = wire::to_iso8601(std::chrono::floor<std::chrono::seconds>(time));
  text = text.substr(0, text.find_first_of(".Z"));
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text + " UTC";
}

std::string pretty_body(std::string_view body) {
  const auto parsed = wire::parse_json(body, wire::limits_of_message);
  const auto *json = std::get_if<wire::Json>(&parsed);
  if (json == nullptr) return std::string(body);
  std::string text = wire::to_pretty_text(*json);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string path_of(const std::string &url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const auto slash = url.find('/', scheme + 3);
  return slash == std::string::npos ? "/" : url.substr(slash);
}

std::string balance_change(std::string_view before, std::string_view after) {
  const auto from = wire::Decimal::parse(before);
  const auto to = wire::Decimal::parse(after);
  if (!from || !to) return {};
  try {
    const wire::Decimal change = *to - *from;
    if (change.is_zero()) return "unchanged";
    const std::string text = change.to_string(std::max(written_places(before), written_places(after)));
    return change.is_negative() ? text : "+" + text;
  } catch (const wire::DecimalOverflow &) {
    return {};
  }
}

}  // namespace pitboss::reports
