#include "schemas/files/yaml_builder.hpp"

#include "schemas/files/yaml_scalar.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::files {
namespace {

constexpr std::size_t max_depth = 64;       // what wire::parse_json reads
constexpr std::size_t max_nodes = 200'000;  // after aliases are expanded: a file that a person wrote has a few hundred

constexpr std::string_view core_tags = "tag:yaml.org,2002:";

}  // namespace

SourceText::SourceText(std::string_view text, std::string name) : text_(text), name_(std::move(name)), line_starts_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    line_starts_.push_back(at + 1);
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > line_starts_.size()) return {};
  const std::string_view rest = text_.substr(line_starts_[static_cast<std::size_t>(number) - 1]);
  return rest.substr(0, rest.find('\n'));
}

Position SourceText::place(const YAML::Mark &mark) const {
  if (mark.is_null()) return {};
  const std::string_view before = line(mark.line + 1).substr(0, static_cast<std::size_t>(std::max(0, mark.column)));
  const auto continuation = std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) == 0x80; });
  return {mark.line + 1, mark.column + 1 - static_cast<int>(continuation)};
}

Position SourceText::place_of_offset(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto index = static_cast<int>(after - line_starts_.begin()) - 1;
  YAML::Mark mark;
  mark.line = index;
  mark.column = static_cast<int>(offset - line_starts_[static_cast<std::size_t>(index)]);
  return place(mark);
}

void YamlBuilder::fail(Position at, std::string message) {
  errors_.push_back(source_.error(at, std::move(message)));
  throw FileErrors(std::exchange(errors_, {}));
}

void YamlBuilder::OnDocumentStart(const YAML::Mark &mark) {
  documents_.push_back({YamlFile{source_.name(), nullptr, {}}, mark, true});
  open_.clear();
  anchors_.clear();  // anchors end with their document (YAML 1.2, section 7.1)
}

std::string YamlBuilder::next_pointer() const {
  if (open_.empty()) return {};
  const Open &parent = open_.back();
  if (const wire::JsonArray *array = parent.value.array())
    return append_pointer(parent.pointer, std::to_string(array->size()));
  return append_pointer(parent.pointer, parent.key);
}

void YamlBuilder::take_key(Position at, std::string key) {
  Open &parent = open_.back();
  auto &positions = documents_.back().file.positions;
  const std::string pointer = append_pointer(parent.pointer, key) + "#";
  if (const auto [first, fresh] = positions.emplace(pointer, at); !fresh)
    errors_.push_back(source_.error(at, "the key `" + key + "` stands twice, first in line " +
                                            std::to_string(first->second.line) + "; remove one of the two"));
  parent.key_pending = true;
  parent.key = std::move(key);
  parent.key_at = at;
}

void YamlBuilder::attach(wire::Json value, std::size_t nodes) {
  if (open_.empty()) {
    documents_.back().file.json = std::move(value);
    documents_.back().empty = false;
    return;
  }
  Open &parent = open_.back();
  parent.nodes += nodes;
  if (wire::JsonArray *array = parent.value.array()) {
    array->push_back(std::move(value));
    return;
  }
  parent.value.object()->emplace_back(std::move(parent.key), std::move(value));
  parent.key_pending = false;
}

void YamlBuilder::add(Position at, wire::Json value, std::size_t nodes) {
  documents_.back().file.positions[next_pointer()] = at;
  attach(std::move(value), nodes);
  std::size_t total = 0;
  for (const Open &parent : open_) total += parent.nodes;
  if (total > max_nodes)
    fail(at, "the file, its aliases written out, holds more than " + std::to_string(max_nodes) +
                 " values; use fewer aliases");
}

void YamlBuilder::OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) {
  const Position at = source_.place(mark);
  if (open_.empty()) {  // an empty document, unless a null is written out
    documents_.back().file.positions[""] = at;
    return;
  }
  if (expects_key()) fail(at, "a key is missing here; write a name before the colon");
  if (anchor != 0) anchors_[anchor] = {nullptr, 1};
  // yaml-cpp places a value that is left out at the next token, which may be lines away.
  add(open_.back().value.object() ? open_.back().key_at : at, nullptr, 1);
}

void YamlBuilder::OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) {
  const Position at = source_.place(mark);
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) fail(at, "this alias stands inside the value that it names; write the value out");
  if (expects_key()) {
    const std::string *text = found->second.value.string();
    if (text == nullptr) fail(at, "a key must be a text; this alias stands for another kind of value");
    take_key(at, *text);
    return;
  }
  add(at, found->second.value, found->second.nodes);
}

void YamlBuilder::OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                           const std::string &value) {
  const Position at = source_.place(mark);
  check_closing_quote(mark);
  const bool plain = tag == "?" || (tag.starts_with(core_tags) && tag.substr(core_tags.size()) != "str");
  if (!plain && tag != "!" && !tag.starts_with(core_tags))
    errors_.push_back(source_.error(at, "unknown tag `" + tag + "`; write the value without it"));
  if (expects_key()) {
    if (anchor != 0) anchors_[anchor] = {value, 1};
    take_key(at, value);
    return;
  }
  wire::Json json = plain ? resolve_plain_scalar(value) : wire::Json(value);
  if (anchor != 0) anchors_[anchor] = {json, 1};
  add(at, std::move(json), 1);
}

/// yaml-cpp takes the end of the file for the end of a quoted text.
void YamlBuilder::check_closing_quote(const YAML::Mark &mark) {
  if (mark.pos < 0 || static_cast<std::size_t>(mark.pos) >= source_.text().size()) return;
  std::string_view text = source_.text().substr(static_cast<std::size_t>(mark.pos));
  while (!text.empty() && (text.front() == '&' || text.front() == '!')) {  // anchor and tag stand before the text
    text.remove_prefix(std::min(text.size(), text.find_first_of(" \t\n")));
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\n")));
  }
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return;
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      return;  // '' inside a single-quoted text stops the search as well: what matters is that some quote follows
    }
  }
  fail(source_.place(mark), std::string("the text that begins here has no closing ") + quote + "; add it");
}

void YamlBuilder::open(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, wire::Json empty,
                       std::string_view kind) {
  const Position at = source_.place(mark);
  if (expects_key())
    fail(at,
         "a key must be a text, not " + std::string(kind) + "; write a name, and quote it where it begins with [ or {");
  if (tag != "?" && tag != "!" && !tag.starts_with(core_tags))
    errors_.push_back(source_.error(at, "unknown tag `" + tag + "`; write the value without it"));
  if (open_.size() >= max_depth)
    fail(at, "lists and mappings are nested more than " + std::to_string(max_depth) + " deep; flatten them");
  std::string pointer = next_pointer();
  documents_.back().file.positions[pointer] = at;
  open_.push_back({std::move(empty), std::move(pointer), anchor, 1, false, {}, {}});
}

void YamlBuilder::OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value /*style*/) {
  open(mark, tag, anchor, wire::JsonArray{}, "a list");
}

void YamlBuilder::OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  open(mark, tag, anchor, wire::JsonObject{}, "a mapping");
}

void YamlBuilder::close() {
  Open done = std::move(open_.back());
  open_.pop_back();
  if (done.anchor != 0) anchors_[done.anchor] = {done.value, done.nodes};
  attach(std::move(done.value), done.nodes);
}

}  // namespace pitboss::files
