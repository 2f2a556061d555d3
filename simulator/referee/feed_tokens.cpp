#include <fmt/format.h>

#include "schemas/wire/encoding.hpp"
#include "simulator/referee/feed_parts.hpp"

namespace pitboss::referee {

using journal::Exchange;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::size_t most_requests = 1000;  // a minute and token
constexpr seconds late_use{1};               // past the expiry: clocks differ, and a request may have been on its way
constexpr milliseconds on_the_way{250};      // sent before a 401 or 429 on another connection was read

/// What a Retry-After says, counted from its reply; nullopt where there is none that can be read.
std::optional<std::chrono::microseconds> wait_of(const journal::Journal &journal, const Exchange &exchange) {
  for (const auto &[name, value] : exchange.reply->headers)
    if (wire::equal_ignoring_case(name, "Retry-After"))
      return wire::parse_retry_after(value, journal.real_time(exchange.replied_at));
  return std::nullopt;
}

}  // namespace

void FeedTokens::see(std::size_t i) {
  if (at(i).path.ends_with("/token")) return take_token(i);
  const std::string name = token_of(at(i));
  if (name.empty() || at(i).path.find("/igaming/") == std::string::npos) return;
  Token &token = tokens_[name];
  token.last = i;
  see_expiry(i, name);
  see_refusal(i, name);
  see_limit(i, token);
  see_rate(i, token);
  const Answer answer = answer_of(journal_, at(i));
  if (answer != Answer::refused) return;
  if (at(i).reply->status == 401 && !token.refused) {
    token.refused = i;
    waits_for_new_ = true;
    if (at(i).action.empty() && token.expires && at(i).received_at >= *token.expires) refused_at_expiry_.push_back(i);
  }
  const auto wait = at(i).reply->status == 429 ? wait_of(journal_, at(i)) : std::nullopt;
  if (!wait) return;
  token.limited = i;
  token.limited_until = at(i).replied_at + *wait * journal_.clock_speed;
}

void FeedTokens::take_token(std::size_t i) {
  const wire::Json reply = reply_json(at(i));
  const std::string name = text_of(reply, "access_token");
  const wire::Json *lifetime = reply.find("expires_in");
  if (name.empty()) return;
  Token &token = tokens_[name];
  if (lifetime == nullptr || lifetime->number() == nullptr) return;
  token.expires = at(i).replied_at + seconds(std::stol(lifetime->number()->text)) * journal_.clock_speed;
}

void FeedTokens::see_expiry(std::size_t i, const std::string &name) {
  const auto &expires = tokens_[name].expires;
  const wire::TimePoint now = at(i).received_at;
  if (expires && now > *expires + late_use * journal_.clock_speed) {
    return opinions_.broken("token-renewed",
                            fmt::format("a request came with a token that had expired {} before",
                                        seconds_text(journal_.real(now - *expires))),
                            {i});
  }
}

/// A client that sends requests until one is refused does not renew in time. One refusal at the expiry can be a matter
/// of milliseconds; more of them than tokens that were left in time are a habit.
void FeedTokens::judge_expiries() {
  std::vector<std::size_t> in_time;
  wire::TimePoint last_use{};
  for (const auto &[name, token] : tokens_)
    if (!token.requests.empty()) last_use = std::max(last_use, at(token.last).received_at);
  for (const auto &[name, token] : tokens_)
    if (token.expires && !token.refused && !token.requests.empty() && last_use >= *token.expires)
      in_time.push_back(token.last);
  for (const std::size_t i : in_time) opinions_.kept("token-renewed", i);
  if (refused_at_expiry_.size() <= in_time.size()) return;
  for (const std::size_t i : refused_at_expiry_)
    opinions_.broken("token-renewed", "a token was used until it was refused for its expiry, and renewed after that",
                     {i});
}

/// Whether a request can have been sent before a reply to another one was read.
bool FeedTokens::may_have_been_on_its_way(std::size_t reply, std::size_t i) const {
  if (at(i).received_at > at(reply).replied_at + on_the_way * journal_.clock_speed) return false;
  const bool one_connection = at(i).connection != 0 && at(i).connection == at(reply).connection;
  return !one_connection || at(i).received_at < at(reply).replied_at;
}

void FeedTokens::see_refusal(std::size_t i, const std::string &name) {
  const auto &refused = tokens_[name].refused;
  if (!refused) {
    if (waits_for_new_) opinions_.kept("refused-token-dropped", i);
    waits_for_new_ = false;
    return;
  }
  if (may_have_been_on_its_way(*refused, i)) return;
  opinions_.broken("refused-token-dropped", "a token that was answered 401 was used again", {*refused, i});
}

void FeedTokens::see_limit(std::size_t i, Token &token) {
  if (!token.limited) return;
  const wire::TimePoint now = at(i).received_at;
  if (now >= token.limited_until - milliseconds(50) * journal_.clock_speed) {
    opinions_.kept("retry-after", i);
    token.limited.reset();
    return;
  }
  if (may_have_been_on_its_way(*token.limited, i)) return;
  opinions_.broken("retry-after",
                   fmt::format("a request with a token that was answered 429 came {} before Retry-After was over",
                               seconds_text(journal_.real(token.limited_until - now))),
                   {*token.limited, i});
}

void FeedTokens::see_rate(std::size_t i, Token &token) {
  const wire::TimePoint minute_ago = at(i).received_at - seconds(60) * journal_.clock_speed;
  auto &requests = token.requests;
  requests.push_back(i);
  const auto recent =
      std::find_if(requests.begin(), requests.end(), [&](std::size_t one) { return at(one).received_at > minute_ago; });
  requests.erase(requests.begin(), recent);
  if (requests.size() <= most_requests || token.too_many) return;
  token.too_many = true;
  opinions_.broken("rate",
                   fmt::format("{} requests with one token in {}", requests.size(),
                               seconds_text(journal_.real(at(i).received_at - at(requests.front()).received_at))),
                   {requests.front(), i});
}

void FeedTokens::finish() {
  judge_expiries();
  for (const auto &[name, token] : tokens_)
    if (!token.too_many && !token.requests.empty()) opinions_.kept("rate", token.last);
}

}  // namespace pitboss::referee
