// What the reference reads is what the published schemas accept: random documents that are almost right, judged by the
// reference and by valijson. Left to other tests is what JSON Schema has no word for, the digits of a number
// (feed_rules_test.cpp), and what valijson sees otherwise than the standards: 5.0 as an integer, 29 February of any
// year.
#include "mutations.hpp"
#include "reference_impl/feed/reading.hpp"
#include "reference_impl/movements/messages.hpp"
#include "tests/unit/catalogue/schemas.hpp"

namespace pitboss::reference {
namespace {

using nlohmann::json;

constexpr int documents = 600;

/// Texts, numbers and shapes that one field or another takes.
std::vector<json> values() {
  std::vector<json> all = {nullptr, true, false, 0, 7, -1, 5.5, -0.01, 100.5, json::array(), json::object()};
  for (const char *text : {"",
                           "a",
                           "5",
                           "EUR",
                           "usd",
                           "XXX",
                           "ABC",
                           "GB",
                           "gb",
                           "slots",
                           "deposit",
                           "adjustment",
                           "DEPOSIT",
                           "approved",
                           "lost",
                           "2026-05-01",
                           "2026-02-30",
                           "2024-02-29",
                           "05/01/2026",
                           "2026-05-01T10:00:00Z",
                           "2026-05-01T10:00:00.5+02:00",
                           "2026-02-30T10:00:00Z",
                           "yesterday"})
    all.emplace_back(text);
  for (const std::size_t length : {100U, 255U, 256U, 500U, 501U}) all.emplace_back(std::string(length, 'x'));
  all.push_back({{"click_id", "c"}, {"campaign", "autumn"}});
  all.push_back({{"click_id", 7}});
  all.push_back({{"click_id", std::string(501, 'x')}});
  return all;
}

/// `places` are the fields of a record, and one that no schema names.
std::vector<std::string> places_of(const json &record, const std::string &prefix, std::vector<std::string> places) {
  for (const auto &[name, value] : record.items()) places.push_back(prefix + "/" + name);
  places.push_back(prefix + "/more");
  return places;
}

struct Push {
  feed::Kind kind;
  const char *schema;
  const char *record;  ///< with all its fields
};

// GoogleTest looks here for how to name a parameter.
void PrintTo(const Push &push, std::ostream *out) {
  *out << push.schema;
}

class FeedSchemas : public testing::TestWithParam<Push> {};

TEST_P(FeedSchemas, AcceptWhatTheReferenceAccepts) {
  constexpr std::uint32_t seed = 20261125;
  const catalogue::PublishedSchema published("feed", GetParam().schema);
  const json record = json::parse(GetParam().record);
  test::Mutations mutations(seed, {{"data", {record, record}}},
                            places_of(record, "/data/1", places_of(record, "/data/0", {"/data"})), values());
  const feed::FeedReading reading;
  int accepted = 0;
  for (int i = 0; i < documents; ++i) {
    const json document = mutations.next();
    const auto body = std::get<wire::Json>(wire::parse_json(document.dump()));
    const bool read = reading.find_faults(GetParam().kind, body).empty();
    EXPECT_EQ(read, published.accepts(document)) << "seed " << seed << ", document " << i << ": " << document;
    accepted += read ? 1 : 0;
  }
  EXPECT_GT(accepted, documents / 10) << "seed " << seed;
  EXPECT_LT(accepted, documents * 9 / 10) << "seed " << seed;
}

INSTANTIATE_TEST_SUITE_P(
    All, FeedSchemas,
    testing::Values(Push{feed::Kind::customers, "push-customers.request",
                         R"({"customer_id":"c","signup_date":"2026-05-01T10:00:00Z","affiliate_id":"AFF-1",
                             "tracking_data":"t","first_name":"A","last_name":"B","email":"e","country":"GB",
                             "currency":"EUR","kyc_status_id":2,"status":"s",
                             "last_modified_date":"2026-05-01T10:00:00Z"})"},
                    Push{feed::Kind::transactions, "push-transactions.request",
                         R"({"transaction_id":"t","customer_id":"c","transaction_type":"deposit",
                             "amount_currency":100.5,"currency":"EUR","transaction_date":"2026-05-01T10:00:00Z",
                             "status":"approved","amount_usd":116.02,"payment_method":"card",
                             "last_modified_date":"2026-05-01T10:00:00Z"})"},
                    Push{feed::Kind::activity, "push-activity.request",
                         R"({"date":"2026-05-01","customer_id":"c","game_type":"slots","currency":"EUR",
                             "bets_count":42,"total_bets":150,"wins":190.25,"ggr":-40.25,"ngr":-52.75})"}),
    [](const auto &example) { return std::string(to_string(example.param.kind)); });

TEST(MovementsSchemas, RegistrationsAreReadExactlyWhereTheSchemaAcceptsThem) {
  constexpr std::uint32_t seed = 20261125;
  const std::string brand = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";
  const catalogue::PublishedSchema published("movements", "register-client.request");
  const json right = {{"externalId", "p"}, {"revenueOriginId", brand}, {"clickId", "click-1"}};
  std::vector<json> all = values();
  for (const std::string &id : {brand, "6F1C2A34" + brand.substr(8), brand + "0", brand.substr(1)})
    all.emplace_back(id);
  test::Mutations mutations(seed, right, places_of(right, "", {}), all);
  const movements::Reading reading;
  int accepted = 0;
  for (int i = 0; i < documents; ++i) {
    const json document = mutations.next();
    bool read = true;
    try {
      static_cast<void>(movements::read_registration(reading, document.dump()));
    } catch (const movements::Refusal &) {
      read = false;
    }
    EXPECT_EQ(read, published.accepts(document)) << "seed " << seed << ", document " << i << ": " << document;
    accepted += read ? 1 : 0;
  }
  EXPECT_GT(accepted, documents / 10) << "seed " << seed;
}

}  // namespace
}  // namespace pitboss::reference
