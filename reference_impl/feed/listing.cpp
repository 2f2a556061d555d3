#include "reference_impl/feed/listing.hpp"

#include <fmt/format.h>

#include "schemas/wire/json.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::feed {
namespace {

using wire::Json;
using wire::TimePoint;

constexpr std::int64_t default_per_page = 50;
constexpr std::int64_t most_per_page = 500;
constexpr std::int64_t last_page = 1'000'000'000;  // so that its offset stays far inside of 64 bits

[[noreturn]] void refuse(std::string_view field, std::string message) {
  throw invalid({{.index = std::nullopt,
                  .field = std::string(field),
                  .code = field == "cursor" ? "bad_cursor" : "bad_parameter",
                  .message = std::string(field) + " " + std::move(message)}});
}

TimePoint first_instant(std::string_view field, const std::string &text) {
  if (const auto date = wire::parse_date(text)) return std::chrono::sys_days(*date);
  if (const auto time = wire::parse_date_time(text)) return *time;
  refuse(field, "must be a date, or a date-time with Z or an offset (encode + as %2B)");
}

TimePoint last_instant(std::string_view field, const std::string &text) {
  const TimePoint first = first_instant(field, text);
  if (!wire::parse_date(text)) return first;
  return first + std::chrono::days(1) - TimePoint::duration(1);
}

std::int64_t whole_number(std::string_view field, const std::string &text, std::int64_t most) {
  const auto number = wire::whole_number(text);
  if (!number || *number < 1 || *number > most) refuse(field, fmt::format("must be a whole number from 1 to {}", most));
  return *number;
}

std::int64_t per_page(const std::optional<std::string> &text) {
  return text ? whole_number("per_page", *text, most_per_page) : default_per_page;
}

Position page(const std::optional<std::string> &text, std::int64_t per_page) {
  const std::int64_t number = text ? whole_number("page", *text, last_page) : 1;
  return {.after_seq = 0, .skip = (number - 1) * per_page, .page = number};
}

void read_filters(const FeedListing &listing, const http::Query &query, ListRequest &request) {
  request.customer_id = query.value("customer_id");
  if (request.kind == Kind::customers) {
    request.affiliate_id = query.value("affiliate_id");
    if (const auto since = query.value("modified_since"))
      request.modified_since = listing.first_instant("modified_since", *since);
    return;
  }
  if (request.kind == Kind::transactions) {
    request.transaction_type = query.value("transaction_type");
    request.status = query.value("status");
  } else {
    request.game_type = query.value("game_type");
  }
  if (const auto from = query.value("date_from")) request.date_from = listing.first_instant("date_from", *from);
  if (const auto to = query.value("date_to")) request.date_to = listing.last_instant("date_to", *to);
}

/// The filters as one text: two lists with the same one are the same list.
std::string fingerprint(const ListRequest &request) {
  Json parts = wire::JsonArray{std::string(to_string(request.kind))};
  const auto add = [&](const auto &part) { parts.push_back(part ? Json(*part) : Json()); };
  for (const auto *text :
       {&request.customer_id, &request.affiliate_id, &request.transaction_type, &request.status, &request.game_type})
    add(*text);
  for (const auto *time : {&request.modified_since, &request.date_from, &request.date_to})
    add(*time ? std::optional(wire::to_iso8601(**time)) : std::nullopt);
  return to_text(parts);
}

/// [seq of the last row, number of the page to come, filters]
Position read_cursor(const std::string &cursor, const std::string &filters, const Seal &seal) {
  const auto content = seal.open(cursor);
  if (!content) refuse("cursor", "is none that was given out");
  const auto parsed = wire::parse_json(*content);
  const auto &parts = *std::get<Json>(parsed).array();
  if (*parts[2].string() != filters) refuse("cursor", "belongs to a list with other filters");
  return {.after_seq = std::stoll(parts[0].number()->text), .skip = 0, .page = std::stoll(parts[1].number()->text)};
}

std::optional<std::string> next_cursor(const ListRequest &request, const Page &page, const Seal &seal) {
  if (!page.more || page.rows.empty()) return std::nullopt;
  return seal.seal(to_text(wire::JsonArray{page.rows.back().seq, request.position.page + 1, fingerprint(request)}));
}

}  // namespace

FeedListing::FeedListing()
    : read_filters(feed::read_filters),
      first_instant(feed::first_instant),
      last_instant(feed::last_instant),
      per_page(feed::per_page),
      page(feed::page),
      read_cursor(feed::read_cursor),
      next_cursor(feed::next_cursor),
      finish([](const ListRequest &, Page found) { return found; }) {}

ListRequest read_list_request(const FeedListing &listing, Kind kind, const http::Query &query, const Seal &cursors) {
  ListRequest request;
  request.kind = kind;
  listing.read_filters(listing, query, request);
  request.per_page = listing.per_page(query.value("per_page"));
  if (const auto cursor = query.value("cursor")) {
    request.position = listing.read_cursor(*cursor, fingerprint(request), cursors);
  } else {
    request.position = listing.page(query.value("page"), request.per_page);
  }
  return request;
}

}  // namespace pitboss::reference::feed
