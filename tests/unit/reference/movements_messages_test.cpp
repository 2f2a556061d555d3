#include <nlohmann/json.hpp>
#include <random>

#include "reference_impl/movements/messages.hpp"
#include "tests/unit/catalogue/schemas.hpp"

/// How requests are read: what the published schemas let through, and nothing else.
namespace pitboss::reference::movements {
namespace {

using catalogue::with;
using nlohmann::json;

/// Not made before main() begins, since the schemas are embedded files.
const Reading &reading() {
  static const Reading made;
  return made;
}

const std::string brand = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";
const json right = json::parse(R"({"externalClientId": " p ", "revenueOriginId": "6F1C2A34-5B0E-4d3c-9a52-7c1d5f3f5a01",
  "metrics": [{"code": "ngr", "type": "relative", "value": "-01.50"}, {"code": "x", "type": "absolute", "value": "2"}],
  "requestId": "r"})");

/// The refusal of a body; nullopt where it is read.
std::optional<Refusal> refusal_of(const std::string &body) {
  try {
    read_movement(reading(), body);
    return std::nullopt;
  } catch (const Refusal &refusal) {
    return refusal;
  }
}

TEST(MovementMessages, AreReadAsTheyWereSent) {
  const std::string body = "\n " + right.dump(3) + "\t";
  const MovementRequest request = read_movement(reading(), body);
  EXPECT_EQ(request.external_id, " p ") << "not trimmed";
  EXPECT_EQ(request.brand, brand) << "a UUID in any case is one";
  EXPECT_EQ(request.request_id, "r");
  EXPECT_EQ(request.raw_payload, body);
  const auto &updates = std::get<std::vector<Update>>(request.metrics);
  ASSERT_EQ(updates.size(), 2U);
  EXPECT_EQ(updates[0], (Update{"ngr", UpdateType::relative, *Decimal::parse("-1.5"), "-01.50"}));
  EXPECT_EQ(updates[1].type, UpdateType::absolute);
}

TEST(MovementMessages, NullIsAsIfAbsent) {
  EXPECT_EQ(read_movement(reading(), with(right, "/requestId", nullptr).dump()).request_id, std::nullopt);
}

TEST(MovementMessages, FaultsOfTheMetricsWaitForTheLookUp) {
  for (const json &metrics : {json::array(), json(nullptr), json("text"), json::array({json::object()}),
                              json::array({right["metrics"][0], {{"code", "x"}, {"type", "both"}, {"value", "1"}}})}) {
    const MovementRequest request = read_movement(reading(), with(right, "/metrics", metrics).dump());
    EXPECT_EQ(request.request_id, "r");
    const auto *refusal = std::get_if<Refusal>(&request.metrics);
    ASSERT_NE(refusal, nullptr) << metrics;
    EXPECT_EQ(refusal->reason, Refusal::Reason::invalid_metrics);
    EXPECT_FALSE(refusal->details.empty());
  }
  const MovementRequest missing = read_movement(reading(), catalogue::without(right, "metrics").dump());
  EXPECT_TRUE(std::holds_alternative<Refusal>(missing.metrics));
}

TEST(MovementMessages, OtherFaultsAreToldAtOnceWithTheirPlaces) {
  const auto refusal = refusal_of(with(with(right, "/externalClientId", ""), "/metrics", json::array()).dump());
  ASSERT_TRUE(refusal);
  ASSERT_EQ(refusal->details.size(), 1U);
  EXPECT_EQ(refusal->details[0].pointer, "/externalClientId");
  EXPECT_TRUE(refusal_of("[]"));
  EXPECT_TRUE(refusal_of(""));
  EXPECT_TRUE(refusal_of("{\"externalClientId\": \"\xff\"}")) << "no UTF-8";
  EXPECT_TRUE(refusal_of(with(right, "/externalClientId", "a\\u0000b").dump()) == std::nullopt)
      << "a backslash is a character like any other";
  EXPECT_TRUE(refusal_of(with(right, "/externalClientId", std::string("a\0b", 3)).dump()));
}

TEST(MovementMessages, AValueBeyondTheDecimalsIsABadMetric) {
  const auto body = with(right, "/metrics/1/value", std::string(39, '9')).dump();
  const auto metrics = read_movement(reading(), body).metrics;
  ASSERT_TRUE(std::holds_alternative<Refusal>(metrics));
  EXPECT_EQ(std::get<Refusal>(metrics).details[0].pointer, "/metrics/1/value");
}

TEST(MovementMessages, Registrations) {
  const json body = {{"externalId", "p"}, {"revenueOriginId", brand}, {"clickId", "c"}, {"more", 1}};
  const RegisterRequest request = read_registration(reading(), body.dump());
  EXPECT_EQ(request.external_id, "p");
  EXPECT_EQ(request.brand, brand);
  EXPECT_EQ(request.click, "c");
  EXPECT_THROW(read_registration(reading(), catalogue::without(body, "clickId").dump()), Refusal);
}

/// Bodies that differ from a right one in one to three places; about half of them are right.
class Mutations {
 public:
  json next() {
    json body = right;
    for (int count = draw(3) + 1; count > 0; --count) mutate(body);
    return body;
  }

 private:
  int draw(int below) { return std::uniform_int_distribution(0, below - 1)(random_); }
  template <class Values>
  const auto &any(const Values &values) {
    return values[static_cast<std::size_t>(draw(static_cast<int>(values.size())))];
  }

  void mutate(json &body) {
    static const std::vector<std::string> pointers = {"/externalClientId", "/revenueOriginId", "/requestId",
                                                      "/metrics",          "/metrics/0",       "/metrics/0/code",
                                                      "/metrics/0/type",   "/metrics/1/value", "/other"};
    static const std::vector<json> values = {nullptr,
                                             true,
                                             7,
                                             "",
                                             "a",
                                             "absolute",
                                             "relative",
                                             "-1.5",
                                             "1.",
                                             "+1",
                                             "1e2",
                                             brand,
                                             std::string(100, 'x'),
                                             std::string(101, 'x'),
                                             std::string(255, 'x'),
                                             std::string(256, 'x'),
                                             json::array(),
                                             json::object(),
                                             right["metrics"]};
    const json::json_pointer pointer(any(pointers));
    if (!body.contains(pointer.parent_pointer()) || !body[pointer.parent_pointer()].is_structured()) return;
    if (draw(4) == 0) {
      if (body[pointer.parent_pointer()].is_object()) body[pointer.parent_pointer()].erase(pointer.back());
    } else if (draw(5) == 0 && body["metrics"].is_array()) {
      body["metrics"] = json(static_cast<std::size_t>(draw(24)), right["metrics"][0]);
    } else if (body[pointer.parent_pointer()].is_object() || body.contains(pointer)) {
      body[pointer] = any(values);
    }
  }

  std::mt19937 random_{20261125};
};

TEST(MovementMessages, AreAcceptedExactlyWhereTheSchemaAcceptsThem) {
  Mutations mutations;
  int accepted = 0;
  for (int i = 0; i < 2'000; ++i) {
    const json body = mutations.next();
    bool read = false;
    try {
      read = std::holds_alternative<std::vector<Update>>(read_movement(reading(), body.dump()).metrics);
    } catch (const Refusal &) {
    }
    EXPECT_EQ(read, catalogue::schema_accepts("movements", "record-movement.request", body)) << body;
    accepted += read ? 1 : 0;
  }
  EXPECT_GT(accepted, 200);
  EXPECT_LT(accepted, 1'800);
}

}  // namespace
}  // namespace pitboss::reference::movements
