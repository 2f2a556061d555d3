#include "fixture.hpp"

#include <chrono>

using namespace std::chrono_literals;

namespace pitboss::reports::testing {
namespace {

using results::Check;
using results::Exchange;
using results::Level;
using results::Scenario;
using results::Step;
using results::Verdict;

wire::TimePoint start() {
  return wire::TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 10 / 1)) + 12h;
}

std::string body_of(const std::string &call, const std::string &amount) {
  std::string body = R"({"playerId":"44-12345-67890","provider":"gameprovider","game":"fantasyquest")";
  if (call == "debit" || call == "credit")
    body += R"(,"transactionId":"7b1c-D","roundId":"7b1c-R","amount":)" + amount + R"(,"transactionType":")" + call +
            R"(","ip":"1.2.3.4")";
  return body + "}";
}

Exchange request(const std::string &call, const std::string &amount = "10.00") {
  Exchange exchange;
  const std::string path = call == "debit" || call == "credit" ? "transaction" : call;
  exchange.request.method = "POST";
  exchange.request.url = "https://wallet.acme.example/v1/" + path;
  exchange.request.body = body_of(call, amount);
  exchange.request.body_bytes = exchange.request.body.size();
  exchange.request.headers = {{"Content-Type", "application/json"},
                              {"X-Request-ID", "3f2b8c1e-0d4a-4f6b-9a57-1c2d3e4f5a6b"},
                              {"X-HMAC-Signature", "9c1185a5c5e9fc54612808977ee8f548b2258d31"},
                              {"Authorization", "Bearer <token of player 1>"}};
  exchange.started_at = start() + 250ms;
  exchange.duration = 3400us;
  exchange.curl =
      "curl -sS -X POST 'https://wallet.acme.example/v1/" + path +
      "' \\\n  -H 'Content-Type: application/json' \\\n  -H \"X-HMAC-Signature: $(pitboss sign)\" \\\n  -d '" +
      exchange.request.body + "'";
  return exchange;
}

Exchange answered(Exchange exchange, int status, const std::string &body) {
  exchange.response = results::HttpResponse{status,
                                            {{"Content-Type", "application/json"},
                                             {"X-Request-ID", "3f2b8c1e-0d4a-4f6b-9a57-1c2d3e4f5a6b"},
                                             {"Cache-Control", "no-cache, no-store"}},
                                            body,
                                            false,
                                            body.size()};
  return exchange;
}

Exchange unanswered(Exchange exchange, const std::string &error) {
  exchange.error = error;
  return exchange;
}

Exchange noted(Exchange exchange, const std::string &note) {
  exchange.note = note;
  return exchange;
}

std::string balance_body(const std::string &balance) {
  return R"({"balance":)" + balance + "}";
}

std::string error_body(const std::string &code) {
  return R"({"error":{"code":")" + code + R"(","message":"refused"}})";
}

Check check(const std::string &what, const std::string &requirement, const std::string &expected,
            const std::string &actual, Verdict verdict, Level level = Level::must) {
  return {what, requirement, level, expected, actual, verdict};
}

Step step(const std::string &name, const std::string &call, std::vector<Exchange> exchanges, std::vector<Check> checks,
          const std::string &before = "", const std::string &after = "") {
  Step made;
  made.name = name;
  made.call = call;
  made.player = "player 1";
  made.exchanges = std::move(exchanges);
  made.checks = std::move(checks);
  made.balance_before = before;
  made.balance_after = after;
  return made;
}

Step set_up() {
  Step made = step("a session for player 1", "authenticate",
                   {answered(request("authenticate"), 200,
                             R"({"playerId":"44-12345-67890","balance":1500.50,"big":12345678901234567890.10})")},
                   {}, "", "1500.50");
  made.judged = false;
  return made;
}

Scenario scenario(const std::string &id, const std::string &title, const std::string &requirement, Verdict verdict) {
  Scenario made;
  made.id = id;
  made.title = title;
  made.contract = "wallet";
  made.file = "scenarios/wallet/" + id.substr(7, id.find('.', 7) - 7) + ".yaml";
  made.requirements = {requirement};
  made.tags = {"money"};
  made.verdict = verdict;
  made.duration = 41'250us;
  return made;
}

Scenario passing() {
  auto made = scenario("wallet.debit.reduces-the-balance", "A debit reduces the balance by its amount",
                       "wallet.transaction.response", Verdict::pass);
  made.steps = {
      set_up(),
      step("debit 10.00 in round R", "debit", {answered(request("debit"), 200, balance_body("1490.50"))},
           {check("balance in the reply", "wallet.transaction.response", "1490.50", "1490.50", Verdict::pass)},
           "1500.50", "1490.50")};
  return made;
}

Scenario replay_applied_twice() {
  auto made = scenario("wallet.replay.debit-applied-once", "A debit that is sent again is applied once",
                       "wallet.replay.applies-once", Verdict::fail);
  made.replay = "# What failed in it, alone.\nid: wallet.replay.x\n";
  made.tags = {"money", "idempotency"};
  made.reason =
      "The player bet 10.00 once and lost 20.00: the debit was sent again with the same ids, as after a lost reply, "
      "and was "
      "applied again.";
  made.hint =
      "Look the transaction up by player, roundId and transactionId before it is applied, inside the same database "
      "transaction.";
  made.steps = {
      set_up(),
      step("debit 10.00 in round R", "debit", {answered(request("debit"), 200, balance_body("1490.50"))},
           {check("balance in the reply", "wallet.transaction.response", "1490.50", "1490.50", Verdict::pass)},
           "1500.50", "1490.50"),
      step("the same debit again, as after a lost reply", "debit",
           {answered(request("debit"), 200, balance_body("1480.50"))},
           {check("status", "wallet.replay.answered-200", "200", "200", Verdict::pass),
            check("balance after the replay", "wallet.replay.applies-once", "1490.50", "1480.50", Verdict::fail)},
           "1490.50", "1480.50")};
  return made;
}

Scenario lost_reply() {
  auto made = scenario("wallet.replay.lost-reply", "A credit whose reply was lost is paid once",
                       "wallet.replay.applies-once", Verdict::fail);
  made.duration = 1'250'000us;
  made.reason = "The payout of 25.00 was sent, its reply lost, and sent again; it was paid twice.";
  made.steps = {
      step("credit 25.00, the reply is lost", "credit",
           {unanswered(request("credit", "25.00"), "reply lost on purpose")}, {}, "1490.50", ""),
      step("the same credit until it is answered", "credit",
           {noted(answered(request("credit", "25.00"), 500, error_body("RETRY_REQUIRED")), "try 1"),
            noted(answered(request("credit", "25.00"), 200, balance_body("1540.50")), "try 2 after RETRY_REQUIRED")},
           {check("balance after the retries", "wallet.replay.applies-once", "1515.50", "1540.50", Verdict::fail)},
           "1490.50", "1540.50")};
  return made;
}

Scenario copies_in_flight() {
  auto made = scenario("wallet.concurrency.copies-apply-once", "Ten copies of a debit in flight at once apply once",
                       "wallet.concurrency.applies-once", Verdict::pass);
  std::vector<Exchange> copies;
  for (int copy = 1; copy <= 10; ++copy) {
    auto exchange = copy == 10 ? unanswered(request("debit", "5.00"), "connection closed before the reply")
                               : answered(request("debit", "5.00"), copy % 3 == 0 ? 500 : 200,
                                          copy % 3 == 0 ? error_body("RETRY_REQUIRED") : balance_body("1495.50"));
    copies.push_back(noted(exchange, "copy " + std::to_string(copy) + " of 10"));
  }
  auto together = step(
      "ten copies of a debit of 5.00", "debit", copies,
      {check("balance when all have ended", "wallet.concurrency.applies-once", "1495.50", "1495.50", Verdict::pass)},
      "1500.50", "1495.50");
  together.concurrent = true;
  made.steps = {set_up(), together};
  return made;
}

Scenario warned() {
  auto made = scenario("wallet.cache-control.every-call", "Every response forbids caching",
                       "wallet.cache-control.no-store", Verdict::warn);
  made.reason = "The reply to balance has no Cache-Control header.";
  made.hint = "Add Cache-Control: no-cache, no-store to every response.";
  made.steps = {step("balance", "balance", {answered(request("balance"), 200, balance_body("1500.50"))},
                     {check("header Cache-Control", "wallet.cache-control.no-store", "contains \"no-store\"", "",
                            Verdict::warn, Level::should)},
                     "1500.50", "1500.50")};
  return made;
}

/// A target that answers what breaks a careless report.
Scenario hostile() {
  auto made = scenario("wallet.hostile.answers[field=ip]",
                       "</script><img src=x onerror=alert(1)> | `pipes` & \"quotes\" 'too' ]]>",
                       "wallet.hostile.markup", Verdict::fail);
  made.reason =
      "The wallet said </script><script>alert('x')</script>, ]]> and | a | table | with ```fences``` and @someone "
      "#1.\n# not a heading";
  made.hint =
      "Escape {{this}} and {{{that}}}; \x1b[31mred\x1b[0m, Größe, 値段, \xF0\x9F\x8E\xB0 and \xE2\x80\xAE turned "
      "round.";
  const std::string nul("nul \0 bell \a escape \x1b[2J del \x7f cr \r bad \xff\xc3( end \xEF\xBF\xBF", 52);
  auto exchange = answered(request("balance"), 200, nul + "</pre></script>");
  exchange.response->headers.emplace_back("X-Evil", "a\r\nSet-Cookie: <b>&amp;</b>");
  exchange.curl = "curl 'https://wallet.acme.example/v1/balance' -d '``` </pre> $(rm -rf /) ````'";
  auto big = answered(request("balance"), 200, "{\"balance\": \"" + std::string(61'000, 'x') + "\"}");
  auto cut = answered(request("balance"), 200, std::string(2'000, '[') + "</pre>");
  cut.response->body_cut = true;
  cut.response->body_bytes = 10'485'760;
  auto html = answered(request("balance"), 502, "<html><body>Bad gateway</body></html>");
  made.steps = {step("a balance call \"with\" <odd> ids", "balance", {exchange},
                     {check("the reply | is `JSON`", "wallet.hostile.markup", "a JSON object", nul, Verdict::fail)},
                     "1500.50", "not a number"),
                step("60 KiB", "balance", {big}, {}), step("10 MB", "balance", {cut}, {}),
                step("a gateway's page", "", {html},
                     {check("status", "wallet.hostile.unknown", "200", "502", Verdict::warn, Level::should)})};
  return made;
}

std::vector<Scenario> unjudged() {
  auto skipped = scenario("wallet.isolation.two-players", "The same ids for two players are two transactions",
                          "wallet.isolation.players", Verdict::skip);
  skipped.reason = "the target file names one player; add a second one under wallet.players";
  auto blocked = scenario("wallet.rollback.returns-once", "A rollback returns the money once",
                          "wallet.rollback.returns-once", Verdict::blocked);
  blocked.reason = "the target stopped answering: connection refused";
  blocked.hint = "Start the wallet again and repeat the run.";
  blocked.steps = {
      step("debit 10.00 in round R", "debit", {unanswered(request("debit"), "connection refused")}, {}, "1500.50", "")};
  auto not_offered = scenario("wallet.free-games.counts-down", "A free round counts the instance down",
                              "wallet.free-games.counts-down", Verdict::not_applicable);
  not_offered.reason = "not_offered names free-games";
  return {skipped, blocked, not_offered};
}

Scenario observed() {
  auto made = scenario("wallet.signature.upper-case", "Upper-case hex in a signature", "wallet.signature.upper-case",
                       Verdict::pass);
  made.steps = {step(
      "a balance call with an upper-case signature", "balance",
      {answered(request("balance"), 401, error_body("SERVER_UNAUTHORIZED"))},
      {check("answer", "wallet.signature.upper-case", "any", "401 SERVER_UNAUTHORIZED", Verdict::pass, Level::may)})};
  return made;
}

Scenario known_to_fail() {
  auto made = scenario("wallet.order.credit-before-debit", "A credit before any debit is refused",
                       "wallet.order.credit-needs-debit", Verdict::fail);
  made.reason = "A credit of 25.00 in a round without a debit was paid.";
  made.expected_failure = true;
  made.steps = {
      step("credit 25.00 in round R", "credit", {answered(request("credit", "25.00"), 200, balance_body("1525.50"))},
           {check("answer", "wallet.order.credit-needs-debit", "a 4xx", "200", Verdict::fail)}, "1500.50", "1525.50")};
  return made;
}

results::RequirementResult requirement(const std::string &id, Level level, const std::string &sentence, Verdict verdict,
                                       const std::string &reason, std::vector<std::string> scenarios) {
  results::RequirementResult row;
  row.id = id;
  row.contract = "wallet";
  row.level = level;
  row.sentence = sentence;
  row.page = "wallet.md, rule 5";
  row.source = {"seed", "guide"};
  row.verdict = verdict;
  row.reason = reason;
  row.scenarios = std::move(scenarios);
  return row;
}

void count(results::Results &results) {
  for (const auto &row : results.requirements) {
    ++results.counts.requirements[row.verdict];
    if (row.level == Level::must) ++results.counts.must[row.verdict];
  }
  for (const auto &row : results.scenarios) ++results.counts.scenarios[row.verdict];
}

results::Run run() {
  results::Run made;
  made.id = "01JB9Q4N7Z";
  made.started_at = start();
  made.finished_at = start() + 7s + 420ms;
  made.seed = 20261001;
  made.version = "0.1.0";
  made.command = "pitboss check --target acme.yaml";
  made.target.set("name", "acme-staging");
  wire::Json wallet;
  wallet.set("base_url", "https://wallet.acme.example");
  made.target.set("wallet", wallet);
  return made;
}

std::vector<results::RequirementResult> requirements() {
  const std::vector<std::string> replays{"wallet.replay.debit-applied-once", "wallet.replay.lost-reply"};
  return {
      requirement("wallet.signature.upper-case", Level::may, "Upper-case hex may be accepted.", Verdict::pass, "",
                  {"wallet.signature.upper-case"}),
      requirement("wallet.cache-control.no-store", Level::should,
                  "Every response carries Cache-Control: no-cache, no-store.", Verdict::warn,
                  "The reply to balance has no Cache-Control header.", {"wallet.cache-control.every-call"}),
      requirement("wallet.transaction.response", Level::must, "A transaction answers the balance after it.",
                  Verdict::pass, "",
                  {"wallet.debit.reduces-the-balance", "wallet.replay.debit-applied-once", "wallet.replay.lost-reply",
                   "wallet.concurrency.copies-apply-once", "wallet.no-such-scenario"}),
      requirement("wallet.order.credit-needs-debit", Level::must, "A credit before the round's debit is refused.",
                  Verdict::fail, "", {"wallet.order.credit-before-debit"}),
      requirement("wallet.replay.applies-once", Level::must,
                  "A transaction that is sent again with the same player, round and transaction id is applied once.",
                  Verdict::fail, "2 of 2 scenarios failed: a replay moved money again.", replays),
      requirement("wallet.replay.answered-200", Level::must, "A replay is answered 200.", Verdict::pass, "",
                  {replays.front()}),
      requirement("wallet.concurrency.applies-once", Level::must, "Identical requests in flight at once apply once.",
                  Verdict::pass, "", {"wallet.concurrency.copies-apply-once"}),
      requirement("wallet.hostile.markup", Level::must, "Replies are JSON | not `markup` <b>.", Verdict::fail, "",
                  {"wallet.hostile.answers[field=ip]"}),
      requirement("wallet.isolation.players", Level::must, "The same ids for two players are two transactions.",
                  Verdict::skip, "the target file names one player; add a second one under wallet.players",
                  {"wallet.isolation.two-players"}),
      requirement("wallet.rollback.returns-once", Level::must, "A rollback returns the amount of its debit once.",
                  Verdict::blocked, "the target stopped answering: connection refused",
                  {"wallet.rollback.returns-once"}),
      requirement("wallet.free-games.counts-down", Level::must, "A free round takes one from numberOfRoundsRemaining.",
                  Verdict::not_applicable, "not_offered names free-games", {"wallet.free-games.counts-down"}),
  };
}

}  // namespace

results::Results everything() {
  results::Results made;
  made.run = run();
  made.run.not_offered = {"free-games"};
  made.verdict = results::RunVerdict::nonconformant;
  made.headline = "not conformant: 3 of 9 MUST requirements failed";
  made.doctor = {{"connection", Verdict::pass, "https://wallet.acme.example answers in 12 ms", ""},
                 {"clock", Verdict::warn, "the target's clock is 95 s behind", "Set the target's clock by NTP."},
                 {"funds of player 2", Verdict::skip, "the target file names one player", "Add a second player."}};
  made.requirements = requirements();
  made.scenarios = {passing(), replay_applied_twice(), lost_reply(), copies_in_flight(), warned(), hostile()};
  for (auto &scenario : unjudged()) made.scenarios.push_back(scenario);
  made.scenarios.push_back(observed());
  made.scenarios.push_back(known_to_fail());
  made.scenarios.push_back(passing());  // as --repeat does
  count(made);
  return made;
}

results::Results conformant() {
  results::Results made;
  made.run = run();
  made.verdict = results::RunVerdict::conformant;
  made.headline = "conformant: all 1 MUST requirements passed";
  made.doctor = {{"connection", Verdict::pass, "https://wallet.acme.example answers in 12 ms", ""}};
  made.requirements = {requirement("wallet.transaction.response", Level::must,
                                   "A transaction answers the balance after it.", Verdict::pass, "",
                                   {"wallet.debit.reduces-the-balance"})};
  made.scenarios = {passing()};
  count(made);
  return made;
}

results::Results empty() {
  results::Results made;
  made.run = run();
  made.run.target = {};
  made.headline = "incomplete: nothing was selected";
  return made;
}

results::Results large(int scenarios, int steps) {
  results::Results made = everything();
  made.scenarios.clear();
  made.requirements.clear();
  made.counts = {};
  for (int i = 0; i < scenarios; ++i) {
    const bool failing = i % 2 == 0;
    const std::string number = std::to_string(i);
    auto one = replay_applied_twice();
    one.id = "wallet.group" + std::to_string(i % 20) + ".scenario-" + number;
    one.verdict = failing ? Verdict::fail : Verdict::pass;
    one.requirements = {"wallet.group" + std::to_string(i % 20) + ".requirement-" + number};
    one.steps.resize(2);
    while (static_cast<int>(one.steps.size()) < steps)
      one.steps.push_back(step("debit 10.00 in round R" + number, "debit",
                               {answered(request("debit"), 200, balance_body("1490.50"))},
                               {check("balance in the reply", one.requirements.front(), "1490.50",
                                      failing ? "1480.50" : "1490.50", one.verdict)},
                               "1500.50", "1490.50"));
    made.requirements.push_back(requirement(one.requirements.front(), Level::must,
                                            "Requirement number " + number + " holds.", one.verdict,
                                            one.verdict == Verdict::fail ? one.reason : "", {one.id}));
    made.scenarios.push_back(std::move(one));
  }
  count(made);
  return made;
}

}  // namespace pitboss::reports::testing
