#pragma once

#include <functional>
#include <string>

#include "reference_impl/movements/errors.hpp"
#include "reference_impl/movements/platform.hpp"
#include "reference_impl/movements/records.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::movements {

/// How replies are written (movements.md, Calls). A fault or variant (reference_impl/faults) replaces a member.
struct Replies {
  std::function<wire::Json(const Replies &, const ListedMovement &)> movement;
  std::function<wire::Json(const Replies &, const ListedClient &)> client;
  std::function<wire::Json(const Metric &)> metric;
  std::function<std::string(wire::TimePoint)> time;
  /// A reporting list. `rows` are those of the page.
  std::function<wire::Json(wire::JsonArray rows, std::int64_t total, const Page &)> list;
  /// Of a write that was done.
  std::function<wire::Json()> written;
  int written_status = 200;
  std::function<wire::Json(const Refusal &)> error;
  std::function<int(const Refusal &)> error_status;
  std::function<std::string(const wire::Json &)> write;

  /// The replies of the contract.
  Replies();
};

}  // namespace pitboss::reference::movements
