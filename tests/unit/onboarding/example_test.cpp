#include "schemas/onboarding/example.hpp"

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/schema_check.hpp"

/// The requests that a partner can copy.
namespace pitboss::onboarding {
namespace {

using testing::HasSubstr;
using testing::Not;

const ExampleSetting setting{.base_url = "http://127.0.0.1:8080",
                             .now = wire::parse_date_time("2026-11-25T12:00:00Z").value(),
                             .target = [](std::string_view name) -> std::optional<std::string> {
                               if (name.starts_with("brands")) return "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";
                               return std::string(name.substr(0, name.find('.')));
                             }};

Example example_of(const std::string &contract, const std::string &step) {
  return make_example(contract, plan_of(contract).find(step)->example, setting);
}

TEST(Examples, AToken) {
  const Example example = example_of("feed", "first-token");
  EXPECT_EQ(example.body, "grant_type=client_credentials");
  EXPECT_EQ(example.curl,
            "BODY='grant_type=client_credentials'\n"
            "curl -sS -X POST 'http://127.0.0.1:8080/oauth/token' \\\n"
            "  -u \"$CLIENT_ID:$CLIENT_SECRET\" \\\n"
            "  -H \"Content-Type: application/x-www-form-urlencoded\" \\\n"
            "  --data-raw \"$BODY\"");
}

TEST(Examples, APushIsTheDefaultOfItsCallWithWhatTheStepSays) {
  EXPECT_EQ(example_of("feed", "negative-ggr").body,
            R"({"data":[{"date":"2026-11-25","customer_id":"customer-1","game_type":"game_types","currency":"EUR",)"
            R"("bets_count":10,"total_bets":50.00,"wins":80.25}]})");
}

TEST(Examples, AList) {
  const Example example = example_of("feed", "customer-upsert");
  EXPECT_EQ(example.path, "/api/v1/igaming/customers?modified_since=2026-11-25T11%3A00%3A00.000Z");
  EXPECT_THAT(example.curl, AllOf(HasSubstr("\"Authorization: Bearer $TOKEN\""), Not(HasSubstr("--data"))));
}

TEST(Examples, ASignedRequest) {
  const Example example = example_of("wallet", "first-session");
  EXPECT_THAT(example.curl, HasSubstr(R"('{"launchToken":"'"$LAUNCH_TOKEN"'","provider":"provider")"));
  EXPECT_THAT(example.curl, HasSubstr("openssl dgst -sha256 -hmac \"$HMAC_SECRET\""));
  EXPECT_THAT(example.curl, Not(HasSubstr("Bearer")));
}

/// No placeholder is left, and a body is what the contract's schema wants.
TEST(Examples, EachIsARequestOfItsContract) {
  const std::map<std::string, std::string> schemas = {
      {"/v1/authenticate", "wallet/authenticate"},
      {"/v1/balance", "wallet/balance"},
      {"/v1/transaction", "wallet/transaction"},
      {"/v1/rollback", "wallet/rollback"},
      {"/tracking/client/v1", "movements/register-client"},
      {"/tracking/client-metric-movement/v1", "movements/record-movement"},
  };
  for (const Plan &plan : all_plans())
    for (const Phase &phase : plan.phases)
      for (const Step &step : phase.steps) {
        const Example example = make_example(plan.contract, step.example, setting);
        EXPECT_THAT(example.path + example.body, Not(testing::ContainsRegex("[{][A-Za-z]"))) << step.id;
        const auto schema = schemas.find(example.path);
        if (schema == schemas.end()) continue;
        const auto text = catalogue::contract_file("schemas/" + schema->second + ".request.json");
        const auto body = std::get<wire::Json>(wire::parse_json(example.body));
        EXPECT_THAT(files::find_faults(body, text.value()), testing::IsEmpty()) << step.id;
      }
}

}  // namespace
}  // namespace pitboss::onboarding
