#include "simulator/scenario/amounts.hpp"

namespace pitboss::scenario {
namespace {

using wire::Decimal;

void skip_blanks(std::string_view &text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

bool take(std::string_view &text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

/// A sign belongs to a number only behind its exponent.
std::string_view take_number(std::string_view &text) {
  std::size_t n = 0;
  while (n < text.size() &&
         (std::string_view("0123456789.eE").find(text[n]) != std::string_view::npos ||
          (n > 0 && (text[n - 1] == 'e' || text[n - 1] == 'E') && (text[n] == '+' || text[n] == '-'))))
    ++n;
  const std::string_view number = text.substr(0, n);
  text.remove_prefix(n);
  return number;
}

std::optional<Decimal> take_term(std::string_view &text, const AmountWords &words) {
  if (take(text, "opening")) return words.opening;
  if (take(text, "unit")) return words.unit;
  return Decimal::parse(take_number(text));
}

}  // namespace

std::optional<Decimal> evaluate_amount(std::string_view text, const AmountWords &words) {
  Decimal sum;
  bool first = true;
  skip_blanks(text);
  do {
    bool minus = false;
    if (take(text, "-")) {
      minus = true;
    } else if (!take(text, "+") && !first) {
      return std::nullopt;
    }
    skip_blanks(text);
    const std::optional<Decimal> term = take_term(text, words);
    if (!term) return std::nullopt;
    sum += minus ? -*term : *term;
    first = false;
    skip_blanks(text);
  } while (!text.empty());
  return sum;
}

std::string scalar_text(const wire::Json &scalar) {
  if (const std::string *text = scalar.string()) return *text;
  return wire::to_text(scalar);
}

std::string signed_text(const wire::Decimal &change, int decimals) {
  return (!change.is_zero() && !change.is_negative() ? "+" : "") + change.to_string(decimals);
}

}  // namespace pitboss::scenario
