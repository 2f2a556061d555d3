#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/json.hpp"

/// YAML files of users, read so that every fault is told with its place.
namespace pitboss::files {

struct Position {
  int line = 1;    ///< from 1
  int column = 1;  ///< from 1
};

struct FileError {
  std::string file;
  Position at;          ///< line 0: the file as a whole (missing, not readable)
  std::string message;  ///< what was found, what was expected, what to do: one sentence without full stop

  [[nodiscard]] std::string to_string() const;  ///< "target.yaml:12:5: message"
};

/// One or more faults of a file; what() is one line for each.
class FileErrors : public std::runtime_error {
 public:
  explicit FileErrors(std::vector<FileError> errors);
  [[nodiscard]] const std::vector<FileError> &errors() const { return errors_; }

 private:
  std::vector<FileError> errors_;
};

/// A YAML document as JSON, with the place of every value. Plain scalars become null, booleans, numbers (as written, so
/// that 10.00 keeps its zeros) by the core schema of YAML 1.2; quoted ones are strings.
struct YamlFile {
  std::string file;
  wire::Json json;
  std::map<std::string, Position> positions;  ///< by JSON pointer ("/steps/0/debit"); keys of members at pointer + "#"

  [[nodiscard]] Position at(const std::string &pointer) const;  ///< of the nearest enclosing value that is known
};

/// Throws FileErrors: file missing or not readable, not UTF-8, YAML faults, duplicate keys, several documents, anchors
/// out of hand.
YamlFile read_yaml(const std::filesystem::path &path);
YamlFile parse_yaml(std::string_view text, const std::string &name);
/// Reads a file of several documents, separated by lines `---`; empty documents are left out. The places are those in
/// the file.
std::vector<YamlFile> parse_yaml_documents(std::string_view text, const std::string &name);
/// The bytes of a file that shall hold YAML. Throws FileErrors as read_yaml does where it is missing, a folder, or too
/// large.
std::string read_yaml_text(const std::filesystem::path &path);

/// `pointer` with one more reference token, escaped (RFC 6901, section 3).
std::string append_pointer(std::string_view pointer, std::string_view token);

/// What a JSON Schema (draft 7) finds wrong: empty where nothing is. Messages name what was expected; for a misspelt
/// key the nearest right one ("did you mean `base_url`?"). Safe to call from any thread; each schema is compiled once.
/// Throws std::invalid_argument where the schema itself is faulty. A schema must not use `multipleOf`: decimals are not
/// exact there.
std::vector<FileError> validate(const YamlFile &file, std::string_view schema_text);
/// The same for a JSON value that comes from elsewhere (a target's reply): messages that start with the JSON pointer.
std::vector<std::string> validate(const wire::Json &json, std::string_view schema_text);

/// The name in `candidates` that is nearest to `name` by edit distance, if it is near enough to be meant; else empty.
std::string nearest(std::string_view name, const std::vector<std::string> &candidates);

}  // namespace pitboss::files
