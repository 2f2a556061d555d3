#include "simulator/scenario/labels.hpp"

#include <charconv>

#include "schemas/wire/ids.hpp"

namespace pitboss::scenario {
namespace {

constexpr std::size_t longest_id = 255;
constexpr std::size_t longest_repetition = 200'000'000;  ///< bytes; nobody wants more of one text

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> repetition(std::string_view name) {
  if (!name.starts_with("repeat:")) return std::nullopt;
  name.remove_prefix(7);
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::optional<std::size_t> times = number(name.substr(0, colon));
  const std::string_view text = name.substr(colon + 1);
  if (!times || text.empty() || *times > longest_repetition / text.size()) return std::nullopt;
  std::string out;
  out.reserve(*times * text.size());
  for (std::size_t i = 0; i < *times; ++i) out += text;
  return out;
}

}  // namespace

std::string fill_in(std::string_view text,
                    const std::function<std::optional<std::string>(std::string_view)> &value_of) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t brace = text.find('{', at);
    out += text.substr(at, brace - at);
    if (brace == std::string_view::npos) break;
    const bool doubled = brace + 1 < text.size() && text[brace + 1] == '{';
    const std::size_t begin = brace + (doubled ? 2 : 1);
    const std::size_t end = text.find_first_of("{}", begin);
    std::optional<std::string> value;
    if (end != std::string_view::npos && text[end] == '}') {
      const std::string_view name = text.substr(begin, end - begin);
      value = value_of(name);
      if (!value) value = repetition(name);
    }
    if (!value) {
      out += '{';
      at = brace + 1;
      continue;
    }
    out += doubled ? std::string(text.substr(brace + 1, end - brace)) : *value;
    at = end + 1;
  }
  return out;
}

Labels::Labels(std::string prefix, const std::map<std::string, std::string> &patterns)
    : prefix_(std::move(prefix)), patterns_(patterns) {
  while (unique_.size() < longest_id) {
    for (const char c : wire::fresh_guid())
      if (c != '-') unique_ += c;
  }
}

std::string Labels::shown(const std::string &label, int n) {
  return fill_in(label, [&](std::string_view name) -> std::optional<std::string> {
    if (name == "n") return std::to_string(n);
    return std::nullopt;
  });
}

std::string Labels::id(const std::string &label, int n) const {
  const std::string name = shown(label, n);
  auto pattern = patterns_.find(label);
  if (pattern == patterns_.end()) pattern = patterns_.find(name);
  if (pattern == patterns_.end()) {
    std::string id = prefix_ + "-";
    for (const char c : name) id += (wire::is_wallet_id({&c, 1}) ? c : '_');
    return id.substr(0, longest_id);
  }
  return fill_in(pattern->second, [&](std::string_view word) -> std::optional<std::string> {
    if (word == "n") return std::to_string(n);
    if (!word.starts_with("unique:")) return std::nullopt;
    const std::optional<std::size_t> length = number(word.substr(7));
    if (!length) return std::nullopt;
    return unique_.substr(0, *length);
  });
}

}  // namespace pitboss::scenario
