// JSON from a target or a client: what is read is written again as the same value, and every number is exact or
// refused.
#include <cstdlib>

#include "schemas/wire/json_events.hpp"

using namespace pitboss::wire;

namespace {

void check_numbers(const Json &json) {
  if (const std::optional<Decimal> value = json.decimal())
    if (Decimal::parse(value->to_string()) != value) std::abort();
  if (json.array() != nullptr)
    for (const Json &element : *json.array()) check_numbers(element);
  if (json.object() != nullptr)
    for (const auto &[name, member] : *json.object()) check_numbers(member);
}

/// Takes everything and keeps nothing.
class NoEvents final : public JsonEvents {
 public:
  void begin_text() override {}
  void begin_object() override {}
  void end_object() override {}
  void begin_array() override {}
  void end_array() override {}
  void name(std::string_view /*name*/) override {}
  void string(std::string_view /*text*/) override {}
  void number(std::string_view /*digits*/) override {}
  void other() override {}
};

/// Both ways of reading take the same texts, and say the same of the others.
void check_events(std::string_view text, const JsonError *error) {
  NoEvents events;
  const std::optional<JsonError> same = read_json(text, events);
  if (same.has_value() != (error != nullptr)) std::abort();
  if (same && (same->offset != error->offset || same->message != error->message)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char *>(data), size);
  const auto parsed = parse_json(text);
  check_events(text, std::get_if<JsonError>(&parsed));
  if (const Json *json = std::get_if<Json>(&parsed)) {
    check_numbers(*json);
    for (const std::string &written : {to_text(*json), to_pretty_text(*json)}) {
      const auto again = parse_json(written);
      const Json *same = std::get_if<Json>(&again);
      if (same == nullptr || !(*same == *json)) std::abort();
    }
  } else if (std::get<JsonError>(parsed).offset > size) {
    std::abort();
  }
  return 0;
}
