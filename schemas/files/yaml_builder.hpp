#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/files/yaml_file.hpp"

namespace pitboss::files {

/// The text of a file, and where its lines begin: places of yaml-cpp (bytes, from 0) become places for people
/// (characters, from 1).
class SourceText {
 public:
  SourceText(std::string_view text, std::string name);

  [[nodiscard]] Position place(const YAML::Mark &mark) const;
  [[nodiscard]] Position place_of_offset(std::size_t offset) const;
  [[nodiscard]] std::string_view line(int number) const;  ///< from 1, without its line feed; empty beyond the end
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::string &name() const { return name_; }
  [[nodiscard]] FileError error(Position at, std::string message) const { return {name_, at, std::move(message)}; }

 private:
  std::string_view text_;
  std::string name_;
  std::vector<std::size_t> line_starts_;
};

/// Builds the documents from the events of yaml-cpp's parser. Faults that leave the rest readable are collected; one
/// that does not is thrown as FileErrors.
class YamlBuilder : public YAML::EventHandler {
 public:
  explicit YamlBuilder(const SourceText &source) : source_(source) {}

  struct Document {
    YamlFile file;
    YAML::Mark begin;
    bool empty = true;  ///< nothing stands in it
  };
  [[nodiscard]] std::vector<Document> &documents() { return documents_; }
  [[nodiscard]] std::vector<FileError> &errors() { return errors_; }

  void OnDocumentStart(const YAML::Mark &mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                const std::string &value) override;
  void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Open {  ///< an array or object whose end has not come yet
    wire::Json value;
    std::string pointer;
    YAML::anchor_t anchor = 0;
    std::size_t nodes = 1;  ///< values in it, itself included
    bool key_pending = false;
    std::string key;
    Position key_at;
  };
  struct Anchored {
    wire::Json value;
    std::size_t nodes = 1;
  };

  [[nodiscard]] bool expects_key() const {
    return !open_.empty() && open_.back().value.object() && !open_.back().key_pending;
  }
  [[nodiscard]] std::string next_pointer() const;
  void take_key(Position at, std::string key);
  void open(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, wire::Json empty,
            std::string_view kind);
  void close();
  void add(Position at, wire::Json value, std::size_t nodes);
  void attach(wire::Json value, std::size_t nodes);
  void check_closing_quote(const YAML::Mark &mark);
  [[noreturn]] void fail(Position at, std::string message);

  const SourceText &source_;
  std::vector<Document> documents_;
  std::vector<FileError> errors_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
};

}  // namespace pitboss::files
