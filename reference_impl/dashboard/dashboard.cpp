#include "reference_impl/dashboard/dashboard.hpp"

#include <spdlog/logger.h>

#include "reference_impl/contracts.hpp"
#include "reference_impl/dashboard/demo_calls.hpp"
#include "reference_impl/dashboard/pages.hpp"
#include "reference_impl/dashboard/traffic_calls.hpp"

namespace pitboss::reference::dashboard {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

/// What asks after the server itself is not of the traffic.
bool is_recorded(const http::Request &request) {
  return !Dashboard::owns(request) && request.path != "/metrics" && request.path != "/healthz";
}

}  // namespace

Dashboard::Dashboard(Host host)
    : host_(std::move(host)),
      access_(host_.options.dashboard.key, host_.options.address, !host_.options.tls.certificate.empty()),
      recorder_({}, host_.options.dashboard.now),
      misbehaviours_([&loop = host_.loop](std::chrono::milliseconds delay, std::function<void()> function) {
        loop.after(delay, std::move(function));
      }),
      hub_(std::make_shared<Hub>(recorder_.ring())),
      onboarding_(std::make_shared<OnboardingCalls>(OnboardingCalls::Host{.target_section = host_.target_section,
                                                                          .base_url = host_.base_url,
                                                                          .reports = host_.options.dashboard.reports,
                                                                          .log = host_.log,
                                                                          .hub = hub_})),
      faults_(host_.faults, recorder_, *hub_),
      runs_(host_.options.dashboard.reports) {
  host_.log->info("event=dashboard_on access={}", access_.needs_key() ? "by_key" : "open");
  recorder_.listen(hub_);
  recorder_.listen(onboarding_);
  looks_ = host_.loop.every(std::chrono::seconds(5), [this] { onboarding_->look_at_runs(); });
  recorder_.listen(sightings_);
  seconds_ = host_.loop.every(std::chrono::seconds(1),
                              [this] { hub_->tick(wire::to_text(recorder_.traffic().tick(wire::now()))); });
}

void Dashboard::add_to(http::Router &router, std::span<const std::unique_ptr<Contract>> contracts) {
  add_pages(router);
  Routes routes(router, access_, host_.log);
  add_access_calls(routes);
  add_traffic_calls(routes, recorder_);
  onboarding_->add_to(routes);
  add_demo_calls(routes, host_.options.dashboard.demo_calls);
  faults_.add_to(routes);
  misbehaviours_.add_to(routes);
  runs_.add_to(routes);
  for (const auto &contract : contracts) contract->add_views(routes, *sightings_);
  routes.get("/dashboard/v1/overview", Routes::Read([this](const http::Query &) { return overview(); }));
  routes.get("/dashboard/v1/events", http::Handler([this](const http::Request &request, const http::Answer &answer) {
               hub_->subscribe(request, answer);
             }));
}

http::Handler Dashboard::wrap(const http::Handler &inner) {
  return [recording = recorder_.wrap(misbehaviours_.wrap(inner)), inner](const http::Request &request,
                                                                         http::Answer answer) {
    (is_recorded(request) ? recording : inner)(request, std::move(answer));
  };
}

void Dashboard::finished(const http::Request &request, const http::Response &response) {
  if (!is_recorded(request)) return;
  recorder_.finished(request, response, misbehaviours_.finished(request, recorder_.next_id()));
}

bool Dashboard::owns(const http::Request &request) {
  return request.path == "/dashboard" || request.path.starts_with("/dashboard/") ||
         request.path.starts_with("/onboarding/");
}

void Dashboard::add_access_calls(Routes &routes) {
  routes.post_open("/dashboard/v1/login",
                   [this](const http::Request &request, const http::Answer &answer) { log_in(request, answer); });
  routes.post("/dashboard/v1/logout", http::Handler([this](const http::Request &, const http::Answer &answer) {
                http::Response response = reply(Json(JsonObject{}));
                response.set_header("Set-Cookie", access_.log_out());
                answer(std::move(response));
              }));
}

void Dashboard::log_in(const http::Request &request, const http::Answer &answer) const {
  if (!access_.needs_key()) throw Problem{.status = 409, .message = "this dashboard is open: nobody logs in"};
  const std::string key = text_member(read_body(request), "key");
  http::Response response = reply(Json(JsonObject{}));
  response.set_header("Set-Cookie", access_.log_in(key, wire::now()));
  answer(std::move(response));
}

Json Dashboard::overview() const {
  JsonArray contracts, faults;
  for (const ContractInfo &contract : all_contracts()) contracts.emplace_back(contract.name);
  for (const std::string &fault : host_.faults.on()) faults.emplace_back(fault);
  return JsonObject{{"version", PITBOSS_VERSION},        {"store", shown_store(host_.options.store)},
                    {"contracts", std::move(contracts)}, {"started_at", wire::to_iso8601(started_at_)},
                    {"base_url", host_.base_url()},      {"demo", host_.options.dashboard.demo},
                    {"faults_on", std::move(faults)},    {"needs_key", access_.needs_key()}};
}

}  // namespace pitboss::reference::dashboard
