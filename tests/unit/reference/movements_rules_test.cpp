#include <random>

#include "reference_impl/movements/platform_file.hpp"
#include "reference_impl/movements/rules.hpp"

/// The rules of movements.md, one by one, on views made by hand; and long random histories against integers that are
/// scaled by hand.
namespace pitboss::reference::movements {
namespace {

using testing::ElementsAre;
using testing::Pair;

const std::string casino = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";
const std::string poker = "0b7e9d12-8c4f-4a6b-b1d3-2e5f7a9c8b02";
const Rules rules;

/// The default one; not made before main() begins, since it is read from embedded files.
const Platform &platform() {
  static const Platform made = default_platform();
  return made;
}

Decimal number(std::string_view text) {
  return *Decimal::parse_numeric_string(text);
}

Update update(std::string code, UpdateType type, std::string written) {
  const Decimal value = number(written);
  return {.code = std::move(code), .type = type, .value = value, .written = std::move(written)};
}
Update absolute(std::string code, std::string value) {
  return update(std::move(code), UpdateType::absolute, std::move(value));
}
Update relative(std::string code, std::string value) {
  return update(std::move(code), UpdateType::relative, std::move(value));
}

MovementRequest movement(std::vector<Update> updates) {
  return {.external_id = "p", .brand = casino, .request_id = "r", .metrics = std::move(updates), .raw_payload = "{}"};
}

View player(Balances balances = {}) {
  return {.client = Client{.id = "c", .external_id = "p", .brand = casino, .click = "click-1", .created_at = {}},
          .request_id_used = false,
          .balances = std::move(balances)};
}

Recorded recorded(const MovementRequest &request, const View &view) {
  const Outcome outcome = rules.record(rules, platform(), request, view);
  const auto *refusal = std::get_if<Refusal>(&outcome);
  EXPECT_EQ(refusal, nullptr) << refusal->message;
  return refusal == nullptr ? std::get<Recorded>(outcome) : Recorded{};
}

Refusal refused(const MovementRequest &request, const View &view) {
  const Outcome outcome = rules.record(rules, platform(), request, view);
  EXPECT_TRUE(std::holds_alternative<Refusal>(outcome));
  return std::holds_alternative<Refusal>(outcome) ? std::get<Refusal>(outcome) : Refusal{};
}

void expect_bad_metrics(std::vector<Update> updates, const std::string &pointer) {
  const Refusal refusal = refused(movement(std::move(updates)), player());
  EXPECT_EQ(refusal.reason, Refusal::Reason::invalid_metrics);
  ASSERT_EQ(refusal.details.size(), 1U);
  EXPECT_EQ(refusal.details[0].pointer, pointer);
}

TEST(MovementRule1, ThePlayerMustExist) {
  const Refusal refusal = refused(movement({absolute("ngr", "1")}), {});
  EXPECT_EQ(refusal, client_not_found());
  EXPECT_EQ(status_of(refusal.reason), 404);
  EXPECT_THAT(refusal.message, testing::HasSubstr("client not found"));
}

TEST(MovementRule2, ABrandHasAPlayerOnce) {
  const RegisterRequest request{.external_id = "p", .brand = casino, .click = "click-1"};
  EXPECT_TRUE(std::holds_alternative<Client>(rules.register_client(rules, platform(), request, {})));
  const auto reason_of = [](const Registered &registered) { return std::get<Refusal>(registered).reason; };
  EXPECT_EQ(reason_of(rules.register_client(rules, platform(), request, player())), Refusal::Reason::client_exists);
  RegisterRequest wrong = request;
  wrong.brand = "11111111-1111-1111-1111-111111111111";
  EXPECT_EQ(reason_of(rules.register_client(rules, platform(), wrong, {})), Refusal::Reason::unknown_brand);
  wrong = request;
  wrong.click = "CLICK-1";
  EXPECT_EQ(reason_of(rules.register_client(rules, platform(), wrong, {})), Refusal::Reason::unknown_click);
}

TEST(MovementRule3, AbsoluteReplacesAndRelativeAdds) {
  const View view = player({{"ngr", number("10")}, {"ggr", number("10")}, {"taxes", number("3")}});
  const Recorded both =
      recorded(movement({absolute("ngr", "-1.5"), relative("ggr", "-0.25"), relative("bets-count", "2")}), view);
  EXPECT_THAT(both.balances,
              ElementsAre(Pair("bets-count", number("2")), Pair("ggr", number("9.75")), Pair("ngr", number("-1.5"))));
}

TEST(MovementRule4, OneBadMetricAndNothingIsRecorded) {
  const Update good = absolute("ngr", "1");
  expect_bad_metrics({good, absolute("no-such-metric", "1")}, "/metrics/1/code");
  expect_bad_metrics({good, absolute("GGR", "1")}, "/metrics/1/code");
  expect_bad_metrics({good, absolute("legacy-points", "1")}, "/metrics/1/code");
  expect_bad_metrics({good, relative("bets-count", "1.5")}, "/metrics/1/value");
  expect_bad_metrics({good, relative("bets-count", "1.0")}, "/metrics/1/value");
  recorded(movement({good, relative("bets-count", "-007")}), player());
}

TEST(MovementRule5, ACodeStandsOnce) {
  expect_bad_metrics({absolute("ngr", "1"), relative("ngr", "1")}, "/metrics/1/code");
}

TEST(MovementRule6, ARequestIdIsUsedOnceWhateverTheContent) {
  View view = player();
  view.request_id_used = true;
  EXPECT_EQ(refused(movement({absolute("ngr", "1")}), view), duplicate_request());
  EXPECT_EQ(refused(movement({absolute("no-such-metric", "1")}), view), duplicate_request());
  MovementRequest malformed = movement({});
  malformed.metrics = invalid_metrics({});
  EXPECT_EQ(refused(malformed, view), duplicate_request());
  EXPECT_EQ(refused(malformed, player()).reason, Refusal::Reason::invalid_metrics);
  EXPECT_EQ(refused(malformed, {}), client_not_found());
  EXPECT_THAT(duplicate_request().message, testing::HasSubstr("duplicate metric movement request"));
  EXPECT_EQ(status_of(duplicate_request().reason), 409);
}

TEST(MovementRule10, TheEdgeOfTheDecimalsIsARefusal) {
  const std::string nines(38, '9');
  EXPECT_EQ(recorded(movement({absolute("ggr", nines)}), player()).balances.at("ggr"), number(nines));
  const Refusal refusal = refused(movement({relative("ggr", "1")}), player({{"ggr", number(nines)}}));
  EXPECT_EQ(refusal.reason, Refusal::Reason::invalid_metrics);
  EXPECT_EQ(refused(movement({absolute("ngr", nines)}), player()).reason, Refusal::Reason::invalid_metrics)
      << "the share needs two decimals more";
}

TEST(MovementRule13, TheShareIsOfTheChange) {
  const auto amount_of = [](Update change, Balances before) {
    return recorded(movement({std::move(change)}), player(std::move(before))).movement.contribution->amount;
  };
  EXPECT_EQ(amount_of(relative("ngr", "10"), {}), number("2.5"));
  EXPECT_EQ(amount_of(relative("ngr", "-10"), {{"ngr", number("4")}}), number("-2.5"));
  EXPECT_EQ(amount_of(absolute("ngr", "10"), {}), number("2.5")) << "the first balance counts as 0";
  EXPECT_EQ(amount_of(absolute("ngr", "10"), {{"ngr", number("12")}}), number("-0.5"));
  EXPECT_EQ(amount_of(relative("ngr", "0.01"), {}), number("0.0025")) << "no rounding";
  EXPECT_EQ(amount_of(relative("ggr", "10"), {}), number("0"));
}

TEST(MovementRule13, OnlyPlayersOfTheOffersBrandCount) {
  View view = player();
  EXPECT_EQ(recorded(movement({absolute("ngr", "1")}), view).movement.contribution->affiliate, "affiliate-1");
  view.client->brand = poker;
  EXPECT_EQ(recorded(movement({absolute("ngr", "1")}), view).movement.contribution, std::nullopt);
  view.client->click = "click-2";
  EXPECT_EQ(recorded(movement({absolute("ngr", "1")}), view).movement.contribution, std::nullopt);
}

// ---- Against an independent computation: integers, scaled by hand.

/// A value with `places` decimals, of at most 15 digits.
struct Scaled {
  static constexpr int places = 4;
  std::int64_t units = 0;  // of 10^-4

  [[nodiscard]] std::string text() const {
    const std::string sign = units < 0 ? "-" : "";
    std::string digits = std::to_string(units < 0 ? -units : units);
    digits.insert(0, digits.size() <= places ? places + 1 - digits.size() : 0, '0');
    return sign + digits.substr(0, digits.size() - places) + "." + digits.substr(digits.size() - places);
  }
};

TEST(MovementRules, LongHistoriesFoldAsIntegersDo) {
  std::mt19937_64 random(20261125);
  const std::vector<std::string> codes = {"ngr", "ggr", "taxes"};
  const auto draw = [&](std::int64_t bound) { return std::uniform_int_distribution(-bound, bound)(random); };
  for (int history = 0; history < 50; ++history) {
    View view = player();
    std::map<std::string, std::int64_t> units;  // the balances
    Decimal shares;
    for (int step = 0; step < 100; ++step) {
      std::vector<Update> updates;
      const std::int64_t ngr_before = units["ngr"];
      for (const std::string &code : codes) {
        if (draw(1) == 0) continue;
        const Scaled value{draw(step % 10 == 0 ? 999'999'999'999'999 : 99'999)};
        const bool replaces = draw(3) == 0;
        updates.push_back(replaces ? absolute(code, value.text()) : relative(code, value.text()));
        units[code] = (replaces ? 0 : units[code]) + value.units;
      }
      const Recorded made = recorded(movement(updates), view);
      EXPECT_EQ(made.balances.size(), updates.size());
      for (const auto &[code, balance] : made.balances) {
        EXPECT_EQ(balance, number(Scaled{units[code]}.text()));
        view.balances[code] = balance;
      }
      // A quarter of the change, in units of 10^-6: 25 times as many.
      EXPECT_EQ(made.movement.contribution->amount,
                Decimal::from_units((units["ngr"] - ngr_before) * wire::Int128{25}, 6));
      shares += made.movement.contribution->amount;
    }
    EXPECT_EQ(shares, Decimal::from_units(units["ngr"] * wire::Int128{25}, 6))
        << "the shares add up to that of the balance";
  }
}

TEST(MovementRules, SumsAreExact) {
  View view = player();
  const auto add = [&](const std::string &value) {
    for (const auto &[code, balance] : recorded(movement({relative("ggr", value)}), view).balances)
      view.balances[code] = balance;
    return view.balances.at("ggr");
  };
  for (int i = 0; i < 10; ++i) add("0.1");
  EXPECT_EQ(view.balances.at("ggr"), number("1"));
  EXPECT_EQ(add("-1"), number("0"));
  add("900000000000000");
  add("0.01");
  EXPECT_EQ(add("-900000000000000"), number("0.01"));
}

}  // namespace
}  // namespace pitboss::reference::movements
