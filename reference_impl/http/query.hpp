#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pitboss::reference::http {

/// The parameters of a request's query (`a=1&b=x%20y`), decoded: %XX is a byte, `+` a blank; a percent sign that
/// begins no such pair is itself.
class Query {
 public:
  explicit Query(std::string_view text);

  /// The value of the first parameter `name`; nullptr where there is none, or it is empty.
  [[nodiscard]] const std::string *find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace pitboss::reference::http
