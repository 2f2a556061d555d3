#include <mutex>
#include <thread>

#include "simulator/scenario/rest_play.hpp"

namespace pitboss::scenario {

using results::Verdict;
using wire::Json;

namespace {

constexpr int most_requests = 2100;  ///< feed.md, rule 9
constexpr std::chrono::seconds longest_burst{60};
constexpr int connections = 4;

}  // namespace

/// Sends over several connections until a 429 comes, or enough were answered.
RestAnswer RestPlay::burst(const RestRequest &request) {
  std::mutex mutex;
  int sent = own_requests_;
  int others = own_requests_;
  std::optional<target::Exchange> limited;
  std::optional<target::Exchange> last;
  const auto began = std::chrono::steady_clock::now();
  const auto fire = [&] {
    const std::unique_ptr<Transport> transport = context_.connect();
    for (;;) {
      {
        const std::lock_guard lock(mutex);
        if (limited || sent >= most_requests || context_.cancelled ||
            std::chrono::steady_clock::now() - began > longest_burst)
          return;
        ++sent;
      }
      target::Exchange exchange = transport->send(request.request, target::LoseReply::no);
      const std::lock_guard lock(mutex);
      if (exchange.reply && exchange.reply->status == 429) {
        if (!limited) limited = std::move(exchange);
        return;
      }
      const bool answered = exchange.reply.has_value();
      others += answered ? 1 : 0;
      last = std::move(exchange);
      if (!answered) return;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(connections));
  for (int i = 0; i < connections; ++i) threads.emplace_back(fire);
  for (std::thread &thread : threads) thread.join();
  own_requests_ = sent;
  if (!limited && last && !last->reply) {
    const RestAnswer none = read_rest_answer({*last});
    stop_without_reply(request, none);
  }
  if (context_.cancelled || (!limited && !last)) throw Stop{Verdict::blocked, "the run was cancelled"};
  if (!limited && sent < most_requests)
    throw Stop{Verdict::skip,
               "the target took " + std::to_string(sent) +
                   " requests in 60 s: too slow to reach the limit of 1000 a minute and be judged by it",
               "run where the target answers faster"};
  RestAnswer answer = read_rest_answer({limited ? *limited : *last});
  if (limited) answer.before_429 = others;
  answer.shares_token = context_.tokens.same_again();
  if (const auto &reply = answer.last().reply)
    if (const std::string *after = reply->header("Retry-After")) retry_after_ = *after;
  return answer;
}

void RestPlay::burst_step(const Step &step, int n) {
  const auto &[name, arguments] = step.arguments.object()->front();
  if (!tokens_.contains("own")) {
    const AccessToken token = context_.tokens.ask(*transport_);
    if (!token.error.empty()) throw Stop{Verdict::blocked, token.error};
    tokens_["own"] = token.value;
    own_requests_ = 0;
  }
  RestRequest request = built(name, arguments, n);
  admit(request, request.request, *transport_);
  own_requests_ -= 1;  // that was no request
  limited_ = request;
  const RestAnswer answer = burst(request);
  results::Step out = named(step, "as fast as the target takes them: " + request.name);
  record(request, answer, out);
  add_judged(step, answer, n, std::move(out));
}

/// Sent right after a 429; where the answer is not as expected, because the window of the limit was over, the limit is
/// reached again.
void RestPlay::limited_step(const Step &step, int /*n*/) {
  constexpr int most_tries = 5;
  for (int n = 1;; ++n) {
    RestRequest request = built(step.action, step.arguments, n);
    request.follows_pages = false;
    results::Step out = named(step, request.name);
    RestAnswer answer = send(request, *transport_);
    if (request.call != nullptr && request.call->is_list() && answer.is_accepted()) read_rows(request, answer);
    ledger_->observe(request, answer);
    const bool holds = judge_rest(step.expect, step.requirement, answer, texts_, n, context_.catalogue).all_hold;
    if (holds || n == most_tries || !limited_) {
      record(request, answer, out);
      return add_judged(step, answer, n, std::move(out));
    }
    own_requests_ = 0;
    burst(*limited_);
  }
}

}  // namespace pitboss::scenario
