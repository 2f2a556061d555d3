#include "reference_impl/movements/messages.hpp"

#include <fmt/format.h>

#include "reference_impl/http/bodies.hpp"
#include "reference_impl/movements/update_json.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::movements {
namespace {

using wire::Json;

[[noreturn]] void refuse(std::string message, std::vector<Detail> details = {}) {
  throw Refusal{
      .reason = Refusal::Reason::invalid_request, .message = std::move(message), .details = std::move(details)};
}

Json parse(std::string_view body) {
  auto parsed = wire::parse_json(body);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed)) refuse(http::no_json(*error));
  Json json = std::get<Json>(std::move(parsed));
  if (json.object() == nullptr) refuse("the body is no JSON object");
  return json;
}

Update update(const Json &entry) {
  auto read = update_from_json(entry);
  if (!read) throw invalid_metrics({{"/value", "the value has more than 38 digits"}});
  return *std::move(read);
}

std::string pointer_to(const std::vector<PathStep> &path) {
  std::string pointer;
  for (const PathStep &step : path) {
    const auto *index = std::get_if<std::size_t>(&step);
    pointer = files::append_pointer(pointer, index != nullptr ? std::to_string(*index) : std::get<std::string>(step));
  }
  return pointer;
}

std::vector<Detail> faults_of(const Json &body, const Schema &schema) {
  std::vector<Detail> details;
  for (SchemaFault &fault : schema.find_faults(body))
    details.push_back({pointer_to(fault.path), std::move(fault.message)});
  return details;
}

/// The form of everything but `metrics`.
std::vector<Detail> faults_beside_metrics(Json body, const Schema &schema) {
  static const Json right = wire::JsonArray{wire::JsonObject{{"code", "any"}, {"type", "absolute"}, {"value", "0"}}};
  return faults_of(body.set("metrics", right), schema);
}

/// An identifier that is not kept in any database: U+0000.
void check_storable(const std::string &id, std::string_view name) {
  if (id.find('\0') == std::string::npos) return;
  refuse("the body is not as the contract says", {{"/" + std::string(name), "found U+0000, which no identifier has"}});
}

std::string identifier(const Reading &reading, const Json &body, std::string_view name) {
  const std::string &id = *body.find(name)->string();
  check_storable(id, name);
  return reading.identifier(id);
}

std::variant<std::vector<Update>, Refusal> read_metrics(const Reading &reading, const Json &body) {
  std::vector<Detail> details = faults_of(body, reading.record_schema);
  if (!details.empty()) return invalid_metrics(std::move(details));
  std::vector<Update> updates;
  const wire::JsonArray &entries = *body.find("metrics")->array();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    try {
      updates.push_back(reading.update(entries[i]));
    } catch (Refusal &refusal) {
      for (Detail &detail : refusal.details) detail.pointer = fmt::format("/metrics/{}{}", i, detail.pointer);
      return std::move(refusal);
    }
  }
  return updates;
}

}  // namespace

Reading::Reading()
    : parse(movements::parse),
      register_schema(Schema::published("movements/register-client.request")),
      record_schema(Schema::published("movements/record-movement.request")),
      identifier([](const std::string &id) { return id; }),
      brand(wire::lower_case),
      update(movements::update),
      raw_payload([](const std::string &body) { return body; }) {}

RegisterRequest read_registration(const Reading &reading, const std::string &body) {
  const Json json = reading.parse(body);
  std::vector<Detail> details = faults_of(json, reading.register_schema);
  if (!details.empty()) refuse("the body is not as the contract says", std::move(details));
  return {.external_id = identifier(reading, json, "externalId"),
          .brand = reading.brand(*json.find("revenueOriginId")->string()),
          .click = *json.find("clickId")->string()};
}

MovementRequest read_movement(const Reading &reading, const std::string &body) {
  const Json json = reading.parse(body);
  MovementRequest request;
  request.raw_payload = reading.raw_payload(body);
  request.metrics = read_metrics(reading, json);
  if (std::holds_alternative<Refusal>(request.metrics)) {
    std::vector<Detail> details = faults_beside_metrics(json, reading.record_schema);
    if (!details.empty()) refuse("the body is not as the contract says", std::move(details));
  }
  request.external_id = identifier(reading, json, "externalClientId");
  request.brand = reading.brand(*json.find("revenueOriginId")->string());
  const Json *request_id = json.find("requestId");
  if (request_id != nullptr && !request_id->is_null()) request.request_id = identifier(reading, json, "requestId");
  return request;
}

}  // namespace pitboss::reference::movements
