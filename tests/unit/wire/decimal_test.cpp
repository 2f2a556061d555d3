#include "schemas/wire/decimal.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <random>

namespace pitboss::wire {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

Decimal dec(std::string_view text) {
  const std::optional<Decimal> value = Decimal::parse(text);
  if (!value) throw std::invalid_argument("no decimal: " + std::string(text));
  return *value;
}

TEST(DecimalParse, TakesWhatJsonCallsANumber) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"0", "0"},
      {"-0", "0"},
      {"0.0", "0"},
      {"-0.00e5", "0"},
      {"10", "10"},
      {"10.00", "10"},
      {"1e1", "10"},
      {"1E+1", "10"},
      {"100e-1", "10"},
      {"-10.50", "-10.5"},
      {"0.01", "0.01"},
      {"1e-2", "0.01"},
      {"12.5e3", "12500"},
      {"0e999999999999999999999", "0"},
      {"900000000000000.01", "900000000000000.01"},
      {"99999999999999999999999999999999999999", "99999999999999999999999999999999999999"},
      {"-0.99999999999999999999999999999999999999", "-0.99999999999999999999999999999999999999"},
      {"1e-38", "0.00000000000000000000000000000000000001"},
      {"1.000000000000000000000000000000000000000000000000000", "1"},
      {"1000000000000000000000000000000000000000000000e-40", "100000"},
      {"0.000000000000000000000000000000000000000000000001e+40", "0.00000001"}};
  for (const auto &[text, plain] : cases) EXPECT_EQ(dec(text).to_string(), plain) << text;
}

TEST(DecimalParse, RefusesWhatIsNoNumber) {
  for (const std::string_view text :
       {"",      "-",  "+1", "01",   "-01", "00",  "1.",       ".5",    "1.e1", "1e",    "1e+",
        "1e1.5", "1 ", " 1", "0x10", "1,5", "NaN", "Infinity", "1.5.5", "--1",  "1e--1", "\u0661"})
    EXPECT_EQ(Decimal::parse(text), std::nullopt) << text;
  EXPECT_EQ(Decimal::parse(std::string_view("1\0", 2)), std::nullopt);
}

TEST(DecimalParse, RefusesWhatDoesNotFit) {
  for (const std::string_view text :
       {"100000000000000000000000000000000000000", "1e38", "1e-39", "1e400", "-1e99999999999999999999",
        "1e-99999999999999999999", "0.999999999999999999999999999999999999999",
        "1.00000000000000000000000000000000000001"})
    EXPECT_EQ(Decimal::parse(text), std::nullopt) << text;
}

TEST(DecimalParse, NumericStringsMayHaveLeadingZerosButNoExponent) {
  EXPECT_EQ(Decimal::parse_numeric_string("007.50"), dec("7.5"));
  EXPECT_EQ(Decimal::parse_numeric_string("-0012"), dec("-12"));
  EXPECT_EQ(Decimal::parse_numeric_string("000000000000000000000000000000000000000000000000001"), dec("1"));
  for (const std::string_view text : {"", "-", "1e1", ".5", "1.", "+1", " 1"})
    EXPECT_EQ(Decimal::parse_numeric_string(text), std::nullopt) << text;
}

TEST(Decimal, EqualValuesAreOneNumber) {
  EXPECT_EQ(dec("10"), dec("10.00"));
  EXPECT_EQ(dec("1e1"), dec("10.0"));
  EXPECT_EQ(Decimal(0), dec("-0.000"));
  EXPECT_EQ(Decimal::from_units(1000, 2), Decimal(10));
  EXPECT_EQ(Decimal::unit(2), dec("0.01"));
  EXPECT_EQ(Decimal::unit(0), Decimal(1));
}

TEST(Decimal, PrintsAtLeastAsManyPlacesAsAsked) {
  EXPECT_EQ(dec("10.5").to_string(2), "10.50");
  EXPECT_EQ(dec("10").to_string(2), "10.00");
  EXPECT_EQ(dec("0").to_string(2), "0.00");
  EXPECT_EQ(dec("-0.005").to_string(2), "-0.005");
  EXPECT_EQ(dec("-0.5").to_string(), "-0.5");
  EXPECT_EQ(Decimal(std::numeric_limits<std::int64_t>::min()).to_string(), "-9223372036854775808");
}

TEST(Decimal, CountsPlacesAndSignificantDigits) {
  EXPECT_EQ(dec("10.25").places(), 2);
  EXPECT_EQ(dec("10.50").places(), 1);
  EXPECT_EQ(dec("100").places(), 0);
  EXPECT_EQ(dec("0.0120").significant_digits(), 2);
  EXPECT_EQ(dec("1200").significant_digits(), 2);
  EXPECT_EQ(dec("1002.5").significant_digits(), 5);
  EXPECT_EQ(Decimal(0).significant_digits(), 0);
}

TEST(Decimal, SumsThatBetrayBinaryFractions) {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += dec("0.1");
  EXPECT_EQ(sum, Decimal(1));
  EXPECT_EQ(dec("900000000000000") + dec("0.01") - dec("900000000000000"), dec("0.01"));
}

TEST(Decimal, RefusesResultsThatDoNotFit) {
  const Decimal largest = dec("99999999999999999999999999999999999999");
  EXPECT_THROW(largest + Decimal(1), DecimalOverflow);
  EXPECT_THROW(-largest - Decimal(1), DecimalOverflow);
  EXPECT_THROW(largest + dec("0.1"), DecimalOverflow);
  EXPECT_THROW(dec("1e37") + dec("1e-37"), DecimalOverflow);
  EXPECT_THROW(largest * Decimal(2), DecimalOverflow);
  EXPECT_THROW(dec("1e-20") * dec("1e-20"), DecimalOverflow);
  EXPECT_THROW(Decimal::from_units(Int128(1) << 126, 0) + Decimal::from_units(Int128(1) << 126, 0), DecimalOverflow);
  EXPECT_THROW(Decimal::from_units((Int128(1) << 126) * -1 - ((Int128(1) << 126) - 1), 0), DecimalOverflow);
  EXPECT_THROW(Decimal::from_units(1, 39), std::invalid_argument);
  EXPECT_THROW(Decimal::from_units(1, -1), std::invalid_argument);
  EXPECT_THROW(Decimal::unit(39), std::invalid_argument);
}

TEST(Decimal, TakesResultsThatFitThoughTheWayThereIsWide) {
  EXPECT_EQ(dec("1e37") + dec("-0.5"), dec("9999999999999999999999999999999999999.5"));
  EXPECT_EQ(dec("1e37") * dec("1e-37"), Decimal(1));
  EXPECT_EQ(dec("1e-30") * dec("1e30"), Decimal(1));
  // The product of the two coefficients has 54 digits, the value 21.
  const Decimal two = Decimal::from_units(Int128(1) << 100, 38);
  const Decimal five = dec("23283064365386962890625e-20");              // 5^32
  EXPECT_EQ((two * five).to_string(), "0.00000295147905179352825856");  // 2^68 times 10^-26
  EXPECT_EQ(two * five, five * two);
  EXPECT_EQ(dec("9.9999999999999999999999999999999999995") + dec("9.9999999999999999999999999999999999995"),
            dec("19.999999999999999999999999999999999999"));
}

TEST(Decimal, ComparesValuesOfVeryDifferentScales) {
  EXPECT_LT(dec("1e-38"), dec("1e37"));
  EXPECT_GT(dec("1e37"), dec("1e-38"));
  EXPECT_LT(dec("-1e37"), dec("1e-38"));
  EXPECT_GT(dec("-1e-38"), dec("-1e37"));
  EXPECT_LT(dec("0"), dec("1e-38"));
  EXPECT_GT(dec("0"), dec("-1e-38"));
  EXPECT_LT(dec("99999999999999999999999999999999999998"), dec("99999999999999999999999999999999999999"));
}

/// A decimal beside its exact value by an independent library.
struct Sample {
  Decimal decimal;
  cpp_rational exact;
};

cpp_int power(int exponent) {
  return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

Sample draw(std::mt19937_64 &random, int max_digits, int max_scale) {
  const int digits = static_cast<int>(random() % static_cast<unsigned>(max_digits)) + 1;
  std::string text = random() % 2 == 0 ? "-" : "";
  for (int i = 0; i < digits; ++i) text += static_cast<char>('0' + random() % 10);
  const int scale = static_cast<int>(random() % static_cast<unsigned>(max_scale + 1));
  const std::size_t sign = text[0] == '-' ? 1 : 0;
  const std::size_t first = std::min(text.find_first_not_of('0', sign), text.size() - 1);
  text.erase(sign, first - sign);
  return {dec(text + "e-" + std::to_string(scale)), cpp_rational(cpp_int(text), power(scale))};
}

cpp_rational exact(const Decimal &value) {
  std::string text = value.to_string();
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return cpp_rational(cpp_int(text));
  const int places = static_cast<int>(text.size() - point - 1);
  text.erase(point, 1);
  const bool negative = text[0] == '-';
  text.erase(0, text.find_first_not_of("-0"));  // cpp_int would take a leading zero for octal
  cpp_int coefficient(text);
  return cpp_rational(negative ? cpp_int(-coefficient) : coefficient, power(places));
}

/// Whether a Decimal has room for the value.
bool fits(const cpp_rational &value) {
  for (int scale = 0; scale <= 38; ++scale) {
    const cpp_rational scaled = value * cpp_rational(power(scale));
    if (denominator(scaled) == 1) return abs(numerator(scaled)) < power(38);
  }
  return false;
}

template <typename Operation>
void agree_with_rationals(std::uint64_t seed, int max_digits, int max_scale, Operation operation) {
  std::mt19937_64 random(seed);
  int refused = 0;
  for (int i = 0; i < 5000; ++i) {
    const Sample a = draw(random, max_digits, max_scale);
    const Sample b = draw(random, max_digits, max_scale);
    const cpp_rational wanted = operation(a.exact, b.exact);
    const std::string what = a.decimal.to_string() + " and " + b.decimal.to_string();
    if (fits(wanted)) {
      ASSERT_EQ(exact(operation(a.decimal, b.decimal)), wanted) << what;
    } else {
      ASSERT_THROW(operation(a.decimal, b.decimal), DecimalOverflow) << what;
      ++refused;
    }
    ASSERT_EQ(a.decimal < b.decimal, a.exact < b.exact) << what;
    ASSERT_EQ(a.decimal == b.decimal, a.exact == b.exact) << what;
    ASSERT_EQ(a.decimal > b.decimal, a.exact > b.exact) << what;
  }
  EXPECT_EQ(refused > 0, max_digits > 30) << "only the wide samples reach the edge of the range";
}

TEST(DecimalProperty, SumsAgreeWithRationals) {
  const auto add = [](const auto &a, const auto &b) { return std::decay_t<decltype(a)>(a + b); };
  agree_with_rationals(1, 15, 4, add);
  agree_with_rationals(2, 38, 38, add);
}

TEST(DecimalProperty, DifferencesAgreeWithRationals) {
  const auto subtract = [](const auto &a, const auto &b) { return std::decay_t<decltype(a)>(a - b); };
  agree_with_rationals(3, 15, 4, subtract);
  agree_with_rationals(4, 38, 38, subtract);
}

TEST(DecimalProperty, ProductsAgreeWithRationals) {
  const auto multiply = [](const auto &a, const auto &b) { return std::decay_t<decltype(a)>(a * b); };
  agree_with_rationals(5, 15, 4, multiply);
  agree_with_rationals(6, 38, 38, multiply);
}

TEST(DecimalProperty, PrintedAndReadAgainIsTheSame) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 5000; ++i) {
    const Decimal value = draw(random, 38, 38).decimal;
    ASSERT_EQ(dec(value.to_string()), value);
    ASSERT_EQ(dec(value.to_string(12)), value);
    ASSERT_EQ(Decimal::parse_numeric_string(value.to_string()), value);
    ASSERT_EQ(-(-value), value);
  }
}

}  // namespace
}  // namespace pitboss::wire
