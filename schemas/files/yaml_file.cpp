#include "schemas/files/yaml_file.hpp"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <fstream>
#include <sstream>

#include "schemas/files/yaml_builder.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::files {
namespace {

constexpr std::uintmax_t max_file_bytes = 16UL * 1024 * 1024;

std::string one_line_each(const std::vector<FileError> &errors) {
  std::string text;
  for (const FileError &error : errors) text += (text.empty() ? "" : "\n") + error.to_string();
  return text;
}

/// What yaml-cpp says, and what to do about it.
std::string explain(const std::string &message) {
  static const std::map<std::string, std::string, std::less<>> known = {
      {"illegal map value", "a mapping cannot begin here; check the indentation, and quote texts that hold `: `"},
      {"illegal map key", "a key cannot stand here; check the indentation"},
      {"illegal block entry", "a list item cannot stand here; check the indentation"},
      {"unknown token", "a text cannot begin with this character; put it in quotes"},
      {"the referenced anchor is not defined",
       "this alias names an anchor that is not defined before it; define it with & or quote the text"},
      {"end of map not found", "this line belongs to no mapping or list; check the indentation"},
      {"end of sequence not found", "this line belongs to no list; check the indentation"},
      {"end of map flow not found", "the mapping that began with { has no closing }; add it"},
      {"end of sequence flow not found", "the list that began with [ has no closing ]; add it"},
  };
  const auto found = known.find(message);
  return found == known.end() ? message + "; correct the YAML here" : found->second;
}

/// A tab in the indentation is the usual reason, whatever yaml-cpp complains of.
std::optional<FileError> find_tab(const SourceText &source, int last_line) {
  for (const int number : {last_line, last_line - 1}) {
    const std::string_view line = source.line(number);
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos && tab < std::min(line.size(), line.find_first_not_of(" \t")))
      return source.error({number, static_cast<int>(tab) + 1},
                          "a tab indents this line, and YAML allows blanks only; replace it by blanks");
  }
  return std::nullopt;
}

/// YAML 1.2, section 5.1: what may stand in a file. yaml-cpp would stop in silence at some of the others.
void check_characters(const SourceText &source) {
  const std::string_view text = source.text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F)
      throw FileErrors(
          {source.error(source.place_of_offset(i), "a control character stands here (byte " + std::to_string(byte) +
                                                       "); remove it, or write it as an escape in a \"text\"")});
  }
  if (wire::is_valid_utf8(text)) return;
  std::size_t good = 0;
  for (std::size_t length = 1; good < text.size(); length = 1) {
    while (length <= 4 && !wire::is_valid_utf8(text.substr(good, length))) ++length;
    if (length > 4 || good + length > text.size()) break;
    good += length;
  }
  throw FileErrors({source.error(source.place_of_offset(good), "a byte here is not UTF-8; save the file in UTF-8")});
}

/// Some texts (a comma before anything else) yaml-cpp reads as documents without end, all of them empty and at the same
/// place.
void check_progress(const SourceText &source, const std::vector<YamlBuilder::Document> &documents) {
  if (documents.size() < 2) return;
  const YAML::Mark &begin = documents.back().begin;
  if (begin.pos == documents[documents.size() - 2].begin.pos)
    throw FileErrors({source.error(source.place(begin), "this begins no value; is there a sign too much?")});
}

std::vector<YamlBuilder::Document> parse(std::string_view text, const std::string &name) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);  // yaml-cpp skips the byte order mark without counting it
  const SourceText source(text, name);
  check_characters(source);
  std::istringstream stream{std::string(text)};
  YamlBuilder builder(source);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) check_progress(source, builder.documents());
  } catch (const YAML::Exception &exception) {
    const Position at = source.place(exception.mark);
    builder.errors().push_back(find_tab(source, at.line).value_or(source.error(at, explain(exception.msg))));
  }
  if (!builder.errors().empty()) throw FileErrors(builder.errors());
  // A line that is indented less than the first ends the document for yaml-cpp, and begins another.
  for (std::size_t i = 1; i < builder.documents().size(); ++i) {
    const YAML::Mark &begin = builder.documents()[i].begin;
    if (!source.line(begin.line + 1).starts_with("---"))
      throw FileErrors({source.error(
          source.place(begin),
          "this line belongs to nothing above it; check the indentation, or begin a new document with ---")});
  }
  return std::move(builder.documents());
}

FileErrors error_of_file(const std::filesystem::path &path, std::string message) {
  return FileErrors({FileError{path.string(), {0, 0}, std::move(message)}});
}

}  // namespace

std::string FileError::to_string() const {
  if (at.line == 0) return file + ": " + message;
  return file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + message;
}

FileErrors::FileErrors(std::vector<FileError> errors)
    : std::runtime_error(one_line_each(errors)), errors_(std::move(errors)) {}

Position YamlFile::at(const std::string &pointer) const {
  std::string known = pointer;
  while (true) {
    if (const auto found = positions.find(known); found != positions.end()) return found->second;
    if (known.ends_with('#')) {
      known.pop_back();
    } else if (const std::size_t slash = known.rfind('/'); slash != std::string::npos) {
      known.resize(slash);
    } else {
      return {};
    }
  }
}

std::string append_pointer(std::string_view pointer, std::string_view token) {
  std::string result(pointer);
  result += '/';
  for (const char c : token) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

YamlFile parse_yaml(std::string_view text, const std::string &name) {
  std::vector<YamlBuilder::Document> documents = parse(text, name);
  if (documents.empty() || (documents.size() == 1 && documents.front().empty))
    throw FileErrors({FileError{name, {0, 0}, "the file is empty"}});
  if (documents.size() > 1) {
    const YAML::Mark &second = documents[1].begin;
    throw FileErrors({FileError{name,
                                {second.line + 1, 1},
                                "a second document begins here, and this file must hold one; remove the line ---"}});
  }
  return std::move(documents.front().file);
}

std::vector<YamlFile> parse_yaml_documents(std::string_view text, const std::string &name) {
  std::vector<YamlFile> files;
  for (YamlBuilder::Document &document : parse(text, name))
    if (!document.empty) files.push_back(std::move(document.file));
  return files;
}

std::string read_yaml_text(const std::filesystem::path &path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw error_of_file(path, "there is no such file; check the path");
  if (std::filesystem::is_directory(status))
    throw error_of_file(path, "this is a folder, not a file; name a YAML file in it");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw error_of_file(path, "the file cannot be read; check its permissions");
  std::string text(max_file_bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) throw error_of_file(path, "the file cannot be read to its end");
  if (text.size() > max_file_bytes) throw error_of_file(path, "the file is larger than 16 MiB; is it the right one?");
  return text;
}

YamlFile read_yaml(const std::filesystem::path &path) {
  return parse_yaml(read_yaml_text(path), path.string());
}

}  // namespace pitboss::files
