#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/rest_play.hpp"

namespace pitboss::scenario {

using wire::Json;

namespace {

constexpr int most_pages = 300;

}  // namespace

/// Reads all pages of a list: by next_cursor, by page where it is null; between two pages one call is sent.
void RestPlay::walk_step(const Step &step, int n) {
  const Json *list = step.arguments.find("list");
  const Json *meanwhile = step.arguments.find("meanwhile");
  const RestRequest first = built(texts_.text(scalar_text(*list), n), step.arguments, n);
  results::Step out = named(step, "all pages of " + first.name);
  std::vector<results::Step> between;
  RestAnswer whole;
  RestRequest next = first;
  for (int number = 1; number <= most_pages; ++number) {
    RestAnswer page = send(next, *transport_);
    record(first, page, out);
    const wire::JsonArray *rows = rows_of(page);
    if (page.status == 0) stop_without_reply(first, page);
    whole.rows.insert(whole.rows.end(), rows == nullptr ? page.rows.end() : rows->begin(),
                      rows == nullptr ? page.rows.end() : rows->end());
    whole.exchanges.push_back(page.last());
    whole.status = page.status;
    whole.body = page.body;
    whole.json = page.json;
    if (rows == nullptr) {
      whole.rows_fault = "page " + std::to_string(number) + " is no list: " + page.in_words();
      break;
    }
    whole.largest_page = std::max(whole.largest_page.value_or(0), static_cast<int>(rows->size()));
    const Json *cursor = at_path(*page.json, "meta.next_cursor");
    const Json *total = at_path(*page.json, "meta.total");
    const bool linked = cursor != nullptr && !cursor->is_null();
    const bool more = total != nullptr && total->decimal() && !rows->empty() &&
                      *total->decimal() > wire::Decimal(static_cast<std::int64_t>(whole.rows.size()));
    if (!linked && (whole.walked_by_cursor || !more)) break;
    whole.walked_by_cursor = whole.walked_by_cursor || linked;
    next = first;
    next.request.path +=
        (next.request.path.find('?') == std::string::npos ? "?" : "&") +
        (linked ? "cursor=" + percent_encoded(scalar_text(*cursor)) : "page=" + std::to_string(number + 1));
    if (meanwhile == nullptr || meanwhile->array() == nullptr) continue;
    const auto &calls = *meanwhile->array();
    const auto &[name, arguments] = calls[static_cast<std::size_t>(number - 1) % calls.size()].object()->front();
    const RestRequest request = built(name, arguments, number);
    const RestAnswer answer = send(request, *transport_);
    ledger_->observe(request, answer);
    record(request, answer, out);
  }
  out.call = first.call == nullptr ? "" : first.call->name;
  add_judged(step, whole, n, std::move(out));
}

}  // namespace pitboss::scenario
