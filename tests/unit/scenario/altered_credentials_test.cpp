#include "simulator/scenario/altered_credentials.hpp"

#include <gtest/gtest.h>

namespace pitboss::scenario {
namespace {

std::size_t differences(const std::string &a, const std::string &b) {
  std::size_t count = a.size() == b.size() ? 0 : a.size() + b.size();
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) count += a[i] == b[i] ? 0 : 1;
  return count;
}

TEST(AlteredSignature, OfOneWrongDigitHasAllOthersRight) {
  const std::string hex = "0a" + std::string(60, 'c') + "f0";
  const std::string base64 = "A0" + std::string(41, 'x') + "=";
  for (const std::string &right : {hex, base64}) {
    const std::size_t last = right.find_last_not_of('=');
    for (const auto &[how, at] : {std::pair{"first digit wrong", std::size_t{0}},
                                  {"middle digit wrong", right.size() / 2},
                                  {"last digit wrong", last}}) {
      const std::string altered = altered_signature(how, right);
      EXPECT_EQ(differences(altered, right), 1U) << how << ' ' << altered;
      EXPECT_NE(altered[at], right[at]) << how;
    }
  }
}

/// The last letter of 32 bytes in base64 holds four bits of them; letters whose two others differ are the same bytes.
TEST(AlteredSignature, OfAWrongLastLetterInBase64IsOfOtherBytes) {
  const std::string right = std::string(42, 'x') + "Q=";
  EXPECT_EQ(altered_signature("last digit wrong", right), std::string(42, 'x') + "A=");
  EXPECT_EQ(altered_signature("last digit wrong", std::string(42, 'x') + "A="), right);
}

TEST(AlteredSignature, OfAllDigitsWrongHasNoneRight) {
  const std::string hex = "0123456789abcdef" + std::string(48, '0');
  EXPECT_EQ(differences(altered_signature("wrong", hex), hex), 64U);
}

TEST(DamagedToken, IsAnotherWithoutRegardToCase) {
  EXPECT_EQ(damaged_token("6f1c2a34-5b0e-4d3c-9a52-7c1d5fa35a01"), "6f1c2a34-5b0e-4d3c-9a52-7c1d5f035a01");
  EXPECT_EQ(damaged_token("abc"), "0bc");
  EXPECT_EQ(damaged_token(""), "x");
}

}  // namespace
}  // namespace pitboss::scenario
