#pragma once

#include <map>
#include <string>
#include <vector>

#include "schemas/files/yaml_file.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::target {

struct Substitution {
  struct Variable {
    std::string name;
    std::string value;
  };
  std::map<std::string, std::string> written;  ///< JSON pointer to the text as written, where a variable stands in it
  std::vector<Variable> variables;             ///< those that are set and used
  std::vector<files::FileError> errors;  ///< unset variables and malformed ${…}; these texts are left as written
};

/// Replaces `${NAME}` in every text of `file` (not in keys) from the environment; `$${` becomes a plain `${`.
Substitution substitute(files::YamlFile &file, const Environment &environment);

/// Whether `text` is one `${NAME}` and nothing else.
bool is_one_variable(std::string_view text);

}  // namespace pitboss::target
