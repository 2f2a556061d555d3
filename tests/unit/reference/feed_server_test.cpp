#include <yaml-cpp/yaml.h>

#include <random>

#include "schemas/wire/encoding.hpp"
#include "tests/support/postgres_server.hpp"
#include "wallet_client.hpp"

/// The feed as an operator sees it: the token path and each of the six calls, right and wrong.
namespace pitboss::reference {
namespace {

using test::Answered;
using test::RunningServer;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using wire::Json;

const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
const std::string json_type = "Content-Type: application/json\r\n";
const std::string customers = "/api/v1/igaming/customers";
const std::string transactions = "/api/v1/igaming/transactions";
const std::string activity = "/api/v1/igaming/gaming-activity";

const std::string *text(const Json &json, std::string_view name) {
  const Json *member = json.find(name);
  return member == nullptr ? nullptr : member->string();
}

/// An operator with a token; each call goes over a connection of its own.
class Operator {
 public:
  explicit Operator(const RunningServer &server)
      : port_(server.port()), feed_(YAML::LoadFile(server.target_file().string())["feed"]) {
    const Answered granted = ask_for_token("grant_type=client_credentials", basic("client_secret"));
    if (granted.status == 200) token = *text(granted.body, "access_token");
  }

  [[nodiscard]] std::string of_file(const char *name) const { return feed_[name].as<std::string>(); }
  /// The header that shows who the client is; `secret` is the member of the target file that serves as its secret.
  [[nodiscard]] std::string basic(const char *secret) const {
    return "Authorization: Basic " + wire::to_base64(of_file("client_id") + ":" + of_file(secret)) + "\r\n";
  }
  [[nodiscard]] std::string credentials() const {
    return "&client_id=" + of_file("client_id") + "&client_secret=" + of_file("client_secret");
  }

  [[nodiscard]] Answered exchange(const std::string &method, const std::string &target, const std::string &body,
                                  const std::string &headers) const {
    const std::string response = test::talk(
        port_, method + " " + target + " HTTP/1.1\r\nHost: t\r\n" + headers +
                   "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::size_t end = response.find("\r\n\r\n");
    auto json = wire::parse_json(std::string_view(response).substr(end + 4));
    return {.status = std::stoi(response.substr(9, 3)),
            .head = response.substr(0, end),
            .body = std::holds_alternative<Json>(json) ? std::get<Json>(std::move(json)) : Json()};
  }
  [[nodiscard]] Answered ask_for_token(const std::string &body, const std::string &headers) const {
    return exchange("POST", "/oauth/token", body, form + headers);
  }
  [[nodiscard]] std::string bearer() const { return "Authorization: Bearer " + token + "\r\n"; }
  /// One or more records, with commas between them.
  [[nodiscard]] Answered push(const std::string &path, const std::string &records) const {
    return exchange("POST", path, R"({"data":[)" + records + "]}", bearer() + json_type);
  }
  [[nodiscard]] Answered list(const std::string &target) const { return exchange("GET", target, "", bearer()); }

  std::string token;

 private:
  std::uint16_t port_;
  YAML::Node feed_;
};

const std::string anna =
    R"({"customer_id":"anna","signup_date":"2026-05-01T10:00:00Z","affiliate_id":"AFF-1","tracking_data":"t"})";

// ---- The token path

std::string error_of(const Answered &answered) {
  const std::string *error = text(answered.body, "error");
  return std::to_string(answered.status) + " " + (error == nullptr ? "" : *error);
}

TEST(FeedToken, IsGrantedToTheClientHoweverItAuthenticates) {
  const RunningServer server;
  const Operator client(server);
  for (const Answered &granted : {client.ask_for_token("grant_type=client_credentials", client.basic("client_secret")),
                                  client.ask_for_token("grant_type=client_credentials" + client.credentials(), "")}) {
    EXPECT_EQ(granted.status, 200);
    EXPECT_THAT(granted.head, HasSubstr("Cache-Control: no-store"));
    EXPECT_EQ(*text(granted.body, "token_type"), "Bearer");
    EXPECT_EQ(granted.body.find("expires_in")->number()->text, "3600");
    EXPECT_FALSE(text(granted.body, "access_token")->empty());
  }
}

TEST(FeedToken, IsRefusedInTheFormOfTheRfc) {
  const RunningServer server;
  const Operator client(server);
  const std::string grant = "grant_type=client_credentials";
  const std::string right = client.basic("client_secret");
  EXPECT_EQ(error_of(client.ask_for_token(grant, client.basic("token_path"))), "401 invalid_client");
  EXPECT_EQ(error_of(client.ask_for_token(grant, "Authorization: Bearer x\r\n")), "401 invalid_client");
  EXPECT_EQ(error_of(client.ask_for_token(grant, "")), "401 invalid_client");
  EXPECT_EQ(error_of(client.ask_for_token(grant + client.credentials(), right)), "400 invalid_request");
  EXPECT_EQ(error_of(client.ask_for_token(grant + "&" + grant, right)), "400 invalid_request");
  EXPECT_EQ(error_of(client.ask_for_token("", right)), "400 invalid_request");
  EXPECT_EQ(error_of(client.ask_for_token("grant_type=password", right)), "400 unsupported_grant_type");
  EXPECT_EQ(error_of(client.exchange("POST", "/oauth/token", grant, right + json_type)), "400 invalid_request");
  const Answered refused = client.ask_for_token(grant, "");
  EXPECT_THAT(refused.head, HasSubstr("WWW-Authenticate: Basic"));
  EXPECT_NE(text(refused.body, "error_description"), nullptr);
  const Answered other = client.exchange("GET", "/oauth/token", "", "");
  EXPECT_EQ(other.status, 405);
  EXPECT_THAT(other.head, HasSubstr("Allow: POST"));
}

// ---- The six calls

struct Records {
  std::string name, path;
  std::string record;  ///< a right one, of the customer anna
  std::string bad;     ///< one with a fault in `field`
  std::string field;
};

// GoogleTest looks here for how to name a parameter.
void PrintTo(const Records &records, std::ostream *out) {
  *out << records.name;
}

class FeedCalls : public testing::TestWithParam<Records> {
 protected:
  FeedCalls() { EXPECT_EQ(client.push(customers, anna).status, 200); }

  RunningServer server;
  Operator client{server};
  const Records &calls = GetParam();
};

TEST_P(FeedCalls, StoreAndList) {
  const Answered pushed = client.push(calls.path, calls.record);
  EXPECT_EQ(pushed.status, 200);
  EXPECT_EQ(pushed.body.find("received")->number()->text, "1");
  const Answered again = client.push(calls.path, calls.record);
  EXPECT_EQ(again.body.find("unchanged")->number()->text, "1");
  const Answered listed = client.list(calls.path + "?customer_id=anna");
  EXPECT_EQ(listed.status, 200);
  EXPECT_THAT(listed.head, HasSubstr("Content-Type: application/json"));
  ASSERT_THAT(*listed.body.find("data")->array(), SizeIs(1));
  const Json sent = std::get<Json>(wire::parse_json(calls.record));
  for (const auto &[name, value] : *sent.object())
    EXPECT_EQ(wire::to_text(*listed.body.find("data")->array()->front().find(name)), wire::to_text(value)) << name;
  EXPECT_EQ(wire::to_text(*listed.body.find("meta")), R"({"total":1,"page":1,"per_page":50,"next_cursor":null})");
}

TEST_P(FeedCalls, ChallengeWhoHasNoRightToken) {
  const std::string body = R"({"data":[)" + calls.record + "]}";
  for (const std::string &headers :
       {std::string(), std::string("Authorization: Bearer x.y\r\n"), client.basic("client_secret"),
        "Authorization: Bearer " + client.of_file("expired_token") + "\r\n"}) {
    for (const Answered &refused : {client.exchange("POST", calls.path, body, headers + json_type),
                                    client.exchange("GET", calls.path, "", headers)}) {
      EXPECT_EQ(refused.status, 401) << headers;
      EXPECT_EQ(refused.code(), "UNAUTHORIZED");
      EXPECT_THAT(refused.head, HasSubstr("WWW-Authenticate: Bearer"));
    }
  }
}

TEST_P(FeedCalls, SayWhatIsWrongWithABody) {
  const Answered other_type = client.exchange("POST", calls.path, "{}", client.bearer() + "Content-Type: text/csv\r\n");
  EXPECT_EQ(other_type.status, 415);
  EXPECT_EQ(other_type.code(), "UNSUPPORTED_MEDIA_TYPE");
  const Answered no_json = client.exchange("POST", calls.path, "{\n\"data\":", client.bearer() + json_type);
  EXPECT_EQ(no_json.status, 400);
  EXPECT_THAT(*text(*no_json.body.find("error"), "message"), HasSubstr("line 2"));
  const Answered empty = client.push(calls.path, "");
  EXPECT_EQ(empty.status, 422);
  EXPECT_EQ(*text(empty.body.find("errors")->array()->front(), "code"), "min_items");
}

TEST_P(FeedCalls, NameTheFieldOfEachBadRecordAndStoreNone) {
  const Answered refused = client.push(calls.path, calls.record + "," + calls.bad);
  EXPECT_EQ(refused.status, 422);
  ASSERT_THAT(*refused.body.find("errors")->array(), SizeIs(1));
  const Json &error = refused.body.find("errors")->array()->front();
  EXPECT_EQ(error.find("index")->number()->text, "1");
  EXPECT_EQ(*text(error, "field"), calls.field);
  EXPECT_FALSE(text(error, "code")->empty());
  EXPECT_THAT(*text(error, "message"), HasSubstr(calls.field));
  const std::size_t there_before = calls.path == customers ? 1 : 0;
  EXPECT_THAT(*client.list(calls.path).body.find("data")->array(), SizeIs(there_before));
}

TEST_P(FeedCalls, SayWhatIsWrongWithAQuery) {
  std::vector<std::string> wrong = {"per_page=0", "per_page=501", "per_page=x", "page=0", "cursor=none"};
  wrong.emplace_back(calls.path == customers ? "modified_since=yesterday" : "date_from=2026-02-30");
  for (const std::string &query : wrong) {
    const Answered refused = client.list(calls.path + "?" + query);
    EXPECT_EQ(refused.status, 422) << query;
    const Json &error = refused.body.find("errors")->array()->front();
    EXPECT_TRUE(error.find("index")->is_null());
    EXPECT_EQ(*text(error, "field"), query.substr(0, query.find('=')));
  }
  EXPECT_EQ(client.list(calls.path + "?colour=blue").status, 200);
  const Answered other_method = client.exchange("DELETE", calls.path, "", client.bearer());
  EXPECT_EQ(other_method.status, 405);
  EXPECT_THAT(other_method.head, testing::AllOf(HasSubstr("Allow:"), HasSubstr("GET"), HasSubstr("POST")));
}

const std::string deposit = R"({"transaction_id":"t","customer_id":"anna","transaction_type":"deposit",)"
                            R"("amount_currency":100.5,"currency":"EUR","status":"approved",)";
const std::string day = R"({"date":"2026-05-01","customer_id":"anna","game_type":"slots",)";

INSTANTIATE_TEST_SUITE_P(
    All, FeedCalls,
    testing::Values(
        Records{"customers", customers, anna,
                R"({"customer_id":"b","signup_date":"2026-05-01","affiliate_id":"AFF-1","tracking_data":""})",
                "signup_date"},
        Records{"transactions", transactions, deposit + R"("transaction_date":"2026-05-01T10:00:00Z"})",
                deposit + R"("transaction_date":null})", "transaction_date"},
        Records{"activity", activity, day + R"("currency":"EUR","total_bets":0.3,"wins":0.4,"ggr":-0.1})",
                day + R"("currency":"XXX"})", "currency"}),
    [](const auto &example) { return example.param.name; });

TEST(FeedReferences, OfNobodyAreRefused) {
  const RunningServer server;
  const Operator client(server);
  for (const auto &[path, record] : {std::pair(transactions, deposit + R"("transaction_date":"2026-05-01T10:00:00Z"})"),
                                     std::pair(activity, day + R"("currency":"EUR"})")}) {
    const Answered refused = client.push(path, record);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(*text(refused.body.find("errors")->array()->front(), "code"), "unknown_customer");
  }
}

TEST(FeedPages, AreLinkedByCursorsOfTheSameFilters) {
  const RunningServer server;
  const Operator client(server);
  std::string records;
  for (int i = 1; i <= 5; ++i) {
    std::string record = anna;
    records += (i == 1 ? "" : ",") + record.replace(record.find("anna"), 4, "c" + std::to_string(i));
  }
  ASSERT_EQ(client.push(customers, records).status, 200);
  std::vector<std::string> seen;
  std::string query = "?per_page=2";
  for (int page = 1; page <= 3; ++page) {
    const Answered listed = client.list(customers + query);
    for (const Json &row : *listed.body.find("data")->array()) seen.push_back(*text(row, "customer_id"));
    EXPECT_EQ(listed.body.find("meta")->find("page")->number()->text, std::to_string(page));
    const std::string *next = text(*listed.body.find("meta"), "next_cursor");
    ASSERT_EQ(next != nullptr, page < 3);
    if (next == nullptr) continue;
    EXPECT_EQ(client.list(transactions + "?per_page=2&cursor=" + *next).status, 422) << "a cursor of another list";
    query = "?per_page=2&cursor=" + *next;
  }
  EXPECT_THAT(seen, testing::ElementsAre("c1", "c2", "c3", "c4", "c5"));
}

TEST(FeedRate, IsLimitedForEachTokenApart) {
  ServerOptions options;
  options.settings["feed-rate-limit"] = "2";
  const RunningServer server(options);
  const Operator one(server);
  const Operator other(server);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(one.list(customers).status, 200);
  const Answered limited = one.push(customers, anna);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.code(), "RATE_LIMITED");
  EXPECT_THAT(limited.head, HasSubstr("Retry-After: "));
  EXPECT_THAT(*other.list(customers).body.find("data")->array(), SizeIs(0)) << "what was refused is not stored";
  EXPECT_EQ(one.exchange("GET", customers, "", "Authorization: Bearer x.y\r\n").status, 401);
}

/// `length` characters of four bytes that no engine makes shorter; others for another `seed`.
std::string long_id(std::size_t length, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string id;
  for (std::size_t i = 0; i < length; ++i) {
    const auto code_point = 0x10000 + random() % 0xFFFF;
    for (const auto byte : {0xF0 | code_point >> 18, 0x80 | (code_point >> 12 & 0x3F), 0x80 | (code_point >> 6 & 0x3F),
                            0x80 | (code_point & 0x3F)})
      id += static_cast<char>(byte);
  }
  return id;
}

TEST(FeedStore, KeepsTheLongestKeysInPostgreSql) {
  const test::PostgresDatabase database;
  ServerOptions options;
  options.store = database.url();
  const RunningServer server(options);
  const Operator client(server);
  const std::string customer = long_id(500, 1);
  const auto day_of = [&](std::uint32_t game) {
    return R"({"date":"2026-05-01","currency":"EUR","customer_id":")" + customer + R"(","game_type":")" +
           long_id(500, game) + R"("})";
  };
  std::string record = anna;
  ASSERT_EQ(client.push(customers, record.replace(record.find("anna"), 4, customer)).status, 200);
  for (int i = 0; i < 2; ++i) ASSERT_EQ(client.push(activity, day_of(2) + "," + day_of(3)).status, 200);
  EXPECT_THAT(*client.list(activity).body.find("data")->array(), SizeIs(2)) << "a row for each key";
}

TEST(FeedStore, KeepsTokensCursorsAndRecordsOverARestart) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("pitboss.db");
  std::string token;
  {
    const RunningServer server(options);
    const Operator client(server);
    ASSERT_EQ(client.push(customers, anna).status, 200);
    token = client.token;
  }
  const RunningServer server(options);
  Operator client(server);
  client.token = token;
  EXPECT_THAT(*client.list(customers).body.find("data")->array(), SizeIs(1));
}

}  // namespace
}  // namespace pitboss::reference
