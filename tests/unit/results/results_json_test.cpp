#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "schemas/formats/format_schemas.hpp"
#include "schemas/formats/results.hpp"

namespace pitboss::results {
namespace {

wire::Json parsed(const std::string &text) {
  return std::get<wire::Json>(wire::parse_json(text));
}

wire::TimePoint at(const std::string &time) {
  return wire::parse_date_time(time).value();
}

Exchange exchange(const std::string &note, bool answered) {
  Exchange result;
  result.request = {"POST",
                    "https://wallet.example/v1/balance",
                    {{"X-Request-ID", "1"}, {"A", ""}, {"A", "2"}},
                    "{\"a\": \"\u00e9\"}",
                    false,
                    12};
  if (answered)
    result.response = HttpResponse{200, {{"content-type", "application/json"}}, "{\"balance\":1.50}", true, 70'000};
  else
    result.error = "connection reset";
  result.started_at = at("2026-10-01T10:00:00.123Z");
  result.duration = std::chrono::microseconds(1234);
  result.curl = "curl 'https://wallet.example'";
  result.note = note;
  return result;
}

Step step(const std::string &name, std::vector<Exchange> exchanges) {
  Step result;
  result.name = name;
  result.call = "balance";
  result.player = "player 1";
  result.exchanges = std::move(exchanges);
  result.concurrent = result.exchanges.size() > 1;
  result.checks = {
      {"balance after the replay", "wallet.replay.applies-once", Level::must, "-10.00", "-20.00", Verdict::fail},
      {"header", "wallet.x.y", Level::should, "a", "b", Verdict::warn}};
  result.balance_before = "100.5";
  result.balance_after = "90.5";
  result.judged = result.exchanges.size() != 1;
  return result;
}

Results sample() {
  Results results;
  results.run.id = "0b2f1c1e-6f0e-4d3c-9a52-7c1d5f3f5a01";
  results.run.started_at = at("2026-10-01T10:00:00Z");
  results.run.finished_at = at("2026-10-01T10:00:03.250Z");
  results.run.seed = std::numeric_limits<std::uint64_t>::max();
  results.run.version = "0.1.0";
  results.run.command = "pitboss check --target acme.yaml";
  results.run.target = parsed(R"({"name":"acme","wallet":{"hmac_secret":"***","max_decimals":2}})");
  results.run.not_offered = {"free-games"};
  results.doctor = {{"connection", Verdict::pass, "127.0.0.1 in 1 ms", ""}, {"clock", Verdict::warn, "3 s", "Set it."}};
  Scenario scenario;
  scenario.id = "wallet.replay.debit[field=ip]";
  scenario.title = "A debit that is sent again is paid once";
  scenario.contract = "wallet";
  scenario.file = "scenarios/wallet/replay.yaml";
  scenario.requirements = {"wallet.replay.applies-once"};
  scenario.tags = {"idempotency"};
  scenario.verdict = Verdict::fail;
  scenario.reason = "the replay took 10.00 again";
  scenario.hint = "Store the transaction id.";
  scenario.duration = std::chrono::microseconds(20'500);
  scenario.steps = {step("without exchange", {}), step("one", {exchange("", true)}),
                    step("lost", {exchange("", false)}),
                    step("two", {exchange("copy 1 of 2", false), exchange("copy 2 of 2", true)})};
  results.scenarios = {scenario};
  catalogue::Requirement requirement;
  requirement.id = "wallet.replay.applies-once";
  requirement.contract = "wallet";
  requirement.sentence = "It applies once.";
  requirement.page = "wallet.md, rule 5";
  requirement.source = {"seed"};
  summarise(results, {&requirement});
  return results;
}

/// What the published schema says against a text; empty where it accepts it.
std::string schema_faults(const std::string &text) {
  const auto schema_json = nlohmann::json::parse(format_schema("schemas/formats/results.schema.json").value());
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  const auto value = nlohmann::json::parse(text);
  valijson::Validator validator;
  valijson::ValidationResults faults;
  validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(value), &faults);
  std::string all;
  for (const auto &fault : faults) {
    for (const std::string &part : fault.context) all += part;
    all += ": " + fault.description + "\n";
  }
  return all;
}

std::string complaint(const wire::Json &json) {
  try {
    static_cast<void>(from_json(json));
  } catch (const std::runtime_error &error) {
    return error.what();
  }
  return "taken";
}

TEST(ResultsJson, IsWhatThePublishedSchemaSays) {
  EXPECT_EQ(schema_faults(to_text(to_json(sample()))), "");
}

TEST(ResultsJson, WrittenReadAndWrittenAgainIsTheSame) {
  const std::string first = to_pretty_text(to_json(sample()));
  const std::string second = to_pretty_text(to_json(from_json(parsed(first))));
  EXPECT_EQ(first, second);
  EXPECT_EQ(schema_faults(first), "");
}

TEST(ResultsJson, KeepsEveryDigit) {
  const wire::Json json = to_json(sample());
  EXPECT_EQ(to_text(*json.find("run")->find("seed")), "18446744073709551615");
  const wire::Json &scenario = json.find("scenarios")->array()->front();
  EXPECT_EQ(to_text(*scenario.find("duration_ms")), "20.5");
  EXPECT_EQ(to_text(*(*scenario.find("steps")->array())[1].find("duration_ms")), "1.234");
  const Results back = from_json(json);
  EXPECT_EQ(back.run.seed, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(back.scenarios[0].steps[1].exchanges[0].duration, std::chrono::microseconds(1234));
}

TEST(ResultsJson, AStepShowsItsLastExchangeAndListsSeveral) {
  const wire::Json json = to_json(sample());
  const wire::JsonArray &steps = *json.find("scenarios")->array()->front().find("steps")->array();
  EXPECT_EQ(steps[0].find("request"), nullptr);
  EXPECT_EQ(steps[0].find("exchanges"), nullptr);
  EXPECT_NE(steps[1].find("request"), nullptr);
  EXPECT_EQ(steps[1].find("exchanges"), nullptr);
  EXPECT_TRUE(steps[2].find("response")->is_null());
  EXPECT_EQ(*steps[2].find("error")->string(), "connection reset");
  EXPECT_EQ(*steps[3].find("note")->string(), "copy 2 of 2");
  EXPECT_EQ(steps[3].find("exchanges")->array()->size(), 2U);
  const Results back = from_json(json);
  EXPECT_EQ(back.scenarios[0].steps[0].exchanges.size(), 0U);
  EXPECT_EQ(back.scenarios[0].steps[1].exchanges.size(), 1U);
  EXPECT_EQ(back.scenarios[0].steps[3].exchanges.size(), 2U);
  EXPECT_EQ(back.scenarios[0].steps[3].exchanges[1].response->body_bytes, 70'000U);
}

/// The first member `name` found on the way down, in arrays and objects.
wire::Json *first_member(wire::Json &json, const std::string &name) {
  if (wire::JsonObject *members = json.object()) {
    for (auto &[key, value] : *members)
      if (key == name) return &value;
    for (auto &[key, value] : *members)
      if (wire::Json *found = first_member(value, name)) return found;
  }
  if (wire::JsonArray *elements = json.array())
    for (wire::Json &element : *elements)
      if (wire::Json *found = first_member(element, name)) return found;
  return nullptr;
}

TEST(ResultsJson, ReadingNamesThePathOfTheFirstFault) {
  struct Row {
    std::string member;
    wire::Json value;
    std::string wanted;
    bool in_schema = true;  // whether the schema sees it too; ranges of numbers and the calendar are the reader's alone
  };
  const std::vector<Row> table = {
      {"seed", "12", "results: run.seed is no whole number in range"},
      {"seed", -1, "results: run.seed is no whole number in range", false},
      {"seed", wire::JsonNumber{"1e400"}, "results: run.seed is no whole number in range", false},
      {"seed", wire::JsonNumber{"18446744073709551616"}, "results: run.seed is no whole number in range", false},
      {"seed", wire::JsonNumber{"1.5"}, "results: run.seed is no whole number in range"},
      {"started_at", "yesterday", "results: run.started_at is no ISO 8601 time"},
      {"target", 1, "results: run.target is no object"},
      {"target", wire::JsonObject{}, "results: run.target has no member 'name'"},
      {"not_offered", wire::JsonArray{1}, "results: run.not_offered[0] is no text"},
      {"counts", nullptr, "results: summary.counts is no object"},
      {"doctor", wire::JsonObject{}, "results: doctor is no array"},
      {"level", "MUST", "results: requirements[0].level is 'MUST', which is none of the known words"},
      {"judged", 1, "results: scenarios[0].steps[0].judged is neither true nor false"},
      {"duration_ms", wire::JsonNumber{"0.0001"}, "results: scenarios[0].duration_ms is no number of milliseconds",
       false},
      {"duration_ms", wire::JsonNumber{"1e37"}, "results: scenarios[0].duration_ms is no number of milliseconds",
       false},
      {"exchanges", wire::JsonArray{}, "results: scenarios[0].steps[3].exchanges holds fewer than two"},
      {"format", "pitboss.results/2",
       "results: format is 'pitboss.results/2'; this program reads 'pitboss.results/1'"}};
  for (const Row &row : table) {
    wire::Json json = to_json(sample());
    wire::Json *member = first_member(json, row.member);
    ASSERT_NE(member, nullptr) << row.member;
    *member = row.value;
    EXPECT_THAT(complaint(json), testing::StartsWith(row.wanted)) << row.member;
    if (row.in_schema) {
      EXPECT_NE(schema_faults(to_text(json)), "") << row.member;
    }
  }
  EXPECT_EQ(complaint("text"), "results: the file is no JSON object");
  EXPECT_EQ(complaint(wire::JsonObject{}), "results: the file has no member 'format'");
}

TEST(ResultsJson, UnknownAndRepeatedMembersAreRefused) {
  wire::Json json = to_json(sample());
  json.set("colour", "red");
  EXPECT_EQ(complaint(json), "results: the file has an unknown member 'colour'");
  EXPECT_NE(schema_faults(to_text(json)), "");
  wire::Json twice = to_json(sample());
  first_member(twice, "summary")->object()->emplace_back("headline", "again");
  EXPECT_EQ(complaint(twice), "results: summary has the member 'headline' twice");
}

TEST(ResultsJson, EveryMemberThatIsLeftOutIsMissedBySchemaAndReader) {
  const wire::Json whole = to_json(sample());
  for (const std::string name : {"run", "summary", "doctor", "requirements", "scenarios", "format"}) {
    wire::Json json = whole;
    std::erase_if(*json.object(), [&](const auto &member) { return member.first == name; });
    EXPECT_EQ(complaint(json), "results: the file has no member '" + name + "'");
    EXPECT_NE(schema_faults(to_text(json)), "") << name;
  }
  wire::Json step = whole;
  std::erase_if(*(*first_member(step, "steps")->array())[1].object(),
                [](const auto &member) { return member.first == "curl"; });
  EXPECT_EQ(complaint(step), "results: scenarios[0].steps[1] has no member 'curl'");
  EXPECT_NE(schema_faults(to_text(step)), "");
}

}  // namespace
}  // namespace pitboss::results
