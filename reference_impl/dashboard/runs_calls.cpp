#include "reference_impl/dashboard/runs_calls.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <set>

#include "reference_impl/dashboard/paging.hpp"

namespace pitboss::reference::dashboard {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

/// The page of a report is one file with scripts of its own, and text of the target in it: it runs as if it came from
/// nowhere, and loads nothing.
constexpr std::string_view report_policy =
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'none'";

/// nullopt where it cannot be read.
std::optional<std::string> content_of(const std::filesystem::path &file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

constexpr int deepest = 2;  // folders between the folder and that of a run

/// The folders that hold results, as paths from `folder`, as they are found, so that none leads anywhere else.
std::vector<std::string> names_in(const std::filesystem::path &folder) {
  std::vector<std::string> names;
  std::error_code failed;  // a folder that is not there yet has no runs
  std::filesystem::recursive_directory_iterator entry(folder, failed), end;
  for (; !failed && entry != end; entry.increment(failed)) {
    if (entry.depth() > deepest) entry.disable_recursion_pending();
    if (entry->path().filename() == "results.json" && entry->path().parent_path() != folder)
      names.push_back(entry->path().parent_path().lexically_relative(folder).string());
  }
  return names;
}

/// nullptr where one of the members is not there.
const Json *member(const Json &json, std::initializer_list<std::string_view> path) {
  const Json *at = &json;
  for (const std::string_view name : path) {
    at = at->find(name);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string text_or_empty(const Json *json) {
  return json == nullptr || json->string() == nullptr ? std::string() : *json->string();
}

Json number_or_zero(const Json *json) {
  return json == nullptr || json->number() == nullptr ? Json(0) : *json;
}

/// The contracts whose requirements were judged, with commas.
std::string contracts_of(const Json &results) {
  std::set<std::string> contracts;
  const Json *requirements = results.find("requirements");
  if (requirements == nullptr || requirements->array() == nullptr) return {};
  for (const Json &row : *requirements->array()) contracts.insert(text_or_empty(row.find("contract")));
  std::string text;
  for (const std::string &contract : contracts) text.append(text.empty() ? "" : ", ").append(contract);
  return text;
}

/// For a query: all but letters and digits as %XX.
std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    is_plain ? out.push_back(c) : static_cast<void>(out.append({'%', digits[byte >> 4U], digits[byte & 15U]}));
  }
  return out;
}

}  // namespace

std::optional<Json> run_row(const std::string &name, std::string_view results) {
  const auto parsed = wire::parse_json(results);
  const auto *json = std::get_if<Json>(&parsed);
  if (json == nullptr || text_or_empty(json->find("format")) != "pitboss.results/1") return std::nullopt;
  return JsonObject{{"name", name},
                    {"at", text_or_empty(member(*json, {"run", "started_at"}))},
                    {"contract", contracts_of(*json)},
                    {"conformant", text_or_empty(member(*json, {"summary", "verdict"})) == "conformant"},
                    {"headline", text_or_empty(member(*json, {"summary", "headline"}))},
                    {"failed", number_or_zero(member(*json, {"summary", "counts", "requirements", "fail"}))},
                    {"passed", number_or_zero(member(*json, {"summary", "counts", "requirements", "pass"}))},
                    {"report", "/dashboard/v1/report?name=" + encoded(name)}};
}

RunsCalls::RunsCalls(std::filesystem::path folder)
    : folder_(std::move(folder)),
      reader_(
          [](std::vector<std::function<void()>> &work) {
            for (const auto &each : work) each();
          },
          [] {}) {}

void RunsCalls::add_to(Routes &routes) {
  routes.get("/dashboard/v1/runs", http::Handler([this](const http::Request &, const http::Answer &given) {
               answer([this] { return list(); }, given);
             }));
  routes.get("/dashboard/v1/report", http::Handler([this](const http::Request &request, const http::Answer &given) {
               answer([this, name = read_needed(http::Query(request.query), "name")] { return page(name); }, given);
             }));
}

void RunsCalls::answer(std::function<http::Response()> read, const http::Answer &answer) {
  reader_.submit([read = std::move(read), answer] {
    try {
      answer(read());
    } catch (const std::exception &error) {  // of the file system
      answer(reply(Problem{.status = 503, .message = std::string("the reports cannot be read: ") + error.what()}));
    }
  });
}

http::Response RunsCalls::list() const {
  JsonArray rows;
  for (const std::string &name : names_in(folder_))
    if (const auto results = content_of(folder_ / name / "results.json"))
      if (auto row = run_row(name, *results)) rows.push_back(std::move(*row));
  std::sort(rows.begin(), rows.end(),
            [](const Json &a, const Json &b) { return text_or_empty(a.find("at")) > text_or_empty(b.find("at")); });
  const auto total = static_cast<std::int64_t>(rows.size());
  return reply(list_json(std::move(rows), std::nullopt, total));
}

http::Response RunsCalls::page(const std::string &name) const {
  const std::vector<std::string> names = names_in(folder_);
  const bool is_there = std::find(names.begin(), names.end(), name) != names.end();
  const auto content = is_there ? content_of(folder_ / name / "report.html") : std::nullopt;
  if (!content)
    return reply(Problem{.status = 404, .message = "there is no run of this name, or it has no report.html"});
  return {.status = 200,
          .body = *content,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", std::string(report_policy)}}};
}

}  // namespace pitboss::reference::dashboard
