// Reading by events sees what the tree holds, and refuses what the tree refuses.
#include "schemas/wire/json_events.hpp"

#include <random>

namespace pitboss::wire {
namespace {

/// Writes down what it is told.
class Transcript final : public JsonEvents {
 public:
  std::string text;

  void begin_text() override { text.clear(); }
  void begin_object() override { text += "{"; }
  void end_object() override { text += "}"; }
  void begin_array() override { text += "["; }
  void end_array() override { text += "]"; }
  void name(std::string_view name) override { text += "name " + std::string(name) + ";"; }
  void string(std::string_view value) override { text += "string " + std::string(value) + ";"; }
  void number(std::string_view digits) override { text += "number " + std::string(digits) + ";"; }
  void other() override { text += "other;"; }
};

void tell(const Json &json, JsonEvents &events) {
  if (json.object() != nullptr) {
    events.begin_object();
    for (const auto &[name, value] : *json.object()) {
      events.name(name);
      tell(value, events);
    }
    events.end_object();
  } else if (json.array() != nullptr) {
    events.begin_array();
    for (const Json &value : *json.array()) tell(value, events);
    events.end_array();
  } else if (json.string() != nullptr) {
    events.string(*json.string());
  } else if (json.number() != nullptr) {
    events.number(json.number()->text);
  } else {
    events.other();
  }
}

/// False where the text is no JSON.
bool expect_the_same(const std::string &text) {
  SCOPED_TRACE(text);
  Transcript events;
  const std::optional<JsonError> error = read_json(text, events);
  const auto parsed = parse_json(text);
  if (const auto *refused = std::get_if<JsonError>(&parsed)) {
    EXPECT_TRUE(error.has_value());
    if (!error) return false;
    EXPECT_EQ(error->offset, refused->offset);
    EXPECT_EQ(error->message, refused->message);
    return false;
  }
  EXPECT_FALSE(error.has_value());
  Transcript tree;
  tell(std::get<Json>(parsed), tree);
  EXPECT_EQ(events.text, tree.text);
  return true;
}

TEST(JsonEvents, AreThoseOfTheTree) {
  for (const std::string text :
       {R"({"balance":10.00,"a":[1,-2.5e3,true,null,"x"],"b":{"c":{}}})", R"("\u00e9\n\ud83d\ude00")",
        R"({"a\tb":"c\"d","e":"","":1})", "[]", " 5 ", "[1e99999999999,{\"x\":2E-99999999999}]", "[[[[]]]]"})
    EXPECT_TRUE(expect_the_same(text));
  for (const std::string text :
       {"", " ", "{", "[1,]", "{\"a\"}", "\"\\ud800\"", "nul", "1 2", "[1e99999999999", "\xff"})
    EXPECT_FALSE(expect_the_same(text));
}

TEST(JsonEvents, AreThoseOfTheTreeWhateverTheText) {
  const std::string seed = R"({"balance": 10.25, "error":{"code":"A\u0041","n":[1e5,null,true]},"free":[{"i":7}]})";
  const std::string pieces = "{}[]\",:\\0123456789.eE+-ntfu \xc3\xa9";
  std::mt19937 random(7);
  int right = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = seed;
    for (std::size_t changes = random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      const char piece = pieces[random() % pieces.size()];
      const auto kind = random() % 3;
      if (kind == 0) text[at] = piece;
      if (kind == 1) text.erase(at, 1 + random() % 3);
      if (kind == 2) text.insert(at, 1, piece);
    }
    right += expect_the_same(text) ? 1 : 0;
  }
  EXPECT_GT(right, 2'000);
}

}  // namespace
}  // namespace pitboss::wire
