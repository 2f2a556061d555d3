#include "simulator/cli/read_aloud.hpp"

#include <fmt/format.h>

namespace pitboss::cli {
namespace {

std::string words(const wire::Json &json);

std::string join(const wire::JsonArray &values, std::string_view between) {
  std::string out;
  for (const wire::Json &value : values) {
    if (!out.empty()) out += between;
    out += words(value);
  }
  return out;
}

/// `true` says no more than the name itself: "finish", "accepted".
std::string member(const std::string &name, const wire::Json &value) {
  const bool *flag = value.boolean();
  if (flag != nullptr && *flag) return name;
  return value.object() != nullptr ? fmt::format("{} ({})", name, words(value))
                                   : fmt::format("{} {}", name, words(value));
}

std::string words(const wire::Json &json) {
  if (const std::string *text = json.string()) return *text;
  if (const wire::JsonArray *array = json.array()) return join(*array, " or ");
  const wire::JsonObject *object = json.object();
  if (object == nullptr) return wire::to_text(json);
  std::string out;
  for (const auto &[name, value] : *object) {
    if (!out.empty()) out += ", ";
    out += member(name, value);
  }
  return out;
}

/// The calls of `concurrently` are steps in small, one to each line.
std::string calls_of(const wire::JsonArray &calls) {
  std::string out;
  for (const wire::Json &call : calls) out += "\n       - " + words(call);
  return out;
}

std::string arguments_of(const scenario::Step &step) {
  const wire::Json *calls = step.arguments.find("calls");
  if (calls != nullptr && calls->array() != nullptr) return " these calls at once:" + calls_of(*calls->array());
  const std::string said = words(step.arguments);
  return said.empty() ? "" : " " + said;
}

}  // namespace

std::string read_aloud(const scenario::Step &step) {
  std::string out = step.action + arguments_of(step);
  if (step.repeat > 1) out += fmt::format(", {} times", step.repeat);
  if (step.lose_reply == "after_send") out += "; the connection is cut once the request is sent";
  if (step.lose_reply == "after_answer") out += "; the connection is cut when the reply begins";
  if (!step.say.empty()) out += " (" + step.say + ")";
  if (!step.expect.is_null()) out += fmt::format("\n       expect {}", words(step.expect));
  return out;
}

}  // namespace pitboss::cli
