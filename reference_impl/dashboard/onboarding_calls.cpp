#include "reference_impl/dashboard/onboarding_calls.hpp"

#include <spdlog/logger.h>

#include <array>

#include "reference_impl/dashboard/recorder/partners.hpp"
#include "reference_impl/onboarding/progress_json.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::dashboard {
namespace {

/// What an example may show of a target file: no secret is among it.
constexpr std::array<std::string_view, 6> shown = {"affiliate_ids", "game_types", "brands",
                                                   "click_ids",     "provider",   "game"};

std::optional<std::string> nth(const YAML::Node &list, std::int64_t number) {
  if (!list.IsSequence() || number < 1 || number > static_cast<std::int64_t>(list.size())) return std::nullopt;
  return list[static_cast<std::size_t>(number - 1)].Scalar();
}

/// "affiliate_ids.1", "provider"; "metrics.usable.1" is the first metric that is not archived.
std::optional<std::string> value_of(const YAML::Node &section, std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const auto number =
      dot == std::string_view::npos ? std::nullopt : wire::whole_number(std::string(name.substr(dot + 1)));
  const std::string key(number ? name.substr(0, dot) : name);
  if (key == "metrics.usable") {
    const YAML::Node decimal = section["metrics"]["decimal"], integer = section["metrics"]["integer"];
    const auto found = nth(decimal, number.value_or(1));
    return found ? found : nth(integer, number.value_or(1) - static_cast<std::int64_t>(decimal.size()));
  }
  const YAML::Node node = section[key];
  if (!node || std::find(shown.begin(), shown.end(), key) == shown.end()) return std::nullopt;
  return node.IsScalar() ? std::optional(node.Scalar()) : nth(node, number.value_or(1));
}

}  // namespace

OnboardingCalls::OnboardingCalls(Host host)
    : host_(std::move(host)), runs_(host_.reports, [log = host_.log](const auto &file, const std::string &why) {
        log->warn("event=results_unreadable file=\"{}\" error=\"{}\"", file.string(), why);
      }) {}

void OnboardingCalls::add_to(Routes &routes) {
  if (sections_.empty()) know_partners();
  routes.get("/onboarding/v1/progress", Routes::Read([this](const http::Query &query) { return progress(query); }));
}

void OnboardingCalls::know_partners() {
  for (const char *contract : {"feed", "wallet", "movements"})
    sections_.emplace(contract, host_.target_section(contract));
  onboarding_.expect("feed", sections_.at("feed")["client_id"].Scalar());
  onboarding_.expect("wallet", sections_.at("wallet")["provider"].Scalar());
  onboarding_.expect("movements", Partners::operator_of_movements);
}

void OnboardingCalls::exchanged(const Seen &seen) {
  if (seen.contract.empty()) return;
  if (onboarding_.see(seen.contract, seen.partner, {.id = seen.id, .exchange = seen.exchange}))
    tell(seen.contract, seen.partner);
}

void OnboardingCalls::look_at_runs() {
  if (host_.reports.empty()) return;
  for (const onboarding::ConformanceRun &run : runs_.look())
    if (onboarding_.see(run)) tell(run.contract, run.partner);
}

void OnboardingCalls::tell(const std::string &contract, const std::string &partner) {
  host_.hub->publish("progress", to_text(wire::JsonObject{{"contract", contract}, {"client_id", partner}}));
}

wire::Json OnboardingCalls::progress(const http::Query &query) {
  look_at_runs();
  return onboarding::progress_json(onboarding_, query.value("client_id").value_or(""),
                                   [this](const std::string &contract) { return setting(contract); });
}

pitboss::onboarding::ExampleSetting OnboardingCalls::setting(const std::string &contract) const {
  return {.base_url = host_.base_url(),
          .now = wire::now(),
          .target = [section = sections_.at(contract)](std::string_view name) { return value_of(section, name); }};
}

}  // namespace pitboss::reference::dashboard
