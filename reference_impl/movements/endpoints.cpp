#include "reference_impl/movements/endpoints.hpp"

#include <spdlog/logger.h>

#include <algorithm>

#include "reference_impl/lasting_text.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::movements {
namespace {

using wire::Json;
using wire::JsonArray;

/// To the millisecond, as times are written: a date_to that was read from a reply includes its movement.
wire::TimePoint recording_time() {
  return std::chrono::floor<std::chrono::milliseconds>(wire::now());
}

}  // namespace

void Endpoints::add_to(http::Router &router) const {
  router.add("POST", "/tracking/client/v1", guarded(&Endpoints::register_client));
  router.add("POST", "/tracking/client-metric-movement/v1", guarded(&Endpoints::record_movement));
  router.add("GET", "/reporting/client-metric-movements/v1", guarded(&Endpoints::list_movements));
  router.add("GET", "/reporting/client-metrics/v1", guarded(&Endpoints::list_metrics));
  router.add("GET", "/reporting/clients/v1", guarded(&Endpoints::list_clients));
}

void Endpoints::register_client(const http::Request &request, const http::Answer &answer) const {
  const Behaviour &behaviour = parts_.behaviour;
  behaviour.protocol.check_media_type(request);
  const RegisterRequest message = read_registration(behaviour.reading, request.body);
  write([&behaviour, message](SqlTransaction &sql) { return behaviour.find_registered(sql, message); },
        [this, message](SqlTransaction &sql, const View &view) -> Result {
          const Rules &rules = parts_.behaviour.rules;
          Registered registered = rules.register_client(rules, parts_.platform, message, view);
          if (auto *refusal = std::get_if<Refusal>(&registered)) return std::move(*refusal);
          auto &client = std::get<Client>(registered);
          client.id = wire::fresh_guid();
          client.created_at = recording_time();
          insert(sql, client);
          return parts_.behaviour.replies.written();
        },
        answer);
}

void Endpoints::record_movement(const http::Request &request, const http::Answer &answer) const {
  const Behaviour &behaviour = parts_.behaviour;
  behaviour.protocol.check_media_type(request);
  const MovementRequest message = read_movement(behaviour.reading, request.body);
  write([&behaviour, message](SqlTransaction &sql) { return behaviour.find_player(sql, message); },
        [this, message](SqlTransaction &sql, const View &view) -> Result {
          const Rules &rules = parts_.behaviour.rules;
          Outcome outcome = rules.record(rules, parts_.platform, message, view);
          if (auto *refusal = std::get_if<Refusal>(&outcome)) return std::move(*refusal);
          auto &recorded = std::get<Recorded>(outcome);
          recorded.movement.id = wire::fresh_guid();
          recorded.movement.created_at = recording_time();
          insert(sql, recorded);
          return parts_.behaviour.replies.written();
        },
        answer);
}

void Endpoints::list_movements(const http::Request &request, const http::Answer &answer) const {
  const Queries &queries = parts_.behaviour.queries;
  const http::Query query(request.query);
  const MovementFilter filter = read_movement_filter(queries, query, wire::now());
  report(
      [this, filter, page = queries.page(query)](SqlTransaction &sql) {
        const Replies &replies = parts_.behaviour.replies;
        const auto listed = movements::list_movements(sql, filter, page);
        JsonArray rows;
        for (const ListedMovement &movement : listed.rows) rows.push_back(replies.movement(replies, movement));
        return replies.list(std::move(rows), listed.total, page);
      },
      answer);
}

/// No row of the store is needed: metrics are configuration.
void Endpoints::list_metrics(const http::Request &request, const http::Answer &answer) const {
  const Replies &replies = parts_.behaviour.replies;
  const std::vector<Metric> &metrics = parts_.platform.metrics;
  const Page page = parts_.behaviour.queries.page(http::Query(request.query));
  JsonArray rows;
  for (auto i = static_cast<std::size_t>(page.offset()), end = i + static_cast<std::size_t>(page.size);
       i < std::min(end, metrics.size()); ++i) {
    rows.push_back(replies.metric(metrics[i]));
  }
  const auto total = static_cast<std::int64_t>(metrics.size());
  answer({.status = 200, .body = replies.write(replies.list(std::move(rows), total, page)), .headers = {}});
}

void Endpoints::list_clients(const http::Request &request, const http::Answer &answer) const {
  const Queries &queries = parts_.behaviour.queries;
  const http::Query query(request.query);
  report(
      [this, filter = queries.client_filter(query), page = queries.page(query)](SqlTransaction &sql) {
        const Replies &replies = parts_.behaviour.replies;
        const auto listed = movements::list_clients(sql, filter, page);
        JsonArray rows;
        for (const ListedClient &client : listed.rows) rows.push_back(replies.client(replies, client));
        return replies.list(std::move(rows), listed.total, page);
      },
      answer);
}

/// Checks the key, runs an endpoint, and answers what it throws.
http::Handler Endpoints::guarded(Endpoint endpoint) const {
  return [this, endpoint](const http::Request &request, const http::Answer &answer) {
    try {
      parts_.behaviour.protocol.check_key(request, parts_.api_key);
      (this->*endpoint)(request, answer);
    } catch (const Refusal &refused) {
      answer(refusal(refused));
    }
  };
}

void Endpoints::write(std::function<View(SqlTransaction &)> look,
                      std::function<Result(SqlTransaction &, const View &)> act, const http::Answer &answer) const {
  const auto result = std::make_shared<Result>();
  parts_.behaviour.submit(
      parts_.store, parts_.later,
      {.look = std::move(look),
       .act = [result, act = std::move(act)](SqlTransaction &sql, const View &view) { *result = act(sql, view); },
       .done =
           [this, result, answer](bool done) {
             if (!done) return answer(outcome_unknown());
             if (const auto *refused = std::get_if<Refusal>(&*result)) return answer(refusal(*refused));
             const Replies &replies = parts_.behaviour.replies;
             answer({.status = replies.written_status, .body = replies.write(std::get<Json>(*result)), .headers = {}});
           }});
}

void Endpoints::report(std::function<Json(SqlTransaction &)> work, const http::Answer &answer) const {
  const auto body = std::make_shared<std::string>();
  parts_.store.submit({.work = [this, body, work = std::move(work)](
                                   SqlTransaction &sql) { *body = parts_.behaviour.replies.write(work(sql)); },
                       .done =
                           [this, body, answer](bool done) {
                             if (!done) return answer(outcome_unknown());
                             answer({.status = 200, .body = std::move(*body), .headers = {}});
                           }});
}

http::Response Endpoints::refusal(const Refusal &refusal) const {
  const Replies &replies = parts_.behaviour.replies;
  const int status = replies.error_status(refusal);
  parts_.log->debug("event=refused status={} code={} reason=\"{}\"", status, to_string(refusal.reason),
                    refusal.message);
  return {.status = status,
          .body = replies.write(replies.error(refusal)),
          .headers = {},
          .code = lasting_text(to_string(refusal.reason))};
}

http::Response Endpoints::outcome_unknown() const {
  constexpr std::string_view code = "RETRY_REQUIRED";
  const Json error = wire::JsonObject{
      {"error",
       wire::JsonObject{{"code", std::string(code)},
                        {"message", "the outcome is unknown; a movement with a requestId may be sent again"}}}};
  return {
      .status = 503, .body = parts_.behaviour.replies.write(error), .headers = {{"Retry-After", "1"}}, .code = code};
}

}  // namespace pitboss::reference::movements
