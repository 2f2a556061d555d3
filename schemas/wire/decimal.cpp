#include "schemas/wire/decimal.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace pitboss::wire {

namespace {

constexpr int max_digits = 38;

constexpr auto powers_of_ten = [] {
  std::array<Uint128, max_digits + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Uint128 power_of_ten(int exponent) {
  return powers_of_ten[static_cast<std::size_t>(exponent)];
}

void require_scale(int scale) {
  if (scale < 0 || scale > max_digits) throw std::invalid_argument("a decimal's scale is 0 to 38");
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Walks over a text; every take_* says whether it found what it was asked for.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view take_digits() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const std::string_view digits = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(digits.size());
    return digits;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// A number in pieces: (-)whole.fraction times 10^exponent.
struct Notation {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

/// Reads the part behind `e`. An exponent too large to matter is cut to one that no text is long enough to make up for.
bool take_exponent(Cursor &cursor, std::int64_t &exponent) {
  const bool negative = cursor.take('-');
  if (!negative) cursor.take('+');
  const std::string_view digits = cursor.take_digits();
  if (digits.empty()) return false;
  constexpr std::int64_t enough = 1'000'000'000'000'000;
  for (const char c : digits) exponent = std::min(enough, exponent * 10 + (c - '0'));
  if (negative) exponent = -exponent;
  return true;
}

bool take_mantissa(Cursor &cursor, Notation &number) {
  number.negative = cursor.take('-');
  number.whole = cursor.take_digits();
  if (number.whole.empty()) return false;
  if (cursor.take('.')) {
    number.fraction = cursor.take_digits();
    return !number.fraction.empty();
  }
  return true;
}

/// Whether 64 bits hold it: dividing 128 takes ten times as long, and few amounts need them.
bool fits_word(Uint128 value) {
  return value <= std::numeric_limits<std::uint64_t>::max();
}

template <class Unsigned>
int significant_digits_of(Unsigned rest) {
  while (rest != 0 && rest % 10 == 0) rest /= 10;
  int digits = 0;
  for (; rest != 0; rest /= 10) ++digits;
  return digits;
}

}  // namespace

Decimal Decimal::normalised(bool negative, Uint128 magnitude, int scale) {
  for (; scale > 0 && !fits_word(magnitude) && magnitude % 10 == 0; --scale) magnitude /= 10;
  if (fits_word(magnitude)) {
    auto word = static_cast<std::uint64_t>(magnitude);
    for (; scale > 0 && word % 10 == 0; --scale) word /= 10;
    magnitude = word;
  }
  if (magnitude >= power_of_ten(max_digits)) throw DecimalOverflow("a decimal of more than 38 digits");
  Decimal result;
  result.coefficient_ = static_cast<Int128>(magnitude);
  if (negative) result.coefficient_ = -result.coefficient_;
  result.scale_ = scale;
  return result;
}

Uint128 Decimal::magnitude() const {
  return coefficient_ < 0 ? -static_cast<Uint128>(coefficient_) : static_cast<Uint128>(coefficient_);
}

Decimal Decimal::from_units(Int128 units, int scale) {
  require_scale(scale);
  const Uint128 magnitude = units < 0 ? -static_cast<Uint128>(units) : static_cast<Uint128>(units);
  return normalised(units < 0, magnitude, scale);
}

Decimal Decimal::unit(int places) {
  require_scale(places);
  return normalised(false, 1, places);
}

namespace {

/// The digits of a number without the zeros at either end: `value` times 10^`exponent`.
struct Significant {
  Uint128 value = 0;
  int digits = 0;
  std::int64_t exponent = 0;
};

/// nullopt where there are more than 38 significant digits.
std::optional<Significant> significant_part(const Notation &number) {
  Significant result;
  result.exponent = number.exponent - static_cast<std::int64_t>(number.fraction.size());
  std::int64_t zeros = 0;  // zeros seen since the last other digit: they count only if another digit follows
  for (const std::string_view part : {number.whole, number.fraction}) {
    for (const char c : part) {
      if (c == '0') {
        ++zeros;
        continue;
      }
      if (result.value == 0) zeros = 0;  // leading ones
      if (result.digits + zeros + 1 > max_digits) return std::nullopt;
      result.value = result.value * power_of_ten(static_cast<int>(zeros) + 1) + static_cast<Uint128>(c - '0');
      result.digits += static_cast<int>(zeros) + 1;
      zeros = 0;
    }
  }
  result.exponent += zeros;
  return result;
}

/// Magnitude and scale of a number, where a Decimal can hold it.
struct Scaled {
  Uint128 magnitude = 0;
  int scale = 0;
};

std::optional<Scaled> scaled(const Notation &number) {
  const std::optional<Significant> part = significant_part(number);
  if (!part) return std::nullopt;
  if (part->value == 0) return Scaled{};
  if (part->exponent < -max_digits || part->digits + part->exponent > max_digits) return std::nullopt;
  const int exponent = static_cast<int>(part->exponent);
  if (exponent >= 0) return Scaled{part->value * power_of_ten(exponent), 0};
  return Scaled{part->value, -exponent};
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Cursor cursor(text);
  Notation number;
  if (!take_mantissa(cursor, number)) return std::nullopt;
  if (number.whole.size() > 1 && number.whole.front() == '0') return std::nullopt;
  if ((cursor.take('e') || cursor.take('E')) && !take_exponent(cursor, number.exponent)) return std::nullopt;
  if (!cursor.at_end()) return std::nullopt;
  const std::optional<Scaled> value = scaled(number);
  if (!value) return std::nullopt;
  return normalised(number.negative, value->magnitude, value->scale);
}

std::optional<Decimal> Decimal::parse_numeric_string(std::string_view text) {
  Cursor cursor(text);
  Notation number;
  if (!take_mantissa(cursor, number) || !cursor.at_end()) return std::nullopt;
  const std::optional<Scaled> value = scaled(number);
  if (!value) return std::nullopt;
  return normalised(number.negative, value->magnitude, value->scale);
}

std::string Decimal::to_string() const {
  return to_string(0);
}

std::string Decimal::to_string(int min_places) const {
  std::string digits;  // from the last to the first
  int places = scale_;
  for (; places < min_places; ++places) digits += '0';
  const std::size_t point = static_cast<std::size_t>(places);
  Uint128 rest = magnitude();
  for (; !fits_word(rest); rest /= 10) digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  for (auto word = static_cast<std::uint64_t>(rest); word != 0; word /= 10)
    digits += static_cast<char>('0' + word % 10);
  if (digits.size() <= point) digits.append(point + 1 - digits.size(), '0');
  if (point > 0) digits.insert(point, 1, '.');
  if (is_negative()) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

int Decimal::places() const {
  return scale_;
}

int Decimal::significant_digits() const {
  const Uint128 all = magnitude();
  return fits_word(all) ? significant_digits_of(static_cast<std::uint64_t>(all)) : significant_digits_of(all);
}

Decimal Decimal::operator-() const {
  Decimal result = *this;
  result.coefficient_ = -result.coefficient_;
  return result;
}

Decimal &Decimal::operator+=(const Decimal &other) {
  const int scale = std::max(scale_, other.scale_);
  // Magnitudes of 39 digits fit into 128 bits up to 3.4e38: enough for an operand that only the sum brings back into
  // range.
  Uint128 mine = 0;
  Uint128 theirs = 0;
  if (__builtin_mul_overflow(magnitude(), power_of_ten(scale - scale_), &mine) ||
      __builtin_mul_overflow(other.magnitude(), power_of_ten(scale - other.scale_), &theirs))
    throw DecimalOverflow("a sum of more than 38 digits");
  if (is_negative() == other.is_negative()) {
    Uint128 sum = 0;
    if (__builtin_add_overflow(mine, theirs, &sum)) throw DecimalOverflow("a sum of more than 38 digits");
    return *this = normalised(is_negative(), sum, scale);
  }
  if (mine >= theirs) return *this = normalised(is_negative(), mine - theirs, scale);
  return *this = normalised(other.is_negative(), theirs - mine, scale);
}

Decimal &Decimal::operator-=(const Decimal &other) {
  return *this += -other;
}

Decimal &Decimal::operator*=(const Decimal &other) {
  Uint128 mine = magnitude();
  Uint128 theirs = other.magnitude();
  int scale = scale_ + other.scale_;
  if (mine == 0 || theirs == 0) return *this = Decimal();
  // Take out the tens that the product would drop again, so that a product which fits is never refused on the way.
  while (scale > 0) {
    const bool mine_even = mine % 2 == 0;
    const bool mine_five = mine % 5 == 0;
    const bool theirs_even = theirs % 2 == 0;
    const bool theirs_five = theirs % 5 == 0;
    if (!(mine_even || theirs_even) || !(mine_five || theirs_five)) break;
    (mine_even ? mine : theirs) /= 2;
    (mine_five ? mine : theirs) /= 5;
    --scale;
  }
  Uint128 product = 0;
  if (scale > max_digits || __builtin_mul_overflow(mine, theirs, &product))
    throw DecimalOverflow("a product of more than 38 digits");
  return *this = normalised(is_negative() != other.is_negative(), product, scale);
}

bool operator==(const Decimal &a, const Decimal &b) {
  return a.coefficient_ == b.coefficient_ && a.scale_ == b.scale_;  // both are normalised
}

std::strong_ordering operator<=>(const Decimal &a, const Decimal &b) {
  if (a.is_negative() != b.is_negative())
    return a.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
  const int scale = std::max(a.scale_, b.scale_);
  Uint128 left = 0;
  Uint128 right = 0;
  // At most one of them is multiplied by more than one; where that overflows it is the larger one.
  const bool left_over = __builtin_mul_overflow(a.magnitude(), power_of_ten(scale - a.scale_), &left);
  const bool right_over = __builtin_mul_overflow(b.magnitude(), power_of_ten(scale - b.scale_), &right);
  std::strong_ordering order = std::strong_ordering::equal;
  if (left_over || (!right_over && left > right))
    order = std::strong_ordering::greater;
  else if (right_over || left < right)
    order = std::strong_ordering::less;
  if (a.is_negative()) order = 0 <=> order;
  return order;
}

}  // namespace pitboss::wire
