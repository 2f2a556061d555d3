#include "simulator/scenario/rest_play.hpp"

#include <random>
#include <stdexcept>
#include <thread>

#include "schemas/wire/leading_integer.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/expectation.hpp"
#include "simulator/scenario/local_address.hpp"
#include "simulator/scenario/play_end.hpp"
#include "simulator/scenario/replay.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/seed_of.hpp"

namespace pitboss::scenario {

using results::Verdict;
using wire::Json;

namespace {

constexpr std::size_t calls_between_audits = 10;

Json argument(const Json &arguments, std::string_view name) {
  const Json *value = arguments.find(name);
  return value == nullptr ? Json() : *value;
}

/// Whether nothing but 2xx is right.
bool expects_acceptance(const Json &expect) {
  return expect.find("accepted") != nullptr || expects_rows(expect);
}

}  // namespace

bool expects_rows(const Json &expect) {
  for (const char *kind : {"rows", "has_rows", "lacks_rows", "each_row", "count"})
    if (expect.find(kind) != nullptr) return true;
  for (const char *inside : {"also", "either"}) {
    const Json all = argument(expect, inside);
    if (all.object() != nullptr)
      for (const auto &[id, each] : *all.object())
        if (expects_rows(each)) return true;
    if (all.array() != nullptr && std::any_of(all.array()->begin(), all.array()->end(), expects_rows)) return true;
  }
  return false;
}

RestPlay::RestPlay(RestContext &context, const Scenario &scenario, std::size_t number)
    : context_(context),
      scenario_(scenario),
      labels_("pb-" + context.run_id + "-" + std::to_string(number), scenario.ids),
      texts_(context.rest, labels_, wire::now()),
      requests_(context.rest, context.calls, texts_),
      ledger_(make_ledger(scenario.contract, context.calls, context.rest)) {}

results::Scenario RestPlay::play(const results::Scenario &draft) {
  out_ = draft;
  const auto began = std::chrono::steady_clock::now();
  bool network_is_gone = false;
  try {
    transport_ = context_.connect();
    try {
      play_steps();
    } catch (const Stop &stop) {
      network_is_gone = stop.network;
      conclude(stop);
    }
  } catch (const std::exception &fault) {
    block_for(fault, out_);
  }
  if (out_.verdict == Verdict::fail || out_.verdict == Verdict::warn)
    out_.replay = replay_text(scenario_, {steps_begun_, context_.seed, ""});
  end_play(
      context_, began, network_is_gone, [this] { return target_answers(); }, out_);
  return std::move(out_);
}

/// A warning that was told before weighs more than that the rest is not applicable.
void RestPlay::conclude(const Stop &stop) {
  if (results::worst(out_.verdict, stop.verdict) != stop.verdict) return;
  out_.verdict = stop.verdict;
  out_.reason = stop.reason;
  out_.hint = stop.hint;
}

void RestPlay::play_steps() {
  for (const Step &step : scenario_.steps) {
    ++steps_begun_;
    for (int n = 1; n <= step.repeat; ++n) {
      if (context_.cancelled) throw Stop{Verdict::blocked, "the run was cancelled"};
      play_step(step, n, n == step.repeat);
    }
  }
}

void RestPlay::play_step(const Step &step, int n, bool last) {
  for (const Json *written : {&step.arguments, &step.expect})
    if (const std::string why = texts_.why_not(*written); !why.empty())
      throw Stop{Verdict::not_applicable, "step " + std::to_string(steps_begun_) + " needs what is not there: " + why};
  if (step.action == "raw") return raw_step(step, n);
  if (step.action == "concurrently") return concurrent_step(step);
  if (step.action == "walk_pages") return walk_step(step, n);
  if (step.action == "burst") return burst_step(step, n);
  if (step.action == "wait") return wait_step(step);
  if (step.action == "audit") return audit_step(step);
  if (step.action == "random_calls") return random_step(step);
  if (step.while_limited) return limited_step(step, n);
  call_step(step, n, last && !step.expect.is_null());
}

results::Step RestPlay::named(const Step &step, const std::string &name) const {
  results::Step out;
  out.name = step.say.empty() ? name : name + " (" + step.say + ")";
  out.judged = !step.expect.is_null();
  return out;
}

void RestPlay::call_step(const Step &step, int n, bool judged) {
  RestRequest request = built(step.action, step.arguments, n);
  request.may_be_refused = judged && !expects_acceptance(step.expect);
  const bool wants_rows = judged && expects_rows(step.expect);
  request.follows_pages = request.follows_pages && wants_rows;
  results::Step out = named(step, request.name + (step.lose_reply.empty() ? "" : ", the reply is lost"));
  out.judged = judged;
  const auto lose = step.lose_reply == "after_answer" ? target::LoseReply::after_answer
                    : step.lose_reply == "after_send" ? target::LoseReply::after_send
                                                      : target::LoseReply::no;
  RestAnswer answer = send(request, *transport_, lose);
  if (request.call != nullptr && request.call->is_list() && answer.is_accepted()) read_rows(request, answer);
  record(request, answer, out);
  if (!step.lose_reply.empty()) {
    ledger_->observe(request, answer);
    return add_step(std::move(out));
  }
  ledger_->observe(request, answer);
  take_token(request, answer);
  if (judged) return add_judged(step, answer, n, std::move(out));
  add_step(std::move(out));
  if (answer.status == 0) stop_without_reply(request, answer);
  if (!answer.is_accepted())
    throw Stop{Verdict::blocked,
               "could not be judged: " + request.name + ", which it takes, was answered " + answer.in_words(),
               "the scenarios of the requirement that valid calls are accepted tell more"};
  keep(step, answer);
}

void RestPlay::add_judged(const Step &step, const RestAnswer &answer, int n, results::Step out) {
  out.judged = true;
  out.checks = judge_rest(step.expect, step.requirement, answer, texts_, n, context_.catalogue).checks;
  const bool nobody_answers = answer.status == 0 && network_failed(answer);
  if (nobody_answers && asks_for_service()) stop_as_dead(answer, std::move(out));
  add_step(out);
  if (nobody_answers) stop_for_network(out.name, answer);
  settle_verdict(out);
  keep(step, answer);
}

void RestPlay::keep(const Step &step, const RestAnswer &answer) {
  if (step.keep.object() == nullptr) return;
  for (const auto &[name, path] : *step.keep.object()) {
    const std::string where = scalar_text(path);
    const Json rows{wire::JsonObject{{"rows", Json(answer.rows)}}};  // those that the filters leave; `data` has all
    const Json *value = where.starts_with("rows.") ? at_path(rows, where)
                        : answer.json              ? at_path(*answer.json, where)
                                                   : nullptr;
    if (value == nullptr || value->is_null())
      texts_.keep_nothing(name,
                          "the reply of " + step.action + (value == nullptr ? " has no " : " has null as ") + where);
    else
      texts_.keep(name, *value);
  }
}

void RestPlay::raw_step(const Step &step, int n) {
  target::Client::RawOptions options;
  options.time_limit = std::min<std::chrono::milliseconds>(context_.target.timeouts.request, options.time_limit);
  options.close_after_send = argument(step.arguments, "close_after_send") == Json(true);
  if (const Json slowly = argument(step.arguments, "slowly"); !slowly.is_null()) {
    options.chunk_bytes = static_cast<std::size_t>(wire::leading_integer<long>(scalar_text(argument(slowly, "chunk"))));
    options.pause = std::chrono::milliseconds(wire::leading_integer<long>(scalar_text(argument(slowly, "pause_ms"))));
  }
  target::Request admitted;
  RestRequest plain;
  const auto authorization = [&] {
    admit(plain, admitted, *transport_);
    return admitted.headers.empty() ? "" : admitted.headers.front().first + ": " + admitted.headers.front().second;
  };
  const std::string bytes =
      fill_in(texts_.text(scalar_text(argument(step.arguments, "bytes")), n),
              [&](std::string_view name) -> std::optional<std::string> {
                if (name == "host") return authority_of(context_.rest.base_url);
                if (name == "authorization") return authorization();
                if (!name.starts_with("path:")) return std::nullopt;
                const RestCall *call = context_.calls.find(name.substr(5));
                if (call == nullptr) return std::nullopt;
                const std::string &base = context_.rest.base_url;
                const std::size_t prefix = base.find('/', base.find("://") + 3);
                return (prefix == std::string::npos ? "" : base.substr(prefix)) + path_of(*call, context_.rest);
              });
  results::Step out = named(step, "raw bytes");
  const RestAnswer answer = read_rest_answer({transport_->send_raw(bytes, options)});
  record(plain, answer, out);
  add_judged(step, answer, n, std::move(out));
}

/// How long the last Retry-After says to wait: seconds, or an HTTP date.
std::chrono::milliseconds RestPlay::told_to_wait() const {
  const auto told = wire::parse_retry_after(retry_after_, wire::now());
  // Where nothing is told, the limit's window; that it has to be told is judged elsewhere.
  auto time = std::chrono::ceil<std::chrono::milliseconds>(told.value_or(std::chrono::seconds(60)));
  if (wire::parse_http_date(retry_after_)) time += std::chrono::seconds(1);  // its seconds are whole, and clocks differ
  if (time > std::chrono::seconds(120))
    throw Stop{Verdict::skip, "Retry-After is " + retry_after_ + ": longer than a run waits (120 s)",
               "run against a target whose limit is over sooner"};
  return time;
}

void RestPlay::wait_step(const Step &step) {
  std::chrono::milliseconds time{0};
  const Json &told = argument(step.arguments, "retry_after");
  const bool half = told == Json("half");
  if (const auto seconds = argument(step.arguments, "seconds").decimal())
    time = std::chrono::milliseconds(std::stol((*seconds * wire::Decimal(1000)).to_string()));
  else if (half || told == Json(true))
    time = told_to_wait() / (half ? 2 : 1);
  results::Step out = named(step, "wait " + std::to_string(time.count()) + " ms");
  out.judged = false;
  sleep(time);
  if (!half) limited_.reset();  // half of the wait is none: a 429 may come, and is left as it is
  add_step(std::move(out));
}

void RestPlay::audit_into(const Step &step, bool payload, results::Step &out) {
  const auto read = [&](const std::string &name, const Json &arguments) {
    RestRequest request = built(name, arguments, 1);
    RestAnswer answer = send(request, *transport_);
    if (answer.status == 0) stop_without_reply(request, answer);
    if (answer.is_accepted()) read_rows(request, answer);
    record(request, answer, out);
    return answer;
  };
  for (RestLedger::Finding &finding : ledger_->audit(read, payload))
    out.checks.push_back(make_check(context_.catalogue, step.requirement, std::move(finding.what),
                                    std::move(finding.expected), std::move(finding.actual), finding.holds));
}

void RestPlay::audit_step(const Step &step) {
  results::Step out = named(step, "read what was written, and compare");
  out.judged = true;
  audit_into(step, argument(step.arguments, "payload") == Json(true), out);
  add_step(out);
  settle_verdict(out);
}

void RestPlay::random_step(const Step &step) {
  std::mt19937_64 random(seed_of(scenario_, context_.seed));
  std::vector<RestLedger::Drawn> first = ledger_->first_calls();
  const std::size_t calls =
      first.size() +
      static_cast<std::size_t>(wire::leading_integer<int>(scalar_text(argument(step.arguments, "calls"))));
  for (std::size_t i = 0; i < calls; ++i) {
    if (context_.cancelled) throw Stop{Verdict::blocked, "the run was cancelled"};
    const RestLedger::Drawn drawn = i < first.size() ? first[i] : ledger_->draw(random);
    const RestRequest request = built(drawn.call, drawn.arguments, 1);
    results::Step out =
        named(step, "call " + std::to_string(i + 1) + " of " + std::to_string(calls) + ": " + request.name);
    const RestAnswer answer = send(request, *transport_);
    ledger_->observe(request, answer);
    record(request, answer, out);
    out.checks.push_back(make_check(context_.catalogue, step.requirement, "answer, by the model of the contract",
                                    drawn.is_refused ? "refused (4xx)" : "accepted (2xx)", answer.in_words(),
                                    drawn.is_refused ? answer.is_refused() : answer.is_accepted()));
    out.judged = true;
    add_step(out);
    if (answer.status == 0) stop_without_reply(request, answer);
    settle_verdict(out);
    if ((i + 1) % calls_between_audits == 0) audit_step(step);  // what comes later may cover a fault up
  }
  audit_step(step);
}

void RestPlay::add_step(results::Step step) {
  clean(step, *context_.secrets.redactor());
  out_.steps.push_back(std::move(step));
  context_.announce(&results::Listener::step_finished, out_, out_.steps.back());
}

/// A broken MUST ends the scenario, a broken SHOULD is told and the scenario goes on.
void RestPlay::settle_verdict(const results::Step &out) {
  const results::Check *told = nullptr;
  for (const results::Check &check : out.checks) {
    if (check.verdict != Verdict::fail && check.verdict != Verdict::warn) continue;
    if (told == nullptr || check.verdict > told->verdict) told = &check;
  }
  if (told == nullptr) return;
  const std::string reason = told->what + " of " + out.name + ": expected " + told->expected + ", got " + told->actual;
  const catalogue::Requirement *row = context_.catalogue.find(told->requirement);
  const std::string hint = row == nullptr ? "" : row->hint;
  if (told->verdict == Verdict::fail) throw Stop{Verdict::fail, reason, hint};
  if (out_.verdict != Verdict::pass) return;
  out_.verdict = Verdict::warn;
  out_.reason = reason;
  out_.hint = hint;
}

}  // namespace pitboss::scenario
