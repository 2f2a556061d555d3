#include "reports/load.hpp"
#include "reports/text.hpp"

namespace pitboss::reports {
namespace {

std::string us_text(std::int64_t us) {
  return duration_text(std::chrono::microseconds(us));
}

std::string verdict_word(results::LoadVerdict verdict) {
  switch (verdict) {
    case results::LoadVerdict::held:
      return "Right";
    case results::LoadVerdict::broken:
      return "Broken";
    case results::LoadVerdict::incomplete:
      break;
  }
  return "Incomplete";
}

std::string style_of(results::LoadVerdict verdict) {
  if (verdict == results::LoadVerdict::held) return "pass";
  return verdict == results::LoadVerdict::broken ? "fail" : "warn";
}

Data row(const std::string &name, const results::Distribution &latency) {
  Data data;
  data["name"] = name;
  data["count"] = std::to_string(latency.count);
  List cells;
  for (const auto &point : latency.percentiles) cells.push_back(Data("text", us_text(point.us)));
  data["cells"] = cells;
  return data;
}

List latency_rows(const results::LoadResults &results) {
  List rows{row("all, from the intended send time", results.latency)};
  if (results.lag.count > 0) {
    rows.push_back(row("all, from the actual send time", results.raw));
    rows.push_back(row("send lag", results.lag));
  }
  for (const auto *list : {&results.calls, &results.outcomes})
    for (const results::LoadCall &call : *list)
      if (call.latency.count > 0) rows.push_back(row(call.name, call.latency));
  return rows;
}

List percentile_names(const results::LoadResults &results) {
  List names;
  for (const auto &point : results.latency.percentiles)
    names.push_back(Data("text", point.percentile == wire::Decimal(100) ? "max" : "p" + point.percentile.to_string()));
  return names;
}

template <class Pairs>
List pairs(const Pairs &all) {
  List list;
  for (const auto &[name, value] : all) {
    Data data;
    data["name"] = name;
    data["value"] = value;
    list.push_back(std::move(data));
  }
  return list;
}

List facts(const results::LoadResults &results) {
  const wire::Json *name = results.target.find("name");
  std::vector<std::pair<std::string, std::string>> all{
      {"Target", name != nullptr && name->string() != nullptr ? *name->string() : "unnamed target"},
      {"Profile", results.profile + ", " + results.shape + (results.shard.empty() ? "" : ", shard " + results.shard)},
      {"When", moment_text(results.started_at)},
      {"Measured", duration_text(std::chrono::milliseconds(results.measured_ms))},
      {"Seed", std::to_string(results.seed)},
      {"Pitboss", results.version},
      {"Command", results.command}};
  return pairs(all);
}

List counts(const results::LoadResults &results) {
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  const std::vector<std::pair<std::string, std::string>> all{
      {"Right replies a second", results.rate.to_string(1)},
      {"Right", number(results.ended.right)},
      {"Wrong", number(results.ended.wrong)},
      {"Failed", number(results.ended.failed)},
      {"Retryable errors", number(results.ended.retryable)},
      {"Lost on purpose", number(results.ended.lost)},
      {"In flight at the end", number(results.in_flight_at_end)},
      {"Due, but never sent", number(results.never_sent)},
      {"Connections opened", number(results.connections_opened)}};
  return pairs(all);
}

Data example_of(const results::LoadExample &example) {
  Data data;
  data["who"] = example.who;
  data["story"] = example.story;
  data["requirement"] = text_or_nothing(example.requirement);
  data["request"] = text_or_nothing(example.request);
  data["reply"] = text_or_nothing(example.reply);
  data["curl"] = text_or_nothing(example.curl);
  return data;
}

List findings(const results::LoadResults &results) {
  List list;
  for (const results::LoadFinding &finding : results.findings) {
    Data data;
    data["kind"] = finding.kind;
    data["count"] = std::to_string(finding.count);
    List examples;
    for (const results::LoadExample &example : finding.examples) examples.push_back(example_of(example));
    data["examples"] = examples;
    list.push_back(std::move(data));
  }
  return list;
}

List thresholds(const results::LoadResults &results) {
  List list;
  for (const results::LoadThreshold &threshold : results.thresholds) {
    Data data;
    data["text"] = threshold.text;
    data["actual"] = threshold.actual;
    data["word"] = threshold.holds ? "held" : "broken";
    data["style"] = threshold.holds ? "pass" : "fail";
    list.push_back(std::move(data));
  }
  return list;
}

List limit_steps(const results::LoadResults &results) {
  List list;
  for (const results::LoadStep &step : results.limit_steps) {
    Data data;
    data["rate"] = std::to_string(step.rate);
    data["right"] = step.right.to_string(1);
    data["p50"] = std::to_string(step.p50_us);
    data["p99"] = std::to_string(step.p99_us);
    data["word"] = std::string(results::to_string(step.verdict));
    data["style"] = style_of(step.verdict);
    data["headline"] = step.headline;
    list.push_back(std::move(data));
  }
  return list;
}

void add_audit(Data &data, const results::LoadResults &results) {
  const results::LoadAudit &audit = results.audit;
  data["actors_word"] = std::string(results::actors_in_words(results));
  data["actors"] = std::to_string(audit.actors);
  data["actors_right"] = std::to_string(audit.right);
  data["astray"] = std::to_string(audit.astray);
  data["undecided"] = std::to_string(audit.undecided);
  data["books"] = pairs(audit.books);
  List unread;
  for (const std::string &text : audit.unread) unread.push_back(Data("text", text));
  data["unread"] = unread;
}

}  // namespace

Data load_data(const results::LoadResults &results) {
  Data data;
  data["verdict"] = verdict_word(results.verdict);
  data["verdict_class"] = style_of(results.verdict);
  data["headline"] = results.headline;
  data["facts"] = facts(results);
  data["counts"] = counts(results);
  data["percentiles"] = percentile_names(results);
  data["latencies"] = latency_rows(results);
  data["has_thresholds"] = !results.thresholds.empty();
  data["thresholds"] = thresholds(results);
  data["has_steps"] = !results.limit_steps.empty();
  data["steps"] = limit_steps(results);
  data["has_findings"] = !results.findings.empty();
  data["findings"] = findings(results);
  data["has_errors"] = !results.errors.empty();
  List errors;
  for (const auto &[why, count] : results.errors) {
    Data error;
    error["why"] = why;
    error["count"] = std::to_string(count);
    errors.push_back(std::move(error));
  }
  data["errors"] = errors;
  add_audit(data, results);
  return data;
}

std::string load_html(const results::LoadResults &results) {
  Data data = load_data(results);
  data["style"] = template_text("reports/templates/report.css") + template_text("reports/templates/load.css");
  std::string charts;
  Template chart("reports/templates/load_chart.svg.mustache", escape_markup);
  for (const Data &one : load_charts(results)) charts += chart.render(one);
  data["charts"] = charts;
  return Template("reports/templates/load.html.mustache", escape_markup).render(data);
}

std::string load_markdown(const results::LoadResults &results) {
  return Template("reports/templates/load.md.mustache", escape_markdown).render(load_data(results));
}

}  // namespace pitboss::reports
