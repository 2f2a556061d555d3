#include "reference_impl/dashboard/recorder/seen.hpp"

#include "schemas/wire/time.hpp"

namespace pitboss::reference::dashboard {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json headers_json(const journal::Headers &headers) {
  JsonArray list;
  for (const auto &[name, value] : headers) list.emplace_back(JsonArray{name, value});
  return list;
}

/// What a row says besides: what was done to it on purpose, or the code of its error.
std::string note_of(const Seen &seen) {
  if (!seen.exchange.action.empty()) return seen.exchange.action;
  return seen.code;
}

}  // namespace

Json summary(const Seen &seen) {
  return JsonObject{{"id", seen.id},
                    {"at", wire::to_iso8601(seen.exchange.received_at)},
                    {"contract", seen.contract},
                    {"call", seen.call},
                    {"method", seen.exchange.method},
                    {"path", seen.exchange.path},
                    {"status", seen.status()},
                    {"took_us", static_cast<long long>(seen.took_us())},
                    {"partner", seen.partner},
                    {"note", note_of(seen)}};
}

Json detail(const Seen &seen) {
  Json all = summary(seen);
  const journal::Exchange &exchange = seen.exchange;
  all.set("query", exchange.query);
  all.set("delivery", to_string(exchange.delivery));
  all.set("request", JsonObject{{"headers", headers_json(exchange.headers)}, {"body", exchange.body}});
  all.set("reply", exchange.reply ? Json(JsonObject{{"headers", headers_json(exchange.reply->headers)},
                                                    {"body", exchange.reply->body}})
                                  : Json(nullptr));
  return all;
}

}  // namespace pitboss::reference::dashboard
