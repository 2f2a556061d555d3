#include "reference_impl/feed/replies.hpp"

#include "reference_impl/lasting_text.hpp"

namespace pitboss::reference::feed {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json token(const std::string &text, std::chrono::seconds lifetime) {
  return JsonObject{{"access_token", text}, {"token_type", "Bearer"}, {"expires_in", lifetime.count()}};
}

http::Response no_token(const TokenRefusal &refusal) {
  const Json body = JsonObject{{"error", refusal.error}, {"error_description", refusal.description}};
  if (refusal.error != "invalid_client")
    return {.status = 400, .body = to_text(body), .headers = {}, .code = lasting_text(refusal.error)};
  return {.status = 401,
          .body = to_text(body),
          .headers = {{"WWW-Authenticate", R"(Basic realm="feed")"}},
          .code = lasting_text(refusal.error)};
}

http::Response pushed(const Counts &counts) {
  return {.status = 200,
          .body = to_text(JsonObject{{"received", counts.received},
                                     {"created", counts.created},
                                     {"updated", counts.updated},
                                     {"unchanged", counts.unchanged}}),
          .headers = {}};
}

Json page(const ListRequest &request, const Page &found, JsonArray rows,
          const std::optional<std::string> &next_cursor) {
  return JsonObject{{"data", std::move(rows)},
                    {"meta", JsonObject{{"total", found.total},
                                        {"page", request.position.page},
                                        {"per_page", request.per_page},
                                        {"next_cursor", next_cursor ? Json(*next_cursor) : Json()}}}};
}

Json invalid_body(const Faults &faults) {
  JsonArray errors;
  for (const Fault &fault : faults) {
    errors.emplace_back(JsonObject{{"index", fault.index ? Json(*fault.index) : Json()},
                                   {"field", fault.field},
                                   {"code", fault.code},
                                   {"message", fault.message}});
  }
  return JsonObject{{"errors", std::move(errors)}};
}

Json error(const Refusal &refusal) {
  return JsonObject{{"error", JsonObject{{"code", refusal.code}, {"message", refusal.message}}}};
}

}  // namespace

FeedReplies::FeedReplies()
    : token(feed::token),
      no_token(feed::no_token),
      pushed(feed::pushed),
      row([](Kind, const Record &record) { return record; }),
      page(feed::page),
      invalid(invalid_body),
      error(feed::error) {}

http::Response to_response(const FeedReplies &replies, const Refusal &refusal) {
  const Json body = refusal.status == 422 ? replies.invalid(refusal.faults) : replies.error(refusal);
  http::Response response{
      .status = refusal.status, .body = to_text(body), .headers = {}, .code = lasting_text(refusal.code)};
  if (refusal.status == 401) response.set_header("WWW-Authenticate", "Bearer");
  if (!refusal.retry_after.empty()) response.set_header("Retry-After", refusal.retry_after);
  return response;
}

}  // namespace pitboss::reference::feed
