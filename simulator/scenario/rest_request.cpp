#include "simulator/scenario/rest_request.hpp"

#include <set>
#include <stdexcept>

#include "schemas/wire/encoding.hpp"
#include "simulator/scenario/amounts.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;

/// Arguments of a list call that are no query parameters.
const std::set<std::string, std::less<>> no_parameters{
    "headers", "query", "token", "key", "client", "brand", "request", "one_page", "judge_filter", "list", "meanwhile"};

const Json &argument(const Json &arguments, std::string_view name) {
  static const Json none;
  const Json *value = arguments.find(name);
  return value == nullptr ? none : *value;
}

int number(const Json &json, int otherwise) {
  const std::string text = scalar_text(json);
  if (json.is_null() || text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
    return otherwise;
  return std::stoi(text);
}

bool flag(const Json &arguments, std::string_view name) {
  const bool *value = argument(arguments, name).boolean();
  return value != nullptr && *value;
}

void remove(Json &json, const Json &names) {
  if (names.array() == nullptr || json.object() == nullptr) return;
  for (const Json &name : *names.array())
    std::erase_if(*json.object(), [&](const auto &member) { return member.first == scalar_text(name); });
}

void set_header(target::Headers &headers, const std::string &name, const Json &value) {
  std::erase_if(headers, [&](const auto &header) { return wire::equal_ignoring_case(header.first, name); });
  if (!value.is_null()) headers.emplace_back(name, scalar_text(value));
}

void add_parameter(std::string &path, const std::string &name, const std::string &value) {
  path += (path.find('?') == std::string::npos ? "?" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
}

/// "{T}" as the record `number` of a push has it: T, T2, T3, ….
std::string label_of(const std::string &label, int number) {
  return "{" + label + (number == 1 ? "" : std::to_string(number)) + "}";
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out.append("%").append(wire::to_hex({&byte, 1}));
  }
  return out;
}

std::string path_of(const RestCall &call, const target::Rest &target) {
  std::string path = call.target_path.empty() ? "" : target.text(call.target_path);
  if (path.empty()) path = target.text("paths." + call.name);
  return path.empty() ? call.path : path;
}

RestRequest RestRequests::call(const std::string &name, const Json &arguments, int n) const {
  const RestCall *call = calls_->find(name);
  if (call == nullptr) throw std::invalid_argument("the contract has no call " + name);
  RestRequest built;
  built.call = call;
  built.name = name;
  built.request.method = call->method;
  built.request.path = path_of(*call, *target_);
  built.keep_token_as = scalar_text(argument(arguments, "as"));
  if (argument(arguments, "as").is_null()) built.keep_token_as.clear();
  for (const char *kind : {"token", "key"})
    if (!argument(arguments, kind).is_null()) built.admission = texts_->text(scalar_text(argument(arguments, kind)), n);
  if (!call->is_list() && !call->is_token()) add_body(built, arguments, n);
  add_query(built, arguments, n);
  add_headers(built, arguments, n);
  return built;
}

RestRequest RestRequests::http(const Json &arguments, int n) const {
  RestRequest built;
  if (!argument(arguments, "call").is_null())
    built = call(texts_->text(scalar_text(argument(arguments, "call")), n), arguments, n);
  const Json &method = argument(arguments, "method");
  const Json &path = argument(arguments, "path");
  if (!method.is_null()) built.request.method = texts_->text(scalar_text(method), n);
  if (!path.is_null()) {
    built.request.path = texts_->text(scalar_text(path), n);
    add_query(built, arguments, n);
  }
  if (built.call == nullptr) {
    for (const char *kind : {"token", "key"})
      if (!argument(arguments, kind).is_null())
        built.admission = texts_->text(scalar_text(argument(arguments, kind)), n);
    add_body(built, arguments, n);
    add_headers(built, arguments, n);
  }
  built.as_described = built.call != nullptr && method.is_null() && path.is_null() && built.as_described;
  built.follows_pages = false;
  if (const int bytes = number(argument(arguments, "body_bytes"), 0);
      bytes > static_cast<int>(built.request.body.size()) && !built.request.body.empty())
    built.request.body.insert(built.request.body.size() - 1,
                              std::string(static_cast<std::size_t>(bytes) - built.request.body.size(), ' '));
  built.name = built.request.method + " " + built.request.path.substr(0, 120);
  return built;
}

void RestRequests::add_body(RestRequest &built, const Json &arguments, int n) const {
  const Json &text = argument(arguments, "body");
  const Json &json = argument(arguments, "json");
  const bool has_json = arguments.find("json") != nullptr;
  if (text.string() != nullptr) {
    built.request.body = texts_->text(*text.string(), n);
    built.as_described = false;
  } else if (has_json) {
    built.request.body = wire::to_text(texts_->value(json, n));
    built.as_described = false;
  } else if (built.call != nullptr) {
    built.records = records_of(*built.call, arguments, n);
    Json body = built.call->bulk.empty() ? built.records.front()
                                         : Json(wire::JsonObject{{built.call->bulk, wire::JsonArray(built.records)}});
    built.request.body = wire::to_text(body);
  } else {
    return;
  }
  built.request.headers.emplace_back("Content-Type", "application/json");
}

std::vector<Json> RestRequests::records_of(const RestCall &call, const Json &arguments, int n) const {
  if (call.bulk.empty()) {
    Json record = texts_->value(movement_defaults(call, arguments, n), n);
    if (const Json with = texts_->value(argument(arguments, "with"), n); with.object() != nullptr)
      for (const auto &[name, value] : *with.object()) record.set(name, value);
    remove(record, argument(arguments, "without"));
    return {record};
  }
  std::vector<Json> records;
  const Json &written = argument(arguments, "records");
  if (written.array() == nullptr) {
    Json changes = texts_->value(argument(arguments, "with"), n);
    Json record = record_of(call, changes, 1, n);
    remove(record, texts_->value(argument(arguments, "without"), n));
    return {record};
  }
  for (const Json &each : *written.array())
    for (int i = number(argument(each, "times"), 1); i > 0; --i) {
      const int place = static_cast<int>(records.size()) + 1;
      records.push_back(record_of(call, each, place, place));
    }
  return records;
}

/// The default with the changes of one record; `number` is its place in the push.
Json RestRequests::record_of(const RestCall &call, const Json &changes, int number, int n) const {
  Json record = call.body;
  for (const auto &[field, label] : call.labels) record.set(field, label_of(label, number));
  if (changes.object() != nullptr)
    for (const auto &[name, value] : *changes.object())
      if (name != "times" && name != "without") record.set(name, value);
  remove(record, texts_->value(argument(changes, "without"), n));
  return texts_->value(record, n);
}

/// The body with the arguments that stand for fields of it: client, brand, click, request, relative, absolute, metrics.
Json RestRequests::movement_defaults(const RestCall &call, const Json &arguments, int n) const {
  Json record = call.body;
  const auto field = [&](const char *name, const Json &argument, const std::string &value) {
    if (!argument.is_null() && record.find(name) != nullptr) record.set(name, value);
  };
  const Json &client = argument(arguments, "client");
  const std::string label = client.is_null() ? "" : texts_->text(scalar_text(client), n);
  field("externalId", client, "{" + label + "}");
  field("externalClientId", client, "{" + label + "}");
  const Json &brand = argument(arguments, "brand");
  field("revenueOriginId", brand, "{target.brands." + scalar_text(brand) + "}");
  // A click leads to an offer of one brand: the second brand is registered by the second click, where there is one.
  const Json &click = argument(arguments, "click").is_null() ? brand : argument(arguments, "click");
  const std::string place = "click_ids." + scalar_text(click);
  field("clickId", click, "{target." + (target_->find(place) == nullptr ? "click_ids.1" : place) + "}");
  const Json &request = argument(arguments, "request");
  if (!request.is_null()) record.set("requestId", "{" + texts_->text(scalar_text(request), n) + "}");
  if (const Json metrics = metrics_of(arguments, n); !metrics.is_null()) record.set("metrics", metrics);
  return record;
}

Json RestRequests::metrics_of(const Json &arguments, int n) const {
  const auto entry = [](const Json &each) {
    Json out{wire::JsonObject{}};
    const Json &code = argument(each, "code");
    if (each.find("value") != nullptr || each.find("type") != nullptr) return each;
    out.set("code", code.is_null() ? Json("{target.metrics.usable.1}") : code);
    for (const char *type : {"relative", "absolute"})
      if (each.find(type) != nullptr) out.set("type", type).set("value", argument(each, type));
    return out;
  };
  const Json &list = argument(arguments, "metrics");
  if (list.array() != nullptr) {
    wire::JsonArray all;
    for (const Json &each : *list.array()) {
      const int times = number(argument(each, "times"), 1);
      for (int i = 1; i <= times; ++i)
        all.push_back(texts_->value(entry(each), times > 1 ? static_cast<int>(all.size()) + 1 : n));
    }
    return all;
  }
  if (arguments.find("relative") == nullptr && arguments.find("absolute") == nullptr) return {};
  Json one{wire::JsonObject{}};
  for (const char *type : {"relative", "absolute"})
    if (arguments.find(type) != nullptr) one.set(type, argument(arguments, type));
  return wire::JsonArray{entry(one)};
}

void RestRequests::add_query(RestRequest &built, const Json &arguments, int n) const {
  if (built.call != nullptr && built.call->is_list()) {
    built.judges_filter = flag(arguments, "judge_filter");
    built.follows_pages = !flag(arguments, "one_page") && argument(arguments, "page").is_null() &&
                          argument(arguments, "cursor").is_null();
    const auto filter = [&](const std::string &name, const std::string &value) {
      add_parameter(built.request.path, name, value);
      built.filters[name] = value;
    };
    const Json &client = argument(arguments, "client");
    if (!client.is_null()) filter("external_client_id", texts_->text("{" + scalar_text(client) + "}", n));
    const Json &request = argument(arguments, "request");
    if (!request.is_null()) filter("request_id", texts_->text("{" + scalar_text(request) + "}", n));
    const bool plain = arguments.find("method") == nullptr && arguments.find("call") == nullptr;
    if (plain && arguments.object() != nullptr)
      for (const auto &[name, value] : *arguments.object())
        if (!no_parameters.contains(name)) filter(name, scalar_text(texts_->value(value, n)));
  }
  const Json query = texts_->value(argument(arguments, "query"), n);
  if (query.object() != nullptr)
    for (const auto &[name, value] : *query.object()) add_parameter(built.request.path, name, scalar_text(value));
}

void RestRequests::add_headers(RestRequest &built, const Json &arguments, int n) const {
  const Json headers = texts_->value(argument(arguments, "headers"), n);
  if (headers.object() == nullptr) return;
  for (const auto &[name, value] : *headers.object()) set_header(built.request.headers, name, value);
}

}  // namespace pitboss::scenario
