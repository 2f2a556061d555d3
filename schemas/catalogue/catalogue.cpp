#include "schemas/catalogue/catalogue.hpp"

#include <yaml-cpp/yaml.h>

#include <array>
#include <set>
#include <stdexcept>

#include "schemas/catalogue/contract_files.hpp"

namespace pitboss::catalogue {

namespace {

constexpr std::array<std::string_view, 5> known_sources = {"seed", "guide", "RFC", "decision", "safety"};
constexpr std::string_view code_suffix = ".code";

/// Reads one catalogue file; every complaint names file, line and column.
class CatalogueReader {
 public:
  explicit CatalogueReader(const std::string &file) : file_(file), contract_(folder_of(file)) {}

  std::vector<Requirement> read(std::string_view yaml) {
    const YAML::Node document = load(yaml);
    if (!document.IsSequence()) fail(document.Mark(), "a catalogue is a list of requirements");
    std::vector<Requirement> rows;
    for (const YAML::Node &node : document) rows.push_back(read_row(node));
    for (const auto &[id, mark] : code_rows_)
      if (!ids_.contains(id.substr(0, id.size() - code_suffix.size())))
        fail(mark, "'" + id + "' judges the code of a refusal that no row demands");
    return rows;
  }

 private:
  /// The name of the folder that a file lies in: "wallet" of "schemas/wallet/requirements.yaml"; empty where there is
  /// none.
  static std::string folder_of(const std::string &file) {
    return std::filesystem::path(file).parent_path().filename().string();
  }

  [[noreturn]] void fail(const YAML::Mark &mark, const std::string &what) const {
    throw std::runtime_error(file_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) +
                             ": " + what);
  }

  YAML::Node load(std::string_view yaml) const {
    try {
      return YAML::Load(std::string(yaml));
    } catch (const YAML::ParserException &error) {
      fail(error.mark, error.msg);
    }
  }

  Requirement read_row(const YAML::Node &node) {
    if (!node.IsMap()) fail(node.Mark(), "a requirement is a map of keys");
    Requirement row;
    std::set<std::string> seen;
    for (const auto &entry : node) {
      const std::string key = text_of(entry.first);
      if (!seen.insert(key).second) fail(entry.first.Mark(), "the key '" + key + "' stands twice");
      read_key(row, entry.first, entry.second, key);
    }
    for (const std::string required : {"id", "level", "sentence", "page", "source"})
      if (!seen.contains(required)) fail(node.Mark(), "a requirement needs the key '" + required + "'");
    if (!row.not_judged.empty() && row.level == Level::must)
      fail(node["not_judged"].Mark(), "a must is always judged: 'not_judged' is for should and may");
    return row;
  }

  void read_key(Requirement &row, const YAML::Node &key_node, const YAML::Node &value, const std::string &key) {
    if (key == "id") {
      read_id(row, value);
    } else if (key == "level") {
      const std::optional<Level> level = parse_level(text_of(value));
      if (!level) fail(value.Mark(), "'" + text_of(value) + "' is no level: must, should or may");
      row.level = *level;
    } else if (key == "sentence") {
      row.sentence = text_of(value);
    } else if (key == "page") {
      row.page = text_of(value);
    } else if (key == "source") {
      row.source = read_source(value);
    } else if (key == "not_judged") {
      row.not_judged = text_of(value);
    } else if (key == "hint") {
      row.hint = text_of(value);
    } else if (key == "show") {
      row.show = text_of(value);
    } else {
      fail(key_node.Mark(),
           "unknown key '" + key + "': a requirement has id, level, sentence, page, source, hint, show and not_judged");
    }
  }

  void read_id(Requirement &row, const YAML::Node &node) {
    row.id = text_of(node);
    const bool well_formed = std::all_of(row.id.begin(), row.id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    if (!well_formed) fail(node.Mark(), "the id '" + row.id + "' has other characters than a-z 0-9 - .");
    row.contract = row.id.substr(0, row.id.find('.'));
    if (row.contract == row.id) fail(node.Mark(), "the id '" + row.id + "' needs a contract: CONTRACT.GROUP.NAME");
    if (!contract_.empty() && row.contract != contract_)
      fail(node.Mark(), "the id '" + row.id + "' does not begin with '" + contract_ + ".', the name of its folder");
    if (!ids_.insert(row.id).second) fail(node.Mark(), "the id '" + row.id + "' stands twice");
    if (row.id.ends_with(code_suffix)) code_rows_.emplace_back(row.id, node.Mark());
  }

  std::vector<std::string> read_source(const YAML::Node &node) const {
    if (!node.IsSequence() || node.size() == 0) fail(node.Mark(), "'source' is a list with at least one name");
    std::vector<std::string> sources;
    for (const YAML::Node &element : node) {
      const std::string source = text_of(element);
      if (std::find(known_sources.begin(), known_sources.end(), source) == known_sources.end())
        fail(element.Mark(), "'" + source + "' is no source: seed, guide, RFC, decision or safety");
      sources.push_back(source);
    }
    return sources;
  }

  std::string text_of(const YAML::Node &node) const {
    if (!node.IsScalar() || node.Scalar().empty()) fail(node.Mark(), "a text is wanted here");
    return node.Scalar();
  }

  const std::string &file_;
  std::string contract_;
  std::set<std::string> ids_;
  std::vector<std::pair<std::string, YAML::Mark>> code_rows_;
};

Catalogue read_embedded(std::string_view ending) {
  std::vector<Requirement> all;
  for (const std::string_view path : contract_file_names()) {
    if (!path.ends_with(ending)) continue;
    std::vector<Requirement> rows = Catalogue::read(contract_file(path).value(), std::string(path));
    std::move(rows.begin(), rows.end(), std::back_inserter(all));
  }
  return Catalogue(std::move(all));
}

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::must:
      return "must";
    case Level::should:
      return "should";
    case Level::may:
      return "may";
  }
  return "";
}

std::optional<Level> parse_level(std::string_view text) {
  for (const Level level : {Level::must, Level::should, Level::may})
    if (to_string(level) == text) return level;
  return std::nullopt;
}

const Catalogue &Catalogue::embedded() {
  static const Catalogue catalogue = read_embedded("/requirements.yaml");
  return catalogue;
}

const Catalogue &Catalogue::clients() {
  static const Catalogue catalogue = read_embedded("/client_requirements.yaml");
  return catalogue;
}

std::vector<Requirement> Catalogue::read(std::string_view yaml, const std::string &name) {
  return CatalogueReader(name).read(yaml);
}

std::vector<std::string> Catalogue::contracts() const {
  std::set<std::string> names;
  for (const Requirement &row : rows_) names.insert(row.contract);
  return {names.begin(), names.end()};
}

const Requirement *Catalogue::find(std::string_view id) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Requirement &row) { return row.id == id; });
  return found == rows_.end() ? nullptr : &*found;
}

const Requirement *Catalogue::find_code_of(std::string_view id) const {
  const Requirement *code = find(std::string(id).append(code_suffix));
  return code != nullptr ? code : find(id);
}

}  // namespace pitboss::catalogue
