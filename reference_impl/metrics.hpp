#pragma once

#include <memory>
#include <string>
#include <vector>

#include "reference_impl/http/observer.hpp"

namespace pitboss::reference {

/// What the server did, for `GET /metrics` in the text format of Prometheus. Its labels are the paths that the server
/// has, status codes, the contracts' error codes and reasons of its own: nothing that a client could make up.
class Metrics final : public http::Observer {
 public:
  Metrics();
  ~Metrics() override;

  /// The paths to count apart; all others are counted together.
  void know(const std::vector<std::string> &paths);
  /// All values as they are now. On the loop's thread.
  [[nodiscard]] http::Response page() const;

  void connection_opened() override;
  void connection_closed() override;
  void cut_off(http::CutOff reason) override;
  void accept_failed() override;
  void answered(const http::Request &request, const http::Response &response, std::chrono::nanoseconds took) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pitboss::reference
