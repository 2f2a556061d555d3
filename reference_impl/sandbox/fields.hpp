#pragma once

#include "reference_impl/sandbox/messages.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::sandbox {

/// Reads the members of one object of a body and collects what is wrong with them beyond the schema. A member that is
/// absent, or of a type that the schema has found wrong, is read as the fallback.
class Fields {
 public:
  /// `pointer`: of the object. Precondition: `object` and `faults` outlive this.
  Fields(const wire::Json &object, std::string pointer, std::vector<FieldFault> &faults)
      : object_(object), pointer_(std::move(pointer)), faults_(faults) {}

  [[nodiscard]] std::string text(std::string_view name, const std::string &fallback) const;
  [[nodiscard]] bool flag(std::string_view name, bool fallback) const;
  [[nodiscard]] std::int64_t whole(std::string_view name, std::int64_t fallback) const;
  /// Of at most 15 significant digits and 18 decimals, as the wallet's own amounts.
  [[nodiscard]] wallet::Decimal amount(std::string_view name, const wallet::Decimal &fallback) const;
  [[nodiscard]] wire::TimePoint time(std::string_view name, wire::TimePoint fallback) const;

  /// Adds a fault of the member, unless one of its faults is known already.
  void add_fault(std::string_view name, std::string message) const;

 private:
  const wire::Json &object_;
  std::string pointer_;
  std::vector<FieldFault> &faults_;
};

}  // namespace pitboss::reference::sandbox
