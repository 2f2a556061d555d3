#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pitboss::reference::http {

/// Decodes a name or a value of a query or a form: %XX is a byte, `+` a blank; a percent sign that begins no such pair
/// is itself.
std::string decode(std::string_view text);

/// The parameters of a request's query, or of a body that is a form (`a=1&b=x%20y`), decoded.
class Query {
 public:
  explicit Query(std::string_view text);

  /// The value of the first parameter `name`; nullptr where there is none, or it is empty.
  [[nodiscard]] const std::string *find(std::string_view name) const;
  /// The same as a copy.
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
  /// A name stands more than once.
  [[nodiscard]] bool has_repeated() const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace pitboss::reference::http
