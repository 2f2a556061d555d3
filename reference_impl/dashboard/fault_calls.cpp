#include "reference_impl/dashboard/fault_calls.hpp"

#include <algorithm>
#include <stdexcept>

#include "reference_impl/dashboard/paging.hpp"
#include "schemas/catalogue/catalogue.hpp"

namespace pitboss::reference::dashboard {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

std::string sentence_of(const std::string &requirement) {
  const catalogue::Requirement *found = catalogue::Catalogue::embedded().find(requirement);
  return found == nullptr ? std::string() : found->sentence;
}

bool has(const std::vector<std::string> &names, const std::string &name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

FaultCalls::FaultCalls(Switch faults, const Recorder &recorder, Hub &hub)
    : switch_(std::move(faults)), recorder_(recorder), hub_(hub) {}

void FaultCalls::add_to(Routes &routes) {
  routes.get("/dashboard/v1/faults", Routes::Read([this](const http::Query &) { return list(); }));
  routes.post("/dashboard/v1/faults", http::Handler([this](const http::Request &request, const http::Answer &answer) {
                turn(request, answer);
              }));
}

Json FaultCalls::list() const {
  const std::vector<std::string> on = switch_.on();
  JsonArray rows;
  for (const FaultInfo &fault : faults_) rows.push_back(row(fault, on));
  return list_json(std::move(rows), std::nullopt, static_cast<std::int64_t>(faults_.size()));
}

Json FaultCalls::row(const FaultInfo &fault, const std::vector<std::string> &on) const {
  const bool is_on = has(on, fault.name);
  const auto found = since_.find(fault.name);
  const Since since = found == since_.end() ? Since{.at = started_at_} : found->second;
  return JsonObject{{"name", fault.name},
                    {"contract", fault.contract},
                    {"requirement", fault.requirement},
                    {"requirement_text", sentence_of(fault.requirement)},
                    {"sentence", fault.sentence},
                    {"on", is_on},
                    {"since", is_on ? Json(wire::to_iso8601(since.at)) : Json(nullptr)},
                    {"exchanges_since", is_on ? recorder_.exchanges_of(fault.contract) - since.exchanges : 0}};
}

void FaultCalls::turn(const http::Request &request, const http::Answer &answer) {
  const Json body = read_body(request);
  const std::string name = text_member(body, "name");
  const bool on = flag_member(body, "on");
  const auto fault = std::find_if(faults_.begin(), faults_.end(), [&](const auto &row) { return row.name == name; });
  if (fault == faults_.end()) throw Problem{.status = 404, .message = "there is no fault of this name"};
  if (has(switch_.on(), name) == on) return answer(reply(row(*fault, switch_.on())));
  switch_.turn(name, on, [this, fault = *fault, on, answer] { turned(fault, on, answer); });
}

void FaultCalls::turned(const FaultInfo &fault, bool on, const http::Answer &answer) {
  since_.erase(fault.name);
  if (on) since_[fault.name] = {.at = wire::now(), .exchanges = recorder_.exchanges_of(fault.contract)};
  publish();
  answer(reply(row(fault, switch_.on())));
}

void FaultCalls::publish() {
  JsonArray on;
  for (const std::string &name : switch_.on()) on.emplace_back(name);
  hub_.publish("faults", wire::to_text(JsonObject{{"faults_on", std::move(on)}}));
}

}  // namespace pitboss::reference::dashboard
