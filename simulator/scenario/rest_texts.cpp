#include "simulator/scenario/rest_texts.hpp"

#include <stdexcept>

#include "simulator/scenario/amounts.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;

std::string numbered(std::string text, int n) {
  const std::string number = std::to_string(n);
  for (std::size_t at = text.find("{n}"); at != std::string::npos; at = text.find("{n}", at + number.size()))
    text.replace(at, 3, number);
  return text;
}

bool is_label(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z' && std::all_of(name.begin(), name.end(), plain);
}

/// "-2h": a time that is added; nullopt for anything else.
std::optional<std::chrono::seconds> shift_of(std::string_view text) {
  if (text.empty()) return std::chrono::seconds(0);
  static const std::map<char, long> units{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  const auto unit = units.find(text.back());
  const std::string_view digits = text.substr(1, text.size() - 2);
  if ((text[0] != '+' && text[0] != '-') || unit == units.end() || digits.empty() || digits.size() > 9 ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return std::chrono::seconds((text[0] == '-' ? -1 : 1) * std::stol(std::string(digits)) * unit->second);
}

}  // namespace

std::optional<std::string> RestTexts::moment(std::string_view name) const {
  const bool today = name.starts_with("today");
  if (!today && !name.starts_with("now")) return std::nullopt;
  const std::optional<std::chrono::seconds> shift = shift_of(name.substr(today ? 5 : 3));
  if (!shift) return std::nullopt;
  const std::string whole = wire::to_iso8601(began_ + *shift);
  return today ? whole.substr(0, 10) : whole.substr(0, 19) + "Z";
}

std::optional<Json> RestTexts::look_up(std::string_view name) const {
  if (is_label(name)) {
    // T1 is T: of several records the first has the label without a number.
    const bool first =
        name.size() > 1 && name.back() == '1' && (name[name.size() - 2] < '0' || name[name.size() - 2] > '9');
    return Json(labels_->id(std::string(first ? name.substr(0, name.size() - 1) : name), 1));
  }
  if (name.starts_with("kept:")) {
    const auto kept = kept_.find(std::string(name.substr(5)));
    if (kept == kept_.end()) throw std::invalid_argument("nothing was kept as " + std::string(name.substr(5)));
    return kept->second;
  }
  if (name.starts_with("upper:")) {
    const std::optional<Json> value = look_up(name.substr(6));
    if (!value) return std::nullopt;
    std::string text = scalar_text(*value);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return Json(text);
  }
  if (name.starts_with("day:")) {
    const std::optional<Json> value = look_up(name.substr(4));
    const auto time = value ? wire::parse_date_time(scalar_text(*value)) : std::nullopt;
    if (!time) throw std::invalid_argument(std::string(name.substr(4)) + " is no date-time");
    return Json(wire::to_iso8601(*time).substr(0, 10));
  }
  if (name.starts_with("target.")) {
    const Json *value = target_->find(name.substr(7));
    if (value == nullptr)
      throw std::invalid_argument("the target file has no " + target_->contract + "." + std::string(name.substr(7)));
    return *value;
  }
  if (const auto time = moment(name)) return Json(*time);
  return std::nullopt;
}

std::string RestTexts::why_not(const Json &written) const {
  const std::string text = not_kept_.empty() ? "" : wire::to_text(written);
  for (const auto &[name, why] : not_kept_)
    if (text.find("kept:" + name + "}") != std::string::npos) return why;
  return "";
}

std::string RestTexts::text(const std::string &written, int n) const {
  return fill_in(numbered(written, n), [this](std::string_view name) -> std::optional<std::string> {
    const std::optional<Json> value = look_up(name);
    if (!value) return std::nullopt;
    return scalar_text(*value);
  });
}

Json RestTexts::value(const Json &written, int n) const {
  if (const std::string *text = written.string()) {
    const std::string plain = numbered(*text, n);
    if (plain.size() > 2 && plain.front() == '{' && plain.find('}') == plain.size() - 1)
      if (const std::optional<Json> value = look_up(std::string_view(plain).substr(1, plain.size() - 2))) return *value;
    return this->text(plain, n);
  }
  if (const wire::JsonArray *array = written.array()) {
    wire::JsonArray out;
    for (const Json &each : *array) out.push_back(value(each, n));
    return out;
  }
  if (const wire::JsonObject *object = written.object()) {
    wire::JsonObject out;
    for (const auto &[name, member] : *object) out.emplace_back(text(name, n), value(member, n));
    return out;
  }
  return written;
}

}  // namespace pitboss::scenario
