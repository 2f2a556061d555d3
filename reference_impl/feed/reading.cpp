#include "reference_impl/feed/reading.hpp"

#include <fmt/format.h>

#include <span>

#include "reference_impl/http/bodies.hpp"

namespace pitboss::reference::feed {
namespace {

using wire::Json;

const Schema &push_schema(Kind kind) {
  static const std::map<Kind, Schema> schemas = {
      {Kind::customers, Schema::published("feed/push-customers.request")},
      {Kind::transactions, Schema::published("feed/push-transactions.request")},
      {Kind::activity, Schema::published("feed/push-activity.request")}};
  return schemas.at(kind);
}

void check_content_type(const http::Request &request) {
  if (http::has_media_type(request, "application/json")) return;
  throw Refusal{.status = 415, .code = "UNSUPPORTED_MEDIA_TYPE", .message = "Content-Type must be application/json"};
}

Json parse(const std::string &body) {
  auto parsed = wire::parse_json(body);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed))
    throw Refusal{.status = 400, .code = "INVALID_REQUEST", .message = http::no_json(*error)};
  return std::get<Json>(std::move(parsed));
}

std::string field_of(std::span<const PathStep> path) {
  std::string field;
  for (const PathStep &step : path) {
    if (!field.empty()) field += '.';
    field += std::holds_alternative<std::size_t>(step) ? std::to_string(std::get<std::size_t>(step))
                                                       : std::get<std::string>(step);
  }
  return field;
}

/// `data`, the index of a record, then the way inside it; or a way that leads to no record.
Fault to_fault(const SchemaFault &found) {
  const std::span<const PathStep> path(found.path);
  Fault fault{.index = std::nullopt, .field = {}, .code = found.code, .message = {}};
  if (path.size() >= 2 && std::holds_alternative<std::size_t>(path[1])) {
    fault.index = std::get<std::size_t>(path[1]);
    fault.field = field_of(path.subspan(2));
  } else {
    fault.field = field_of(path);
  }
  const std::string_view subject = !fault.field.empty() ? std::string_view(fault.field)
                                   : fault.index        ? "the record"
                                                        : "the body";
  fault.message = fmt::format("{} {}", subject, found.message);
  return fault;
}

Faults find_faults(Kind kind, const Json &body) {
  Faults faults;
  for (const SchemaFault &found : push_schema(kind).find_faults(body)) faults.push_back(to_fault(found));
  return faults;
}

wire::JsonArray records_of(const Json &body) {
  const Json *data = body.find("data");
  return data == nullptr || data->array() == nullptr ? wire::JsonArray() : *data->array();
}

Record to_record(const FeedReading &reading, Kind kind, const Json &sent) {
  Record record = wire::JsonObject{};
  for (const std::string &field : record_schema(kind).properties()) {
    const Json *member = sent.find(field);
    if (member == nullptr || member->is_null()) continue;
    record.set(field, member->number() == nullptr ? *member : Json(reading.number(*member->number())));
  }
  return record;
}

/// In plain notation, so that equal numbers are kept as equal texts: 1e2 as 100, 5.0 as 5.
wire::JsonNumber plain(const wire::JsonNumber &number) {
  const auto decimal = Json(number).decimal();
  return decimal ? wire::JsonNumber{decimal->to_string()} : number;
}

}  // namespace

FeedReading::FeedReading()
    : check_content_type(feed::check_content_type),
      parse(feed::parse),
      find_faults(feed::find_faults),
      records_of(feed::records_of),
      to_record(feed::to_record),
      number(plain) {}

std::vector<Record> read_push(const FeedReading &reading, Kind kind, const http::Request &request) {
  reading.check_content_type(request);
  const Json body = reading.parse(request.body);
  Faults faults = reading.find_faults(kind, body);
  if (!faults.empty()) throw invalid(std::move(faults));
  std::vector<Record> records;
  for (const Json &sent : reading.records_of(body)) records.push_back(reading.to_record(reading, kind, sent));
  return records;
}

const Schema &record_schema(Kind kind) {
  static const std::map<Kind, Schema> schemas = {{Kind::customers, Schema::published("feed/customer")},
                                                 {Kind::transactions, Schema::published("feed/transaction")},
                                                 {Kind::activity, Schema::published("feed/activity")}};
  return schemas.at(kind);
}

}  // namespace pitboss::reference::feed
