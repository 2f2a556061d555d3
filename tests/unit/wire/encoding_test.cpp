#include "schemas/wire/encoding.hpp"

#include <array>

namespace pitboss::wire {
namespace {

TEST(Hex, RoundTrip) {
  const std::array<unsigned char, 4> bytes = {0x00, 0x0f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(bytes), "000fa0ff");
  EXPECT_EQ(from_hex("000fA0fF"), std::string("\x00\x0f\xa0\xff", 4));
  EXPECT_EQ(from_hex(""), "");
  for (const std::string_view text : {"0", "0g", "g0", "0x", " 0", "00 "})
    EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

TEST(Base64, AgreesWithRfc4648Section10) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto &[bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, IsStrict) {
  for (const std::string_view text : {"Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zm9v\n", " Zg==", "Zg== ", "Zh==",
                                      "Zm9=", "Z=g=", "Zg==Zg==", "Zm9-", "Zm9_", "Zm9v    ", "    "})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

TEST(Base64, TakesLargeTexts) {
  std::string bytes;
  for (int i = 0; i < 8'000'000; ++i) bytes += static_cast<char>(i * 7);
  EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
}

TEST(Utf8, KnowsRfc3629) {
  for (const std::string_view text :
       {"", "a", "\u00e9", "\u20ac", "\U0001F3B0", "\uFFFF", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  for (const std::string_view text :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xe2\x82",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xffz", "\xe2\x28\xa1"})
    EXPECT_FALSE(is_valid_utf8(text)) << text;
  EXPECT_EQ(count_code_points("a\u00e9\u20ac\U0001F3B0"), 4U);
}

TEST(EqualIgnoringCase, IsAsciiOnly) {
  EXPECT_TRUE(equal_ignoring_case("X-Request-ID", "x-request-id"));
  EXPECT_FALSE(equal_ignoring_case("playerId", "playerIds"));
  EXPECT_FALSE(equal_ignoring_case("\u00c9", "\u00e9"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_EQ(lower_case("X-Request-ID [\u00c9"), "x-request-id [\u00c9");
}

TEST(Utf8, IsCutBetweenCodePoints) {
  EXPECT_EQ(cut_utf8("a\u20acb", 5), "a\u20acb");
  EXPECT_EQ(cut_utf8("a\u20acb", 4), "a\u20ac");
  EXPECT_EQ(cut_utf8("a\u20acb", 3), "a");
  EXPECT_EQ(cut_utf8("a\u20acb", 2), "a");
  EXPECT_EQ(cut_utf8("\u20ac", 0), "");
}

TEST(Utf8, BrokenSequencesAreReplaced) {
  EXPECT_EQ(to_valid_utf8("a\u20acb"), "a\u20acb");
  EXPECT_EQ(to_valid_utf8("a\xE2\x82"), "a\uFFFD\uFFFD");
  EXPECT_EQ(to_valid_utf8("\xFFz"), "\uFFFDz");
}

}  // namespace
}  // namespace pitboss::wire
