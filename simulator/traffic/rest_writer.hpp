#pragma once

#include <string>
#include <string_view>

#include "simulator/target/base_url.hpp"

namespace pitboss::traffic {

/// Writes requests of a contract that writes and lists records, as the bytes that go over the wire.
class RestWriter {
 public:
  /// The base URL must be right (target files have looked at it).
  explicit RestWriter(const std::string &base_url);

  /// Appends a request. `path`: after the base URL, with its query; `headers`: whole lines, each with CR and LF at its
  /// end; `body`: empty for none.
  void write(std::string_view method, std::string_view path, std::string_view headers, std::string_view body,
             std::string &out) const;

 private:
  std::string base_path_, authority_;
};

}  // namespace pitboss::traffic
