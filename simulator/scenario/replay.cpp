#include "simulator/scenario/replay.hpp"

#include <algorithm>
#include <set>

#include "schemas/wire/encoding.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;

/// Whether YAML reads the text as it stands as a text, wherever it is put.
bool is_plain(const std::string &text) {
  static const std::set<std::string> words_of_yaml{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'; };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), fits) &&
         !words_of_yaml.contains(wire::lower_case(text));
}

std::string scalar(const std::string &text) {
  if (is_plain(text)) return text;
  std::string quoted = wire::to_text(Json(text));  // a JSON string is a quoted one of YAML, but for one character
  for (std::size_t at = quoted.find('\x7F'); at != std::string::npos; at = quoted.find('\x7F', at))
    quoted.replace(at, 1, "\\u007F");
  return quoted;
}

/// On one line: `{round: R, amount: 10.00}`. Numbers stay as they were written.
std::string flow(const Json &json) {
  if (const std::string *text = json.string()) return scalar(*text);
  std::string inside;
  if (const wire::JsonArray *array = json.array()) {
    for (const Json &element : *array) inside += (inside.empty() ? "" : ", ") + flow(element);
    return "[" + inside + "]";
  }
  if (const wire::JsonObject *object = json.object()) {
    for (const auto &[name, member] : *object)
      inside += (inside.empty() ? "" : ", ") + scalar(name) + ": " + flow(member);
    return "{" + inside + "}";
  }
  return wire::to_text(json);
}

std::string step_text(const Json &step) {
  std::string text;
  for (const auto &[name, member] : *step.object())
    text += (text.empty() ? "  - " : "    ") + scalar(name) + ": " + flow(member) + "\n";
  return text;
}

Json with_requirement(Json requirements, const std::string &more) {
  wire::JsonArray *all = requirements.array();
  const auto is_it = [&](const Json &one) { return one.string() != nullptr && *one.string() == more; };
  if (all != nullptr && !more.empty() && std::none_of(all->begin(), all->end(), is_it)) all->push_back(Json(more));
  return requirements;
}

}  // namespace

std::string replay_text(const Scenario &scenario, const ReplayOptions &options) {
  const Json *steps = scenario.document.find("steps");
  if (steps == nullptr || steps->array() == nullptr) return "";
  std::string text = "# What failed in " + scenario.id +
                     ", alone. Play it again:\n#   pitboss check --target TARGET.yaml --replay THIS-FILE\n";
  text += "id: " + scalar(scenario.id) + "\n";
  for (const auto &[name, member] : *scenario.document.object()) {
    if (name == "id" || name == "for_each" || name == "steps" || name == "seed") continue;
    text += name + ": " + flow(name == "requirements" ? with_requirement(member, options.requirement) : member) + "\n";
  }
  const std::size_t count = std::min(options.steps, steps->array()->size());
  const auto draws = [](const Step &step) { return step.action == "random_calls"; };
  const auto end = scenario.steps.begin() + static_cast<std::ptrdiff_t>(std::min(count, scenario.steps.size()));
  if (std::any_of(scenario.steps.begin(), end, draws))
    text += "seed: " + std::to_string(scenario.seed.value_or(options.seed)) + "\n";
  text += "steps:\n";
  for (std::size_t i = 0; i < count; ++i) text += step_text((*steps->array())[i]);
  return text;
}

}  // namespace pitboss::scenario
