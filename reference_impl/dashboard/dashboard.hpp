#pragma once

#include <memory>

#include "reference_impl/dashboard/access.hpp"
#include "reference_impl/http/router.hpp"
#include "reference_impl/server.hpp"

namespace spdlog {
class logger;
}

/// The dashboard: pages for a browser that show what the server does, and the calls that they make (docs/dashboard.md).
namespace pitboss::reference::dashboard {

class Dashboard {
 public:
  /// Throws std::runtime_error with a message for the user where it may not be offered so.
  Dashboard(const ServerOptions &options, std::shared_ptr<spdlog::logger> log);

  void add_to(http::Router &router);

  /// Whether a request is the dashboard's: what is done to the contracts on purpose is not done to it.
  [[nodiscard]] static bool owns(const http::Request &request);

 private:
  void log_in(const http::Request &request, const http::Answer &answer) const;
  void log_out(const http::Answer &answer) const;

  std::shared_ptr<spdlog::logger> log_;
  const Access access_;
};

}  // namespace pitboss::reference::dashboard
