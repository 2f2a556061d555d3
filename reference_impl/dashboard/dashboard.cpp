#include "reference_impl/dashboard/dashboard.hpp"

#include <spdlog/logger.h>

#include "reference_impl/dashboard/pages.hpp"
#include "reference_impl/dashboard/routes.hpp"

namespace pitboss::reference::dashboard {

Dashboard::Dashboard(const ServerOptions &options, std::shared_ptr<spdlog::logger> log)
    : log_(std::move(log)), access_(options.dashboard.key, options.address, !options.tls.certificate.empty()) {
  log_->info("event=dashboard_on access={}", access_.needs_key() ? "by_key" : "open");
}

void Dashboard::add_to(http::Router &router) {
  add_pages(router);
  Routes routes(router, access_, log_);
  routes.post_open("/dashboard/v1/login",
                   [this](const http::Request &request, const http::Answer &answer) { log_in(request, answer); });
  routes.post("/dashboard/v1/logout", [this](const http::Request &, const http::Answer &answer) { log_out(answer); });
}

bool Dashboard::owns(const http::Request &request) {
  return request.path == "/dashboard" || request.path.starts_with("/dashboard/") ||
         request.path.starts_with("/onboarding/");
}

void Dashboard::log_in(const http::Request &request, const http::Answer &answer) const {
  if (!access_.needs_key()) throw Problem{.status = 409, .message = "this dashboard is open: nobody logs in"};
  const std::string key = text_member(read_body(request), "key");
  http::Response response = reply(wire::Json(wire::JsonObject{}));
  response.set_header("Set-Cookie", access_.log_in(key, wire::now()));
  answer(std::move(response));
}

void Dashboard::log_out(const http::Answer &answer) const {
  http::Response response = reply(wire::Json(wire::JsonObject{}));
  response.set_header("Set-Cookie", access_.log_out());
  answer(std::move(response));
}

}  // namespace pitboss::reference::dashboard
