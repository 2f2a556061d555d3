#pragma once

#include "simulator/traffic/movements_setup.hpp"
#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// The operator's movements: see MovementsSession.
class MovementsTraffic final : public Traffic {
 public:
  explicit MovementsTraffic(MovementsSetup setup) : setup_(std::move(setup)) {}

  [[nodiscard]] const std::vector<std::string> &calls() const override;
  [[nodiscard]] std::size_t actors() const override { return setup_.players.size(); }
  std::unique_ptr<Session> make_session(std::size_t index, Findings &findings) override;
  [[nodiscard]] Audit audit(const std::vector<Session *> &sessions, Findings &findings) const override;

 private:
  MovementsSetup setup_;
};

}  // namespace pitboss::traffic
