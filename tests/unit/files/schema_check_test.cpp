#include "schemas/files/schema_check.hpp"

#include <thread>

#include "schemas/files/yaml_file.hpp"

namespace pitboss::files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "required": ["name"],
  "anyOf": [{"required": ["wallet"]}, {"required": ["feed"]}],
  "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "minLength": 1},
    "feed": {"type": "object"},
    "wallet": {"$ref": "#/definitions/wallet"},
    "amount": {"type": "number", "minimum": 0},
    "count": {"type": "integer", "maximum": 18},
    "id": {"type": "string", "pattern": "^[a-z]+$", "description": "a name of small letters"},
    "step": {"oneOf": [
      {"type": "string", "enum": ["accepted", "refused"]},
      {"type": "object", "required": ["status"], "additionalProperties": false, "properties": {"status": {"type": "integer"}}},
      {"type": "object", "required": ["balance"], "additionalProperties": false,
       "properties": {"balance": {"type": "string"}, "rounds": {"type": "integer"}}}]},
    "either": {"oneOf": [{"required": ["token"]}, {"required": ["command"]}]},
    "list": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}}
  },
  "definitions": {"wallet": {
    "type": "object", "required": ["base_url", "secret"], "additionalProperties": false,
    "properties": {"base_url": {"type": "string"}, "secret": {"type": "string"}, "encoding": {"enum": ["hex", "base64"]}}}}
})";

std::vector<std::string> errors_of(std::string_view yaml) {
  std::vector<std::string> lines;
  for (const FileError &error : validate(parse_yaml(yaml, "f.yaml"), schema)) lines.push_back(error.to_string());
  return lines;
}

const std::string right = "name: n\nfeed: {}\n";

TEST(Schema, FindsNothingInARightFile) {
  EXPECT_THAT(errors_of("name: n\nwallet: {base_url: u, secret: s, encoding: hex}\namount: 10.00\nstep: accepted\n"),
              IsEmpty());
}

TEST(Schema, NamesTheNearestRightKeyOnce) {
  EXPECT_THAT(errors_of("name: n\nwallet:\n  base_ur: u\n  secret: s\n"),
              ElementsAre("f.yaml:3:3: unknown key `base_ur`; did you mean `base_url`?"));
  EXPECT_THAT(errors_of("name: n\nwallet:\n  base_url: u\n  secret: s\n  zzz: 1\n"),
              ElementsAre("f.yaml:5:3: unknown key `zzz`; known here: `base_url`, `secret` and `encoding`"));
}

TEST(Schema, NamesMissingKeysAtTheirObject) {
  EXPECT_THAT(errors_of("name: n\nwallet:\n  base_url: u\n"),
              ElementsAre("f.yaml:2:1: the key `secret` is missing in `wallet`; add it"));
  EXPECT_THAT(errors_of("name: n\n"), ElementsAre("f.yaml:1:1: one of the keys `wallet` or `feed` is missing; add it"));
}

TEST(Schema, NamesTypesFoundAndExpected) {
  EXPECT_THAT(errors_of("name: 5\nfeed: []\n"),
              ElementsAre("f.yaml:1:7: found the number 5, expected a string; put it in quotes",
                          "f.yaml:2:7: found an empty array, expected an object"));
  EXPECT_THAT(errors_of(right + "count: 1.5\nlist: [1, x]\n"),
              ElementsAre("f.yaml:3:8: found the number 1.5, expected an integer",
                          "f.yaml:4:11: found the string \"x\", expected an integer or a boolean"));
}

TEST(Schema, ListsAllowedValues) {
  EXPECT_THAT(errors_of("name: n\nwallet: {base_url: u, secret: s, encoding: hx}\n"),
              ElementsAre("f.yaml:2:44: found `hx`, expected one of `hex` or `base64`; did you mean `hex`?"));
}

TEST(Schema, ChoosesTheAlternativeThatWasMeant) {
  EXPECT_THAT(
      errors_of(right + "step: acepted\n"),
      ElementsAre("f.yaml:3:7: found `acepted`, expected one of `accepted` or `refused`; did you mean `accepted`?"));
  EXPECT_THAT(errors_of(right + "step: {balance: x, round: 1}\n"),
              ElementsAre("f.yaml:3:20: unknown key `round`; did you mean `rounds`?"));
  EXPECT_THAT(errors_of(right + "step: {status: x}\n"),
              ElementsAre("f.yaml:3:16: found the string \"x\", expected an integer"));
  EXPECT_THAT(errors_of(right + "step: 5\n"),
              ElementsAre("f.yaml:3:7: found the number 5, expected a string or an object; put it in quotes"));
  EXPECT_THAT(errors_of(right + "either: {token: a, command: b}\n"),
              ElementsAre("f.yaml:3:9: only one of the keys `token` and `command` may stand here; remove the others"));
}

TEST(Schema, NamesBoundsPatternsAndCounts) {
  EXPECT_THAT(errors_of(right + "amount: -0.01\ncount: 19\nid: A1\nlist: []\n"),
              ElementsAre("f.yaml:3:9: found -0.01, expected a number of at least 0",
                          "f.yaml:4:8: found 19, expected a number of at most 18",
                          "f.yaml:5:5: found \"A1\", expected: a name of small letters",
                          "f.yaml:6:7: found 0 items, expected at least 1"));
  EXPECT_THAT(errors_of(right + "list: [1, 1.0]\n"),
              ElementsAre("f.yaml:3:11: the number 1.0 stands twice in the list; remove one"));
}

TEST(Schema, NumbersOfAnySizeAreNumbers) {
  EXPECT_THAT(errors_of(right + "amount: 123456789012345678901234567890123456789012345678901234567890.5\n"), IsEmpty());
  EXPECT_THAT(errors_of(right + "amount: 1e999\ncount: -99999999999999999999999999\n"), IsEmpty());
  EXPECT_THAT(errors_of(right + "count: 10.00\n"), IsEmpty()) << "10.00 is an integer in draft 7";
  EXPECT_EQ(errors_of(right + "count: 99999999999999999999999999\n").size(), 1U);
  EXPECT_EQ(errors_of(right + "amount: -1e-999\n").size(), 1U);
}

TEST(Schema, RepliesAreJudgedByPointer) {
  const auto json =
      std::get<wire::Json>(wire::parse_json(R"({"name": "n", "wallet": {"base_url": 1, "secret": "s"}})"));
  EXPECT_THAT(validate(json, schema), ElementsAre("/wallet/base_url: found the number 1, expected a string"));
  EXPECT_THAT(validate(wire::Json(5), schema), ElementsAre("/: found the number 5, expected an object"));
}

TEST(Schema, FaultsHaveTheirPlacesApart) {
  const auto json = std::get<wire::Json>(wire::parse_json(R"({"name": 7, "wallet": {"secret": "s"}})"));
  EXPECT_THAT(find_faults(json, schema),
              ElementsAre(SchemaFault{"/name", "found the number 7, expected a string"},
                          SchemaFault{"/wallet", "the key `base_url` is missing in `wallet`; add it"}));
}

TEST(Schema, SurvivesHugeTexts) {
  wire::Json json;
  json.set("name", "n").set("feed", wire::JsonObject{}).set("id", std::string(5'000'000, 'a'));
  EXPECT_THAT(validate(json, schema), IsEmpty());
  json.set("id", std::string(1'000'000, 'A'));
  EXPECT_EQ(validate(json, schema).size(), 1U);
}

TEST(Schema, AFaultySchemaIsTheProgrammersFault) {
  EXPECT_THROW(validate(wire::Json(5), "{"), std::invalid_argument);
  EXPECT_THROW(validate(wire::Json(5), R"({"$ref": "#/definitions/none"})"), std::invalid_argument);
}

TEST(Schema, IsSafeFromSeveralThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([] {
      for (int i = 0; i < 20; ++i) EXPECT_EQ(errors_of("name: n\nstep: x\n").size(), 2U);
    });
  for (std::thread &thread : threads) thread.join();
}

}  // namespace
}  // namespace pitboss::files
