#include <set>

#include "schemas/wire/leading_integer.hpp"
#include "simulator/scenario/take_off.hpp"
#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

using wire::Decimal;
using wire::Json;

/// One call of those that go out together.
struct WalletPlay::Flight {
  BuiltCall call;
  std::unique_ptr<Transport> transport;
  Sent sent;
  std::string fault;  ///< of the harness; empty where there was none
};

std::vector<BuiltCall> WalletPlay::calls_together(const Json &arguments) {
  std::vector<BuiltCall> calls;
  int copies = 1;
  if (const Json *number = arguments.find("copies"))
    copies = std::max(1, wire::leading_integer<int>(scalar_text(*number)));
  for (const auto &[name, value] : *arguments.object()) {
    if (name == "calls" && value.array() != nullptr) {
      for (const Json &each : *value.array())
        if (each.object() != nullptr && !each.object()->empty())
          calls.push_back(requests_.call(each.object()->front().first, each.object()->front().second,
                                         static_cast<int>(calls.size()) + 1));
    } else if (name != "copies") {
      for (int n = 1; n <= copies; ++n) calls.push_back(requests_.call(name, value, n));
    }
  }
  return calls;
}

/// Each flight has a connection that is open already; the requests leave together.
void WalletPlay::fly(std::vector<Flight> &flights) {
  const auto prepare = [&](std::size_t i) {
    Flight &flight = flights[i];
    flight.transport = context_.connect();
    flight.transport->send(requests_.plain(Op{}, flight.call.player).request, target::LoseReply::no);
    flight.transport->connect_ahead();
  };
  const auto go = [&](std::size_t i) {
    flights[i].sent = send(flights[i].call, *flights[i].transport, target::LoseReply::no, static_cast<int>(i));
  };
  const std::vector<std::string> faults = take_off(flights.size(), prepare, go);
  for (std::size_t i = 0; i < flights.size(); ++i) flights[i].fault = faults[i];
}

void WalletPlay::concurrent_step(const Step &step) {
  std::vector<BuiltCall> calls = calls_together(step.arguments);
  std::vector<Flight> flights(calls.size());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    stop_where_given_up(calls[i]);
    flights[i].call = std::move(calls[i]);
  }
  results::Step out;
  out.name = say(step, std::to_string(flights.size()) + " calls at once: " + flights.front().call.name +
                           (flights.size() > 1 ? ", …" : ""));
  out.concurrent = true;
  for (const Flight &flight : flights) note_money(flight.call);
  if (const auto &balance = players_[flights.front().call.player].balance) out.balance_before = money(*balance);
  fly(flights);
  for (std::size_t i = 0; i < flights.size(); ++i) {
    if (!flights[i].fault.empty())
      throw Stop{results::Verdict::blocked, "could not be played: " + flights[i].fault, ""};
    const std::size_t before = out.exchanges.size();
    record(flights[i].call, flights[i].sent, false, out);
    for (std::size_t k = before; k < out.exchanges.size(); ++k) {
      std::string &note = out.exchanges[k].note;
      note =
          "call " + std::to_string(i + 1) + " of " + std::to_string(flights.size()) + (note.empty() ? "" : ", " + note);
    }
  }
  for (const Flight &flight : flights) {
    if (!network_failed(flight.sent)) continue;
    add_step(std::move(out));
    stop_for_network(flight.call, flight.sent);
  }
  judge_flights(step, flights, out);
}

void WalletPlay::judge_flights(const Step &step, std::vector<Flight> &flights, results::Step &out) {
  int accepted = 0;
  std::set<std::size_t> concerned;
  for (const Flight &flight : flights) {
    accepted += flight.sent.reply.accepted() ? 1 : 0;
    concerned.insert(flight.call.player);
  }
  if (const Json *expected = step.expect.find("accepted"); expected != nullptr && expected->boolean() == nullptr) {
    const std::vector<std::string> right = alternatives(*expected);
    std::string words;
    for (const std::string &number : right) words += (words.empty() ? "" : " or ") + number;
    std::map<std::string, int> answers;
    for (const Flight &flight : flights)
      ++answers[answer_text(flight.sent.last(), flight.sent.reply, static_cast<int>(flight.sent.tries.size()))];
    std::string all;
    for (const auto &[text, count] : answers) all += (all.empty() ? "" : ", ") + std::to_string(count) + " × " + text;
    const bool holds = std::find(right.begin(), right.end(), std::to_string(accepted)) != right.end();
    out.checks.push_back(make_check(context_.catalogue, step.requirement, "calls accepted", words,
                                    std::to_string(accepted) + " (" + all + ")", holds));
  }
  std::string story;
  for (const std::size_t index : concerned) {
    PlayerInPlay &player = players_[index];
    const std::optional<Decimal> balance = read_balance(index, "balance when all have ended");
    const bool is_of_expect = index == flights.front().call.player;
    const Json *expected = is_of_expect ? step.expect.find("balance") : nullptr;
    if (expected != nullptr && balance) {
      std::vector<Decimal> right;
      std::string words;
      for (const std::string &text : alternatives(*expected)) {
        const Decimal change = evaluate_amount(text, requests_.words(player)).value_or(Decimal{});
        right.push_back(player.opening + change);
        words += (words.empty() ? "" : " or ") + money(right.back()) + " (" +
                 signed_text(change, context_.wallet.max_decimals) + ")";
      }
      const bool holds = std::find(right.begin(), right.end(), *balance) != right.end();
      if (!holds && !right.empty())
        story = tell(player.last_money, {right.front(), *balance}, false, context_.wallet.max_decimals);
      out.checks.push_back(make_check(
          context_.catalogue, step.requirement, "balance when all have ended", words,
          money(*balance) + " (" + signed_text(*balance - player.opening, context_.wallet.max_decimals) + ")", holds));
    }
    if (is_of_expect && balance) out.balance_after = money(*balance);
    judge_history(step, index, flights, out);
  }
  if (story.empty())
    for (const results::Check &check : out.checks)
      if (check.verdict == results::Verdict::fail || check.verdict == results::Verdict::warn) {
        story = "Of " + std::to_string(flights.size()) + " calls sent at once (" + flights.front().call.name +
                ", …), " + check.what + ": " + check.actual + ", where " + check.expected + " is right";
        break;
      }
  add_step(out);
  settle_verdict(out, story);
}

/// Whether some order of the calls explains all answers, and the balance at the end.
void WalletPlay::judge_history(const Step &step, std::size_t player, const std::vector<Flight> &flights,
                               results::Step &out) {
  PlayerInPlay &judged = players_[player];
  std::vector<history::Event> events;
  for (const Flight &flight : flights) {
    if (flight.call.player != player || !flight.call.op) continue;
    for (const target::Exchange &exchange : flight.sent.tries) {
      const model::WalletObservation seen = observation_of(target::read_wallet_reply(exchange));
      if (!flight.call.authentic && seen.kind == model::WalletObservation::Kind::refused) continue;
      const long long began =
          std::chrono::duration_cast<std::chrono::microseconds>(exchange.began.time_since_epoch()).count();
      events.push_back({*flight.call.op, seen, began, began + exchange.duration.count()});
    }
  }
  if (!judged.followed || events.empty()) return;
  const history::Explanation found = history::explain(judged.oracle, events);
  if (!found.conclusive || !found.explained) judged.followed = false;
  if (!found.conclusive) return;
  out.checks.push_back(make_check(context_.catalogue, step.requirement, "answers of the calls in flight",
                                  "some order of the calls in which each answer is right",
                                  found.explained ? "there is one" : found.why_not, found.explained));
  if (!found.explained) return;
  judged.oracle = model::WalletOracle(found.closing_states);
  if (!judged.balance) return;
  const bool known = judged.oracle.observe(Op{}, {model::WalletObservation::Kind::accepted, judged.balance, ""});
  if (!known) judged.followed = false;
  if (step.expect.find("balance") != nullptr) return;  // judged already
  std::string words;
  for (const Decimal &balance : found.closing_balances) words += (words.empty() ? "" : " or ") + money(balance);
  out.checks.push_back(make_check(context_.catalogue, step.requirement, "balance when all have ended", words,
                                  money(*judged.balance), known));
}

}  // namespace pitboss::scenario
