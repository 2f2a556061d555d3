#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/rest_play.hpp"

namespace pitboss::scenario {

using wire::Json;

namespace {

constexpr int most_pages = 300;
/// Rows that arrived after each page for ever would keep a right list from ending.
constexpr int most_arrivals = 100;

/// Takes one page into what was read so far; false where it is no list.
bool add_page(RestAnswer &whole, const RestAnswer &page, int number) {
  const wire::JsonArray *rows = rows_of(page);
  whole.exchanges.push_back(page.last());
  whole.status = page.status;
  whole.body = page.body;
  whole.json = page.json;
  if (rows == nullptr) {
    whole.rows_fault = "page " + std::to_string(number) + " is no list: " + page.in_words();
    return false;
  }
  whole.rows.insert(whole.rows.end(), rows->begin(), rows->end());
  whole.largest_page = std::max(whole.largest_page.value_or(0), static_cast<int>(rows->size()));
  return true;
}

/// Tells that the pages have no end, where that is so: an empty last page may still have a cursor before it, but not
/// lead to another empty one.
bool has_no_end(RestAnswer &whole, int number, int empty_pages) {
  if (empty_pages < 2 && number < most_pages) return false;
  whole.rows_fault = "no end after " + std::to_string(number) + " pages, of which the last " +
                     (empty_pages == 0 ? "had rows" : "were empty") + ": next_cursor is never null";
  return true;
}

/// What is added to the query for the next page, by next_cursor, by page where it was null from the beginning; empty
/// after the last.
std::string next_page(RestAnswer &whole, int number) {
  const Json *cursor = at_path(*whole.json, "meta.next_cursor");
  if (cursor != nullptr && !cursor->is_null()) {
    whole.walked_by_cursor = true;
    return "cursor=" + percent_encoded(scalar_text(*cursor));
  }
  const Json *total = at_path(*whole.json, "meta.total");
  const bool more = !rows_of(whole)->empty() && total != nullptr && total->decimal() &&
                    *total->decimal() > wire::Decimal(static_cast<std::int64_t>(whole.rows.size()));
  return !whole.walked_by_cursor && more ? "page=" + std::to_string(number + 1) : "";
}

}  // namespace

/// Reads all pages of a list; between two pages one call is sent.
void RestPlay::walk_step(const Step &step, int n) {
  const RestRequest first = built(texts_.text(scalar_text(*step.arguments.find("list")), n), step.arguments, n);
  results::Step out = named(step, "all pages of " + first.name);
  RestAnswer whole;
  RestRequest next = first;
  int empty_pages = 0;  // in a row
  for (int number = 1;; ++number) {
    const RestAnswer page = send(next, *transport_);
    record(first, page, out);
    if (page.status == 0) stop_without_reply(first, page);
    if (!add_page(whole, page, number)) break;
    const std::string query = next_page(whole, number);
    empty_pages = rows_of(whole)->empty() ? empty_pages + 1 : 0;
    if (query.empty() || has_no_end(whole, number, empty_pages)) break;
    next = first;
    next.request.path += (next.request.path.find('?') == std::string::npos ? "?" : "&") + query;
    const Json *meanwhile = step.arguments.find("meanwhile");
    if (meanwhile != nullptr && number <= most_arrivals) send_meanwhile(*meanwhile, number, out);
  }
  add_judged(step, whole, n, std::move(out));
}

void RestPlay::send_meanwhile(const Json &calls, int number, results::Step &out) {
  if (calls.array() == nullptr || calls.array()->empty()) return;
  const Json &call = (*calls.array())[static_cast<std::size_t>(number - 1) % calls.array()->size()];
  const auto &[name, arguments] = call.object()->front();
  const RestRequest request = built(name, arguments, number);
  const RestAnswer answer = send(request, *transport_);
  ledger_->observe(request, answer);
  record(request, answer, out);
}

}  // namespace pitboss::scenario
