#include "reference_impl/sandbox/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schemas/wire/time.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::sandbox {
namespace {

constexpr int max_significant_digits = 15;  // wallet.md, Calls
constexpr int max_places = 18;

}  // namespace

std::string Fields::text(std::string_view name, const std::string &fallback) const {
  const wire::Json *member = object_.find(name);
  return member == nullptr || member->string() == nullptr ? fallback : *member->string();
}

bool Fields::flag(std::string_view name, bool fallback) const {
  const wire::Json *member = object_.find(name);
  return member == nullptr || member->boolean() == nullptr ? fallback : *member->boolean();
}

std::int64_t Fields::whole(std::string_view name, std::int64_t fallback) const {
  const wire::Json *member = object_.find(name);
  if (member == nullptr || member->number() == nullptr) return fallback;
  const auto value = member->decimal();
  const auto number = value ? wire::whole_number(value->to_string()) : std::nullopt;
  if (!number) add_fault(name, "found a number that is no whole number in range");
  return number.value_or(fallback);
}

wallet::Decimal Fields::amount(std::string_view name, const wallet::Decimal &fallback) const {
  const wire::Json *member = object_.find(name);
  if (member == nullptr || member->number() == nullptr) return fallback;
  const auto value = member->decimal();
  if (value && value->significant_digits() <= max_significant_digits && value->places() <= max_places) return *value;
  add_fault(name, fmt::format("found a number of more than {} significant digits or {} decimals",
                              max_significant_digits, max_places));
  return fallback;
}

wire::TimePoint Fields::time(std::string_view name, wire::TimePoint fallback) const {
  const wire::Json *member = object_.find(name);
  if (member == nullptr || member->string() == nullptr) return fallback;
  const auto time = wire::parse_date_time(*member->string());
  if (!time) add_fault(name, "expected an ISO 8601 date-time with Z or an offset, 2026-05-23T11:54:37Z");
  return time.value_or(fallback);
}

void Fields::add_fault(std::string_view name, std::string message) const {
  const std::string pointer = fmt::format("{}/{}", pointer_, name);
  const bool known =
      std::any_of(faults_.begin(), faults_.end(), [&](const FieldFault &fault) { return fault.pointer == pointer; });
  if (!known) faults_.push_back({pointer, std::move(message)});
}

}  // namespace pitboss::reference::sandbox
