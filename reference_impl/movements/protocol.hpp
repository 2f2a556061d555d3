#pragma once

#include <functional>
#include <string>

#include "reference_impl/http/message.hpp"

namespace pitboss::reference::movements {

/// What is looked at before a request is read; each throws Refusal. A fault (reference_impl/faults) replaces a member.
struct Protocol {
  /// Whether the key given in X-Api-Key is the right one.
  std::function<void(const http::Request &, const std::string &key)> check_key;
  /// Whether the body of a write is said to be JSON, or nothing is said of it.
  std::function<void(const http::Request &)> check_media_type;

  /// The protocol of the contract.
  Protocol();
};

}  // namespace pitboss::reference::movements
