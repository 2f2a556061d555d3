#include "reference_impl/movements/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pitboss::reference::movements {
namespace {

using Found = std::optional<std::string>;
using Reason = Refusal::Reason;

// ---- Registering a player

/// Rule 2.
std::optional<Refusal> check_brand(const Platform &platform, const RegisterRequest &request) {
  if (platform.find_brand(request.brand) != nullptr) return std::nullopt;
  return Refusal{.reason = Reason::unknown_brand, .message = "there is no such revenue origin"};
}

/// Rule 2.
std::optional<Refusal> check_click(const Platform &platform, const RegisterRequest &request) {
  if (platform.find_click(request.click) != nullptr) return std::nullopt;
  return Refusal{.reason = Reason::unknown_click, .message = "there is no such click"};
}

/// Rule 2: once under a brand.
std::optional<Refusal> check_new(const View &view) {
  if (!view.client) return std::nullopt;
  return Refusal{.reason = Reason::client_exists,
                 .message = "the revenue origin has a client of this externalId already"};
}

Registered register_client(const Rules &rules, const Platform &platform, const RegisterRequest &request,
                           const View &view) {
  for (const auto &check : {rules.check_brand, rules.check_click}) {
    if (auto refusal = check(platform, request)) return *std::move(refusal);
  }
  if (auto refusal = rules.check_new(view)) return *std::move(refusal);
  return Client{
      .id = {}, .external_id = request.external_id, .brand = request.brand, .click = request.click, .created_at = {}};
}

// ---- Recording a movement

/// Rule 1.
std::optional<Refusal> check_client(const View &view) {
  return view.client ? std::nullopt : std::optional(client_not_found());
}

/// Rule 6: whatever the content.
std::optional<Refusal> check_request_id(const MovementRequest &, const View &view) {
  return view.request_id_used ? std::optional(duplicate_request()) : std::nullopt;
}

/// Rules 4 and 14.
Found check_known(const Platform &platform, const std::vector<Update> &updates, std::size_t index) {
  if (platform.find_metric(updates[index].code) != nullptr) return std::nullopt;
  return "there is no metric of this code; the case counts";
}

/// Rules 4 and 14.
Found check_in_use(const Platform &platform, const std::vector<Update> &updates, std::size_t index) {
  const Metric *metric = platform.find_metric(updates[index].code);
  if (metric == nullptr || !metric->archived) return std::nullopt;
  return "the metric is archived";
}

/// Rule 4: an integer is written without a fraction.
Found check_whole(const Platform &platform, const std::vector<Update> &updates, std::size_t index) {
  const Metric *metric = platform.find_metric(updates[index].code);
  if (metric == nullptr || metric->data_type == DataType::decimal) return std::nullopt;
  if (updates[index].written.find('.') == std::string::npos) return std::nullopt;
  return "the metric takes whole numbers only";
}

/// Rule 5.
Found check_once(const Platform &, const std::vector<Update> &updates, std::size_t index) {
  const auto same = [&](const Update &earlier) { return earlier.code == updates[index].code; };
  const auto end = updates.begin() + static_cast<std::ptrdiff_t>(index);
  if (std::none_of(updates.begin(), end, same)) return std::nullopt;
  return "the metric stands in this movement already";
}

/// Rule 3.
Decimal apply(const Decimal &before, const Update &update) {
  return update.type == UpdateType::absolute ? update.value : before + update.value;
}

/// Rule 13: exact, not rounded.
Decimal share(const RevShare &revshare, const Decimal &before, const Decimal &after) {
  return revshare.rate * (after - before);
}

std::vector<Detail> judge(const Rules &rules, const Platform &platform, const std::vector<Update> &updates) {
  std::vector<Detail> details;
  for (std::size_t i = 0; i < updates.size(); ++i) {
    for (const auto &[check, member] : {std::pair(&rules.check_known, "code"), std::pair(&rules.check_in_use, "code"),
                                        std::pair(&rules.check_once, "code"), std::pair(&rules.check_whole, "value")}) {
      if (Found message = (*check)(platform, updates, i)) {
        details.push_back({fmt::format("/metrics/{}/{}", i, member), *std::move(message)});
      }
    }
  }
  return details;
}

/// The balances that the updates name.
Balances changed(const Balances &balances, const std::vector<Update> &updates) {
  Balances changed;
  for (const Update &update : updates) changed[update.code] = balances.at(update.code);
  return changed;
}

/// Rule 4: all or nothing.
Outcome record(const Rules &rules, const Platform &platform, const MovementRequest &request, const View &view) try {
  if (auto refusal = rules.check_client(view)) return *std::move(refusal);
  if (auto refusal = rules.check_request_id(request, view)) return *std::move(refusal);
  if (const auto *refusal = std::get_if<Refusal>(&request.metrics)) return *refusal;
  const auto &updates = std::get<std::vector<Update>>(request.metrics);
  if (auto details = judge(rules, platform, updates); !details.empty()) return invalid_metrics(std::move(details));
  const Balances after = apply_all(rules, view.balances, updates);
  return Recorded{.movement = {.id = {},
                               .client_id = view.client->id,
                               .request_id = request.request_id,
                               .updates = updates,
                               .raw_payload = request.raw_payload,
                               .contribution = contribution_of(rules, platform, *view.client, view.balances, after),
                               .created_at = {}},
                  .balances = changed(after, updates)};
} catch (const wire::DecimalOverflow &) {
  return invalid_metrics({{"/metrics", "a balance or a share would have more than 38 digits"}});
}

Decimal balance(const Balances &balances, const std::string &code) {
  const auto found = balances.find(code);
  return found == balances.end() ? Decimal() : found->second;
}

}  // namespace

Rules::Rules()
    : check_brand(movements::check_brand),
      check_click(movements::check_click),
      check_new(movements::check_new),
      check_client(movements::check_client),
      check_request_id(movements::check_request_id),
      check_known(movements::check_known),
      check_in_use(movements::check_in_use),
      check_whole(movements::check_whole),
      check_once(movements::check_once),
      apply(movements::apply),
      share(movements::share),
      register_client(movements::register_client),
      record(movements::record) {}

Balances apply_all(const Rules &rules, Balances balances, const std::vector<Update> &updates) {
  for (const Update &update : updates) {
    Decimal &value = balances[update.code];
    value = rules.apply(value, update);
  }
  return balances;
}

std::optional<Contribution> contribution_of(const Rules &rules, const Platform &platform, const Client &client,
                                            const Balances &before, const Balances &after) {
  const RevShare *revshare = platform.revshare_of(client.click, client.brand);
  if (revshare == nullptr) return std::nullopt;
  return Contribution{
      .affiliate = platform.find_click(client.click)->affiliate,
      .amount = rules.share(*revshare, balance(before, revshare->metric), balance(after, revshare->metric))};
}

}  // namespace pitboss::reference::movements
