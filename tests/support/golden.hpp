#pragma once

#include <string>
#include <string_view>

namespace pitboss::test {

/// The text that tests/golden/`name` holds, to compare `actual` with. With PITBOSS_UPDATE_GOLDEN=1 in the environment
/// `actual` is written there first, so that a wanted change shows up in the diff of the commit. Throws
/// std::runtime_error where there is none.
std::string golden(std::string_view name, std::string_view actual);

}  // namespace pitboss::test
