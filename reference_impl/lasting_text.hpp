#pragma once

#include <string>
#include <string_view>

namespace pitboss::reference {

/// A text equal to `text` that lives for ever, the same one each time: for the error codes of the contracts, which are
/// few. Safe from any thread.
std::string_view lasting_text(const std::string &text);

}  // namespace pitboss::reference
