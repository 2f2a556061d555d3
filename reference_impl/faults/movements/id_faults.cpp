#include <algorithm>

#include "reference_impl/faults/movements/words.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::movements::faults {
namespace {

/// Sets a bound of the external client ID, in both requests.
std::function<void(Server &)> external_id(std::string keyword, int bound) {
  return [keyword = std::move(keyword), bound](Server &server) {
    Reading &reading = server.movements.reading;
    reading.register_schema = reading.register_schema.with({"properties", "externalId", keyword}, bound);
    reading.record_schema = reading.record_schema.with({"properties", "externalClientId", keyword}, bound);
  };
}

std::function<void(Server &)> request_id(std::string keyword, int bound) {
  return [keyword = std::move(keyword), bound](Server &server) {
    Schema &schema = server.movements.reading.record_schema;
    schema = schema.with({"properties", "requestId", keyword}, bound);
  };
}

/// IDs of plain letters have so many characters at most, in the field that has this limit.
std::function<void(Server &)> plain_ids_of_at_most(std::size_t most, std::size_t limit) {
  return [most, limit](Server &server) {
    wrap(server.movements.reading.identifier, [most, limit](const auto &inner, const std::string &id) {
      const bool plain = std::all_of(id.begin(), id.end(), [](unsigned char c) { return c < 0x80; });
      if (plain && id.size() > most && id.size() <= limit)
        throw Refusal{.reason = Reason::invalid_request, .message = "an identifier is too long"};
      return inner(id);
    });
  };
}

std::string of_255_bytes(const std::string &id) {
  if (id.size() > 255) throw Refusal{.reason = Reason::invalid_request, .message = "an identifier is too long"};
  return id;
}

/// A character beyond the basic plane counts as two.
std::string of_255_utf_16_units(const std::string &id) {
  const auto units = std::count_if(id.begin(), id.end(), [](char c) { return (c & 0xC0) != 0x80; }) +
                     std::count_if(id.begin(), id.end(), [](char c) { return (c & 0xF8) == 0xF0; });
  if (units > 255) throw Refusal{.reason = Reason::invalid_request, .message = "an identifier is too long"};
  return id;
}

std::string in_small_letters(const std::string &id) {
  return id.find('-') != std::string::npos ? id : wire::lower_case(id);
}

std::string trimmed(const std::string &id) {
  const std::size_t begin = id.find_first_not_of(' ');
  return begin == std::string::npos ? "" : id.substr(begin, id.find_last_not_of(' ') - begin + 1);
}

}  // namespace

Deviations id_faults() {
  return {
      {"movements-external-id-of-250", "movements.external-id.lengths-accepted",
       "An external client ID of plain letters has 250 at most.", plain_ids_of_at_most(250, 255)},
      {"movements-external-id-of-any-length", "movements.external-id.too-long-refused",
       "An external client ID may be of any length.", external_id("maxLength", 1'000'000)},
      {"movements-external-id-empty", "movements.external-id.empty-refused", "An external client ID may be empty.",
       external_id("minLength", 0)},
      {"movements-request-id-of-99", "movements.request-id.lengths-accepted",
       "A request ID of plain letters has 99 at most.", plain_ids_of_at_most(99, 100)},
      {"movements-request-id-of-any-length", "movements.request-id.too-long-refused",
       "A request ID may be of any length.", request_id("maxLength", 1'000'000)},
      {"movements-request-id-empty", "movements.request-id.empty-refused", "A request ID may be empty.",
       request_id("minLength", 0)},
      {"movements-ids-counted-in-bytes", "movements.ids.unicode", "An ID has 255 bytes at most.",
       [](Server &s) { s.movements.reading.identifier = of_255_bytes; }},
      {"movements-ids-counted-in-utf-16", "movements.ids.unicode", "An ID has 255 units of UTF-16 at most.",
       [](Server &s) { s.movements.reading.identifier = of_255_utf_16_units; }},
      {"movements-ids-in-small-letters", "movements.ids.not-trimmed", "IDs without a hyphen are kept in small letters.",
       [](Server &s) { s.movements.reading.identifier = in_small_letters; }},
      {"movements-ids-trimmed", "movements.ids.not-trimmed", "Blanks around an ID are removed.",
       [](Server &s) { s.movements.reading.identifier = trimmed; }},
  };
}

}  // namespace pitboss::reference::movements::faults
