#pragma once

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "reference_impl/dashboard/recorder/partners.hpp"
#include "reference_impl/dashboard/recorder/ring.hpp"
#include "reference_impl/dashboard/recorder/traffic.hpp"
#include "reference_impl/http/message.hpp"
#include "reference_impl/referee/redactor.hpp"

namespace pitboss::reference::dashboard {

/// Stands between HTTP and the contracts and sees what passes. Runs on the server's loop.
class Recorder {
 public:
  using Now = std::function<wire::TimePoint()>;
  /// `now`: the time that exchanges are recorded by.
  explicit Recorder(Ring::Bounds bounds = {}, Now now = wire::now) : now_(std::move(now)), ring_(bounds) {}

  /// Which contract has a path; others are recorded as of none.
  void know(const std::string &contract, const std::vector<std::string> &paths);
  void listen(std::shared_ptr<ExchangeListener> listener) { listeners_.push_back(std::move(listener)); }

  [[nodiscard]] http::Handler wrap(http::Handler inner);
  /// A reply as it leaves. `action`: what was done to it on purpose; empty: nothing.
  void finished(const http::Request &request, const http::Response &response, const std::string &action);

  [[nodiscard]] const Ring &ring() const { return ring_; }
  [[nodiscard]] Traffic &traffic() { return traffic_; }
  [[nodiscard]] std::uint64_t next_id() const { return last_id_ + 1; }  ///< of the exchange that finishes next
  /// So many of a contract were seen.
  [[nodiscard]] std::uint64_t exchanges_of(const std::string &contract) const;

 private:
  Seen see(const http::Request &request, const http::Response &response, wire::TimePoint received);

  const Now now_;
  std::map<std::string, std::string, std::less<>> contracts_;  ///< by path
  std::vector<std::shared_ptr<ExchangeListener>> listeners_;
  std::unordered_map<const http::Request *, wire::TimePoint> arrived_;
  std::uint64_t last_id_ = 0;
  std::map<std::string, std::uint64_t> counts_;  ///< by contract
  referee::Redactor redactor_;
  Partners partners_;
  Ring ring_;
  Traffic traffic_;
};

}  // namespace pitboss::reference::dashboard
