#include "reports/text.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using namespace std::string_literals;

namespace pitboss::reports {
namespace {

TEST(Text, ControlCharactersBecomePictures) {
  EXPECT_EQ(visible("a\0b"s), "a␀b");
  EXPECT_EQ(visible("\x1b[31m \x7f \r\n\t"), "␛[31m ␡ ␍\n\t");
}

TEST(Text, BytesThatAreNoUtf8AreShownAsHex) {
  EXPECT_EQ(visible("\xff"), "\\xFF");
  EXPECT_EQ(visible("\xc3("), "\\xC3(");
  EXPECT_EQ(visible("end \xe2\x82"), "end \\xE2\\x82");
  EXPECT_EQ(visible("\xed\xa0\x80"), "\\xED\\xA0\\x80");
}

TEST(Text, WhatCannotBeSeenIsNamed) {
  EXPECT_EQ(visible("a\u202Eb\u200Bc\uFEFF"), "a\\u202Eb\\u200Bc\\uFEFF");
  EXPECT_EQ(visible("\xC2\x85"), "\\u0085");
  EXPECT_EQ(visible("\xEF\xBF\xBF"), "\\uFFFF");
  EXPECT_EQ(visible("Größe 値段 🎰"), "Größe 値段 🎰");
}

TEST(Text, OneLineJoinsWhiteSpace) {
  EXPECT_EQ(one_line("  a \n\n b\tc  "), "a b c");
}

TEST(Text, MarkupIsEscaped) {
  EXPECT_EQ(escape_markup("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  EXPECT_EQ(escape_element_text("]]> \"q\" </pre>"), "]]&gt; \"q\" &lt;/pre&gt;");
}

TEST(Text, MarkdownStaysText) {
  EXPECT_EQ(escape_markdown("a|b `c` *d* <e>\n# f"), "a\\|b \\`c\\` \\*d\\* &lt;e&gt; \\# f");
  EXPECT_EQ(escape_markdown("@someone #12"), "@<!-- -->someone #<!-- -->12");
  EXPECT_EQ(escape_markdown("- no list"), "\\- no list");
}

TEST(Text, CodeSpansAreLongerThanTheirBackticks) {
  EXPECT_EQ(markdown_code_span("a ``b"), "```a ``b```");
  EXPECT_EQ(markdown_code_span("`"), "`` ` ``");
  EXPECT_EQ(markdown_code_span(""), "*(empty)*");
  EXPECT_EQ(markdown_code_span("abcdef", 3), "`abc …`");
  EXPECT_EQ(markdown_fence("```` four"), "`````");
  EXPECT_EQ(markdown_fence("none"), "```");
}

TEST(Text, CutsBetweenCharacters) {
  EXPECT_EQ(cut("añb", 2), "a");
  EXPECT_EQ(cut("añb", 3), "añ");
  EXPECT_EQ(cut("🎰", 3), "");
  EXPECT_EQ(cut("abc", 9), "abc");
  EXPECT_EQ(cut("\x80\x80\x80\x80\x80", 4).size(), 1U);  // no UTF-8 at all: still ends
}

TEST(Text, SizesAndDurations) {
  EXPECT_EQ(size_text(1), "1 byte");
  EXPECT_EQ(size_text(812), "812 bytes");
  EXPECT_EQ(size_text(60 * 1024), "60.0 KiB");
  EXPECT_EQ(size_text(10'485'760), "10.0 MiB");
  EXPECT_EQ(duration_text(3'400us), "3.4 ms");
  EXPECT_EQ(duration_text(85ms), "85 ms");
  EXPECT_EQ(duration_text(1250ms), "1.25 s");
  EXPECT_EQ(duration_text(185s), "3 min 05 s");
  EXPECT_EQ(duration_text(-5s), "0.0 ms");
  EXPECT_EQ(seconds_text(1'234'567us), "1.234");
}

TEST(Text, JsonBodiesKeepTheirDigits) {
  EXPECT_EQ(pretty_body(R"({"a":10.00,"b":1e+2,"c":12345678901234567890.12})"),
            "{\n  \"a\": 10.00,\n  \"b\": 1e+2,\n  \"c\": 12345678901234567890.12\n}");
  EXPECT_EQ(pretty_body("<html>"), "<html>");
  EXPECT_EQ(pretty_body(""), "");
}

TEST(Text, BalanceChangesAreExact) {
  EXPECT_EQ(balance_change("1490.50", "1480.50"), "-10.00");
  EXPECT_EQ(balance_change("0.1", "0.30"), "+0.20");
  EXPECT_EQ(balance_change("900000000000000", "900000000000000.01"), "+0.01");
  EXPECT_EQ(balance_change("5", "5.00"), "unchanged");
  EXPECT_EQ(balance_change("5", "unknown"), "");
}

}  // namespace
}  // namespace pitboss::reports
