#include "reference_impl/dashboard/access.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <stdexcept>

#include "reference_impl/fresh_key.hpp"
#include "reference_impl/http/bodies.hpp"
#include "reference_impl/loopback.hpp"
#include "reference_impl/secrets.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::dashboard {
namespace {

constexpr std::string_view cookie_name = "pitboss_dashboard";

/// The host of a Host header, without port and brackets.
std::string host_of(std::string_view header) {
  if (header.starts_with('[')) return std::string(header.substr(1, header.find(']') - 1));
  return std::string(header.substr(0, header.find(':')));
}

bool is_address(const std::string &host) {
  in_addr v4{};
  in6_addr v6{};
  return inet_pton(AF_INET, host.c_str(), &v4) == 1 || inet_pton(AF_INET6, host.c_str(), &v6) == 1;
}

/// The value of our cookie among those of a Cookie header; empty where it is not there.
std::string_view session_of(const http::Request &request) {
  const std::string *header = request.header("Cookie");
  std::string_view rest = header == nullptr ? std::string_view() : *header;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::string_view trimmed = pair.substr(std::min(pair.find_first_not_of(' '), pair.size()));
    if (trimmed.starts_with(cookie_name) && trimmed.substr(cookie_name.size()).starts_with('='))
      return trimmed.substr(cookie_name.size() + 1);
  }
  return {};
}

std::int64_t seconds_of(wire::TimePoint time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace

Access::Access(std::string key, const std::string &address, bool is_https)
    : key_(std::move(key)),
      is_https_(is_https),
      is_loopback_(is_loopback(address)),
      sessions_(fresh_key(), wire::SignatureEncoding::hex) {
  if (key_.empty() && !is_loopback_)
    throw std::runtime_error(fmt::format(
        "on {} others than this machine could see all traffic on the dashboard; give --dashboard-key KEY (or set "
        "PITBOSS_DASHBOARD_KEY), or listen on 127.0.0.1",
        address));
  if (!key_.empty() && key_.size() < shortest_key)
    throw std::runtime_error(
        fmt::format("the key of the dashboard has {} characters, and could be guessed; give one of {} or more",
                    key_.size(), shortest_key));
}

std::optional<Problem> Access::check_origin(const http::Request &request, bool writes) const {
  const std::string *host = request.header("Host");
  if (host == nullptr) return Problem{.status = 400, .message = "the request has no Host"};
  const std::string name = host_of(*host);
  if (is_loopback_ && !is_address(name) && !wire::equal_ignoring_case(name, "localhost"))
    return Problem{
        .status = 403,
        .message = "the dashboard is for this machine: open it as localhost or by its address, not by another name"};
  if (!writes) return std::nullopt;
  const std::string *origin = request.header("Origin");
  const bool is_own = origin == nullptr || wire::equal_ignoring_case(*origin, "https://" + *host) ||
                      (!is_https_ && wire::equal_ignoring_case(*origin, "http://" + *host));
  const std::string *mark = request.header("X-Pitboss");
  if (!is_own || mark == nullptr || *mark != "dashboard")
    return Problem{.status = 403,
                   .message =
                       "only the dashboard's own pages change something: the header X-Pitboss: dashboard, and "
                       "where there is an Origin, this server's own"};
  if (request.method != "DELETE" && !http::has_media_type(request, "application/json"))
    return Problem{.status = 415, .message = "Content-Type must be application/json"};
  return std::nullopt;
}

std::optional<Problem> Access::check_session(const http::Request &request, wire::TimePoint now) const {
  if (key_.empty()) return std::nullopt;
  const std::string_view session = session_of(request);
  const std::size_t point = session.find('.');
  if (point != std::string_view::npos && sessions_.verify(session.substr(0, point), session.substr(point + 1))) {
    const auto end = wire::whole_number(std::string(session.substr(0, point)));
    if (end && *end > seconds_of(now)) return std::nullopt;
  }
  return Problem{.status = 401, .message = "log in with the key that the server was started with (--dashboard-key)"};
}

std::string Access::log_in(std::string_view key, wire::TimePoint now) const {
  if (!same_secret(key, key_))
    throw Problem{.status = 403, .message = "this is not the key that the server was started with"};
  const std::string end = std::to_string(seconds_of(now + session_life));
  return cookie(end + "." + sessions_.sign(end), session_life);
}

std::string Access::log_out() const {
  return cookie("", std::chrono::seconds(0));
}

std::string Access::cookie(const std::string &value, std::chrono::seconds life) const {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", cookie_name, value, life.count(),
                     is_https_ ? "; Secure" : "");
}

}  // namespace pitboss::reference::dashboard
