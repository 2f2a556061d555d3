#include "schemas/wire/json.hpp"

#include <random>

namespace pitboss::wire {
namespace {

Json parsed(std::string_view text, const JsonLimits &limits = {}) {
  auto result = parse_json(text, limits);
  if (const auto *error = std::get_if<JsonError>(&result))
    throw std::runtime_error("no JSON at " + std::to_string(error->offset) + ": " + error->message);
  return std::get<Json>(std::move(result));
}

JsonError refused(std::string_view text, const JsonLimits &limits = {}) {
  const auto result = parse_json(text, limits);
  const auto *error = std::get_if<JsonError>(&result);
  if (error == nullptr) throw std::runtime_error("taken: " + std::string(text));
  return *error;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(JsonParse, KeepsNumbersAsTheyWereWritten) {
  for (const std::string number :
       {"0", "-0", "10.00", "1e1", "1E+01", "1e400", "-1e-400", "18446744073709551615", "18446744073709551616",
        "-9223372036854775809", "123456789012345678901234567890.123456789012345678901234567890",
        "0.1e00000000000000000001", "1e99999999999999999999999", "-12.50e-99999999999999999999999", "0e2147483648",
        "1e2147483647", "1.0e-2147483649"}) {
    ASSERT_NE(parsed(number).number(), nullptr) << number;
    EXPECT_EQ(parsed(number).number()->text, number);
    EXPECT_EQ(to_text(parsed("[" + number + ",{\"a\":" + number + "}]")), "[" + number + ",{\"a\":" + number + "}]");
  }
  const std::string digits(100'000, '7');
  EXPECT_EQ(parsed(digits).number()->text, digits);
  EXPECT_EQ(parsed("0." + digits).number()->text, "0." + digits);
}

TEST(JsonParse, HugeExponentsBesideStringsThatLookLikeThem) {
  const std::string text = R"({"1e99999999999":"5e77 \" 6e88 \\","x":[1e99999999999,2e7,3E+99999999999]})";
  EXPECT_EQ(to_text(parsed(text)), text);
  EXPECT_EQ(refused("[1e99999999999, 1e]").offset, refused("[1e00000000000, 1e]").offset);
}

TEST(JsonParse, RefusesNumbersThatTheGrammarDoesNotKnow) {
  for (const std::string_view text : {"01", "-01", "00", "1.", ".5", "+1", "1e", "1e+", "-", "0x1", "NaN", "Infinity",
                                      "1.e1", "- 1", "1e99999999999x"})
    EXPECT_FALSE(refused(text).message.empty()) << text;
}

TEST(JsonParse, ReadsEveryKindOfValue) {
  const Json json = parsed(" { \"a\" : null , \"b\" : [ true , false , \"x\" , 1 , {} , [] ] } \r\n\t");
  ASSERT_NE(json.object(), nullptr);
  EXPECT_TRUE(json.find("a")->is_null());
  ASSERT_EQ(json.find("b")->array()->size(), 6U);
  EXPECT_EQ(to_text(json), R"({"a":null,"b":[true,false,"x",1,{},[]]})");
}

TEST(JsonParse, KeepsOrderAndNamesThatStandTwice) {
  const std::string text = R"({"z":1,"a":2,"z":3,"Z":4})";
  const Json json = parsed(text);
  EXPECT_EQ(to_text(json), text);
  EXPECT_EQ(json.find("z")->number()->text, "3");
  EXPECT_EQ(json.find_any_case("z")->number()->text, "4");
  EXPECT_EQ(json.find("y"), nullptr);
  EXPECT_EQ(Json("text").find("z"), nullptr);
}

TEST(JsonParse, ReadsEscapesAndSurrogatePairs) {
  EXPECT_EQ(*parsed(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC")").string(), "\"\\/\b\f\n\r\tA\u00e9\u20ac");
  EXPECT_EQ(*parsed(R"("\ud83c\udfb0")").string(), "\U0001F3B0");
  EXPECT_EQ(*parsed(R"("a\u0000b")").string(), std::string("a\0b", 3));
  EXPECT_EQ(parsed(R"({"\u0061":1})").find("a")->number()->text, "1");
}

TEST(JsonParse, RefusesBrokenEscapes) {
  for (const std::string_view text : {R"("\ud83c")", R"("\udfb0")", R"("\ud83c\ud83c")", R"("\ud83cx")", R"("\u12g4")",
                                      R"("\u12")", R"("\x41")", R"("\)", R"("\U0041")"})
    EXPECT_FALSE(refused(text).message.empty()) << text;
  EXPECT_THAT(refused(R"("\udfb0")").message, testing::HasSubstr("surrogate"));
}

TEST(JsonParse, RefusesWhatIsNoUtf8) {
  for (const std::string_view bytes :
       {"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xe0\x80\x80\"", "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"",
        "\"\xf4\x90\x80\x80\"", "\"\x80\"", "{\"\xff\":1}", "\"\xe2\x82\""})
    EXPECT_FALSE(refused(bytes).message.empty()) << bytes;
  EXPECT_EQ(*parsed("\"\u00e9\u20ac\U0001F3B0\"").string(), "\u00e9\u20ac\U0001F3B0");
}

TEST(JsonParse, RefusesWhatFollowsTheValueAndWhatIsMissing) {
  for (const std::string_view text :
       {"",      " ",     "{",      "[1,",   "[1,]",           "{\"a\":1,}", "{\"a\"}", "{a:1}",
        "{1:1}", "[1 2]", "nul",    "tru",   "truex",          "1 1",        "{}x",     "{} {}",
        "\"a",   "'a'",   "[1]//c", "/**/1", "\xef\xbb\xbf{}", "\"a\nb\"",   "]",       "}"})
    EXPECT_FALSE(refused(text).message.empty()) << text;
  EXPECT_FALSE(refused(std::string_view("{}\0", 3)).message.empty());
  EXPECT_FALSE(refused(std::string_view("\"\0\"", 3)).message.empty());
}

TEST(JsonParse, SaysWhere) {
  const JsonError error = refused("{\n  \"a\": 1,\n  \"b\": oops\n}");
  EXPECT_EQ(error.line, 3);
  EXPECT_EQ(error.column, 8);
  EXPECT_EQ(error.offset, 19U);
  EXPECT_EQ(error.message, "'o' cannot stand here");
  const JsonError trailing = refused("{}\n;");
  EXPECT_EQ(trailing.line, 2);
  EXPECT_EQ(trailing.column, 1);
  EXPECT_EQ(trailing.message, "something follows the value");
  EXPECT_EQ(refused("[1,").message, "the text ends before the value does");
  EXPECT_EQ(refused("").line, 1);
}

TEST(JsonParse, LimitsTheDepth) {
  EXPECT_EQ(to_text(parsed(nested(64))), nested(64));
  EXPECT_THAT(refused(nested(65)).message, testing::HasSubstr("64 deep"));
  EXPECT_FALSE(refused(std::string(1'000'000, '[')).message.empty());
  EXPECT_EQ(to_text(parsed(nested(3), JsonLimits{3})), nested(3));
  EXPECT_FALSE(refused(nested(4), JsonLimits{3}).message.empty());
}

TEST(Json, HoldsNoMoreValuesThanAllowed) {
  EXPECT_EQ(to_text(parsed("[1,[2,true]]", {.max_values = 5})), "[1,[2,true]]");
  EXPECT_THAT(refused("[1,[2,true]]", {.max_values = 4}).message, testing::HasSubstr("more than 4 values"));
  EXPECT_THAT(refused(R"({"a":"b","c":null})", {.max_values = 2}).message, testing::HasSubstr("more than 2 values"));
  std::string million = "[1";
  for (int i = 0; i < 1'000'000; ++i) million += ",1";
  EXPECT_THAT(refused(million + "]", limits_of_message).message, testing::HasSubstr("more than 1000000 values"));
  EXPECT_EQ(to_text(parsed("[[],[],[]]", JsonLimits{2})), "[[],[],[]]");
}

TEST(JsonParse, SurvivesEveryCutAndEveryChangedByte) {
  const std::string text =
      R"({"playerId":"44-\u00e9\ud83c\udfb0","amount":10.00e0,"list":[true,false,null,-0.5,{"a":[]}]})";
  for (std::size_t i = 0; i < text.size(); ++i)
    EXPECT_FALSE(refused(std::string_view(text).substr(0, i)).message.empty()) << i;
  std::mt19937_64 random(11);
  for (int i = 0; i < 20'000; ++i) {
    std::string changed = text;
    changed[random() % changed.size()] = static_cast<char>(random() & 0xFFU);
    const auto result = parse_json(changed);
    if (const auto *json = std::get_if<Json>(&result)) {
      EXPECT_EQ(parsed(to_text(*json)), *json);
    } else {
      EXPECT_LE(std::get<JsonError>(result).offset, changed.size());
    }
  }
}

TEST(JsonText, EscapesWhatMustBeAndNothingElse) {
  EXPECT_EQ(to_text(Json("\"\\/\b\f\n\r\t\x01\x1f\x7f\u00e9")), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\u00e9\"");
  EXPECT_EQ(to_text(Json(std::string("\0", 1))), "\"\\u0000\"");
}

TEST(JsonText, EscapesAtEveryPlace) {
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      for (const std::string special : {"\"", "\\", "\n", "\x1f", "\xc3\xa9", "\x7f", " ", "!", "#", "["}) {
        const std::string before(place, 'a'), after(length - place - 1, '~');
        const std::string written = special == "\n" ? "\\n" : special == "\x1f" ? "\\u001f" : special;
        const bool has_escape = special == "\"" || special == "\\";
        EXPECT_EQ(to_text(Json(before + special + after)),
                  "\"" + before + (has_escape ? "\\" : "") + written + after + "\"");
      }
    }
  }
}

TEST(JsonText, Pretty) {
  const Json json = parsed(R"({"a":[1,{"b":null}],"c":{},"d":[]})");
  EXPECT_EQ(to_pretty_text(json),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}\n");
}

TEST(Json, IsBuiltMemberByMember) {
  Json json;
  json.set("amount", *Decimal::parse("10.50")).set("n", 3).set("amount", 4U);
  json.set("list", Json().push_back("x").push_back(true));
  EXPECT_EQ(to_text(json), R"({"amount":4,"n":3,"list":["x",true]})");
}

TEST(Json, NumbersAreExactDecimals) {
  EXPECT_EQ(parsed("10.00").decimal(), Decimal(10));
  EXPECT_EQ(parsed("1e400").decimal(), std::nullopt);
  EXPECT_EQ(parsed("\"10\"").decimal(), std::nullopt);
}

}  // namespace
}  // namespace pitboss::wire
