#pragma once

#include <functional>
#include <string>
#include <vector>

#include "simulator/demo/pace.hpp"
#include "simulator/demo/partner.hpp"

namespace pitboss::demo {

/// What a scene works with.
struct Stage {
  Partner &partner;
  Pace &pace;
  /// Tells who looks on what is being done.
  std::function<void(const std::string &story)> say;
  /// Runs the suite against the server, for the contract; returns when it has ended. False: it could not, or the server
  /// is not conformant. Empty: no run is made.
  std::function<bool(const std::string &contract)> check;

  /// Says it, and waits as long as it takes to be read.
  void tell(const std::string &story) const;
};

struct Scene {
  std::string title;
  std::function<void(const Stage &)> play;
};

/// The onboarding of the feed, the wallet and movements, and the way to going live of all three.
std::vector<Scene> all_scenes();

std::vector<Scene> feed_scenes();
std::vector<Scene> wallet_scenes();
std::vector<Scene> movements_scenes();
std::vector<Scene> live_scenes();

/// What the partner does all day: a request of each contract. Gives how many were not answered 2xx.
int everyday_requests(Partner &partner);

}  // namespace pitboss::demo
