#pragma once

#include <functional>
#include <memory>

#include "reference_impl/feed/rate_limit.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace pitboss::reference::feed {

/// What became of a request that asked to be taken.
struct Taken {
  bool counted = false;         ///< false: the store could not be asked
  SteadyTime::duration wait{};  ///< how long until one will be taken; 0: this one is
};

/// The sliding window of all servers on one database together: it keeps the time of each request that was taken, by the
/// database's clock, in a table of its own. What is counted there need not outlive a crash, so nothing waits for a
/// disk.
class SharedLimit {
 public:
  /// Counts on `store`, whose statements are in feed/limit/sql.
  SharedLimit(std::unique_ptr<store::SqlStore> store, RateSettings settings);

  /// Calls `done` once, from any thread.
  void take(const std::string &token_id, std::function<void(Taken)> done);

 private:
  const RateSettings settings_;
  SteadyTime next_sweep_{};
  std::mutex mutex_;
  std::unique_ptr<store::SqlStore> store_;  // last: it finishes what uses the others
};

/// What was already decided elsewhere, in the form in which the protocol asks. The limit of this server alone is asked
/// too, after the shared one: it has seen no more requests, so it refuses none that the shared one takes, unless a
/// deviation has changed it.
class DecidedLimit : public RateLimit {
 public:
  DecidedLimit(SteadyTime::duration wait, RateLimit &own) : wait_(wait), own_(own) {}

  std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) override {
    return wait_.count() > 0 ? std::optional(wait_) : own_.take(token_id, now);
  }

 private:
  const SteadyTime::duration wait_;
  RateLimit &own_;
};

}  // namespace pitboss::reference::feed
