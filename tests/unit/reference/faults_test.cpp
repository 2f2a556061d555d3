#include <set>
#include <thread>

#include "reference_impl/server.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "wallet_client.hpp"

namespace pitboss::reference {
namespace {

using test::RunningServer;
using test::WalletClient;

ServerOptions with_fault(const std::string &name) {
  ServerOptions options;
  options.faults = {name};
  return options;
}

/// Sends all of `calls` at once and gives their statuses.
std::vector<int> at_once(const std::vector<std::function<int()>> &calls) {
  std::vector<int> statuses(calls.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < calls.size(); ++i) threads.emplace_back([&, i] { statuses[i] = calls[i](); });
  for (std::thread &thread : threads) thread.join();
  return statuses;
}

TEST(Faults, EachBreaksARequirementOfTheCatalogue) {
  std::set<std::string> names;
  for (const FaultInfo &fault : list_faults()) {
    EXPECT_NE(catalogue::Catalogue::embedded().find(fault.requirement), nullptr)
        << fault.name << ": " << fault.requirement;
    EXPECT_TRUE(names.insert(fault.name).second) << fault.name << " stands twice";
    EXPECT_EQ(fault.sentence.back(), '.') << fault.name;
  }
}

TEST(Faults, EveryMustOfTheWalletIsBroken) {
  std::set<std::string> broken = {"wallet.http.secure"};  // of the target's URL, not of the server
  for (const FaultInfo &fault : list_faults()) broken.insert(fault.requirement);
  for (const auto &row : catalogue::Catalogue::embedded().rows()) {
    if (row.contract == "wallet" && row.level == catalogue::Level::must) {
      EXPECT_TRUE(broken.contains(row.id)) << row.id << " has no fault";
    }
  }
}

TEST(Faults, AMisspeltNameGetsTheNearestOne) {
  const auto message = [](const std::string &name) -> std::string {
    try {
      const RunningServer server(with_fault(name));
      return "accepted";
    } catch (const std::runtime_error &error) {
      return error.what();
    }
  };
  EXPECT_EQ(message("overdraft-acepted"),
            "--fault overdraft-acepted: there is none of this name; did you mean overdraft-accepted? --list-faults "
            "shows all");
  EXPECT_EQ(message("xyz"), "--fault xyz: there is none of this name; --list-faults shows all");
}

class EachFault : public testing::TestWithParam<FaultInfo> {};

/// Whatever is wrong with it, a faulty server starts, serves and stops; what it does wrong is for the scenarios to see.
TEST_P(EachFault, Serves) {
  RunningServer server(with_fault(GetParam().name));
  WalletClient client(server);
  EXPECT_EQ(client.authenticate().status, 200);
  EXPECT_EQ(client.balance().status, 200);
  client.transaction("debit", "R", "D", "10");
  client.transaction("credit", "R", "C", "5");
  client.rollback("S", "D");
  EXPECT_EQ(client.balance().status, 200);
  server.stop();
}

std::string test_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, EachFault, testing::ValuesIn(list_faults()),
                         [](const auto &fault) { return test_name(fault.param.name); });

class EachVariant : public testing::TestWithParam<VariantInfo> {};

/// A variant is right: every transaction is applied once, when it is retried as the contract wants.
TEST_P(EachVariant, KeepsTheBooks) {
  ServerOptions options;
  options.variants = {GetParam().name};
  const RunningServer server(options);
  WalletClient client(server);
  const auto until_final = [](const auto &call) {
    test::Answered answered = call();
    for (int tries = 0; answered.status == 500 && tries < 5; ++tries) answered = call();
    return answered;
  };
  EXPECT_EQ(client.authenticate().status, 200);
  EXPECT_EQ(until_final([&] { return client.transaction("debit", "R", "D", "10"); }).status, 200);
  EXPECT_EQ(until_final([&] { return client.transaction("debit", "R", "D", "10"); }).status, 200);
  EXPECT_EQ(until_final([&] { return client.transaction("credit", "R", "C", "5"); }).status, 200);
  EXPECT_EQ(until_final([&] { return client.transaction("debit", "S", "D", "1"); }).status, 200);
  EXPECT_EQ(until_final([&] { return client.rollback("S", "D"); }).status, 200);
  const test::Answered balance = client.balance();
  EXPECT_EQ(balance.status, 200);
  EXPECT_EQ(wire::Decimal::parse(balance.balance()), wire::Decimal(9995));
}

INSTANTIATE_TEST_SUITE_P(All, EachVariant, testing::ValuesIn(list_variants()),
                         [](const auto &variant) { return test_name(variant.param.name); });

TEST(RaceFaults, DuplicatesInFlightAreAppliedTwice) {
  const RunningServer server(with_fault("duplicates-in-flight-applied-twice"));
  WalletClient client(server);
  client.authenticate();
  const auto call = [&] { return WalletClient(client).transaction("debit", "R", "D", "10").status; };
  EXPECT_THAT(at_once({call, call, call}), testing::Each(200));
  EXPECT_EQ(client.balance().balance(), "9970.00");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9970.00");  // one after the other it is right
}

TEST(RaceFaults, DebitsInFlightOverdraw) {
  const RunningServer server(with_fault("debits-in-flight-overdraw"));
  WalletClient client(server);
  client.authenticate();
  const auto call = [&](const char *round) {
    return [&client, round] { return WalletClient(client).transaction("debit", round, "D", "10000").status; };
  };
  EXPECT_THAT(at_once({call("A"), call("B")}), testing::Each(200));
  EXPECT_EQ(client.balance().balance(), "-10000.00");
}

TEST(RaceFaults, RollbacksInFlightPayTwice) {
  const RunningServer server(with_fault("rollbacks-in-flight-pay-twice"));
  WalletClient client(server);
  client.authenticate();
  client.transaction("debit", "R", "D", "10");
  const auto call = [&] { return WalletClient(client).rollback("R", "D").status; };
  EXPECT_THAT(at_once({call, call}), testing::Each(200));
  EXPECT_EQ(client.balance().balance(), "10010.00");
}

TEST(RightServer, HasNoneOfTheRaces) {
  const RunningServer server;
  WalletClient client(server);
  client.authenticate();
  const auto debit = [&] { return WalletClient(client).transaction("debit", "R", "D", "10").status; };
  const auto rollback = [&] { return WalletClient(client).rollback("R", "D").status; };
  EXPECT_THAT(at_once({debit, debit, debit, debit}), testing::Each(200));
  EXPECT_EQ(client.balance().balance(), "9990.00");
  EXPECT_THAT(at_once({rollback, rollback, rollback}), testing::Each(200));
  EXPECT_EQ(client.balance().balance(), "10000.00");
}

}  // namespace
}  // namespace pitboss::reference
