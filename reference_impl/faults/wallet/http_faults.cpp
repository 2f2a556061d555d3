#include <algorithm>
#include <memory>
#include <set>

#include "reference_impl/faults/common/broken_http.hpp"
#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

void answer_500(http::Response &response) {
  response.status = 500;
}

void request_id_in_lower_case(const http::Request &request, http::Response &response) {
  const std::string *id = request.header("X-Request-ID");
  if (id == nullptr || response.status >= 400) return;
  std::string lower = *id;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  response.set_header("X-Request-ID", lower);
}

/// One malformed request breaks the server for everybody.
void stops_serving_after_malformed_request(Behaviour &behaviour) {
  const auto broken = std::make_shared<bool>(false);  // responses are finished on one thread
  after_finish(behaviour, [broken](const http::Request &request, http::Response &response) {
    if (*broken) response.status = 503;
    if (request.malformed || response.status == 413) *broken = true;
  });
}

/// What a body that is no JSON leaves behind is read with the next request of its connection. One thread serves.
void malformed_json_spoils_the_connection(Behaviour &behaviour) {
  const auto error = behaviour.wallet.replies.error;
  behaviour.wallet.wrap_handler.emplace_back(
      [error](const http::Handler &inner, const wire::Signer &) -> http::Handler {
        const auto spoilt = std::make_shared<std::set<std::uint64_t>>();
        return [=](const http::Request &request, const http::Answer &answer) {
          if (spoilt->erase(request.connection) > 0) {
            const Refusal refusal{.code = ErrorCode::invalid_request, .message = "the body is no JSON"};
            return answer({.status = 400, .body = to_text(error(refusal)), .headers = {}});
          }
          const bool malformed = std::holds_alternative<wire::JsonError>(wire::parse_json(request.body));
          if (malformed && request.method == "POST") spoilt->insert(request.connection);
          inner(request, answer);
        };
      });
}

}  // namespace

Deviations http_faults() {
  return {
      {"request-id-echoed-in-lower-case", "wallet.request-id.echoed", "X-Request-ID is echoed in lower case.",
       [](Behaviour &b) { after_finish(b, request_id_in_lower_case); }},
      {"request-id-not-echoed-on-errors", "wallet.request-id.echoed-on-errors",
       "X-Request-ID is missing in error responses.",
       [](Behaviour &b) {
         after_finish(b, [](const http::Request &, http::Response &response) {
           if (response.status >= 400) response.remove_header("X-Request-ID");
         });
       }},
      {"cache-control-missing", "wallet.cache-control.no-store", "Responses have no Cache-Control.",
       [](Behaviour &b) {
         after_finish(b,
                      [](const http::Request &, http::Response &response) { response.remove_header("Cache-Control"); });
       }},
      {"content-type-text-plain", "wallet.http.json-content-type", "Responses are declared as text/plain.",
       [](Behaviour &b) {
         after_finish(b, [](const http::Request &, http::Response &response) {
           response.set_header("Content-Type", "text/plain");
         });
       }},
      {"answers-in-http-1.0", "wallet.http.version", "Requests over HTTP/1.1 are answered in HTTP/1.0.",
       answers_in_http_1_0},
      {"malformed-http-answered-500", "wallet.robust.malformed-http-refused", "Malformed HTTP is answered 500.",
       [](Behaviour &b) {
         after_finish(b, [](const http::Request &request, http::Response &response) {
           if (request.malformed && response.status != 413) answer_500(response);
         });
       }},
      {"unknown-path-answered-500", "wallet.robust.unknown-path-refused", "Unknown paths and methods are answered 500.",
       [](Behaviour &b) {
         after_finish(b, [](const http::Request &, http::Response &response) {
           if (response.status == 404 || response.status == 405) answer_500(response);
         });
       }},
      {"bodies-of-at-most-16-kib", "wallet.robust.body-of-64-kib-accepted", "Bodies of more than 16 KiB are refused.",
       [](Behaviour &b) { b.http.limits.body_bytes = std::size_t{16} * 1024; }},
      {"oversized-body-answered-500", "wallet.robust.oversized-body-refused", "Oversized bodies are answered 500.",
       [](Behaviour &b) {
         after_finish(b, [](const http::Request &, http::Response &response) {
           if (response.status == 413) answer_500(response);
         });
       }},
      {"malformed-json-spoils-the-connection", "wallet.robust.keeps-serving",
       "After a body that is no JSON the next request of the connection is refused, whatever it is.",
       malformed_json_spoils_the_connection},
      also_breaks(
          {"stops-serving-after-malformed-request", "wallet.robust.keeps-serving",
           "After a malformed or oversized request everybody is answered 503.", stops_serving_after_malformed_request},
          {"wallet.errors.body", "wallet.robust.malformed-http-refused", "wallet.robust.unknown-path-refused"}),
  };
}

}  // namespace pitboss::reference::wallet::faults
