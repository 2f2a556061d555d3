#include "reference_impl/feed/endpoints.hpp"

#include <spdlog/logger.h>

namespace pitboss::reference::feed {

Endpoints::Endpoints(const Behaviour &behaviour, const FeedSettings &settings, store::SqlStore &store,
                     std::unique_ptr<SharedLimit> shared, http::Later later, std::shared_ptr<spdlog::logger> log)
    : behaviour_(behaviour),
      settings_(settings),
      store_(store),
      log_(std::move(log)),
      tokens_(settings.token_key),
      cursors_(settings.cursor_key, "cursor"),
      limit_(behaviour.protocol.make_limit(settings.rate)),
      later_(std::move(later)),
      shared_(std::move(shared)) {}

void Endpoints::add_to(http::Router &router) const {
  router.add("POST", token_path,
             [this](const http::Request &request, const http::Answer &answer) { grant_token(request, answer); });
  for (const auto &[kind, path] : {std::pair(Kind::customers, "/api/v1/igaming/customers"),
                                   std::pair(Kind::transactions, "/api/v1/igaming/transactions"),
                                   std::pair(Kind::activity, "/api/v1/igaming/gaming-activity")}) {
    router.add("POST", path, guarded({.kind = kind, .push = true}, &Endpoints::push));
    router.add("GET", path, guarded({.kind = kind, .push = false}, &Endpoints::list));
  }
}

void Endpoints::grant_token(const http::Request &request, const http::Answer &answer) const {
  try {
    authorise(behaviour_.oauth, request, settings_.client);
  } catch (const TokenRefusal &refusal) {
    log_->debug("event=token_refused error={} reason=\"{}\"", refusal.error, refusal.description);
    return answer(behaviour_.replies.no_token(refusal));
  }
  const std::string token = tokens_.issue(
      {.token_id = {}, .client_id = settings_.client.client_id, .expires_at = wire::now() + settings_.token_lifetime});
  answer({.status = 200,
          .body = to_text(behaviour_.replies.token(token, settings_.token_lifetime)),
          .headers = {{"Cache-Control", "no-store"}}});
}

void Endpoints::push(Kind kind, const http::Request &request, const http::Answer &answer) const {
  std::vector<Record> records = read_push(behaviour_.reading, kind, request);
  submit<PushOutcome>(
      [this, kind, records = std::move(records), arrival = wire::now()](store::SqlTransaction &sql) {
        return behaviour_.storage.push(behaviour_.storage, sql, behaviour_.rules, kind, records, arrival);
      },
      [this](PushOutcome outcome) {
        if (auto *faults = std::get_if<Faults>(&outcome)) return refusal(invalid(std::move(*faults)));
        return behaviour_.replies.pushed(std::get<Counts>(outcome));
      },
      answer);
}

void Endpoints::list(Kind kind, const http::Request &request, const http::Answer &answer) const {
  const ListRequest list_request = read_list_request(behaviour_.listing, kind, http::Query(request.query), cursors_);
  submit<Page>([this, list_request](store::SqlTransaction &sql) { return behaviour_.storage.list(sql, list_request); },
               [this, list_request](Page found) { return page(list_request, std::move(found)); }, answer);
}

http::Response Endpoints::page(const ListRequest &request, Page found) const {
  found = behaviour_.listing.finish(request, std::move(found));
  wire::JsonArray rows;
  for (Row &row : found.rows)
    rows.push_back(behaviour_.replies.row(
        request.kind, behaviour_.rules.to_row(behaviour_.rules, request.kind, std::move(row.record))));
  const auto next = behaviour_.listing.next_cursor(request, found, cursors_);
  return {
      .status = 200, .body = to_text(behaviour_.replies.page(request, found, std::move(rows), next)), .headers = {}};
}

/// Answers when the outcome is durable.
template <class Outcome>
void Endpoints::submit(std::function<Outcome(store::SqlTransaction &)> work,
                       std::function<http::Response(Outcome)> respond, const http::Answer &answer) const {
  const auto outcome = std::make_shared<Outcome>();
  store_.submit({.work = [outcome, work = std::move(work)](store::SqlTransaction &sql) { *outcome = work(sql); },
                 .done = [this, outcome, answer, respond = std::move(respond)](
                             bool done) { answer(done ? respond(std::move(*outcome)) : unavailable()); }});
}

http::Handler Endpoints::guarded(Call call, Endpoint endpoint) const {
  return [this, call, endpoint](const http::Request &request, const http::Answer &answer) {
    const Caller caller = behaviour_.protocol.identify(behaviour_.protocol, request, call, tokens_);
    const auto *claims = std::get_if<Claims>(&caller);
    if (shared_ && claims != nullptr) return admit_shared(call, endpoint, request, *claims, answer);
    admit(call, endpoint, request, caller, *limit_, answer);
  };
}

void Endpoints::admit(Call call, Endpoint endpoint, const http::Request &request, const Caller &caller,
                      RateLimit &limit, const http::Answer &answer) const {
  const auto refused = behaviour_.protocol.admit(behaviour_.protocol, request, call, caller, limit);
  if (!refused) return serve(endpoint, call.kind, request, answer);
  behaviour_.protocol.turn_away(
      *refused, [&](const http::Answer &instead) { serve(endpoint, call.kind, request, instead); },
      [&](const Refusal &why) { answer(refusal(why)); });
}

/// The database is asked first, and does not keep others waiting meanwhile.
void Endpoints::admit_shared(Call call, Endpoint endpoint, const http::Request &request, const Claims &claims,
                             const http::Answer &answer) const {
  shared_->take(behaviour_.protocol.limit_key(claims), [this, call, endpoint, &request, claims, answer](Taken taken) {
    later_(std::chrono::milliseconds(0), [this, call, endpoint, &request, claims, answer, taken] {
      if (!taken.counted) return answer(unavailable());
      DecidedLimit limit(taken.wait, *limit_);
      admit(call, endpoint, request, claims, limit, answer);
    });
  });
}

http::Response Endpoints::unavailable() const {
  return refusal({.status = 503,
                  .code = "UNAVAILABLE",
                  .message = "the store could not do it, or nobody knows; a push can be sent again",
                  .retry_after = "1"});
}

void Endpoints::serve(Endpoint endpoint, Kind kind, const http::Request &request, const http::Answer &answer) const {
  try {
    (this->*endpoint)(kind, request, answer);
  } catch (const Refusal &refused) {
    answer(refusal(refused));
  }
}

http::Response Endpoints::refusal(const Refusal &refused) const {
  log_->debug("event=refused status={} code={} reason=\"{}\"", refused.status, refused.code, refused.message);
  return to_response(behaviour_.replies, refused);
}

}  // namespace pitboss::reference::feed
