#include "reference_impl/referee/meddler.hpp"

#include "reference_impl/referee/refusals.hpp"

namespace pitboss::reference::referee {
namespace {

using Kind = Action::Kind;
using std::chrono::steady_clock;

/// What the request shows as its token: all of Authorization.
std::string_view token_of(const http::Request &request) {
  const std::string *authorization = request.header("Authorization");
  return authorization == nullptr ? std::string_view() : *authorization;
}

bool is_refusal(Kind kind) {
  return kind == Kind::server_error || kind == Kind::session_expired || kind == Kind::insufficient_funds ||
         kind == Kind::token_expired || kind == Kind::too_many || kind == Kind::refuse_record;
}

http::Response lost() {
  http::Response response;
  response.fate = http::Fate::lost;
  return response;
}

/// What of a reply a client gets to see after an action that lets the request be applied.
void meddle(const Action &action, http::Response &response) {
  if (action.kind == Kind::lose_reply_after_commit) response.fate = http::Fate::lost;
  if (action.kind == Kind::reset_reply) response.fate = http::Fate::reset;
  if (action.kind == Kind::cut_json) response.body.resize(response.body.size() / 2);
}

}  // namespace

std::optional<Meddler::Held> Meddler::held_back(const Operation &operation, const http::Request &request) {
  if (operation.contract != "feed" || operation.kind == "token") return std::nullopt;
  const std::string_view token = token_of(request);
  if (expired_.contains(token))
    return Held{{.rule = "a token that was refused before", .action = {.kind = Kind::token_expired}}, token_refused()};
  const auto limit = limited_.find(token);
  if (limit == limited_.end()) return std::nullopt;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(limit->second.until - steady_clock::now());
  if (wait <= std::chrono::milliseconds(0)) {
    limited_.erase(limit);
    return std::nullopt;
  }
  return Held{{.rule = "before Retry-After was over", .action = {.kind = Kind::too_many}},
              too_many(wait, limit->second.as_date)};
}

void Meddler::remember(const Action &action, const http::Request &request) {
  const std::string token(token_of(request));
  if (action.kind == Kind::token_expired) expired_.insert(token);
  if (action.kind == Kind::too_many) limited_[token] = {steady_clock::now() + action.time, action.as_date};
}

void Meddler::act(const Action &action, const Operation &operation, const http::Request &request,
                  const http::Handler &inner, const http::Answer &answer, const Served &served) {
  remember(action, request);
  if (action.kind == Kind::lose_reply_before_commit) return answer(lost());
  if (is_refusal(action.kind)) return answer(refusal(action, operation));
  inner(request, [later = later_, answer, action, served](http::Response response) {
    if (served) served(response.status, response.code);
    meddle(action, response);
    if (action.kind != Kind::slow) return answer(std::move(response));
    later(action.time, [answer, response = std::move(response)] { answer(response); });
  });
}

}  // namespace pitboss::reference::referee
