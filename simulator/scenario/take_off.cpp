#include "simulator/scenario/take_off.hpp"

#include <latch>
#include <system_error>
#include <thread>

namespace pitboss::scenario {

std::vector<std::string> take_off(std::size_t count, const std::function<void(std::size_t)> &prepare,
                                  const std::function<void(std::size_t)> &go) {
  std::latch start(static_cast<std::ptrdiff_t>(count));
  std::vector<std::string> faults(count);
  const auto fly = [&](std::size_t i) {
    bool waited = false;
    try {
      prepare(i);
      waited = true;
      start.arrive_and_wait();
      go(i);
    } catch (const std::exception &fault) {
      faults[i] = fault.what();
      if (!waited) start.count_down();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    try {
      threads.emplace_back(fly, i);
    } catch (const std::system_error &fault) {  // the others shall not wait for it
      faults[i] = std::string("no thread for it: ") + fault.what();
      start.count_down();
    }
  }
  for (std::thread &thread : threads) thread.join();
  return faults;
}

}  // namespace pitboss::scenario
