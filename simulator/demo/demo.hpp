#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include "simulator/demo/scenes.hpp"
#include "simulator/demo/showpiece.hpp"

namespace pitboss::demo {

/// A speed in hundredths, as Pace takes it, from how many times faster than the story; nullopt where it is not among
/// `speeds`.
std::optional<int> read_speed(const wire::Decimal &times);
inline constexpr const char *speeds = "a number from 0.1 to 100 with at most two decimals";

/// A simulated partner on a thread of its own, who goes through the onboarding of every contract against a server,
/// scene by scene, and then does what partners do all day. Whoever looks on sets the pace, and may have a reply lost.
class Demo {
 public:
  /// How it reaches what it runs in.
  struct Hooks {
    TurnFault turn_fault;
    std::function<bool(const std::string &contract)> check;  ///< as Stage::check
    std::function<void()> cancel_check;                      ///< makes a check that runs return; from any thread
    /// Something that a page shows has changed: the state, on one line.
    std::function<void(const std::string &json)> changed;
  };

  /// `speed` is that of a Pace. `target` and `clock` outlive it. The target needs all three contracts, and players of
  /// the wallet.
  Demo(const target::TargetFile &target, Clock &clock, int speed, Hooks hooks);
  ~Demo();  ///< as stop()
  Demo(const Demo &) = delete;
  Demo &operator=(const Demo &) = delete;

  void start();
  /// Ends the partner, after the request in work. Safe to call twice.
  void stop();
  /// Returns when the last scene is over, or the demo was stopped.
  void wait_until_finished();
  /// Returns when the showpiece that was asked for last is over, or the demo was stopped.
  void wait_for_showpiece();

  /// The reply of GET /dashboard/v1/demo (docs/dashboard.md). Safe from any thread, as all that follows.
  [[nodiscard]] wire::Json state() const;
  /// The body of POST /dashboard/v1/demo. Throws std::invalid_argument with what is wrong with it.
  wire::Json command(const wire::Json &command);

 private:
  void run();
  void play();
  void begin_scene(std::size_t number);
  void lose_reply(bool faulty);
  void tell();
  void update(const std::function<void()> &change);

  const Hooks hooks_;
  Pace pace_;
  Partner partner_;
  const std::vector<Scene> scenes_;

  std::mutex telling_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t scene_ = 0;  // from 1; 0: it has not begun
  std::string story_;
  bool finished_ = false, ended_ = false;
  int showpieces_asked_ = 0, showpieces_done_ = 0;
  Showpiece showpiece_;
  std::thread thread_;
};

}  // namespace pitboss::demo
