#pragma once

#include <cstdint>
#include <optional>

#include "reference_impl/http/query.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

/// What all lists of the dashboard have in common.
namespace pitboss::reference::dashboard {

/// `limit`, 1 to 200, 50 by default. Throws Problem.
std::int64_t read_limit(const http::Query &query);
/// `cursor` where it is a whole number that is not negative. Throws Problem.
std::optional<std::int64_t> read_number_cursor(const http::Query &query);
/// A parameter that is a whole number in [least, greatest]. Throws Problem.
std::int64_t read_number(const http::Query &query, std::string_view name, std::int64_t fallback, std::int64_t least,
                         std::int64_t greatest);
/// A parameter that has to be there. Throws Problem.
std::string read_needed(const http::Query &query, std::string_view name);

/// Both ends belong to it.
struct OpenRange {
  std::optional<wire::TimePoint> from, to;
};
struct Range {
  wire::TimePoint from, to;
};
/// `from` and `to`, dates (the end of a range: to the end of its day, UTC) or date-times. Throws Problem.
OpenRange read_open_range(const http::Query &query);
/// Likewise; without `from` the range begins `length` before its end, without `to` it ends now.
Range read_range(const http::Query &query, wire::TimePoint now, std::chrono::days length);

/// `next_cursor`: nullopt where nothing follows. `total`: rows on all pages; nullopt where to count them would cost the
/// store too much.
wire::Json list_json(wire::JsonArray rows, std::optional<std::string> next_cursor, std::optional<std::int64_t> total);

}  // namespace pitboss::reference::dashboard
