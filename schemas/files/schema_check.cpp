#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#define VALIJSON_USE_EXCEPTIONS 1  // otherwise it ends the program
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

#include "schemas/files/schema_check.hpp"
#include "schemas/files/schema_explain.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::files {
namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

constexpr std::size_t max_complaints = 20;
constexpr std::size_t max_checked_text =
    1'024;  // valijson matches patterns by std::regex, which recurses for each character

struct Compiled {
  valijson::Schema schema;
  wire::Json json;
};

/// valijson compares numbers as int64 or double: an integer beyond 64 bits counts as the largest of its sign, so that
/// its type and its side of every bound stay right; a value too small for a double keeps its sign.
nlohmann::json to_nlohmann(const wire::JsonNumber &number) {
  const auto decimal = wire::Json(number).decimal();
  const bool negative = number.text.starts_with('-');
  if (decimal ? decimal->places() == 0 : number.text.find_first_of(".eE") == std::string::npos) {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    if (!decimal || *decimal > wire::Decimal(largest) || *decimal < wire::Decimal(-largest))
      return negative ? -largest : largest;
    return std::stoll(decimal->to_string());
  }
  const double value = std::strtod(number.text.c_str(), nullptr);
  const bool vanished = value == 0 && !(decimal && decimal->is_zero());
  return vanished ? std::copysign(std::numeric_limits<double>::min(), negative ? -1.0 : 1.0) : value;
}

std::string beginning_of(const std::string &text) {
  if (text.size() <= max_checked_text) return text;
  std::size_t end = max_checked_text;
  while ((text[end] & 0xC0) == 0x80) --end;  // not inside a character
  return text.substr(0, end);
}

nlohmann::json to_nlohmann(const wire::Json &json, bool whole_texts) {
  if (const bool *boolean = json.boolean()) return *boolean;
  if (const wire::JsonNumber *number = json.number()) return to_nlohmann(*number);
  if (const std::string *text = json.string()) return whole_texts ? *text : beginning_of(*text);
  if (const wire::JsonArray *array = json.array()) {
    nlohmann::json result = nlohmann::json::array();
    for (const wire::Json &element : *array) result.push_back(to_nlohmann(element, whole_texts));
    return result;
  }
  if (const wire::JsonObject *object = json.object()) {
    nlohmann::json result = nlohmann::json::object();
    for (const auto &[name, member] : *object) result[name] = to_nlohmann(member, whole_texts);
    return result;
  }
  return nullptr;
}

std::shared_ptr<const Compiled> compile(std::string_view schema_text) {
  auto parsed = wire::parse_json(schema_text);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed))
    throw std::invalid_argument("the JSON Schema is no JSON: line " + std::to_string(error->line) + ": " +
                                error->message);
  auto compiled = std::make_shared<Compiled>();
  compiled->json = std::get<wire::Json>(std::move(parsed));
  const nlohmann::json document = to_nlohmann(compiled->json, true);
  try {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(document), compiled->schema);
  } catch (const std::exception &error) {
    throw std::invalid_argument(std::string("the JSON Schema is faulty: ") + error.what());
  }
  return compiled;
}

std::shared_ptr<const Compiled> compiled_once(std::string_view schema_text) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Compiled>, std::less<>> cache;
  const std::lock_guard lock(mutex);
  if (const auto found = cache.find(schema_text); found != cache.end()) return found->second;
  return cache.emplace(std::string(schema_text), compile(schema_text)).first->second;
}

/// Where explain() knows no reason: valijson's own words, of the error that lies deepest.
Complaint deepest(const valijson::ValidationResults &results) {
  const auto deeper = [](const auto &a, const auto &b) { return a.context.size() < b.context.size(); };
  const auto found = std::max_element(results.begin(), results.end(), deeper);
  Complaint complaint;
  if (found == results.end()) {
    complaint.message = "the value is not as its schema says";
    return complaint;
  }
  for (std::size_t i = 1; i < found->context.size(); ++i) {
    const std::string &step = found->context[i];  // "[name]" or "[0]"
    complaint.pointer = append_pointer(complaint.pointer, step.size() > 2 ? step.substr(1, step.size() - 2) : step);
  }
  complaint.message = found->description;
  while (complaint.message.ends_with('.')) complaint.message.pop_back();
  return complaint;
}

std::vector<Complaint> complaints_of(const wire::Json &json, std::string_view schema_text) {
  const auto compiled = compiled_once(schema_text);
  const nlohmann::json value = to_nlohmann(json, false);
  valijson::ValidationResults results;
  valijson::Validator validator;
  if (validator.validate(compiled->schema, Adapter(value), &results)) return {};
  std::vector<Complaint> complaints = explain(compiled->json, json);
  if (complaints.empty()) complaints.push_back(deepest(results));
  if (complaints.size() > max_complaints) complaints.resize(max_complaints);
  return complaints;
}

/// YAML takes 123 for a number and true for a boolean, where a text that looks so needs quotes.
bool is_text_without_quotes(const Complaint &complaint) {
  const auto &expected = complaint.expected;
  return complaint.kind == Complaint::Kind::type &&
         std::find(expected.begin(), expected.end(), "string") != expected.end() &&
         (complaint.found.starts_with("the number") || complaint.found.starts_with("the boolean"));
}

}  // namespace

std::vector<FileError> validate(const YamlFile &file, std::string_view schema_text) {
  std::vector<FileError> errors;
  std::set<std::string> told;
  for (const Complaint &complaint : complaints_of(file.json, schema_text)) {
    const bool of_key =
        complaint.kind == Complaint::Kind::unknown_key || complaint.kind == Complaint::Kind::missing_key;
    const std::string place = of_key && !complaint.pointer.empty() && file.positions.contains(complaint.pointer + "#")
                                  ? complaint.pointer + "#"
                                  : complaint.pointer;
    FileError error{file.file, file.at(place), word(complaint)};
    if (is_text_without_quotes(complaint)) error.message += "; put it in quotes";
    if (told.insert(error.to_string()).second) errors.push_back(std::move(error));
  }
  std::stable_sort(errors.begin(), errors.end(), [](const FileError &a, const FileError &b) {
    return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
  });
  return errors;
}

std::vector<SchemaFault> find_faults(const wire::Json &json, std::string_view schema_text) {
  std::vector<SchemaFault> faults;
  for (const Complaint &complaint : complaints_of(json, schema_text)) {
    SchemaFault fault{complaint.pointer, word(complaint)};
    if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(std::move(fault));
  }
  return faults;
}

std::vector<std::string> validate(const wire::Json &json, std::string_view schema_text) {
  std::vector<std::string> messages;
  for (const SchemaFault &fault : find_faults(json, schema_text))
    messages.push_back((fault.pointer.empty() ? "/" : fault.pointer) + ": " + fault.message);
  return messages;
}

}  // namespace pitboss::files
