#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "reference_impl/movements/platform.hpp"

namespace pitboss::reference::movements {

/// Reads a platform file (schemas/formats/platform.schema.json). Throws files::FileErrors with file, line and column of
/// everything that is wrong: what the schema finds, ids that stand twice, and references that lead nowhere (the brand
/// of an offer, affiliate and offer of a click, the metric of a RevShare, which has to be a decimal one that is in
/// use).
Platform read_platform(const std::filesystem::path &path);
/// The same for text; `name` is for the messages.
Platform parse_platform(std::string_view text, const std::string &name);

/// The one of default_platform.yaml, with which the first command after `pitboss serve` finds all that it needs.
Platform default_platform();

}  // namespace pitboss::reference::movements
