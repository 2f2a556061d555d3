#include <yaml-cpp/yaml.h>

#include <future>

#include "wallet_client.hpp"

/// The affiliate platform as an operator and its administrator see it, on both engines.
namespace pitboss::reference {
namespace {

using test::Answered;
using test::RunningServer;
using testing::HasSubstr;
using testing::SizeIs;
using wire::Json;

const std::string casino = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";
const std::string admin_key = "let-me-in";

/// An operator; each call goes over a connection of its own, so that several can be in flight.
class Operator {
 public:
  explicit Operator(const RunningServer &server)
      : port_(server.port()),
        key_(YAML::LoadFile(server.target_file().string())["movements"]["api_key"].as<std::string>()) {}

  [[nodiscard]] Answered call(const std::string &method, const std::string &target, const std::string &body = {},
                              const std::string &headers = {}) const {
    const std::string response = test::talk(
        port_, method + " " + target + " HTTP/1.1\r\nHost: t\r\nX-Api-Key: " + key_ + "\r\n" + headers +
                   "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::size_t end = response.find("\r\n\r\n");
    auto json = wire::parse_json(std::string_view(response).substr(end + 4));
    return {.status = std::stoi(response.substr(9, 3)),
            .head = response.substr(0, end),
            .body = std::holds_alternative<Json>(json) ? std::get<Json>(std::move(json)) : Json()};
  }

  [[nodiscard]] Answered register_client(const std::string &id) const {
    return call("POST", "/tracking/client/v1",
                R"({"externalId":")" + id + R"(","revenueOriginId":")" + casino + R"(","clickId":"click-1"})");
  }
  /// One update; `request_id` may be empty.
  [[nodiscard]] Answered record(const std::string &id, const std::string &update,
                                const std::string &request_id = {}) const {
    return call("POST", "/tracking/client-metric-movement/v1", body(id, update, request_id));
  }
  static std::string body(const std::string &id, const std::string &update, const std::string &request_id) {
    const std::string retry = request_id.empty() ? "" : R"(,"requestId":")" + request_id + "\"";
    return R"({"externalClientId":")" + id + R"(","revenueOriginId":")" + casino + R"(","metrics":[)" + update + "]" +
           retry + "}";
  }
  [[nodiscard]] wire::JsonArray list(const std::string &target) const {
    return *call("GET", target).body.find("data")->array();
  }
  [[nodiscard]] wire::JsonArray movements_of(const std::string &id) const {
    return list("/reporting/client-metric-movements/v1?per_page=500&external_client_id=" + id);
  }
  [[nodiscard]] std::string balance(const std::string &id, const std::string &code) const {
    const auto clients = list("/reporting/clients/v1?external_client_id=" + id);
    const Json *balance = clients.at(0).find("balances")->find(code);
    return balance == nullptr ? "none" : *balance->string();
  }
  [[nodiscard]] Answered settle() const {
    return call("POST", "/admin/movements/settlements", R"({"affiliate_id":"affiliate-1"})",
                "X-Admin-Key: " + admin_key + "\r\n");
  }
  [[nodiscard]] Json affiliate() const {
    const auto answered = call("GET", "/admin/movements/affiliates", {}, "X-Admin-Key: " + admin_key + "\r\n");
    return answered.body.find("data")->array()->at(0);
  }

 private:
  std::uint16_t port_;
  std::string key_;
};

class MovementsServer : public testing::TestWithParam<std::string> {
 protected:
  test::TemporaryFolder folder;

  [[nodiscard]] ServerOptions options() const {
    ServerOptions options;
    options.store = GetParam() == "memory" ? "memory" : "sqlite:" + folder.file("pitboss.db");
    options.settings["movements-admin-key"] = admin_key;
    return options;
  }
};

/// Runs `call` `count` times at once; how many were answered 200.
template <class Call>
int at_once(int count, Call call) {
  std::vector<std::future<int>> answers;
  for (int i = 0; i < count; ++i) answers.push_back(std::async(std::launch::async, [&] { return call().status; }));
  int done = 0;
  for (auto &answer : answers) done += answer.get() == 200 ? 1 : 0;
  return done;
}

const std::string plus_one = R"({"code":"ngr","type":"relative","value":"0.1"})";

TEST_P(MovementsServer, KeepsThePayloadByteForByte) {
  const RunningServer server(options());
  const Operator client(server);
  ASSERT_EQ(client.register_client("p").status, 200);
  const std::string body = " \n" + Operator::body("p", plus_one, "\\u00e4 \xC3\xA4 \\/") + "\t ";
  ASSERT_EQ(client.call("POST", "/tracking/client-metric-movement/v1", body).status, 200);
  const auto rows = client.movements_of("p");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(*rows[0].find("raw_payload")->string(), body);
  EXPECT_EQ(*rows[0].find("total_revshare")->string(), "0.025");
  EXPECT_EQ(client.call("POST", "/tracking/client-metric-movement/v1", body.substr(0, 30) + "\xff").status, 400);
}

TEST_P(MovementsServer, RecordsOneOfManyCopiesAndAddsAllOthers) {
  const RunningServer server(options());
  const Operator client(server);
  ASSERT_EQ(client.register_client("p").status, 200);
  EXPECT_EQ(at_once(20, [&] { return client.record("p", plus_one, "r"); }), 1);
  EXPECT_EQ(at_once(50, [&] { return client.record("p", plus_one); }), 50);
  EXPECT_EQ(client.balance("p", "ngr"), "5.1");
  EXPECT_THAT(client.movements_of("p"), SizeIs(51));
}

TEST_P(MovementsServer, PaysEachMovementOnceThoughSettlementsAreMadeAtTheSameMoment) {
  const RunningServer server(options());
  const Operator client(server);
  ASSERT_EQ(client.settle().status, 200) << "what the seed has earned";
  ASSERT_EQ(client.register_client("p").status, 200);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(client.record("p", plus_one).status, 200);
  EXPECT_EQ(*client.affiliate().find("open_balance")->string(), "0.25");
  EXPECT_EQ(at_once(8, [&] { return client.settle(); }), 1);
  const Json affiliate = client.affiliate();
  EXPECT_EQ(*affiliate.find("open_balance")->string(), "0");
  ASSERT_THAT(*affiliate.find("settlements")->array(), SizeIs(2));
  const Json &settlement = affiliate.find("settlements")->array()->at(1);
  EXPECT_EQ(*settlement.find("total")->string(), "0.25");
  for (const Json &row : client.movements_of("p"))
    EXPECT_EQ(*row.find("account_settlement_id"), *settlement.find("settlement_id"));
}

TEST_P(MovementsServer, SettlesAndRecordsAtTheSameTimeWithoutLosingAShare) {
  const RunningServer server(options());
  const Operator client(server);
  ASSERT_EQ(client.settle().status, 200);
  ASSERT_EQ(client.register_client("p").status, 200);
  auto settling = std::async(std::launch::async, [&] {
    for (int i = 0; i < 20; ++i) static_cast<void>(client.settle());
  });
  EXPECT_EQ(at_once(40, [&] { return client.record("p", plus_one); }), 40);
  settling.get();
  static_cast<void>(client.settle());
  const Json affiliate = client.affiliate();
  wire::Decimal paid;
  for (const Json &settlement : *affiliate.find("settlements")->array())
    paid += *wire::Decimal::parse(*settlement.find("total")->string());
  EXPECT_EQ(paid, *wire::Decimal::parse("26")) << "25 of the seed, and a quarter of 40 times 0.1";
}

INSTANTIATE_TEST_SUITE_P(Engines, MovementsServer, testing::Values("memory", "sqlite"),
                         [](const auto &test) { return test.param; });

TEST(MovementsAdmin, IsClosedWithoutAKey) {
  const RunningServer closed;
  EXPECT_EQ(Operator(closed).settle().status, 404);
  ServerOptions options;
  options.settings["movements-admin-key"] = "another";
  const RunningServer other(options);
  EXPECT_EQ(Operator(other).settle().status, 401);
}

TEST(MovementsRequests, AreAdmittedAsTheContractSays) {
  const RunningServer server;
  const Operator client(server);
  const std::string list = "/reporting/client-metric-movements/v1";
  EXPECT_EQ(client.call("PUT", list).status, 405);
  EXPECT_THAT(client.call("PUT", list).head, HasSubstr("Allow: GET"));
  EXPECT_EQ(client.call("POST", "/tracking/client/v1", "{}", "Content-Type: text/plain\r\n").status, 415);
  EXPECT_EQ(
      client.call("POST", "/tracking/client/v1", "{}", "Content-Type: application/json; charset=utf-8\r\n").status,
      400);
  EXPECT_EQ(client.call("GET", list + "?unknown=1").status, 200);
  for (const std::string bad : {"date_from=yesterday", "date_to=2026-02-30", "page=0", "per_page=501", "per_page=x"})
    EXPECT_EQ(client.call("GET", list + "?" + bad).status, 400) << bad;
  const std::string day = "date_from=2000-01-01&date_to=";
  EXPECT_EQ(client.call("GET", list + "?" + day + "2026-11-25T07:30:00+02:00").status, 200);
}

TEST(MovementsStore, KeepsKeyAndPlayersOverARestart) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("pitboss.db");
  {
    const RunningServer server(options);
    const Operator client(server);
    ASSERT_EQ(client.register_client("p").status, 200);
    ASSERT_EQ(client.record("p", plus_one, "r").status, 200);
  }
  const RunningServer server(options);
  const Operator client(server);
  EXPECT_EQ(client.balance("p", "ngr"), "0.1");
  EXPECT_EQ(client.record("p", plus_one, "r").status, 409);
  EXPECT_THAT(client.list("/reporting/client-metric-movements/v1?date_from=2000-01-01&request_id=history-1"),
              SizeIs(1));
}

}  // namespace
}  // namespace pitboss::reference
