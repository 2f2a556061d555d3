#include "reference_impl/faults/movements/words.hpp"

namespace pitboss::reference::movements::faults {
namespace {

/// Sets a bound of the external client ID, in both requests.
std::function<void(Server &)> external_id(std::string keyword, int bound) {
  return [keyword = std::move(keyword), bound](Server &server) {
    Reading &reading = server.movements.reading;
    reading.register_schema = edited(reading.register_schema, {"properties", "externalId", keyword}, bound);
    reading.record_schema = edited(reading.record_schema, {"properties", "externalClientId", keyword}, bound);
  };
}

std::function<void(Server &)> request_id(std::string keyword, int bound) {
  return [keyword = std::move(keyword), bound](Server &server) {
    std::string &schema = server.movements.reading.record_schema;
    schema = edited(schema, {"properties", "requestId", keyword}, bound);
  };
}

std::string of_255_bytes(const std::string &id) {
  if (id.size() > 255) throw Refusal{.reason = Reason::invalid_request, .message = "an identifier is too long"};
  return id;
}

std::string trimmed(const std::string &id) {
  const std::size_t begin = id.find_first_not_of(' ');
  return begin == std::string::npos ? "" : id.substr(begin, id.find_last_not_of(' ') - begin + 1);
}

}  // namespace

Deviations id_faults() {
  return {
      {"movements-external-id-of-250", "movements.external-id.lengths-accepted",
       "An external client ID has 250 characters at most.", external_id("maxLength", 250)},
      {"movements-external-id-of-any-length", "movements.external-id.too-long-refused",
       "An external client ID may be of any length.", external_id("maxLength", 1'000'000)},
      {"movements-external-id-empty", "movements.external-id.empty-refused", "An external client ID may be empty.",
       external_id("minLength", 0)},
      {"movements-request-id-of-99", "movements.request-id.lengths-accepted", "A request ID has 99 characters at most.",
       request_id("maxLength", 99)},
      {"movements-request-id-of-any-length", "movements.request-id.too-long-refused",
       "A request ID may be of any length.", request_id("maxLength", 1'000'000)},
      {"movements-request-id-empty", "movements.request-id.empty-refused", "A request ID may be empty.",
       request_id("minLength", 0)},
      {"movements-ids-counted-in-bytes", "movements.ids.unicode", "An ID has 255 bytes at most.",
       [](Server &s) { s.movements.reading.identifier = of_255_bytes; }},
      {"movements-ids-trimmed", "movements.ids.not-trimmed", "Blanks around an ID are removed.",
       [](Server &s) { s.movements.reading.identifier = trimmed; }},
  };
}

}  // namespace pitboss::reference::movements::faults
