#pragma once

#include <optional>
#include <string>

#include "schemas/wire/json.hpp"
#include "wallet_client.hpp"

namespace pitboss::test {

/// What a call of the dashboard was answered.
struct Shown {
  int status = 0;
  std::string head;  ///< status line and headers
  std::string text;  ///< the body
  wire::Json body;   ///< of JSON; null else

  [[nodiscard]] std::string header(const std::string &name) const;  ///< empty where it is not there
  [[nodiscard]] std::string message() const;                        ///< of a refusal
};

/// A page of the dashboard in a browser: sends what browsers send.
class Browser {
 public:
  explicit Browser(const RunningServer &server) : port_(server.port()) {}

  Shown get(const std::string &target);
  Shown post(const std::string &target, const std::string &body);
  Shown remove(const std::string &target);

  /// What a request says of where it comes from; a test changes a member.
  std::string host = "localhost";
  std::optional<std::string> origin;
  std::string mark = "dashboard";               ///< X-Pitboss
  std::string media_type = "application/json";  ///< Content-Type
  std::string cookie;

 private:
  Shown send(const std::string &method, const std::string &target, const std::optional<std::string> &body);
  std::uint16_t port_;
};

/// A server with a dashboard, in memory.
reference::ServerOptions with_dashboard(const std::string &key = {});

}  // namespace pitboss::test
