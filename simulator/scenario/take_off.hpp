#pragma once

#include <functional>
#include <string>
#include <vector>

namespace pitboss::scenario {

/// Does `count` things at the same moment, each in a thread of its own: `prepare(i)` makes the connection, and when all
/// have done so `go(i)` sends. What one throws, and a thread that the system does not give, keeps no other from its
/// start; gives the text of it for each, empty where there was none.
std::vector<std::string> take_off(std::size_t count, const std::function<void(std::size_t)> &prepare,
                                  const std::function<void(std::size_t)> &go);

}  // namespace pitboss::scenario
