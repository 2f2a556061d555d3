#include "reference_impl/dashboard/recorder/traffic.hpp"

#include <algorithm>

namespace pitboss::reference::dashboard {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json counts_json(const std::map<std::string, std::size_t> &counts) {
  JsonObject object;
  for (const auto &[name, count] : counts) object.emplace_back(name, count);
  return object;
}

/// The least value that `percent` of them do not exceed (nearest rank); 0 of none. Sorts them.
long long percentile(std::vector<std::int64_t> &values, std::size_t percent) {
  if (values.empty()) return 0;
  const std::size_t rank = std::max<std::size_t>(1, (values.size() * percent + 99) / 100);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace

void Traffic::add(const std::string &contract, int status, std::int64_t took_us) {
  ++requests_;
  ++by_contract_[contract];
  ++by_status_[std::to_string(status)];
  if (times_us_.size() < most_times) times_us_.push_back(took_us);
}

const Json &Traffic::tick(wire::TimePoint at) {
  ticks_.emplace_back(JsonObject{{"at", wire::to_iso8601(at)},
                                 {"requests", requests_},
                                 {"by_contract", counts_json(by_contract_)},
                                 {"by_status", counts_json(by_status_)},
                                 {"p50_us", percentile(times_us_, 50)},
                                 {"p99_us", percentile(times_us_, 99)},
                                 {"max_us", percentile(times_us_, 100)}});
  if (ticks_.size() > most_ticks) ticks_.pop_front();
  requests_ = 0;
  by_contract_.clear();
  by_status_.clear();
  times_us_.clear();
  return ticks_.back();
}

Json Traffic::last(std::size_t seconds) const {
  const std::size_t count = std::min(seconds, ticks_.size());
  return JsonArray(ticks_.end() - static_cast<std::ptrdiff_t>(count), ticks_.end());
}

}  // namespace pitboss::reference::dashboard
