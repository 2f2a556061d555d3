#include "reference_impl/feed/limit/shared_limit.hpp"

namespace pitboss::reference::feed {

using std::chrono::duration_cast;
using std::chrono::microseconds;

SharedLimit::SharedLimit(std::unique_ptr<store::SqlStore> store, RateSettings settings)
    : settings_(settings), store_(std::move(store)) {}

void SharedLimit::take(const std::string &token_id, std::function<void(Taken)> done) {
  const std::int64_t window = duration_cast<microseconds>(settings_.window).count();
  bool sweep = false;
  {
    const std::lock_guard lock(mutex_);
    const SteadyTime now = std::chrono::steady_clock::now();
    if ((sweep = now >= next_sweep_)) next_sweep_ = now + settings_.window;
  }
  const auto wait = std::make_shared<std::int64_t>(0);
  store_->submit(
      {.work =
           [wait, sweep, token_id, window, requests = settings_.requests](store::SqlTransaction &sql) {
             if (sweep) sql.query("forget_requests", {window});
             *wait = sql.query_one("take_request", {token_id, static_cast<std::int64_t>(requests), window})->integer(0);
           },
       .done = [wait,
                done = std::move(done)](bool counted) { done({.counted = counted, .wait = microseconds(*wait)}); }});
}

}  // namespace pitboss::reference::feed
