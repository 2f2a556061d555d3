#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "schemas/journal/journal.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::journal {
namespace {

using wire::Json;

/// Reads the members of one line; every complaint names file and line.
class LineReader {
 public:
  LineReader(const std::string &name, std::size_t line) : place_(name + ":" + std::to_string(line) + ": ") {}

  [[noreturn]] void fail(const std::string &what) const { throw JournalError(place_ + what); }

  [[nodiscard]] Json parse(std::string_view text) const {
    auto parsed = wire::parse_json(text);
    if (const auto *error = std::get_if<wire::JsonError>(&parsed))
      fail("column " + std::to_string(error->column) + ": this is no JSON: " + error->message);
    Json json = std::get<Json>(std::move(parsed));
    if (json.object() == nullptr) fail("each line of a journal is a JSON object");
    return json;
  }

  [[nodiscard]] std::string text(const Json &json, std::string_view name, bool needed = true) const {
    const Json *member = json.find(name);
    if (member == nullptr && !needed) return {};
    if (member == nullptr || member->string() == nullptr) fail("`" + std::string(name) + "` must be there, a string");
    return *member->string();
  }

  [[nodiscard]] std::uint64_t count(const Json &json, std::string_view name) const {
    const Json *member = json.find(name);
    if (member == nullptr) return 0;
    const std::string *digits = member->number() != nullptr ? &member->number()->text : member->string();
    std::uint64_t value = 0;
    const char *end = digits == nullptr ? nullptr : digits->data() + digits->size();
    if (digits == nullptr || std::from_chars(digits->data(), end, value).ptr != end)
      fail("`" + std::string(name) + "` must be a whole number from 0");
    return value;
  }

  [[nodiscard]] wire::TimePoint time(const Json &json, std::string_view name) const {
    const auto time = wire::parse_date_time(text(json, name));
    if (!time) fail("`" + std::string(name) + "` must be a time: 2026-11-25T12:00:00.250Z");
    return *time;
  }

  [[nodiscard]] Headers headers(const Json &json) const {
    const Json *list = json.find("headers");
    if (list == nullptr || list->array() == nullptr) fail("`headers` must be there: pairs of name and value");
    Headers headers;
    for (const Json &pair : *list->array()) {
      const wire::JsonArray *both = pair.array();
      if (both == nullptr || both->size() != 2 || (*both)[0].string() == nullptr || (*both)[1].string() == nullptr)
        fail("`headers` holds pairs of strings: [\"Content-Type\", \"application/json\"]");
      headers.emplace_back(*(*both)[0].string(), *(*both)[1].string());
    }
    return headers;
  }

  [[nodiscard]] std::string body(const Json &json) const {
    if (json.find("body_base64") == nullptr) return text(json, "body", false);
    const auto bytes = wire::from_base64(text(json, "body_base64"));
    if (!bytes) fail("`body_base64` is no base64");
    return *bytes;
  }

  template <class Value>
  [[nodiscard]] Value one_of(const Json &json, std::string_view name, std::initializer_list<Value> values,
                             Value missing) const {
    if (json.find(name) == nullptr) return missing;
    const std::string given = text(json, name);
    std::string all;
    for (const Value value : values) {
      if (to_string(value) == given) return value;
      all.append(all.empty() ? "" : ", ").append(to_string(value));
    }
    fail("`" + std::string(name) + "` is \"" + given + "\": one of " + all + " is wanted");
  }

 private:
  const std::string place_;
};

Exchange read_exchange(const LineReader &reader, const Json &json) {
  Exchange exchange;
  exchange.received_at = reader.time(json, "received_at");
  exchange.replied_at = reader.time(json, "replied_at");
  if (exchange.replied_at < exchange.received_at) reader.fail("`replied_at` is before `received_at`");
  exchange.connection = reader.count(json, "connection");
  exchange.method = reader.text(json, "method");
  exchange.path = reader.text(json, "path");
  exchange.query = reader.text(json, "query", false);
  exchange.headers = reader.headers(json);
  exchange.body = reader.body(json);
  if (const Json *reply = json.find("reply"); reply != nullptr && !reply->is_null()) {
    if (reply->object() == nullptr) reader.fail("`reply` must be an object, or absent");
    exchange.reply =
        Reply{static_cast<int>(reader.count(*reply, "status")), reader.headers(*reply), reader.body(*reply)};
  }
  exchange.delivery = reader.one_of(json, "delivery", {Delivery::whole, Delivery::part, Delivery::none},
                                    exchange.reply ? Delivery::whole : Delivery::none);
  exchange.effect = reader.one_of(json, "effect", {Effect::unknown, Effect::none, Effect::applied}, Effect::unknown);
  if (const Json *right = json.find("signature_right")) {
    if (right->boolean() == nullptr) reader.fail("`signature_right` must be true or false");
    exchange.signature_right = *right->boolean();
  }
  exchange.rule = reader.text(json, "rule", false);
  exchange.action = reader.text(json, "action", false);
  return exchange;
}

void read_header(const LineReader &reader, const Json &json, Journal &journal) {
  if (const std::string format = reader.text(json, "format"); format != "pitboss.journal/1")
    reader.fail("the format is \"" + format + "\": this program reads pitboss.journal/1");
  journal.id = reader.text(json, "id", false);
  journal.started_at = journal.ended_at = reader.time(json, "started_at");
  journal.seed = reader.count(json, "seed");
  if (json.find("clock_speed") != nullptr)
    journal.clock_speed = static_cast<unsigned>(reader.count(json, "clock_speed"));
  if (journal.clock_speed == 0) reader.fail("`clock_speed` must be 1 or more");
  journal.real_started_at =
      json.find("real_started_at") == nullptr ? journal.started_at : reader.time(json, "real_started_at");
  journal.script = reader.text(json, "script", false);
  journal.version = reader.text(json, "version", false);
  const Json *contracts = json.find("contracts");
  if (contracts == nullptr || contracts->array() == nullptr || contracts->array()->empty())
    reader.fail("`contracts` must be there: a list with at least one of wallet, feed, movements");
  for (const Json &contract : *contracts->array()) {
    const std::string *name = contract.string();
    if (name == nullptr || (*name != "wallet" && *name != "feed" && *name != "movements"))
      reader.fail("`contracts` holds names: wallet, feed, movements");
    journal.contracts.push_back(*name);
  }
}

}  // namespace

JournalFile parse_journal(std::string_view text, const std::string &name) {
  JournalFile file;
  bool has_header = false;
  bool ended = false;
  for (std::size_t line = 1, begin = 0; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view row = text.substr(begin, end - begin);
    const bool whole = end < text.size();
    begin = end + 1;
    if (row.empty()) continue;
    const LineReader reader(name, line);
    if (!whole && has_header && std::holds_alternative<wire::JsonError>(wire::parse_json(row))) {
      file.cut_line = line;
      break;
    }
    const Json json = reader.parse(row);
    if (ended) reader.fail("nothing follows the line that tells the end");
    if (!has_header) {
      read_header(reader, json, file.journal);
      has_header = true;
    } else if (json.find("ended_at") != nullptr) {
      file.journal.ended_at = reader.time(json, "ended_at");
      ended = true;
    } else {
      file.journal.exchanges.push_back(read_exchange(reader, json));
    }
  }
  if (!has_header) throw JournalError(name + ":1: a journal begins with a line {\"format\": \"pitboss.journal/1\", …}");
  auto &exchanges = file.journal.exchanges;
  std::stable_sort(exchanges.begin(), exchanges.end(),
                   [](const Exchange &a, const Exchange &b) { return a.received_at < b.received_at; });
  if (!ended)
    for (const Exchange &one : exchanges) file.journal.ended_at = std::max(file.journal.ended_at, one.replied_at);
  return file;
}

JournalFile read_journal(const std::filesystem::path &path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) throw JournalError(path.string() + ": is a folder, not a journal");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw JournalError(path.string() + ": cannot be read: " + std::strerror(errno));
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_journal(text.view(), path.string());
}

}  // namespace pitboss::journal
