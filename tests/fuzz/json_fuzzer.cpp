// JSON from a target or a client: what is read is written again as the same value, and every number is exact or
// refused.
#include <cstdlib>

#include "schemas/wire/json.hpp"

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char *>(data), size);
  const auto parsed = parse_json(text);
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
