#include "schemas/wire/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace pitboss::wire {

namespace {

using std::chrono::microseconds;
using std::chrono::minutes;

constexpr auto *http_date = "%a, %d %b %Y %H:%M:%S GMT";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Walks over a text; every take_* removes what it read, and says by nullopt or false that something else stands there.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// A number of exactly `digits` digits that is at most `largest`.
  std::optional<int> take_number(std::size_t digits, int largest) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (!is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value > largest) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }
  /// The digits of a fraction of a second, one or more; what is finer than a microsecond is cut off.
  std::optional<microseconds> take_fraction() {
    if (rest_.empty() || !is_digit(rest_.front())) return std::nullopt;
    std::int64_t value = 0;
    for (std::int64_t unit = 100'000; !rest_.empty() && is_digit(rest_.front()); unit /= 10) {
      value += unit * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return microseconds(value);
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::year_month_day> take_date(Cursor &cursor) {
  const auto year = cursor.take_number(4, 9999);
  if (!year || !cursor.take('-')) return std::nullopt;
  const auto month = cursor.take_number(2, 12);
  if (!month || !cursor.take('-')) return std::nullopt;
  const auto day = cursor.take_number(2, 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

/// hh:mm:ss with an optional fraction, as the time since midnight.
std::optional<microseconds> take_time_of_day(Cursor &cursor) {
  const auto hour = cursor.take_number(2, 23);
  if (!hour || !cursor.take(':')) return std::nullopt;
  const auto minute = cursor.take_number(2, 59);
  if (!minute || !cursor.take(':')) return std::nullopt;
  const auto second = cursor.take_number(2, 59);
  if (!second) return std::nullopt;
  microseconds time = std::chrono::hours(*hour) + minutes(*minute) + std::chrono::seconds(*second);
  if (cursor.take('.') || cursor.take(',')) {  // ISO 8601 knows both signs
    const auto fraction = cursor.take_fraction();
    if (!fraction) return std::nullopt;
    time += *fraction;
  }
  return time;
}

/// `Z`, or ±hh:mm or ±hh: how far the clock is ahead of UTC.
std::optional<minutes> take_offset(Cursor &cursor) {
  if (cursor.take('Z')) return minutes(0);
  const bool behind = cursor.take('-');
  if (!behind && !cursor.take('+')) return std::nullopt;
  const auto hour = cursor.take_number(2, 23);
  if (!hour) return std::nullopt;
  minutes offset = std::chrono::hours(*hour);
  if (cursor.take(':')) {
    const auto minute = cursor.take_number(2, 59);
    if (!minute) return std::nullopt;
    offset += minutes(*minute);
  }
  return behind ? -offset : offset;
}

/// Writes the last `digits` digits of a number over what stands at `place`.
void put_number(std::string &text, std::size_t place, std::size_t digits, int number) {
  for (std::size_t i = digits; i > 0; --i, number /= 10) text[place + i - 1] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::optional<TimePoint> parse_date_time(std::string_view text) {
  Cursor cursor(text);
  const auto date = take_date(cursor);
  if (!date || !cursor.take('T')) return std::nullopt;
  const auto time = take_time_of_day(cursor);
  if (!time) return std::nullopt;
  const auto offset = take_offset(cursor);
  if (!offset || !cursor.at_end()) return std::nullopt;
  return TimePoint(std::chrono::sys_days(*date)) + *time - *offset;
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  Cursor cursor(text);
  const auto date = take_date(cursor);
  if (!date || !cursor.at_end()) return std::nullopt;
  return date;
}

std::string to_iso8601(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
  const int year = static_cast<int>(date.year());
  std::string text = year >= 0 && year <= 9999 ? "0000" : std::to_string(year);
  if (text == "0000") put_number(text, 0, 4, year);
  const std::size_t begin = text.size();
  text += "-00-00T00:00:00.000Z";
  put_number(text, begin + 1, 2, static_cast<int>(static_cast<unsigned>(date.month())));
  put_number(text, begin + 4, 2, static_cast<int>(static_cast<unsigned>(date.day())));
  put_number(text, begin + 7, 2, static_cast<int>(clock.hours().count()));
  put_number(text, begin + 10, 2, static_cast<int>(clock.minutes().count()));
  put_number(text, begin + 13, 2, static_cast<int>(clock.seconds().count()));
  put_number(text, begin + 16, 3, static_cast<int>(clock.subseconds().count()));
  return text;
}

TimePoint now() {
  return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  std::tm parts{};
  const std::string copy(text);
  const char *end = ::strptime(copy.c_str(), http_date, &parts);
  if (end == nullptr || end != copy.c_str() + copy.size()) return std::nullopt;
  return TimePoint(std::chrono::seconds(::timegm(&parts)));
}

std::string to_http_date(TimePoint time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), http_date, &parts)};
}

std::optional<microseconds> parse_retry_after(std::string_view text, TimePoint now) {
  constexpr std::chrono::seconds longest = std::chrono::years(10);  // more is as good as never
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::chrono::seconds::rep count = 0;
    const bool fits = std::from_chars(text.data(), text.data() + text.size(), count).ec == std::errc();
    return fits ? std::min(std::chrono::seconds(count), longest) : longest;
  }
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return std::max(*date - now, microseconds(0));
}

}  // namespace pitboss::wire
