#include <array>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"
#include "tests/unit/scenario/fake_wallet.hpp"

namespace pitboss::scenario::testing {

using wire::Json;

std::optional<std::string> text_field(const Json &body, std::string_view name) {
  const Json *value = body.find_any_case(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->string() == nullptr) throw FieldFault{std::string(name) + " is no string"};
  return *value->string();
}

std::string id_field(const Json &body, std::string_view name) {
  const std::optional<std::string> text = text_field(body, name);
  if (!text || !wire::is_wallet_id(*text)) throw FieldFault{std::string(name) + " is no identifier"};
  return *text;
}

void check_ip(const Json &body) {
  const std::optional<std::string> ip = text_field(body, "ip");
  int parts = 0;
  std::string number;
  for (const char c : ip.value_or("x") + ".") {
    if (c != '.') {
      number += c;
      continue;
    }
    const bool digits =
        !number.empty() && number.size() <= 3 && number.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::stoi(number) > 255 || (number.size() > 1 && number[0] == '0'))
      throw FieldFault{"ip is no IPv4 address"};
    ++parts;
    number.clear();
  }
  if (parts != 4) throw FieldFault{"ip is no IPv4 address"};
}

void check_free_text(const Json &object, std::string_view name) {
  if (wire::count_code_points(text_field(object, name).value_or("")) > 255)
    throw FieldFault{std::string(name) + " is longer than 255 characters"};
}

void check_texts(const Json &body) {
  const Json *info = body.find_any_case("gameInfo");
  if (info == nullptr || info->is_null()) return;
  if (info->object() == nullptr) throw FieldFault{"gameInfo is no object"};
  check_free_text(*info, "gameTransactionType");
  const Json *items = info->find_any_case("metaData");
  if (items == nullptr || items->is_null()) return;
  if (items->array() == nullptr) throw FieldFault{"metaData is no array"};
  for (const Json &item : *items->array()) {
    if (item.object() == nullptr) throw FieldFault{"an item of metaData is no object"};
    check_free_text(item, "betType");
    const Json *amount = item.find_any_case("amount");
    if (amount != nullptr && !amount->is_null() && !amount->decimal())
      throw FieldFault{"amount of an item is no number"};
  }
}

const std::string *header_of(const target::Headers &headers, std::string_view name) {
  for (const auto &[header, value] : headers)
    if (wire::equal_ignoring_case(header, name)) return &value;
  return nullptr;
}

}  // namespace pitboss::scenario::testing
