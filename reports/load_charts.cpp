#include <fmt/format.h>

#include <algorithm>

#include "reports/load.hpp"
#include "reports/text.hpp"

namespace pitboss::reports {
namespace {

// The area that curves are drawn in, in units of the SVG's viewBox.
constexpr std::int64_t left = 70, right = 710, top = 12, bottom = 200;
constexpr std::size_t most_labels = 8;

struct Series {
  std::string name, style;  ///< style: a class of load.css
  std::vector<std::int64_t> values;
};

std::string us_text(std::int64_t us) {
  return duration_text(std::chrono::microseconds(us));
}

std::int64_t x_of(std::size_t index, std::size_t count) {
  return count < 2 ? left
                   : left + (right - left) * static_cast<std::int64_t>(index) / static_cast<std::int64_t>(count - 1);
}

/// The smallest 1, 2 or 5 times a power of ten that is not below `value`.
std::int64_t round_up(std::int64_t value) {
  std::int64_t step = 1;
  for (;; step *= 10)
    for (const std::int64_t times : {1, 2, 5})
      if (step * times >= value) return step * times;
}

Data label(std::int64_t at, const std::string &text) {
  Data data;
  data["at"] = std::to_string(at);
  data["text"] = text;
  return data;
}

Data chart(const std::string &title, const std::vector<Series> &all, const std::vector<std::string> &labels,
           std::string (*text_of)(std::int64_t)) {
  std::int64_t highest = 1;
  for (const Series &series : all)
    for (const std::int64_t value : series.values) highest = std::max(highest, value);
  highest = round_up(highest);
  List lines;
  for (const Series &series : all) {
    std::string points;
    for (std::size_t i = 0; i < series.values.size(); ++i)
      points += fmt::format("{}{},{}", i == 0 ? "" : " ", x_of(i, series.values.size()),
                            bottom - (bottom - top) * series.values[i] / highest);
    Data line;
    line["name"] = series.name;
    line["style"] = series.style;
    line["points"] = points;
    lines.push_back(std::move(line));
  }
  List columns, rows;
  const std::size_t step = std::max<std::size_t>(1, (labels.size() + most_labels - 1) / most_labels);
  for (std::size_t i = 0; i < labels.size(); i += step) columns.push_back(label(x_of(i, labels.size()), labels[i]));
  for (std::int64_t i = 0; i <= 4; ++i)
    rows.push_back(label(bottom - (bottom - top) * i / 4, text_of(highest * i / 4)));
  Data data;
  data["title"] = title;
  data["lines"] = lines;
  data["columns"] = columns;
  data["rows"] = rows;
  return data;
}

Series percentiles(const char *name, const char *style, const results::Distribution &latency) {
  Series series{name, style, {}};
  for (const auto &point : latency.percentiles) series.values.push_back(point.us);
  return series;
}

Data by_percentile(const results::LoadResults &results) {
  std::vector<std::string> labels;
  for (const auto &point : results.latency.percentiles) labels.push_back(point.percentile.to_string());
  std::vector<Series> all{percentiles("latency from the intended send time", "one", results.latency)};
  if (results.lag.count > 0) {
    all.push_back(percentiles("from the actual send time", "two", results.raw));
    all.push_back(percentiles("send lag", "three", results.lag));
  }
  return chart("Latency by percentile", all, labels, us_text);
}

Data over_time(const results::LoadResults &results, const std::vector<std::string> &seconds) {
  std::vector<Series> all{{"p50", "one", {}}, {"p99", "two", {}}, {"max", "three", {}}};
  for (const results::LoadInterval &interval : results.timeline) {
    all[0].values.push_back(interval.p50_us);
    all[1].values.push_back(interval.p99_us);
    all[2].values.push_back(interval.max_us);
  }
  return chart("Latency over time", all, seconds, us_text);
}

Data rates(const results::LoadResults &results, const std::vector<std::string> &seconds) {
  std::vector<Series> all{{"right replies a second", "one", {}}, {"wrong or failed", "bad", {}}};
  for (const results::LoadInterval &interval : results.timeline) {
    const auto a_second = [&results](std::uint64_t count) {
      return static_cast<std::int64_t>(count) * 1000 / std::max<std::int64_t>(1, results.interval_ms);
    };
    all[0].values.push_back(a_second(interval.ended.right));
    all[1].values.push_back(a_second(interval.ended.wrong + interval.ended.failed));
  }
  return chart("Rate over time", all, seconds, [](std::int64_t value) { return std::to_string(value); });
}

}  // namespace

List load_charts(const results::LoadResults &results) {
  List charts;
  if (results.latency.count == 0) return charts;
  std::vector<std::string> seconds;
  for (std::size_t i = 0; i < results.timeline.size(); ++i)
    seconds.push_back(std::to_string(static_cast<std::int64_t>(i) * results.interval_ms / 1000) + " s");
  charts.push_back(by_percentile(results));
  charts.push_back(over_time(results, seconds));
  charts.push_back(rates(results, seconds));
  return charts;
}

}  // namespace pitboss::reports
