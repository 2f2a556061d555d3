#include <fmt/format.h>

#include <algorithm>

#include "reports/html_parts.hpp"
#include "reports/replay.hpp"
#include "reports/sequence.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"

namespace pitboss::reports {
namespace {

constexpr std::size_t header_limit = 8192;
constexpr std::size_t value_limit = 2048;

/// A body made ready for a <pre>: indented, escaped, cut; and the words that say what was left out.
struct ShownBody {
  std::string html;
  std::string note;
};

ShownBody shown_body(const std::string &body, bool cut_already, std::uint64_t bytes, std::size_t limit) {
  const std::string text = cut_already ? body : pretty_body(body);
  const auto kept = cut(text, limit);
  ShownBody shown{escape_element_text(kept), {}};
  if (cut_already)
    shown.note =
        fmt::format("only the beginning of {} was kept", size_text(std::max<std::uint64_t>(bytes, body.size())));
  else if (kept.size() < text.size())
    shown.note = fmt::format("the first {} of {} are shown; results.json has the whole", size_text(kept.size()),
                             size_text(text.size()));
  return shown;
}

std::string header_lines(const std::vector<std::pair<std::string, std::string>> &headers) {
  std::string lines;
  for (const auto &[name, value] : headers)
    lines += (lines.empty() ? "" : "\n") + one_line(name) + ": " + one_line(value);
  const auto kept = cut(lines, header_limit);
  return escape_element_text(kept) + (kept.size() < lines.size() ? "\n…" : "");
}

Data message_data(const ShownBody &body, const std::vector<std::pair<std::string, std::string>> &headers) {
  Data data;
  data["headers"] = text_or_nothing(header_lines(headers));
  data["body"] = text_or_nothing(body.html);
  data["note"] = text_or_nothing(body.note);
  data["long"] = Data(may_scroll(body.html));
  return data;
}

std::string outcome_text(const results::Exchange &exchange) {
  if (exchange.response) return std::to_string(exchange.response->status);
  return exchange.error.empty() ? "no reply" : "no reply: " + exchange.error;
}

/// At most `limit` bytes of a body are shown, and twice as many of a curl command.
Data exchange_data(const results::Exchange &exchange, bool open, std::size_t limit) {
  Data data;
  data["open"] = Data(open);
  data["method"] = exchange.request.method;
  data["url"] = exchange.request.url;
  data["path"] = path_of(exchange.request.url);
  data["outcome"] = outcome_text(exchange);
  data["lost"] = Data(!exchange.response.has_value());
  data["duration"] = duration_text(exchange.duration);
  data["at"] = wire::to_iso8601(exchange.started_at);
  data["note"] = text_or_nothing(exchange.note);
  const auto &request = exchange.request;
  data["request"] =
      message_data(shown_body(request.body, request.body_cut, request.body_bytes, limit), request.headers);
  data["response"] = Data(Data::type::bool_false);
  if (exchange.response) {
    const auto &response = *exchange.response;
    data["response"] =
        message_data(shown_body(response.body, response.body_cut, response.body_bytes, limit), response.headers);
    data["status"] = std::to_string(response.status);
  }
  const bool fits = exchange.curl.size() <= 2 * limit;
  data["curl"] = text_or_nothing(fits ? escape_element_text(exchange.curl) : "");
  data["long_curl"] = Data(may_scroll(exchange.curl));
  data["curl_left_out"] = Data(!fits);
  return data;
}

std::string shortened(const std::string &value) {
  if (value.empty()) return "(empty)";
  const auto kept = cut(value, value_limit);
  return std::string(kept) + (kept.size() < value.size() ? " …" : "");
}

Data check_data(const Page &page, const results::Check &check) {
  Data data;
  set_verdict(data, check.verdict);
  data["what"] = check.what;
  data["level"] = std::string(level_word(check.level));
  data["requirement"] = text_or_nothing(check.requirement);
  const bool known = page.index.requirement(check.requirement) != nullptr;
  data["row"] = text_or_nothing(known ? Anchors::of_requirement(check.requirement) : "");
  data["expected"] = shortened(check.expected);
  data["actual"] = shortened(check.actual);
  return data;
}

/// "fail" or "warn" where a check of the step ended so, else empty.
std::string state_of(const results::Step &step) {
  for (const auto verdict : {results::Verdict::fail, results::Verdict::warn})
    if (std::any_of(step.checks.begin(), step.checks.end(),
                    [&](const auto &check) { return check.verdict == verdict; }))
      return std::string(results::to_string(verdict));
  return {};
}

std::string exchanges_text(const results::Step &step) {
  if (step.exchanges.size() < 2) return {};
  return fmt::format("{} requests, {}", step.exchanges.size(),
                     step.concurrent ? "in flight at the same time" : "one after the other");
}

Data balance_data(const results::Step &step) {
  if (step.balance_before.empty() && step.balance_after.empty()) return Data(Data::type::bool_false);
  Data data;
  data["before"] = text_or_nothing(step.balance_before);
  data["after"] = step.balance_after.empty() ? std::string("not known") : step.balance_after;
  data["change"] = text_or_nothing(balance_change(step.balance_before, step.balance_after));
  return data;
}

Data step_data(const Page &page, const results::Step &step, std::size_t number, std::size_t limit) {
  Data data;
  data["number"] = std::to_string(number);
  data["name"] = step.name;
  const std::string state = state_of(step);
  data["state"] = text_or_nothing(state);
  data["setup"] = Data(!step.judged);
  data["player"] = text_or_nothing(step.player);
  data["balance"] = balance_data(step);
  data["several"] = text_or_nothing(exchanges_text(step));
  List checks;
  for (const auto &check : step.checks) checks.push_back(check_data(page, check));
  data["has_checks"] = Data(!checks.empty());
  data["checks"] = Data(checks);
  List exchanges;
  for (const auto &exchange : step.exchanges) {
    const bool last = &exchange == &step.exchanges.back();
    exchanges.push_back(exchange_data(exchange, last && !state.empty(), limit));
  }
  data["exchanges"] = Data(exchanges);
  return data;
}

List requirement_links(const Page &page, const results::Scenario &scenario) {
  List links;
  for (const auto &id : scenario.requirements) {
    if (page.index.requirement(id) == nullptr) continue;
    Data link;
    link["id"] = id;
    link["row"] = Anchors::of_requirement(id);
    links.push_back(std::move(link));
  }
  return links;
}

/// What every scenario shows, however it ended.
Data head_data(const Page &page, const results::Scenario &scenario) {
  Data data;
  set_verdict(data, scenario.verdict);
  data["anchor"] = page.anchors.of(scenario);
  data["title"] = scenario.title;
  data["id"] = scenario.id;
  data["file"] = text_or_nothing(scenario.file);
  data["duration"] = duration_text(scenario.duration);
  std::string tags;
  for (const auto &tag : scenario.tags) tags += (tags.empty() ? "" : ", ") + tag;
  data["tags"] = text_or_nothing(tags);
  const List links = requirement_links(page, scenario);
  data["judges"] = Data(!links.empty());
  data["requirements"] = Data(links);
  data["has_steps"] = Data(!scenario.steps.empty());
  return data;
}

/// A step of what passed, in one line: what was sent, what came, and where it judges the beginning of the reply.
Data line_data(const results::Step &step) {
  Data data;
  data["name"] = step.name;
  data["setup"] = Data(!step.judged);
  data["outcome"] = Data(Data::type::bool_false);
  data["reply"] = Data(Data::type::bool_false);
  std::string reply;
  if (!step.exchanges.empty()) {
    const results::Exchange &last = step.exchanges.back();
    data["outcome"] = outcome_text(last);
    if (step.judged && last.response) reply = last.response->body;
  } else if (!step.checks.empty()) {
    reply = step.checks.front().actual;
  }
  const auto kept = cut(reply, passed_reply_limit);
  data["reply"] = text_or_nothing(escape_element_text(one_line(kept)) + (kept.size() < reply.size() ? " …" : ""));
  return data;
}

Data passed_data(const Page &page, const results::Scenario &scenario) {
  Data data = head_data(page, scenario);
  List steps;
  for (const results::Step &step : scenario.steps) steps.push_back(line_data(step));
  data["steps"] = Data(steps);
  return data;
}

Data scenario_data(const Page &page, const results::Scenario &scenario, std::size_t limit) {
  Data data = head_data(page, scenario);
  data["open"] = Data(scenario.verdict == results::Verdict::fail);
  data["expected_failure"] = Data(scenario.expected_failure);
  data["reason"] = text_or_nothing(scenario.reason);
  data["hint"] = text_or_nothing(scenario.hint);
  data["replay"] = text_or_nothing(replay_file(scenario));
  data["diagram"] = text_or_nothing(sequence_diagram(scenario));
  List steps;
  for (std::size_t i = 0; i < scenario.steps.size(); ++i)
    steps.push_back(step_data(page, scenario.steps[i], i + 1, limit));
  data["steps"] = Data(steps);
  return data;
}

}  // namespace

std::string render_scenarios(const Page &page) {
  Template scenario_template("reports/templates/scenario.html.mustache", escape_markup);
  Template passed_template("reports/templates/passed.html.mustache", escape_markup);
  const std::size_t limit = body_limit_for(page.results);
  std::string out;
  for (const auto &scenario : page.results.scenarios)
    out += scenario.verdict == results::Verdict::pass ? passed_template.render(passed_data(page, scenario))
                                                      : scenario_template.render(scenario_data(page, scenario, limit));
  return out;
}

}  // namespace pitboss::reports
