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

}  // namespace pitboss::wire
