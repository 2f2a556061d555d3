#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pitboss::wire {

using TimePoint = std::chrono::sys_time<std::chrono::microseconds>;

/// Reads an ISO 8601 date-time with seconds and `Z` or an offset (contracts/README.md, common rule 4), calendar-true:
/// "2025-05-23T11:54:37Z", "2025-05-23T11:54:37.250+02:00". nullopt for anything else.
std::optional<TimePoint> parse_date_time(std::string_view text);
/// Reads a calendar date YYYY-MM-DD.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
/// UTC with milliseconds: "2025-05-23T11:54:37.250Z".
std::string to_iso8601(TimePoint time);
TimePoint now();

/// Reads a date of HTTP in the form that senders must write (RFC 9110, section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<TimePoint> parse_http_date(std::string_view text);
/// Writes it; fractions of a second are cut off.
std::string to_http_date(TimePoint time);
/// How long a Retry-After asks to wait from `now` on (RFC 9110, section 10.2.3): seconds, or an HTTP date, never
/// negative. nullopt where it is neither.
std::optional<std::chrono::microseconds> parse_retry_after(std::string_view text, TimePoint now);

}  // namespace pitboss::wire
