#include <fmt/format.h>

#include <algorithm>

#include "simulator/demo/scenes.hpp"

namespace pitboss::demo {
namespace {

using std::chrono::milliseconds;

/// Ten requests a second for a minute, and a little more: the server counts whole seconds by its own clock.
constexpr int steady_requests = 690;
constexpr milliseconds between{92};

void conformance(const Stage &stage) {
  if (!stage.check) return stage.tell("No conformance run is made here; the last step of each onboarding stays open");
  for (const char *contract : {"wallet", "movements", "feed"}) {
    stage.say(fmt::format("The suite runs against the {}; this takes a while", contract));
    const bool clean = stage.check(contract);
    stage.tell(fmt::format("The suite has run against the {}: {}", contract, clean ? "conformant" : "not conformant"));
  }
}

/// False where a request failed, or the traffic was interrupted: a minute has to be whole.
bool steady_minute(const Stage &stage) {
  constexpr int about_a_second = 10;
  constexpr std::chrono::seconds interruption{1};
  const Clock::Time began = stage.pace.now();
  for (int n = 0; n < steady_requests; ++n) {
    if (n % about_a_second == 0)
      stage.say(
          fmt::format("10 requests a second to each contract for a minute, in real time whatever the speed: {} of {}",
                      n, steady_requests));
    if (everyday_requests(stage.partner) > 0) return false;
    const auto left = std::chrono::ceil<milliseconds>(began + between * (n + 1) - stage.pace.now());
    stage.pace.real_beat(std::max(left, milliseconds(0)));
    if (stage.pace.now() - (began + between * (n + 1)) > interruption) return false;
  }
  return true;
}

void steady_traffic(const Stage &stage) {
  constexpr int most_tries = 5;
  for (int tries = 0; tries < most_tries; ++tries) {
    if (steady_minute(stage)) return;
    stage.tell("A request failed, or the traffic was interrupted: the minute begins anew");
  }
  stage.tell("The minute did not come about: the last step stays open");
}

}  // namespace

void Stage::tell(const std::string &story) const {
  constexpr milliseconds time_to_read{2'500};
  say(story);
  pace.beat(time_to_read);
}

int everyday_requests(Partner &partner) {
  const Partner::Transaction bet{.type = "debit",
                                 .round = partner.fresh("round"),
                                 .id = partner.fresh("bet"),
                                 .amount = *wire::Decimal::parse("0.01"),
                                 .finishes = true};
  if (partner.player_id(1).empty()) partner.authenticate(1);
  int bad = partner.transaction(1, bet).ok() ? 0 : 1;
  bad += partner.feed("GET", "/api/v1/igaming/customers?per_page=5").ok() ? 0 : 1;
  bad += partner.movements("GET", "/reporting/clients/v1?per_page=5").ok() ? 0 : 1;
  return bad;
}

std::vector<Scene> live_scenes() {
  return {{"Conformance run", conformance}, {"Going live", steady_traffic}};
}

std::vector<Scene> all_scenes() {
  std::vector<Scene> scenes;
  for (const auto &group : {feed_scenes(), wallet_scenes(), movements_scenes(), live_scenes()})
    scenes.insert(scenes.end(), group.begin(), group.end());
  return scenes;
}

}  // namespace pitboss::demo
