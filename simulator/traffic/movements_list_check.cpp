#include "simulator/traffic/movements_list_check.hpp"

#include <algorithm>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/traffic/rest_reply.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using wire::Json;

constexpr std::size_t faults_told = 5;

/// The metrics of a row; empty where one of them cannot be read.
std::vector<model::MetricUpdate> metrics_of(const Json &row) {
  std::vector<model::MetricUpdate> metrics;
  const Json *list = row.find("metrics");
  if (list == nullptr || list->array() == nullptr) return {};
  for (const Json &each : *list->array()) {
    const auto value = Decimal::parse_numeric_string(text_at(each, "value"));
    const std::string type = text_at(each, "type");
    if (!value || (type != "absolute" && type != "relative")) return {};
    metrics.push_back({text_at(each, "code"), type == "absolute", *value});
  }
  return metrics;
}

std::string shown(const Json &row) {
  return std::string(wire::cut_utf8(wire::to_text(row), 600));
}

}  // namespace

MovementsListCheck::MovementsListCheck(const MovementMaker &maker, const std::vector<MovementRef> &recorded,
                                       const std::vector<MovementRef> &doubted)
    : maker_(&maker) {
  for (const MovementRef &ref : recorded) add(ref, false);
  for (const MovementRef &ref : doubted) add(ref, true);
}

void MovementsListCheck::add(const MovementRef &ref, bool doubted) {
  by_payload_.emplace(std::hash<std::string>{}(maker_->make(ref).payload), entries_.size());
  entries_.push_back({ref, doubted, false});
}

void MovementsListCheck::fault(std::string words) {
  ++fault_count_;
  if (faults_.size() < faults_told) faults_.push_back(std::move(words));
}

std::string MovementsListCheck::name(const MovementRef &ref, const model::Movement &movement) const {
  return "movement " + std::to_string(ref.number) + " " + movement.payload;
}

void MovementsListCheck::take(const Json &row) {
  const MovementsPlayer &player = maker_->player();
  if (text_at(row, "external_client_id") != player.external_id ||
      !wire::equal_ignoring_case(text_at(row, "revenue_origin_id"), player.brand))
    return;
  ++listed_;
  const std::string payload = text_at(row, "raw_payload");
  const auto [begin, end] = by_payload_.equal_range(std::hash<std::string>{}(payload));
  bool twice = false;
  for (auto it = begin; it != end; ++it) {
    Entry &entry = entries_[it->second];
    const model::Movement movement = maker_->make(entry.ref);
    if (movement.payload != payload) continue;
    twice = entry.seen;
    if (entry.seen) continue;
    entry.seen = true;
    if (entry.doubted) found_.push_back(entry.ref);
    return compare(row, movement);
  }
  fault(twice ? "listed more often than it was recorded: " + shown(row)
              : "listed, but no accepted request had this raw payload: " + shown(row));
}

void MovementsListCheck::compare(const Json &row, const model::Movement &movement) {
  const Json *id = row.find("request_id");
  const bool same_id =
      movement.request_id ? id != nullptr && *id == Json(*movement.request_id) : id == nullptr || id->is_null();
  const std::vector<model::MetricUpdate> metrics = metrics_of(row);
  const bool same_metrics = metrics.size() == movement.metrics.size() &&
                            std::is_permutation(metrics.begin(), metrics.end(), movement.metrics.begin());
  if (!same_id) fault("listed with another request_id than " + movement.payload + " had: " + shown(row));
  if (!same_metrics) fault("listed with other metrics than " + movement.payload + " had: " + shown(row));
  if (!wire::parse_date_time(text_at(row, "created_at"))) fault("listed without its time: " + shown(row));
}

void MovementsListCheck::finish() {
  for (const Entry &entry : entries_)
    if (!entry.seen && !entry.doubted) fault("not listed: " + name(entry.ref, maker_->make(entry.ref)));
}

}  // namespace pitboss::traffic
