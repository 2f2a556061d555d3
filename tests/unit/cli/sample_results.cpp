#include "tests/unit/cli/sample_results.hpp"

namespace pitboss::test {
namespace {

using results::Level;
using results::Verdict;

results::Scenario failed_scenario(const std::string &id) {
  results::Scenario scenario;
  scenario.id = id;
  scenario.title = "A credit that is sent again is paid once";
  scenario.requirements = {"wallet.replay.applies-once"};
  scenario.verdict = Verdict::fail;
  scenario.reason = "The balance was 100.00; the credit of 25.00 was sent twice and paid twice.";
  scenario.replay = "id: " + id + "\n";
  results::Check check{
      "balance after the replay", "wallet.replay.applies-once", Level::must, "125.00", "150.00\x1b[2J", Verdict::fail};
  results::Step step;
  step.name = "credit 25.00 in round R";
  step.checks = {check};
  results::Exchange exchange;
  exchange.curl = "curl -sS -X POST 'http://127.0.0.1:8080/v1/transaction' -d '{}'";
  step.exchanges = {exchange};
  scenario.steps = {step};
  return scenario;
}

results::Scenario skipped_scenario(const std::string &id) {
  results::Scenario scenario;
  scenario.id = id;
  scenario.title = "Two players do not meet";
  scenario.requirements = {"wallet.identity.players-apart"};
  scenario.verdict = Verdict::skip;
  scenario.reason = "the target file names one player, two are needed";
  scenario.hint = "add a second entry to wallet.players";
  return scenario;
}

results::RequirementResult requirement(const std::string &id, Level level, Verdict verdict, const std::string &reason) {
  results::RequirementResult result;
  result.id = id;
  result.contract = "wallet";
  result.level = level;
  result.sentence = "The sentence of " + id + ".";
  result.page = "wallet.md, rule 5";
  result.source = {"seed", "guide"};
  result.verdict = verdict;
  result.reason = reason;
  return result;
}

}  // namespace

results::Results sample_results() {
  results::Results results;
  results.run.seed = 42;
  results.run.not_offered = {"free-games"};
  results.verdict = results::RunVerdict::nonconformant;
  results.headline = "not conformant: 1 of 3 MUST requirements failed";
  results.counts.requirements[Verdict::not_applicable] = 1;
  results.doctor = {{"connection", Verdict::pass, "127.0.0.1:8080", ""},
                    {"clock", Verdict::warn, "the target's clock is 40 s late", "set the clock by NTP"}};
  results.requirements = {
      requirement("wallet.replay.applies-once", Level::must, Verdict::fail, "paid twice"),
      requirement("wallet.identity.players-apart", Level::must, Verdict::skip, "one player"),
      requirement("wallet.cache-control", Level::should, Verdict::warn, "no Cache-Control header came"),
      requirement("wallet.free-game.listed", Level::must, Verdict::not_applicable, "not offered"),
      requirement("wallet.debit.lowers-balance", Level::must, Verdict::pass, "")};
  results.scenarios = {failed_scenario("wallet.replay.credit-is-paid-once"),
                       failed_scenario("wallet.replay.debit-is-taken-once"),
                       skipped_scenario("wallet.identity.same-round-id")};
  return results;
}

}  // namespace pitboss::test
