#include "schemas/wire/leading_integer.hpp"
#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

using results::Verdict;
using wire::Decimal;
using wire::Json;

namespace {

bool expects(const Json &expect, std::string_view what) {
  return expect.find(what) != nullptr;
}

}  // namespace

void WalletPlay::call_step(const Step &step, int n, bool judged) {
  const BuiltCall call = requests_.call(step.action, step.arguments, n);
  PlayerInPlay &player = players_[call.player];
  std::optional<Decimal> before;
  if (judged && expects(step.expect, "unchanged")) before = read_balance(call.player, "balance before");
  results::Step out;
  out.name = say(step, call.name);
  out.judged = judged;
  if (player.balance) out.balance_before = money(*player.balance);
  note_money(call);
  const Sent sent = send(call);
  if (!sent.new_token.empty()) player.session.token = sent.new_token;
  record(call, sent, judged && expects_status_at_must(step.expect, step.requirement, context_.catalogue), out);
  if (network_failed(sent)) {
    if (judged && step.requirement == keeps_serving)
      stop_as_dead("the request of the step before", sent, std::move(out));
    add_step(std::move(out));
    stop_for_network(call, sent);
  }
  if (judged)
    judge_call(step, call, sent, before, out);
  else
    judge_set_up(step, call, sent, out);
}

void WalletPlay::judge_call(const Step &step, const BuiltCall &call, const Sent &sent,
                            const std::optional<Decimal> &before, results::Step &out) {
  PlayerInPlay &player = players_[call.player];
  const std::optional<int> free_rounds =
      player.free_game ? free_rounds_in(sent.reply, player.free_game->instance_id) : std::nullopt;
  Observed seen{sent.last(),
                sent.reply,
                static_cast<int>(sent.tries.size()),
                sent.reply.balance,
                requests_.words(player),
                context_.wallet.max_decimals,
                player.free_rounds_at_begin,
                free_rounds,
                before,
                std::nullopt};
  // A reply without a balance is a fault of its shape, told by another requirement; what happened to the money can be
  // asked for.
  const bool balance_is_missing = expects(step.expect, "balance") && sent.reply.accepted() && !sent.reply.balance;
  const bool rounds_are_missing =
      expects(step.expect, "free_rounds") && sent.reply.accepted() && !free_rounds && call.call != "balance";
  if (expects(step.expect, "unchanged") || balance_is_missing || rounds_are_missing) {
    const std::optional<Decimal> now = read_balance(call.player, "balance after");
    if (expects(step.expect, "unchanged")) seen.after = now;
    if (balance_is_missing) seen.balance = now;
    if (rounds_are_missing) seen.free_rounds = player.free_rounds;
  }
  if (refused_for_its_ids(call, sent) && step.requirement != "wallet.fields.ids-accepted") {
    const std::string story = depart(call, sent, out);
    add_step(out);
    return settle_verdict(out, story);
  }
  Judgement judgement = judge(step.expect, step.requirement, seen, context_.catalogue);
  blame_the_reply(step, call, sent, seen, judgement);
  out.checks = judgement.checks;
  std::string story = story_of(out, call, sent, judgement.balance);
  const std::string departure = follow(call, sent, !expects(step.expect, "balance"), out);
  if (story.empty()) story = departure;
  keep_session(call, sent);
  add_step(out);
  settle_verdict(out, story);
}

/// A step without expectation: the model says what must come. Where the step names a requirement, that one is judged by
/// it; else it is set-up, and told only where the target departs.
void WalletPlay::judge_set_up(const Step &step, const BuiltCall &call, const Sent &sent, results::Step &out) {
  PlayerInPlay &player = players_[call.player];
  std::string story;
  if (call.op && call.authentic) {
    note_balance(call, sent, out);
    if (player.followed) {
      story = depart(call, sent, out);
      if (step.names_requirement)
        out.checks = {
            make_check(context_.catalogue, step.requirement, "answer",
                       out.checks.empty() ? "as the model of the contract says" : out.checks.front().expected,
                       out.checks.empty() ? answer_text(sent.last(), sent.reply, 1) : out.checks.front().actual,
                       out.checks.empty())};
    }
  } else if (call.call == "authenticate") {
    keep_session(call, sent);
    if (!sent.reply.accepted())
      out.checks.push_back(make_check(context_.catalogue, "wallet.authenticate.response", "answer", "accepted (2xx)",
                                      answer_text(sent.last(), sent.reply, 1), false));
  } else {
    player.followed = false;
  }
  out.judged = !out.checks.empty();
  add_step(out);
  settle_verdict(out, story);
}

void WalletPlay::note_balance(const BuiltCall &call, const Sent &sent, results::Step &out) {
  PlayerInPlay &player = players_[call.player];
  if (call.op && call.authentic && sent.reply.accepted() && sent.reply.balance) player.balance = sent.reply.balance;
  if (player.balance) out.balance_after = money(*player.balance);
}

/// Takes an answer that an expectation has judged into the model. Where the expectation did not look at the balance and
/// the model does not allow the one that came, the rule that the model names is broken; gives the story of it then.
std::string WalletPlay::follow(const BuiltCall &call, const Sent &sent, bool judge_balance, results::Step &out) {
  PlayerInPlay &player = players_[call.player];
  note_balance(call, sent, out);
  if (!call.op) player.followed = player.followed && (call.call == "authenticate" || !sent.reply.accepted());
  if (!call.op || !player.followed) return "";
  const model::WalletObservation seen = observation_of(sent.reply);
  // Silence where it was one of the right answers: whatever became of the call, the model allows it.
  if (sent.reply.status == 0) {
    player.oracle.observe(*call.op, seen);
    return "";
  }
  // A refusal for its form or its token changes nothing, and the model knows nothing of forms.
  if (!call.authentic && seen.kind == model::WalletObservation::Kind::refused) return "";
  model::WalletObservation without_balance = seen;
  without_balance.balance.reset();
  model::WalletOracle allowed = player.oracle;
  for (std::size_t i = 0; i + 1 < sent.tries.size(); ++i) allowed.observe(*call.op, {});
  const bool kind_is_right = allowed.observe(*call.op, without_balance);
  const bool failed = std::any_of(out.checks.begin(), out.checks.end(),
                                  [](const results::Check &check) { return check.verdict == results::Verdict::fail; });
  const bool answered =
      seen.kind != model::WalletObservation::Kind::unknown;  // if not, the expectation has judged that
  if (answered && kind_is_right && judge_balance && call.authentic && !failed) return depart(call, sent, out);
  for (std::size_t i = 0; i + 1 < sent.tries.size(); ++i) player.oracle.observe(*call.op, {});
  player.followed = player.oracle.observe(*call.op, seen);
  return "";
}

void WalletPlay::keep_session(const BuiltCall &call, const Sent &sent) {
  if (call.call != "authenticate" || !call.authentic) return;
  PlayerInPlay &player = players_[call.player];
  const std::optional<target::Session> session = read_session(sent.reply, call.game);
  if (!session) return;
  context_.sessions.keep(player.index, call.game, *session);
  (call.game == context_.wallet.game ? player.session : player.other_session.emplace()) = *session;
}

void WalletPlay::lose_reply_step(const Step &step, int n) {
  const BuiltCall call = requests_.call(step.action, step.arguments, n);
  PlayerInPlay &player = players_[call.player];
  results::Step out;
  out.name = say(step, call.name + ", the reply is lost");
  out.judged = false;
  if (player.balance) out.balance_before = money(*player.balance);
  note_money(call);
  const auto how = step.lose_reply == "after_answer" ? target::LoseReply::after_answer : target::LoseReply::after_send;
  const Sent sent = send(call, how);
  record(call, sent, false, out);
  add_step(std::move(out));
  if (network_failed(sent)) stop_for_network(call, sent);
  if (call.op && call.authentic)
    player.oracle.observe(*call.op, {});
  else
    player.followed = false;
}

void WalletPlay::http_step(const Step &step) {
  const BuiltCall call = requests_.http(step.arguments);
  stop_where_given_up(call);
  std::optional<Decimal> before;
  if (expects(step.expect, "unchanged")) before = read_balance(call.player, "balance before");
  results::Step out;
  out.name = say(step, call.name);
  out.judged = !step.expect.is_null();
  Sent sent;
  sent.tries.push_back(transport_->send(call.request, target::LoseReply::no));
  note_silence(call, sent.last());
  judge_only_try(step, call, std::move(sent), before, out);
}

/// What was sent once, whatever came, and is judged.
void WalletPlay::judge_only_try(const Step &step, const BuiltCall &call, Sent sent,
                                const std::optional<Decimal> &before, results::Step &out) {
  sent.reply = read_reply(sent.last());
  record(call, sent, false, out);
  if (network_failed(sent)) {
    if (asks_for_service()) stop_as_dead("this request", sent, std::move(out));
    add_step(std::move(out));
    stop_for_network(call, sent);
  }
  judge_call(step, call, sent, before, out);
}

void WalletPlay::raw_step(const Step &step) {
  target::Client::RawOptions options;
  options.time_limit = std::min<std::chrono::milliseconds>(context_.target.timeouts.request, options.time_limit);
  if (const Json *close = step.arguments.find("close_after_send"); close != nullptr && close->boolean() != nullptr)
    options.close_after_send = *close->boolean();
  if (const Json *keep = step.arguments.find("keep_open"); keep != nullptr && keep->boolean() != nullptr)
    options.keep_open = *keep->boolean();
  if (const Json *slowly = step.arguments.find("slowly")) {
    const auto number = [&](std::string_view name) {
      const Json *value = slowly->find(name);
      return value == nullptr ? 0L : std::max(0L, wire::leading_integer<long>(scalar_text(*value)));
    };
    options.chunk_bytes = static_cast<std::size_t>(number("chunk"));
    options.pause = std::chrono::milliseconds(number("pause_ms"));
  }
  BuiltCall call;
  call.name = "raw bytes";
  std::optional<Decimal> before;
  if (expects(step.expect, "unchanged")) before = read_balance(0, "balance before");
  results::Step out;
  out.name = say(step, call.name);
  out.judged = !step.expect.is_null();
  Sent sent;
  sent.tries.push_back(transport_->send_raw(requests_.raw_bytes(step.arguments), options));
  call.request = sent.last().request;
  judge_only_try(step, call, std::move(sent), before, out);
}

/// Free debits, each in a round of its own, until none is left. None of them is judged; the model follows.
void WalletPlay::use_up_step(const Step &step) {
  const std::size_t index = WalletRequests::player_of(step.arguments);
  PlayerInPlay &player = players_.at(index);
  const auto argument = [&](std::string_view name) {
    const Json *value = step.arguments.find(name);
    return value == nullptr ? std::string("F") : scalar_text(*value);
  };
  for (int n = 1; n <= 1'000 && player.free_rounds.value_or(0) > 0; ++n) {
    if (context_.cancelled) throw Stop{Verdict::blocked, "the run was cancelled", ""};
    const std::string number = std::to_string(n);
    Json arguments(wire::JsonObject{{"player", static_cast<long long>(index + 1)},
                                    {"round", argument("round") + number},
                                    {"transaction", argument("transaction") + number},
                                    {"free_game", true}});
    Step debit = step;
    debit.action = "debit";
    debit.arguments = std::move(arguments);
    debit.expect = Json();
    call_step(debit, 1, false);
    read_balance(index, "free rounds that remain");
  }
}

}  // namespace pitboss::scenario
