#include "reference_impl/dashboard/misbehaviours.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reference_impl/dashboard/paging.hpp"

namespace pitboss::reference::dashboard {
namespace {

using referee::Action;
using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

constexpr std::int64_t most_operations = 1'000;
constexpr std::size_t most_tries = 10;
constexpr std::chrono::seconds slowness{3};  ///< of `slow`
constexpr std::chrono::seconds refusal{2};   ///< of `too_many`

std::vector<std::string> texts_member(const Json &body, std::string_view name) {
  const Json *member = body.find(name);
  const JsonArray *array = member == nullptr ? nullptr : member->array();
  const bool is_list =
      array != nullptr && !array->empty() && array->size() <= most_tries &&
      std::all_of(array->begin(), array->end(), [](const Json &each) { return each.string() != nullptr; });
  if (!is_list)
    throw Problem{.status = 400, .message = fmt::format("`{}` must be a list of 1 to {} texts", name, most_tries)};
  std::vector<std::string> texts;
  for (const Json &each : *array) texts.push_back(*each.string());
  return texts;
}

Action read_action(const std::string &name, const std::string &contract) {
  const auto kind = referee::action_kind(name);
  if (!kind || !referee::fits(*kind, contract))
    throw Problem{.status = 400,
                  .message = fmt::format("`do`: to a client of {} the server does none of \"{}\"", contract, name)};
  Action action{.kind = *kind};
  if (*kind == Action::Kind::slow) action.time = slowness;
  if (*kind == Action::Kind::too_many) action.time = refusal;
  return action;
}

referee::Rule read_rule(const Json &body, const std::string &contract, std::string name) {
  const std::vector<std::string> &kinds = referee::operation_kinds(contract);
  if (kinds.empty()) throw Problem{.status = 400, .message = "`contract` is wallet, feed or movements"};
  referee::Rule rule{.name = std::move(name), .on = texts_member(body, "on"), .every = 1, .at_most = {}, .actions = {}};
  for (const std::string &kind : rule.on)
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
      throw Problem{
          .status = 400,
          .message = fmt::format("`on`: operations of {} are {}, not \"{}\"", contract, fmt::join(kinds, ", "), kind)};
  for (const std::string &action : texts_member(body, "do")) rule.actions.push_back(read_action(action, contract));
  rule.at_most = static_cast<unsigned>(number_member(body, "count", 1, most_operations));
  return rule;
}

}  // namespace

http::Handler Misbehaviours::wrap(http::Handler inner) {
  return [this, inner = std::move(inner)](const http::Request &request, const http::Answer &answer) {
    serve(inner, request, answer);
  };
}

void Misbehaviours::serve(const http::Handler &inner, const http::Request &request, const http::Answer &answer) {
  if (rows_.empty()) return inner(request, answer);
  const referee::Operation operation = referee::operation_of(request);
  if (auto held = meddler_.held_back(operation, request)) {
    met_[&request] = {.row = {}, .action = std::string(to_string(held->chosen.action.kind))};
    return answer(std::move(held->response));
  }
  for (Row &row : rows_) {
    const auto chosen = row.schedule.is_through() ? std::nullopt : row.schedule.choose(operation);
    if (!chosen) continue;
    met_[&request] = {.row = row.id, .action = std::string(to_string(chosen->action.kind))};
    return meddler_.act(chosen->action, operation, request, inner, answer);
  }
  inner(request, answer);
}

std::string Misbehaviours::finished(const http::Request &request, std::uint64_t exchange) {
  const auto found = met_.find(&request);
  if (found == met_.end()) return {};
  const Met met = std::move(found->second);
  met_.erase(found);
  for (Row &row : rows_)
    if (row.id == met.row && row.exchanges.size() < most_exchanges_of_a_row) row.exchanges.push_back(exchange);
  return met.action;
}

Json Misbehaviours::add(const Json &body) {
  const std::string contract = text_member(body, "contract");
  std::string id = std::to_string(last_id_ + 1);
  referee::Rule rule = read_rule(body, contract, id);
  ++last_id_;
  referee::Schedule schedule({{.name = id, .contract = contract, .rules = {rule}}}, 0);
  rows_.push_back({.id = std::move(id),
                   .contract = contract,
                   .rule = std::move(rule),
                   .schedule = std::move(schedule),
                   .exchanges = {}});
  if (rows_.size() > most_rows) rows_.pop_front();
  return row_json(rows_.back());
}

Json Misbehaviours::list() const {
  JsonArray rows;
  for (const Row &row : rows_) rows.push_back(row_json(row));
  std::reverse(rows.begin(), rows.end());
  return list_json(std::move(rows), std::nullopt, static_cast<std::int64_t>(rows_.size()));
}

void Misbehaviours::remove(const std::string &id) {
  if (std::erase_if(rows_, [&](const Row &row) { return row.id == id; }) == 0)
    throw Problem{.status = 404, .message = "there is no misbehaviour of this id"};
}

void Misbehaviours::add_to(Routes &routes) {
  routes.get("/dashboard/v1/misbehaviours", Routes::Read([this](const http::Query &) { return list(); }));
  routes.post("/dashboard/v1/misbehaviours", Routes::Write([this](const Json &body) { return add(body); }));
  routes.remove("/dashboard/v1/misbehaviours", [this](const http::Request &request, const http::Answer &answer) {
    remove(http::Query(request.query).value("id").value_or(""));
    answer(reply(Json(JsonObject{})));
  });
}

Json Misbehaviours::row_json(const Row &row) {
  JsonArray on, actions, exchanges;
  for (const std::string &kind : row.rule.on) on.emplace_back(kind);
  for (const Action &action : row.rule.actions) actions.emplace_back(to_string(action.kind));
  for (const std::uint64_t exchange : row.exchanges) exchanges.emplace_back(exchange);
  return JsonObject{{"id", row.id},
                    {"contract", row.contract},
                    {"on", std::move(on)},
                    {"do", std::move(actions)},
                    {"count", *row.rule.at_most},
                    {"left", *row.rule.at_most - row.schedule.taken(row.id)},
                    {"exchanges", std::move(exchanges)}};
}

}  // namespace pitboss::reference::dashboard
