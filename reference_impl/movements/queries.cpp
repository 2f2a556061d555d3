#include "reference_impl/movements/queries.hpp"

#include <fmt/format.h>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::movements {
namespace {

using wire::TimePoint;

constexpr std::int64_t most_rows = 500;
constexpr std::int64_t last_page = 1'000'000'000;
constexpr std::chrono::days default_range{7};  // the dashboard's (rule 12)
constexpr TimePoint beginning_of_time{};
/// Far enough for every date that parse_date lets through.
constexpr TimePoint end_of_time{std::chrono::sys_days(std::chrono::year(9999) / 12 / 31) + std::chrono::days(1)};

[[noreturn]] void refuse(std::string_view parameter, std::string_view expected) {
  throw Refusal{.reason = Refusal::Reason::invalid_request,
                .message = fmt::format("the query parameter {} is not {}", parameter, expected)};
}

std::int64_t number(const http::Query &query, std::string_view name, std::int64_t otherwise, std::int64_t most) {
  const std::string *text = query.find(name);
  if (text == nullptr) return otherwise;
  const auto value = wire::whole_number(*text);
  if (!value || *value < 1 || *value > most) refuse(name, fmt::format("a whole number from 1 to {}", most));
  return *value;
}

Page page(const http::Query &query) {
  return {.number = number(query, "page", 1, last_page), .size = number(query, "per_page", 50, most_rows)};
}

std::optional<std::string> text(const http::Query &query, std::string_view name) {
  const std::string *value = query.find(name);
  if (value == nullptr) return std::nullopt;
  if (!wire::is_valid_utf8(*value) || value->find('\0') != std::string::npos) refuse(name, "a text in UTF-8");
  return *value;
}

ClientFilter client_filter(const http::Query &query) {
  ClientFilter filter{.client_id = text(query, "client_id"), .external_id = text(query, "external_client_id")};
  if (filter.client_id) filter.client_id = wire::lower_case(*std::move(filter.client_id));
  return filter;
}

/// The begin of the day or the moment that a text names, and how long that is: a day or a microsecond.
std::pair<TimePoint, std::chrono::microseconds> moment(std::string text, std::string_view name) {
  if (const auto date = wire::parse_date(text)) return {std::chrono::sys_days(*date), std::chrono::days(1)};
  // The plus sign of an offset that the client did not encode has become a blank.
  if (const std::size_t blank = text.rfind(' '); blank != std::string::npos) text[blank] = '+';
  if (const auto time = wire::parse_date_time(text)) return {*time, std::chrono::microseconds(1)};
  refuse(name, "a date (2026-11-25) or a date-time (2026-11-25T07:30:00Z)");
}

TimeRange time_range(const http::Query &query, TimePoint now) {
  const std::string *from = query.find("date_from");
  const std::string *to = query.find("date_to");
  if (from == nullptr && to == nullptr) return {.from = now - default_range, .to = end_of_time};
  TimeRange range{.from = beginning_of_time, .to = end_of_time};
  if (from != nullptr) range.from = moment(*from, "date_from").first;
  if (to != nullptr) {
    const auto [begin, length] = moment(*to, "date_to");
    range.to = begin + length - std::chrono::microseconds(1);
  }
  return range;
}

}  // namespace

Queries::Queries()
    : page(movements::page),
      client_filter(movements::client_filter),
      request_id([](const http::Query &query) { return text(query, "request_id"); }),
      time_range(movements::time_range) {}

MovementFilter read_movement_filter(const Queries &queries, const http::Query &query, TimePoint now) {
  return {.client = queries.client_filter(query),
          .request_id = queries.request_id(query),
          .time = queries.time_range(query, now)};
}

}  // namespace pitboss::reference::movements
