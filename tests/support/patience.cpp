#include "tests/support/patience.hpp"

namespace pitboss::test {

std::chrono::seconds patience() {
  return std::chrono::seconds(PITBOSS_TEST_TIMEOUT - 20);
}

int slowness() {
  return PITBOSS_SANITIZED != 0 ? 10 : 1;
}

}  // namespace pitboss::test
