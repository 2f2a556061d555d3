#include <stdexcept>

#include "reference_impl/faults/common/broken_http.hpp"
#include "reference_impl/faults/movements/words.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::movements::faults {
namespace {

/// The key is looked at after the work is done.
void wrong_key_refused_too_late(Server &server) {
  const auto right = std::make_shared<std::string>();
  server.movements.protocol.check_key = [right](const http::Request &, const std::string &key) { *right = key; };
  after_finish(server, [right](const http::Request &request, http::Response &response) {
    const std::string *given = request.header("X-Api-Key");
    if (is_of_contract(request) && (given == nullptr || *given != *right)) response.status = 401;
  });
}

/// One malformed request breaks a call for everybody. Were it all calls, it would depend on the order in which
/// scenarios come which of them see it.
void stops_serving_after_malformed_request(Server &server) {
  const auto broken = std::make_shared<bool>(false);  // responses are finished on one thread
  after_finish(server, [broken](const http::Request &request, http::Response &response) {
    if (*broken && request.path.ends_with("/clients/v1") && request.query == "per_page=1") response.status = 503;
    if (request.malformed || response.status == 413) *broken = true;
  });
}

/// A fault that turns some responses into a 500.
template <class When>
std::function<void(Server &)> answer_500(When when) {
  return [when](Server &server) {
    after_finish(server, [when](const http::Request &request, http::Response &response) {
      if (when(request, response.status)) response.status = 500;
    });
  };
}

void malformed_json_answered_500(Server &server) {
  server.movements.reading.parse = [](std::string_view body) {
    auto parsed = wire::parse_json(body);
    if (!std::holds_alternative<Json>(parsed)) throw std::runtime_error("the body is no JSON");
    return std::get<Json>(std::move(parsed));
  };
}

}  // namespace

Deviations protocol_faults() {
  return {
      {"movements-missing-key-accepted", "movements.auth.missing-refused", "A request without X-Api-Key is served.",
       [](Server &s) {
         wrap(s.movements.protocol.check_key,
              [](const auto &inner, const http::Request &request, const std::string &key) {
                if (request.header("X-Api-Key") != nullptr) inner(request, key);
              });
       }},
      {"movements-any-key-accepted", "movements.auth.wrong-refused", "Any X-Api-Key is taken for the right one.",
       [](Server &s) {
         wrap(s.movements.protocol.check_key,
              [](const auto &inner, const http::Request &request, const std::string &key) {
                if (request.header("X-Api-Key") == nullptr) inner(request, key);
              });
       }},
      {"movements-key-in-any-case", "movements.auth.wrong-refused", "The letter case of X-Api-Key is not looked at.",
       [](Server &s) {
         wrap(s.movements.protocol.check_key,
              [](const auto &inner, const http::Request &request, const std::string &key) {
                const std::string *given = request.header("X-Api-Key");
                if (given == nullptr || !wire::equal_ignoring_case(*given, key)) inner(request, key);
              });
       }},
      {"movements-wrong-key-refused-too-late", "movements.auth.refused-changes-nothing",
       "A request with a wrong key is answered 401 after it has been done.", wrong_key_refused_too_late},
      {"movements-write-answers-status", "movements.write.empty-object",
       "A write is answered by an object that is not empty.",
       [](Server &s) { s.movements.replies.written = [] {
                         return wire::JsonObject{{"status", "ok"}};
                       }; }},
      {"movements-content-type-text-plain", "movements.http.json-content-type", "Responses are declared as text/plain.",
       [](Server &s) {
         after_finish(s, [](const http::Request &, http::Response &response) {
           response.set_header("Content-Type", "text/plain");
         });
       }},
      {"movements-answers-in-http-1.0", "movements.http.version", "Requests over HTTP/1.1 are answered in HTTP/1.0.",
       answers_in_http_1_0},
      {"movements-malformed-json-answered-500", "movements.robust.malformed-json-refused",
       "A body that is no JSON is answered 500.", malformed_json_answered_500},
      {"movements-malformed-http-answered-500", "movements.robust.malformed-http-refused",
       "Malformed HTTP is answered 500.",
       answer_500([](const http::Request &request, int status) { return request.malformed && status != 413; })},
      {"movements-unknown-path-answered-500", "movements.robust.unknown-path-refused",
       "Unknown paths and methods are answered 500.", answer_500([](const http::Request &request, int status) {
         return (status == 404 && !is_of_contract(request)) || status == 405;
       })},
      {"movements-bodies-of-at-most-16-kib", "movements.robust.body-of-64-kib-accepted",
       "Bodies of more than 16 KiB are refused.", [](Server &s) { s.http.limits.body_bytes = std::size_t{16} * 1024; }},
      {"movements-stops-serving-after-malformed-request", "movements.robust.keeps-serving",
       "After a malformed or oversized request whoever asks for one player is answered 503.",
       stops_serving_after_malformed_request},
      {"movements-oversized-body-answered-500", "movements.robust.oversized-body-refused",
       "Oversized bodies are answered 500.",
       answer_500([](const http::Request &, int status) { return status == 413; })},
  };
}

}  // namespace pitboss::reference::movements::faults
