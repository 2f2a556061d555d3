#include "schemas/wire/time.hpp"

namespace pitboss::wire {
namespace {

std::string utc(std::string_view text) {
  const auto time = parse_date_time(text);
  return time ? to_iso8601(*time) : "refused";
}

TEST(DateTime, ReadsIso8601WithZOrAnOffset) {
  EXPECT_EQ(utc("2025-05-23T11:54:37Z"), "2025-05-23T11:54:37.000Z");
  EXPECT_EQ(utc("2025-05-23T11:54:37.250+02:00"), "2025-05-23T09:54:37.250Z");
  EXPECT_EQ(utc("2025-05-23T11:54:37,5-05:30"), "2025-05-23T17:24:37.500Z");
  EXPECT_EQ(utc("2025-05-23T11:54:37+02"), "2025-05-23T09:54:37.000Z");
  EXPECT_EQ(utc("2025-12-31T23:30:00-01:00"), "2026-01-01T00:30:00.000Z");
  EXPECT_EQ(utc("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(utc("2025-05-23T11:54:37.123456789012345678901234567890Z"), "2025-05-23T11:54:37.123Z");
  EXPECT_EQ(parse_date_time("1970-01-01T00:00:00.000001Z"), TimePoint(std::chrono::microseconds(1)));
}

TEST(DateTime, IsTrueToTheCalendar) {
  EXPECT_EQ(utc("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(utc("2000-02-29T00:00:00Z"), "2000-02-29T00:00:00.000Z");
  for (const std::string_view text :
       {"2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2025-04-31T00:00:00Z", "2025-13-01T00:00:00Z",
        "2025-00-10T00:00:00Z", "2025-01-00T00:00:00Z", "2025-01-32T00:00:00Z", "2025-01-01T24:00:00Z",
        "2025-01-01T00:60:00Z", "2025-01-01T00:00:60Z"})
    EXPECT_EQ(utc(text), "refused") << text;
}

TEST(DateTime, RefusesOtherNotations) {
  for (const std::string_view text : {"",
                                      "2025-05-23",
                                      "2025-05-23T11:54:37",
                                      "2025-05-23 11:54:37Z",
                                      "2025-05-23T11:54Z",
                                      "2025-05-23T11:54:37.Z",
                                      "2025-05-23T11:54:37z",
                                      "2025-05-23T11:54:37Zx",
                                      "2025-05-23T11:54:37+2:00",
                                      "2025-05-23T11:54:37+02:60",
                                      "2025-05-23T11:54:37+24:00",
                                      "2025-05-23T11:54:37+0200",
                                      "20250523T115437Z",
                                      "25-05-23T11:54:37Z",
                                      "1748001277",
                                      " 2025-05-23T11:54:37Z",
                                      "2025-5-23T11:54:37Z",
                                      "2025-05-23T1:54:37Z",
                                      "+2025-05-23T11:54:37Z",
                                      "2025-05-23T11:54:37 Z"})
    EXPECT_EQ(utc(text), "refused") << text;
}

TEST(Date, ReadsCalendarDates) {
  using std::chrono::year_month_day;
  EXPECT_EQ(parse_date("2024-02-29"),
            year_month_day(std::chrono::year(2024), std::chrono::month(2), std::chrono::day(29)));
  for (const std::string_view text : {"", "2025-02-29", "2025-2-1", "2025-02-01T", "2025/02/01", "02-01-2025"})
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
}

TEST(Time, EveryDayOfFourCenturiesRoundTrips) {
  using std::chrono::sys_days;
  const sys_days last = std::chrono::year(2200) / 1 / 1;
  for (sys_days day = std::chrono::year(1800) / 1 / 1; day < last; day += std::chrono::days(1)) {
    const TimePoint time = TimePoint(day) + std::chrono::milliseconds(1);
    ASSERT_EQ(parse_date_time(to_iso8601(time)), time);
  }
}

TEST(Time, DatesOfHttpRoundTripAndNothingElseIsOne) {
  const auto time = parse_date_time("1994-11-06T08:49:37Z");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), time);
  EXPECT_EQ(to_http_date(*time + std::chrono::milliseconds(999)), "Sun, 06 Nov 1994 08:49:37 GMT");
  for (const std::string_view text : {"", "17", "Sun, 06 Nov 1994 08:49:37 GMT and more", "Sun, 06 Nov 1994 08:49:37",
                                      "1994-11-06T08:49:37Z", "Sunday, 06-Nov-94 08:49:37 GMT"})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

TEST(Time, RetryAfterIsSecondsOrADate) {
  using std::chrono::seconds;
  const TimePoint then = *parse_date_time("1994-11-06T08:49:30Z");
  EXPECT_EQ(parse_retry_after("17", then), seconds(17));
  EXPECT_EQ(parse_retry_after("0", then), seconds(0));
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", then), seconds(7));
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:00 GMT", then), seconds(0)) << "over";
  EXPECT_GT(parse_retry_after("99999999999999999999999", then), std::chrono::hours(24 * 365)) << "as good as never";
  for (const std::string_view text : {"", "soon", "1.5", "-1", "+1", " 1", "2s"})
    EXPECT_EQ(parse_retry_after(text, then), std::nullopt) << text;
}

TEST(Time, NowIsAfterThisWasWritten) {
  EXPECT_GT(to_iso8601(now()), "2025-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace pitboss::wire
