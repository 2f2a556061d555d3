#include "reference_impl/faults/fault_switch.hpp"

#include <algorithm>

#include "reference_impl/faults/deviations.hpp"

namespace pitboss::reference {
namespace {

constexpr std::chrono::milliseconds at_once{0};

}  // namespace

/// What is no HTTP never came to a handler.
bool FaultSwitch::is_held(const http::Request &request) {
  return !request.malformed && !request.path.starts_with("/dashboard/");
}

http::Handler FaultSwitch::wrap(http::Handler inner) {
  inner_ = std::move(inner);
  return [this](const http::Request &request, http::Answer answer) {
    if (!is_held(request)) return inner_(request, std::move(answer));
    if (!turns_.empty()) return held_.push_back({&request, std::move(answer)});
    ++in_work_;
    inner_(request, std::move(answer));
  };
}

void FaultSwitch::finished(const http::Request &request) {
  if (!is_held(request)) return;
  --in_work_;
  if (!turns_.empty()) go_on_when_idle();
}

void FaultSwitch::turn(const std::string &name, bool on, std::function<void()> done) {
  check_name(all_faults(), name, "--fault");
  turns_.push_back({name, on, std::move(done)});
  go_on_when_idle();
}

/// From a stack of its own: the functions of the tables may be on this one.
void FaultSwitch::go_on_when_idle() {
  if (in_work_ > 0 || settling_) return;
  settling_ = true;
  parts_.later(at_once, [this] { parts_.settle([this] { apply(); }); });
}

void FaultSwitch::apply() {
  std::vector<Turn> turns = std::move(turns_);
  turns_.clear();
  for (const Turn &turn : turns) {
    std::erase(on_, turn.name);
    if (turn.on) on_.push_back(turn.name);
  }
  parts_.rebuild(on_);
  settling_ = false;
  release(turns);
}

void FaultSwitch::release(const std::vector<Turn> &turns) {
  for (const Turn &turn : turns) turn.done();
  std::deque<Held> held = std::move(held_);
  held_.clear();
  in_work_ += held.size();
  for (Held &one : held) {
    try {
      inner_(*one.request, one.answer);
    } catch (const std::exception &error) {
      one.answer(parts_.failed(*one.request, error));
    }
  }
}

}  // namespace pitboss::reference
