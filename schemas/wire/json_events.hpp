#pragma once

#include <optional>
#include <string_view>

#include "schemas/wire/json.hpp"

namespace pitboss::wire {

/// Takes a JSON text value by value, in the order of the text: for who needs a few members of very many texts and no
/// tree. The views live until the call returns.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  /// Before all others; a second time where a text is read anew, and what came until then is void.
  virtual void begin_text() = 0;
  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  virtual void name(std::string_view name) = 0;      ///< of the member whose value follows
  virtual void string(std::string_view text) = 0;    ///< escapes resolved
  virtual void number(std::string_view digits) = 0;  ///< as it was written
  virtual void other() = 0;                          ///< true, false or null
};

/// Reads the text just as strictly as parse_json, and fails with the same errors; then what `events` took is void.
std::optional<JsonError> read_json(std::string_view text, JsonEvents &events, const JsonLimits &limits = {});

}  // namespace pitboss::wire
