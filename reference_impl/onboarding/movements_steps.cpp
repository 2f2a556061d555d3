#include "reference_impl/onboarding/step_judge.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::onboarding {
namespace {

using wire::Json;

constexpr int first_error = 400;

/// The contract's own words, in any letter case.
bool is_duplicate(const journal::Exchange &exchange) {
  return exchange.reply && exchange.delivery == journal::Delivery::whole && exchange.reply->status >= first_error &&
         wire::lower_case(exchange.reply->body).find("duplicate metric movement request") != std::string::npos;
}

/// A brand is a UUID in any letter case.
std::size_t player_of(const Json &json, std::string_view external_id) {
  return hash_of({text_of(json, external_id),
                  wire::lower_case(text_of(json, "revenueOriginId") + text_of(json, "revenue_origin_id"))});
}

class MovementsJudge : public StepJudge {
 public:
  void see(const Shown &shown, const Mark &mark) override {
    const journal::Exchange &exchange = shown.exchange;
    if (exchange.path.ends_with("/tracking/client-metric-movement/v1") && exchange.method == "POST")
      return see_movement(shown, mark);
    if (!is_accepted(exchange)) return;
    if (exchange.path.ends_with("/tracking/client/v1") && exchange.method == "POST") {
      mark("player-registered", {shown.id});
      return players_.set(player_of(parsed(exchange.body), "externalId"), shown.id);
    }
    if (exchange.method != "GET") return;
    if (exchange.path.ends_with("/reporting/client-metrics/v1")) mark("metrics-read", {shown.id});
    if (exchange.path.ends_with("/reporting/clients/v1"))
      for (const Json &row : records_of(parsed(exchange.reply->body)))
        if (const auto *registered = players_.find(player_of(row, "external_client_id")))
          mark("player-read-back", {*registered, shown.id});
    if (exchange.path.ends_with("/reporting/client-metric-movements/v1"))
      for (const Json &row : records_of(parsed(exchange.reply->body)))
        if (const auto *sent = payloads_.find(hash_of({text_of(row, "raw_payload")})))
          mark("movements-reconciled", {*sent, shown.id});
  }

  /// A duplicate error after a retry says that the movement was recorded.
  [[nodiscard]] bool is_good(const journal::Exchange &exchange) const override {
    return is_accepted(exchange) || is_duplicate(exchange);
  }

  [[nodiscard]] std::vector<std::string_view> steps() const override {
    return {"metrics-read",    "player-registered", "player-read-back",     "both-types",
            "several-metrics", "duplicate-taken",   "movements-reconciled", "steady-traffic"};
  }

 private:
  /// A movement that was recorded under a request ID.
  struct Recorded {
    std::size_t content = 0;
    std::uint64_t exchange = 0;
  };

  void see_movement(const Shown &shown, const Mark &mark) {
    const journal::Exchange &exchange = shown.exchange;
    const Json body = parsed(exchange.body);
    const std::size_t request =
        hash_of({text_of(body, "externalClientId"), wire::lower_case(text_of(body, "revenueOriginId")),
                 text_of(body, "requestId")});
    const bool has_request_id = !text_of(body, "requestId").empty();
    if (is_duplicate(exchange)) {
      const Recorded *first = has_request_id ? recorded_.find(request) : nullptr;
      if (first != nullptr && first->content == content_hash(body))
        mark("duplicate-taken", {first->exchange, shown.id});
      return;
    }
    const bool accepted = is_accepted(exchange);
    if (!accepted && exchange.effect != journal::Effect::applied) return;
    if (has_request_id) recorded_.set(request, {.content = content_hash(body), .exchange = shown.id});
    if (accepted) see_accepted(body, shown, mark);
  }

  void see_accepted(const Json &body, const Shown &shown, const Mark &mark) {
    payloads_.set(hash_of({shown.exchange.body}), shown.id);
    const Json *metrics = body.find("metrics");
    if (metrics == nullptr || metrics->array() == nullptr) return;
    if (metrics->array()->size() > 1) mark("several-metrics", {shown.id});
    for (const Json &update : *metrics->array()) {
      if (text_of(update, "type") == "relative" && relative_ == 0) relative_ = shown.id;
      if (text_of(update, "type") == "absolute" && absolute_ == 0) absolute_ = shown.id;
    }
    if (relative_ == 0 || absolute_ == 0) return;
    mark("both-types", {relative_, absolute_});
  }

  Recent<std::uint64_t> players_;   // the exchange that registered them
  Recent<std::uint64_t> payloads_;  // the exchange that brought them
  Recent<Recorded> recorded_;
  std::uint64_t relative_ = 0, absolute_ = 0;  // the first exchange with such an update
};

}  // namespace

std::unique_ptr<StepJudge> make_movements_judge() {
  return std::make_unique<MovementsJudge>();
}

}  // namespace pitboss::reference::onboarding
