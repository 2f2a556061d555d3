#include "reference_impl/feed/record.hpp"

namespace pitboss::reference::feed {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::customers:
      return "customers";
    case Kind::transactions:
      return "transactions";
    case Kind::activity:
      return "activity";
  }
  return {};
}

std::string text_of(const Record &record, std::string_view field) {
  const wire::Json *member = record.find(field);
  return member == nullptr || member->string() == nullptr ? std::string() : *member->string();
}

Refusal invalid(Faults faults) {
  return {.status = 422, .code = "INVALID", .message = "the request is faulty", .faults = std::move(faults)};
}

}  // namespace pitboss::reference::feed
