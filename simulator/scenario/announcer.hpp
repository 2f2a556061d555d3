#pragma once

#include <mutex>
#include <vector>

#include "schemas/formats/results.hpp"

namespace pitboss::scenario {

/// Tells the listeners what happens, one call at a time whichever thread it comes from.
class Announcer {
 public:
  explicit Announcer(const std::vector<results::Listener *> &listeners) : listeners_(&listeners) {}

  template <typename... Parameters, typename... Arguments>
  void operator()(void (results::Listener::*event)(Parameters...), const Arguments &...arguments) {
    const std::lock_guard lock(mutex_);
    for (results::Listener *listener : *listeners_) (listener->*event)(arguments...);
  }

 private:
  std::mutex mutex_;
  const std::vector<results::Listener *> *listeners_;
};

}  // namespace pitboss::scenario
