#include "reference_impl/dashboard/paging.hpp"

#include <fmt/format.h>

#include <limits>

#include "reference_impl/dashboard/problem.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::dashboard {
namespace {

constexpr std::chrono::microseconds last_of_day = std::chrono::days(1) - std::chrono::microseconds(1);

std::optional<wire::TimePoint> read_time(const http::Query &query, std::string_view name, bool is_end) {
  const std::string *text = query.find(name);
  if (text == nullptr) return std::nullopt;
  if (const auto time = wire::parse_date_time(*text)) return time;
  const auto date = wire::parse_date(*text);
  if (!date)
    throw Problem{
        .status = 400,
        .message = fmt::format("`{}` is neither a date, 2026-05-23, nor a date-time, 2026-05-23T11:54:37Z", name)};
  const wire::TimePoint begin = std::chrono::sys_days(*date);
  return is_end ? begin + last_of_day : begin;
}

}  // namespace

std::int64_t read_number(const http::Query &query, std::string_view name, std::int64_t fallback, std::int64_t least,
                         std::int64_t greatest) {
  const std::string *text = query.find(name);
  if (text == nullptr) return fallback;
  const auto number = wire::whole_number(*text);
  if (!number || *number < least || *number > greatest)
    throw Problem{.status = 400,
                  .message = fmt::format("`{}` must be a whole number from {} to {}", name, least, greatest)};
  return *number;
}

std::int64_t read_limit(const http::Query &query) {
  return read_number(query, "limit", 50, 1, 200);
}

std::optional<std::int64_t> read_number_cursor(const http::Query &query) {
  if (query.find("cursor") == nullptr) return std::nullopt;
  return read_number(query, "cursor", 0, 0, std::numeric_limits<std::int64_t>::max());
}

std::string read_needed(const http::Query &query, std::string_view name) {
  const std::string *text = query.find(name);
  if (text == nullptr) throw Problem{.status = 400, .message = fmt::format("the query lacks `{}`", name)};
  return *text;
}

OpenRange read_open_range(const http::Query &query) {
  const OpenRange range{.from = read_time(query, "from", false), .to = read_time(query, "to", true)};
  if (range.from && range.to && *range.from > *range.to)
    throw Problem{.status = 400, .message = "`from` is later than `to`"};
  return range;
}

Range read_range(const http::Query &query, wire::TimePoint now, std::chrono::days length) {
  const OpenRange given = read_open_range(query);
  const wire::TimePoint to = given.to.value_or(now);
  return {.from = given.from.value_or(to - length), .to = to};
}

wire::Json list_json(wire::JsonArray rows, std::optional<std::string> next_cursor, std::optional<std::int64_t> total) {
  return wire::JsonObject{{"rows", std::move(rows)},
                          {"next_cursor", next_cursor ? wire::Json(*next_cursor) : wire::Json(nullptr)},
                          {"total", total ? wire::Json(static_cast<long long>(*total)) : wire::Json(nullptr)}};
}

}  // namespace pitboss::reference::dashboard
