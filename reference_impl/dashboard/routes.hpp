#pragma once

#include <memory>

#include "reference_impl/dashboard/access.hpp"
#include "reference_impl/http/query.hpp"
#include "reference_impl/http/router.hpp"

namespace spdlog {
class logger;
}

namespace pitboss::reference::dashboard {

/// Adds the dashboard's calls to the router. Each is guarded (Access), may throw Problem, and its reply is for this
/// page alone: not kept, not guessed at, not for other sites.
class Routes {
 public:
  /// `access` outlives what is added.
  Routes(http::Router &router, const Access &access, std::shared_ptr<spdlog::logger> log)
      : router_(router), access_(access), log_(std::move(log)) {}

  /// Gives the reply itself, at once or later.
  void get(const std::string &path, http::Handler handler);
  void post(const std::string &path, http::Handler handler);
  void remove(const std::string &path, http::Handler handler);

  /// Calls that are through when they return.
  using Read = std::function<wire::Json(const http::Query &)>;
  using Write = std::function<wire::Json(const wire::Json &body)>;
  void get(const std::string &path, Read read);
  void post(const std::string &path, Write write);

  /// What those need who are not logged in: the origin is checked, the session is not.
  void post_open(const std::string &path, http::Handler handler);

 private:
  enum class Session { needed, none };
  void add(const std::string &method, const std::string &path, Session session, http::Handler handler);

  http::Router &router_;
  const Access &access_;
  std::shared_ptr<spdlog::logger> log_;
};

/// The body of a call; throws Problem where it is no JSON object.
wire::Json read_body(const http::Request &request);
/// The member of a body; throws Problem that names it where it is absent or of another type.
std::string text_member(const wire::Json &body, std::string_view name);
bool flag_member(const wire::Json &body, std::string_view name);
/// Likewise, a whole number in [least, greatest].
std::int64_t number_member(const wire::Json &body, std::string_view name, std::int64_t least, std::int64_t greatest);

/// The headers that every reply of the dashboard has, its pages too.
void add_security_headers(http::Response &response);

}  // namespace pitboss::reference::dashboard
