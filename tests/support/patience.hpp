#pragma once

#include <chrono>

namespace pitboss::test {

/// How long a test waits for what must come: a little less than ctest waits for the test, so that a process that hangs
/// is ended by the test, which tells what it printed.
std::chrono::seconds patience();

/// How many times as long as elsewhere a program may take for one thing in this build: 1, or 10 under sanitizers.
int slowness();

}  // namespace pitboss::test
