#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "reference_impl/dashboard/problem.hpp"
#include "schemas/wire/signature.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::dashboard {

/// Who may use the dashboard: everybody on this machine, or who logged in with the key and shows the cookie that came
/// back. A page of another site can do nothing with it in either case.
class Access {
 public:
  /// An empty key: nobody has to log in. Throws std::runtime_error where `address`, an IP address, is not of this
  /// machine alone and there is no key, or where the key is shorter than `shortest_key`.
  Access(std::string key, const std::string &address, bool is_https);

  static constexpr std::size_t shortest_key = 16;
  static constexpr std::chrono::hours session_life{12};

  [[nodiscard]] bool needs_key() const { return !key_.empty(); }

  /// What is wrong with where a request comes from: a name that leads to this machine by DNS rebinding; for a call that
  /// changes something, another site's page.
  [[nodiscard]] std::optional<Problem> check_origin(const http::Request &request, bool writes) const;
  /// Whether who asks has to log in first.
  [[nodiscard]] std::optional<Problem> check_session(const http::Request &request, wire::TimePoint now) const;

  /// The Set-Cookie of who gave the key. Throws Problem (403) where it is wrong; how long that takes says nothing of
  /// where.
  [[nodiscard]] std::string log_in(std::string_view key, wire::TimePoint now) const;
  /// The Set-Cookie that takes the session away.
  [[nodiscard]] std::string log_out() const;

 private:
  [[nodiscard]] std::string cookie(const std::string &value, std::chrono::seconds life) const;

  std::string key_;
  bool is_https_;
  bool is_loopback_;
  wire::Signer sessions_;  ///< signs the end of a session; of this process alone
};

}  // namespace pitboss::reference::dashboard
