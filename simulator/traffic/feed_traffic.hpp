#pragma once

#include "simulator/traffic/feed_setup.hpp"
#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// The operator's pushes: see FeedSession.
class FeedTraffic final : public Traffic {
 public:
  explicit FeedTraffic(FeedSetup setup) : setup_(std::move(setup)) {}

  [[nodiscard]] const std::vector<std::string> &calls() const override;
  [[nodiscard]] std::size_t actors() const override { return setup_.streams.size(); }
  std::unique_ptr<Session> make_session(std::size_t index, Findings &findings) override;
  [[nodiscard]] Audit audit(const std::vector<Session *> &sessions, Findings &findings) const override;

 private:
  FeedSetup setup_;
};

}  // namespace pitboss::traffic
