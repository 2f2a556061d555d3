#include <thread>

#include "simulator/scenario/wallet_play.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {

using results::Verdict;
using target::Failure;

model::WalletObservation observation_of(const target::WalletReply &reply) {
  using Kind = model::WalletObservation::Kind;
  if (reply.accepted()) return {Kind::accepted, reply.balance, ""};
  if (reply.refused() && !reply.retryable()) return {Kind::refused, std::nullopt, reply.error_code};
  return {};
}

namespace {

/// Without a reply, and not because it was thrown away on purpose: the same ids may be sent again.
bool is_network_failure(const target::Exchange &exchange) {
  return exchange.failure != Failure::none && exchange.failure != Failure::lost;
}

std::string try_note(std::size_t number, const target::Exchange &before, const target::WalletReply &reply) {
  return "try " + std::to_string(number) + " after " +
         (reply.error_code.empty() ? before.detail.empty() ? "no answer" : before.detail : reply.error_code);
}

}  // namespace

/// What a target says of an error is told in checks and stories, where no secret may stand.
target::WalletReply WalletPlay::read_reply(const target::Exchange &exchange) const {
  target::WalletReply reply = target::read_wallet_reply(exchange);
  const auto redactor = context_.secrets.redactor();
  reply.error_code = target::report_text(reply.error_code, *redactor, 100);
  reply.error_message = target::report_text(reply.error_message, *redactor, 500);
  return reply;
}

namespace {

/// What calls that are alike are named for the watch: where a target hangs at what it has to refuse, it may serve what
/// is right.
std::string kind_of(const BuiltCall &call, bool is_plain) {
  const std::string name = call.call.empty() ? call.request.method + " " + call.request.path : call.call;
  return is_plain ? name : name + " that may be refused";
}

bool is_plain(const BuiltCall &call) {
  return call.authentic && (call.op || call.call == "authenticate");
}

}  // namespace

/// Ends a scenario that needs a call to which the target has been silent.
void WalletPlay::stop_where_given_up(const BuiltCall &call) const {
  for (const bool plain : {true, is_plain(call)})
    if (const std::string why = context_.network.given_up(kind_of(call, plain)); !why.empty())
      throw Stop{Verdict::blocked, why, NetworkWatch::hint_of_silence};
}

void WalletPlay::note_silence(const BuiltCall &call, const target::Exchange &exchange) {
  context_.network.called(kind_of(call, is_plain(call)), exchange);
}

Sent WalletPlay::send(const BuiltCall &call, target::LoseReply lose) {
  stop_where_given_up(call);
  return send(call, *transport_, lose);
}

/// A retryable error, and a broken network, are answered by sending the same ids again, as the contract wants of a
/// provider. `stagger` (0, 1, …) keeps calls that were in flight together from meeting again at each retry.
Sent WalletPlay::send(BuiltCall call, Transport &transport, target::LoseReply lose, int stagger) {
  Sent sent;
  const auto deadline = std::chrono::steady_clock::now() + context_.retry.time;
  auto pause = context_.retry.first_pause * (1 + stagger);
  for (int n = 1;; ++n) {
    sent.tries.push_back(transport.send(call.request, lose));
    sent.reply = read_reply(sent.tries.back());
    const bool lost = lose != target::LoseReply::no && sent.tries.back().failure != Failure::connect &&
                      sent.tries.back().failure != Failure::resolve && sent.tries.back().failure != Failure::tls;
    const bool expired = sent.reply.status == 401 && sent.reply.retryable();
    const bool again =
        is_network_failure(sent.tries.back()) || (sent.reply.retryable() && (!expired || call.own_token));
    const bool last = lost || !again || n >= context_.retry.tries || context_.cancelled ||
                      std::chrono::steady_clock::now() + pause > deadline;
    if (last) note_silence(call, sent.last());
    if (lost) sent.tries.back().failure = Failure::lost;
    if (last) return sent;
    if (expired && call.own_token) {
      sent.new_token = renew_session(call, transport);
      if (sent.new_token.empty()) return sent;
      set_header(call.request.headers, "Authorization", "Bearer " + sent.new_token);
    }
    std::this_thread::sleep_for(pause);
    pause = pause * context_.retry.growth + context_.retry.first_pause * stagger;
  }
}

/// A fresh token where the old one expired in the middle of a run; empty where none is given.
std::string WalletPlay::renew_session(const BuiltCall &call, Transport &transport) {
  const PlayerInPlay &player = players_[call.player];
  const target::WalletCall authenticate =
      target::WalletCalls(context_.wallet).authenticate(requests_.launch_token(player), *player.settings, call.game);
  const target::Request request =
      target::to_request({authenticate.path, authenticate.body, "", wire::fresh_guid()}, context_.signer);
  const std::optional<target::Session> session =
      read_session(target::read_wallet_reply(transport.send(request, target::LoseReply::no)), call.game);
  if (!session) return "";
  context_.sessions.keep(player.index, call.game, *session);
  return session->token;
}

/// Writes the tries into the step of the report, and shows them to the standing checks.
void WalletPlay::record(const BuiltCall &call, const Sent &sent, bool status_is_must, results::Step &step) {
  step.call = call.call;
  if (step.player.empty()) step.player = players_[call.player].label();
  for (std::size_t i = 0; i < sent.tries.size(); ++i) {
    results::Exchange exchange = target::to_report(sent.tries[i], *context_.secrets.redactor());
    if (i > 0) exchange.note = try_note(i + 1, sent.tries[i - 1], read_reply(sent.tries[i - 1]));
    step.exchanges.push_back(std::move(exchange));
    if (!call.call.empty() && call.request.method == "POST")
      context_.standing.observe(
          call.call, sent.tries[i],
          {status_is_must && i + 1 == sent.tries.size(), &scenario_, steps_begun_, context_.seed});
  }
}

/// A balance call that is not judged. nullopt where no balance came; stops the scenario where the network failed.
std::optional<wire::Decimal> WalletPlay::read_balance(std::size_t index, const std::string &why) {
  PlayerInPlay &player = players_[index];
  const BuiltCall call = requests_.plain(Op{}, index);
  const Sent sent = send(call);
  if (!sent.new_token.empty()) player.session.token = sent.new_token;
  results::Step step;
  step.name = why;
  step.judged = false;
  if (player.balance) step.balance_before = money(*player.balance);
  record(call, sent, false, step);
  if (sent.reply.accepted() && sent.reply.balance) {
    player.balance = sent.reply.balance;
    step.balance_after = money(*player.balance);
  }
  for (const target::FreeGameGrant &game : player.settings->free_games) {
    const std::optional<int> left = free_rounds_in(sent.reply, game.instance_id);
    if (!left) continue;
    player.free_rounds_left[game.instance_id] = *left;
    if (lists_free_game(sent.reply, game.instance_id))
      player.unlisted_games.erase(game.instance_id);
    else
      player.unlisted_games.insert(game.instance_id);
    if (player.free_game && player.free_game->instance_id == game.instance_id) player.free_rounds = left;
  }
  add_step(std::move(step));
  if (network_failed(sent)) stop_for_network(call, sent);
  if (!sent.reply.accepted()) return std::nullopt;
  return sent.reply.balance;
}

namespace {

/// What a gateway says of a target that it cannot reach; a wallet's own error has a code.
bool is_of_a_gateway(const target::WalletReply &reply) {
  return (reply.status == 502 || reply.status == 503 || reply.status == 504) && reply.error_code.empty();
}

}  // namespace

/// Whether the network kept a call from its answer: no connection was made, or nothing else is answered either. Silence
/// to one request alone is an answer of the target's.
bool WalletPlay::network_failed(const Sent &sent) {
  if (is_of_a_gateway(sent.reply)) return !target_answers();
  if (!sent.unanswered()) return false;
  const Failure failure = sent.last().failure;
  const bool no_connection = failure == Failure::connect || failure == Failure::resolve || failure == Failure::tls;
  return no_connection || !target_answers();
}

/// Whether the target itself answers a plain balance call over a connection of its own, whatever it says.
bool WalletPlay::target_answers() {
  try {
    target::WalletCall call;
    call.path = "/v1/balance";
    call.body = wire::Json(wire::JsonObject{});
    call.request_id = wire::fresh_guid();
    const target::Exchange exchange =
        context_.connect()->send(target::to_request(call, context_.signer), target::LoseReply::no);
    return exchange.reply.has_value() && !is_of_a_gateway(target::read_wallet_reply(exchange));
  } catch (const std::exception &) {
    return false;
  }
}

void WalletPlay::stop_for_network(const BuiltCall &call, const Sent &sent) {
  std::string detail = answer_text(sent.last(), sent.reply, static_cast<int>(sent.tries.size()));
  if (const target::Exchange &first = sent.tries.front(); first.failure != sent.last().failure)
    detail += "; at the first try: " + first.detail;
  throw Stop{Verdict::blocked, "the network failed, not the requirement: " + call.name + ": " + detail,
             sent.last().hint.empty() ? "see that the target runs and can be reached from here, and run again"
                                      : sent.last().hint,
             true};
}

/// Whether the server goes on serving is what the scenario asks, after something hostile: here no answer is one.
/// `culprit` is the request that ended it, in words.
void WalletPlay::stop_as_dead(const std::string &culprit, const Sent &sent, results::Step out) {
  const std::string detail = answer_text(sent.last(), sent.reply, static_cast<int>(sent.tries.size()));
  out.judged = true;
  out.checks.push_back(make_check(context_.catalogue, keeps_serving, "answer", "accepted (2xx)", detail, false));
  add_step(std::move(out));
  throw Stop{Verdict::fail,
             "nothing is served after " + culprit + ": " + detail +
                 " (the server ended or hangs because of it, unless the network failed at this very moment)",
             "send " + culprit + " by itself, and look at the target's log", true};
}

/// Whether the scenario asks if the server goes on serving after what its steps send.
bool WalletPlay::asks_for_service() const {
  const auto &own = scenario_.requirements;
  return std::find(own.begin(), own.end(), keeps_serving) != own.end();
}

}  // namespace pitboss::scenario
