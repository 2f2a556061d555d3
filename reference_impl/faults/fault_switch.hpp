#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "reference_impl/http/server.hpp"

namespace pitboss::reference {

/// Turns faults on and off while the server runs. The tables of Behaviour are read by every request, on the loop's
/// thread and on the stores'; so a switch holds new requests back, waits until the last one in work was answered and
/// the stores have done all that was submitted, has the tables built anew, and lets the requests go on in the order in
/// which they came. A fault begins with each switch as if it had just been installed: what it had remembered is gone.
///
/// Runs on the loop's thread only.
class FaultSwitch {
 public:
  struct Parts {
    http::Later later;
    /// Calls back, on the loop's thread, when the stores have done everything that was submitted before.
    std::function<void(std::function<void()> done)> settle;
    /// Builds the tables anew with these faults, by name; nothing is in work.
    std::function<void(const std::vector<std::string> &faults)> rebuild;
    /// The reply to a request whose handler threw.
    std::function<http::Response(const http::Request &, const std::exception &)> failed;
  };

  /// `on`: the faults that were installed at the start.
  FaultSwitch(Parts parts, std::vector<std::string> on) : parts_(std::move(parts)), on_(std::move(on)) {}

  /// Requests of the dashboard are served while others are held back: streams of events never end.
  static bool is_held(const http::Request &request);

  /// Counts what goes to `inner`, and holds it back during a switch.
  [[nodiscard]] http::Handler wrap(http::Handler inner);
  /// A reply as it leaves; called last of all that looks at it.
  void finished(const http::Request &request);

  /// Turns one fault on or off; the others stay. `done` is called on the loop's thread, from another stack, when
  /// requests are served accordingly. Throws std::runtime_error that names the nearest right one where there is no
  /// such fault.
  void turn(const std::string &name, bool on, std::function<void()> done);

  /// Those that are on, in the order in which they were turned on.
  [[nodiscard]] const std::vector<std::string> &on() const { return on_; }

 private:
  struct Turn {
    std::string name;
    bool on;
    std::function<void()> done;
  };
  struct Held {
    const http::Request *request;
    http::Answer answer;
  };

  void go_on_when_idle();
  void apply();
  void release(const std::vector<Turn> &turns);

  const Parts parts_;
  std::vector<std::string> on_;
  http::Handler inner_;
  std::size_t in_work_ = 0;
  bool settling_ = false;  // nothing is in work, the stores are waited for
  std::vector<Turn> turns_;
  std::deque<Held> held_;
};

}  // namespace pitboss::reference
