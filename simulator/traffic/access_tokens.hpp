#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// A token as the target gave it, with what was sent under it.
struct AccessToken {
  std::string value;
  std::uint64_t number = 0;              ///< the how-manieth that the target gave, from 1
  Clock::time_point good_until{};        ///< a token is renewed before its end: what is on the way then still arrives
  std::atomic<std::uint64_t> sent{0};    ///< requests under it, those that were answered 429 aside
  std::atomic<bool> given_again{false};  ///< the target gave it to more than one who asked: others send under it too
};

/// The tokens of one client, in all threads: each stream has one of its own, unless the target turns out to end the
/// older token when it gives a newer one (feed.md, Token: side by side is a SHOULD). Then all streams share one. Safe
/// from any thread.
class AccessTokens {
 public:
  /// A token that the target gave.
  std::shared_ptr<AccessToken> put(const std::string &value, std::chrono::seconds lifetime);
  /// How many were given so far.
  [[nodiscard]] std::uint64_t given() const { return given_; }

  /// From now on all streams share one.
  void share() { shared_ = true; }
  [[nodiscard]] bool is_shared() const { return shared_; }
  /// The shared one; null where there is none.
  [[nodiscard]] std::shared_ptr<AccessToken> current() const;
  /// It is good no longer.
  void drop(const std::shared_ptr<AccessToken> &token);
  /// Whether the caller is to ask for the shared one: nobody else does.
  bool begin_asking() { return !asking_.exchange(true); }
  void end_asking() { asking_ = false; }

  /// Whether the client says who it is in the body: where HTTP Basic was refused (feed.md, Token: both are a SHOULD).
  std::atomic<bool> by_body{false};

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<AccessToken> current_;
  std::vector<std::weak_ptr<AccessToken>> known_;
  std::atomic<std::uint64_t> given_{0};
  std::atomic<bool> shared_{false}, asking_{false};
};

}  // namespace pitboss::traffic
