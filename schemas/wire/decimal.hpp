#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace pitboss::wire {

/// 128-bit integers are an extension of g++ and clang++, on every platform that they serve with 64 bits.
__extension__ typedef __int128 Int128;            // NOLINT(modernize-use-using): an alias cannot say __extension__
__extension__ typedef unsigned __int128 Uint128;  // NOLINT(modernize-use-using): likewise

/// The result of an operation would need more than the 38 digits that a Decimal holds.
class DecimalOverflow : public std::overflow_error {
 public:
  using std::overflow_error::overflow_error;
};

/// An exact decimal number: an integer of up to 38 digits, divided by a power of ten (0 to 38). Never a binary
/// fraction.
///
/// Two decimals are equal when their values are: 10, 10.0 and 1e1 are one number. What was written is not kept.
/// Sums of values with up to 15 significant digits (contracts/README.md, common rule 1) are exact and far inside the
/// range.
class Decimal {
 public:
  constexpr Decimal() = default;
  /// The whole number `value`.
  constexpr Decimal(std::int64_t value)  // NOLINT(google-explicit-constructor): a number is a number
      : coefficient_(value) {}

  /// `units` times 10^-`scale`. Throws std::invalid_argument unless scale is 0 to 38, DecimalOverflow beyond 38 digits.
  static Decimal from_units(Int128 units, int scale);

  /// Reads a JSON number (RFC 8259, section 6): `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
  /// nullopt for any other text, and where the value needs more than 38 digits or a scale of more than 38.
  static std::optional<Decimal> parse(std::string_view text);

  /// Reads a numeric string of the movements contract, `-?[0-9]+(\.[0-9]+)?`: leading zeros allowed, no exponent.
  static std::optional<Decimal> parse_numeric_string(std::string_view text);

  /// 10^-`places`: the smallest unit of a currency that is kept with `places` decimals. Throws std::invalid_argument
  /// unless places is 0 to 38.
  static Decimal unit(int places);

  /// The shortest plain notation without exponent: "-10.5", "0", "0.01".
  [[nodiscard]] std::string to_string() const;
  /// Plain notation with at least `min_places` decimals: 10.5 with 2 is "10.50"; never rounds.
  [[nodiscard]] std::string to_string(int min_places) const;

  /// Number of decimals that the value needs: 2 for 10.25, 1 for 10.50, 0 for 100.
  [[nodiscard]] int places() const;
  /// Number of significant digits, leading and trailing zeros not counted: 3 for 0.0120 is 2; 0 for zero.
  [[nodiscard]] int significant_digits() const;

  [[nodiscard]] bool is_zero() const { return coefficient_ == 0; }
  [[nodiscard]] bool is_negative() const { return coefficient_ < 0; }

  Decimal operator-() const;
  /// Throw DecimalOverflow where the exact result does not fit.
  Decimal &operator+=(const Decimal &other);
  Decimal &operator-=(const Decimal &other);
  Decimal &operator*=(const Decimal &other);
  friend Decimal operator+(Decimal a, const Decimal &b) { return a += b; }
  friend Decimal operator-(Decimal a, const Decimal &b) { return a -= b; }
  friend Decimal operator*(Decimal a, const Decimal &b) { return a *= b; }

  friend bool operator==(const Decimal &a, const Decimal &b);
  friend std::strong_ordering operator<=>(const Decimal &a, const Decimal &b);

 private:
  /// The number of that sign, magnitude and scale, with the trailing zeros of the fraction dropped, so that equal
  /// values have equal members. Throws DecimalOverflow where the magnitude has more than 38 digits after that.
  static Decimal normalised(bool negative, Uint128 magnitude, int scale);
  [[nodiscard]] Uint128 magnitude() const;

  Int128 coefficient_ = 0;
  int scale_ = 0;
};

}  // namespace pitboss::wire
