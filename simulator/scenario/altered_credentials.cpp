#include "simulator/scenario/altered_credentials.hpp"

#include <algorithm>

namespace pitboss::scenario {
namespace {

/// The signature with one of its digits another one, which in base64 is of other significant bits.
std::string with_other_digit(std::string signature, std::size_t at) {
  constexpr std::size_t hex_digits = 64;
  const bool hex = signature.size() == hex_digits;
  const char usual = hex ? '0' : 'A', other = hex ? '1' : 'Q';
  signature[at] = signature[at] == usual ? other : usual;
  return signature;
}

}  // namespace

std::string altered_signature(const std::string &how, const std::string &right) {
  if (how == "truncated") return right.substr(0, right.size() / 2);
  if (how == "short") return right.substr(0, right.size() - 1);
  if (how == "extended") return right + "0";
  if (how == "prefix") return right.substr(0, 8);
  if (how == "first digit wrong") return with_other_digit(right, 0);
  if (how == "middle digit wrong") return with_other_digit(right, right.size() / 2);
  if (how == "last digit wrong") return with_other_digit(right, right.find_last_not_of('='));
  if (how == "upper case") {
    std::string upper = right;
    for (char &c : upper)
      if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    return upper;
  }
  // "wrong": every digit another one; in base64 every letter stays one of its alphabet.
  std::string wrong = right;
  for (char &c : wrong)
    if (c != '=') c = c == '0' ? '1' : '0';
  return wrong;
}

std::string damaged_token(std::string token) {
  if (token.empty()) return "x";
  const std::size_t at = token.size() - std::min<std::size_t>(token.size(), 6);
  token[at] = token[at] == '0' ? '1' : '0';
  return token;
}

}  // namespace pitboss::scenario
