#pragma once

#include <functional>
#include <optional>
#include <string>

#include "reference_impl/http/query.hpp"
#include "reference_impl/movements/errors.hpp"
#include "schemas/wire/time.hpp"

/// What the reporting calls are asked for (movements.md, Calls), and how it is read. Unknown parameters are ignored.
namespace pitboss::reference::movements {

struct Page {
  std::int64_t number = 1;  ///< from 1
  std::int64_t size = 50;   ///< rows

  [[nodiscard]] std::int64_t offset() const { return (number - 1) * size; }
};

struct ClientFilter {
  std::optional<std::string> client_id;  ///< in lower case
  std::optional<std::string> external_id;
};

/// Both ends belong to it.
struct TimeRange {
  wire::TimePoint from, to;
};

struct MovementFilter {
  ClientFilter client;
  std::optional<std::string> request_id;
  TimeRange time;
};

/// How parameters are read; each throws Refusal. A fault or variant (reference_impl/faults) replaces a member.
struct Queries {
  std::function<Page(const http::Query &)> page;
  std::function<ClientFilter(const http::Query &)> client_filter;
  std::function<std::optional<std::string>(const http::Query &)> request_id;
  std::function<TimeRange(const http::Query &, wire::TimePoint now)> time_range;

  /// The queries of the contract.
  Queries();
};

MovementFilter read_movement_filter(const Queries &queries, const http::Query &query, wire::TimePoint now);

}  // namespace pitboss::reference::movements
