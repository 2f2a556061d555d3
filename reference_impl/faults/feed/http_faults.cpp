#include "reference_impl/faults/common/broken_http.hpp"
#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Json;

void declared_as_text(Behaviour &behaviour) {
  after_finish(behaviour, [](const http::Request &, http::Response &response) {
    response.set_header("Content-Type", "text/plain");
  });
}

void times_without_zone(Behaviour &behaviour) {
  change_rows(behaviour, [](Kind kind, Json &row) {
    std::string time = text_of(row, "signup_date");
    if (kind != Kind::customers || !time.ends_with('Z') || row.find("last_modified_date") == nullptr) return;
    time.pop_back();
    row.set("signup_date", time);
  });
}

/// One malformed request breaks a call for everybody. Were it all calls, it would depend on the order in which
/// scenarios come which of them see it.
void broken_by_malformed_requests(Behaviour &behaviour) {
  const auto broken = std::make_shared<bool>(false);  // responses are finished on one thread
  after_finish(behaviour, [broken](const http::Request &request, http::Response &response) {
    const bool one_row = request.path.ends_with("/gaming-activity") && request.query == "per_page=1";
    if (*broken && one_row) response.status = 503;
    if (request.malformed) *broken = true;
  });
}

void allow_missing(Behaviour &behaviour) {
  after_finish(behaviour, [](const http::Request &, http::Response &response) { response.remove_header("Allow"); });
}

/// Answers 500 where `which(request, response)`.
template <class Which>
auto answering_500(Which which) {
  return [=](Behaviour &behaviour) {
    after_finish(behaviour, [=](const http::Request &request, http::Response &response) {
      if (which(request, response.status)) response.status = 500;
    });
  };
}

}  // namespace

Deviations http_faults() {
  return {
      {"feed-declared-as-text", "feed.http.json-content-type", "Responses are declared as text/plain.",
       declared_as_text},
      {"feed-answered-in-http-1.0", "feed.http.version", "Requests over HTTP/1.1 are answered in HTTP/1.0.",
       answers_in_http_1_0},
      {"signup-dates-without-zone", "feed.times.iso-8601",
       "signup_date is listed without Z or an offset where the customer has a last_modified_date.", times_without_zone},
      {"feed-broken-by-malformed-requests", "feed.robust.keeps-serving",
       "After a malformed request whoever asks for one row of activity is answered 503.", broken_by_malformed_requests},
      {"any-content-type-accepted", "feed.http.content-type-refused", "A push may have any Content-Type.",
       [](Behaviour &b) { b.feed.reading.check_content_type = [](const http::Request &) {}; }},
      {"allow-missing", "feed.http.method-refused", "A 405 has no Allow.", allow_missing},
      {"feed-malformed-json-answered-500", "feed.robust.malformed-json-refused",
       "A push that is not JSON is answered 500.", answering_500([](const http::Request &request, int status) {
         return status == 400 && !request.malformed && !request.path.ends_with("/token");
       })},
      {"feed-malformed-http-answered-500", "feed.robust.malformed-http-refused", "Malformed HTTP is answered 500.",
       answering_500([](const http::Request &request, int status) { return request.malformed && status != 413; })},
      {"feed-unknown-path-answered-500", "feed.robust.unknown-path-refused", "Unknown paths are answered 500.",
       answering_500([](const http::Request &, int status) { return status == 404; })},
      {"feed-oversized-body-answered-500", "feed.robust.oversized-body-refused", "Oversized bodies are answered 500.",
       answering_500([](const http::Request &, int status) { return status == 413; })},
      {"bodies-of-at-most-1-mib", "feed.robust.body-of-8-mib-accepted", "Bodies of more than 1 MiB are refused.",
       [](Behaviour &b) { b.http.limits.body_bytes = std::size_t{1024} * 1024; }},
  };
}

}  // namespace pitboss::reference::feed::faults
