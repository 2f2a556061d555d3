#include "simulator/traffic/feed_walk.hpp"

#include <algorithm>

#include "schemas/wire/encoding.hpp"
#include "simulator/scenario/rest_request.hpp"

namespace pitboss::traffic {
namespace {

using wire::Json;

constexpr std::size_t most_rows = 500;  // feed.md, rule 8

std::string_view list_name(FeedKind kind) {
  if (kind == FeedKind::customer) return "customers";
  return kind == FeedKind::transaction ? "transactions" : "gaming activity";
}

std::string_view requirement_of(FeedKind kind) {
  if (kind == FeedKind::customer) return "feed.upsert.customer";
  return kind == FeedKind::transaction ? "feed.transactions.status-change" : "feed.activity.replaces-the-day";
}

std::string shown(const Json &row) {
  return std::string(wire::cut_utf8(wire::to_text(row), 700));
}

}  // namespace

FeedWalk::FeedWalk(const FeedBook &book, List list) : book_(&book), list_(std::move(list)) {
  const std::uint32_t first = list_.customer.value_or(0);
  const std::uint32_t last = list_.customer ? first + 1 : book.customers();
  for (std::uint32_t customer = first; customer < last; ++customer)
    for (const FeedRow row : book.rows_of(list_.kind, customer))
      if (book.is_there(row) && !book.is_undecided(row)) {
        ++there_;
        // A request whose reply was lost may arrive late, and make a row anew while its list is read.
        if (list_.is_audit || !book.is_frozen(row)) due_.insert(row);
      }
}

std::string FeedWalk::query() const {
  std::string out = list_.customer
                        ? "customer_id=" + scenario::percent_encoded(book_->records().customer_id(*list_.customer))
                        : "modified_since=" + scenario::percent_encoded(list_.since);
  out += "&per_page=" + std::to_string(list_.rows_a_page);
  if (by_cursor_) return out + "&cursor=" + scenario::percent_encoded(cursor_);
  return pages_ == 0 ? out : out + "&page=" + std::to_string(pages_ + 1);
}

std::string FeedWalk::name() const {
  const std::string list = "list of " + std::string(list_name(list_.kind));
  return list_.customer ? list + " with customer_id " + book_->records().customer_id(*list_.customer)
                        : list + " modified since " + list_.since;
}

void FeedWalk::touch(const std::vector<FeedRecordRef> &records) {
  touched_ = true;
  for (const FeedRecordRef &ref : records) due_.erase(ref.row);
}

bool FeedWalk::take(const Page &page, std::vector<FeedFault> &faults) {
  check_page(page, faults);
  rows_.clear();
  for (const Json &row : page.rows) check(row, faults);
  ++pages_;
  rows_read_ += page.rows.size();
  empty_pages_ = page.rows.empty() ? empty_pages_ + 1 : 0;
  if (go_on(page, faults)) return true;
  finish(faults);
  return false;
}

void FeedWalk::check_page(const Page &page, std::vector<FeedFault> &faults) const {
  const std::size_t most = std::min(list_.rows_a_page, most_rows);
  if (page.rows.size() > most)
    faults.push_back({"page-size", "feed.list.per-page",
                      name() + ": a page of " + std::to_string(page.rows.size()) + " rows, though per_page is " +
                          std::to_string(most)});
  if (!page.total) {
    faults.push_back({"form", "feed.list.envelope", name() + ": meta.total is no number"});
  } else if (list_.customer && pages_ == 0 && !touched_ && *page.total != there_) {
    const auto rows = book_->rows_of(list_.kind, *list_.customer);
    const bool may_differ =
        std::any_of(rows.begin(), rows.end(), [&](FeedRow row) { return book_->is_undecided(row); });
    if (!may_differ)
      faults.push_back({"total", "feed.list.total",
                        name() + ": meta.total is " + std::to_string(*page.total) + ", but " + std::to_string(there_) +
                            " rows were accepted"});
  }
}

void FeedWalk::check(const Json &listed, std::vector<FeedFault> &faults) {
  const std::optional<FeedRow> row = book_->row_in(list_.kind, listed);
  if (list_.customer && text_at(listed, "customer_id") != book_->records().customer_id(*list_.customer)) {
    faults.push_back({"filter", "feed.filter.customer-id", name() + " has a row of another one: " + shown(listed)});
    return;
  }
  if (!row) {
    if (list_.customer)
      faults.push_back({"row", "feed.list.every-row-once", name() + " has a row that no push made: " + shown(listed)});
    return;
  }
  if (book_->is_undecided(*row)) return;
  if (!book_->is_there(*row)) {
    faults.push_back({"refused-stored", "feed.validation.nothing-stored",
                      book_->name(*row) + " is listed, though every push of it was refused: " + shown(listed) +
                          book_->history(*row)});
    return;
  }
  rows_.emplace_back(*row, listed);
  if (!due_.contains(*row)) return;  // pushed meanwhile
  if (!seen_.insert(*row).second)
    faults.push_back({"twice", "feed.list.every-row-once", name() + " has " + book_->name(*row) + " twice"});
  const Json accepted = book_->record(*row);
  if (!shows(listed, accepted, list_.kind))
    faults.push_back({"row", std::string(requirement_of(list_.kind)),
                      book_->name(*row) + " is listed as " + shown(listed) + ", but accepted last was " +
                          wire::to_text(accepted) + book_->history(*row)});
}

/// By next_cursor; by page where it was null from the beginning.
bool FeedWalk::go_on(const Page &page, std::vector<FeedFault> &faults) {
  // Others write to this list, and by `page` nothing is promised then.
  const bool is_by_page = !by_cursor_ && !page.next;
  if (!list_.customer && (is_by_page || pages_ >= most_pages_of_all)) {
    due_.clear();  // what is on the pages that follow is not looked at
    return false;
  }
  if (empty_pages_ > 1) {
    faults.push_back({"endless", "feed.list.every-row-once",
                      name() + ": no end after " + std::to_string(pages_) + " pages: next_cursor is never null"});
    return false;
  }
  if (page.next) {
    by_cursor_ = true;
    cursor_ = *page.next;
    return true;
  }
  return !by_cursor_ && !page.rows.empty() && page.total.value_or(0) > rows_read_;
}

void FeedWalk::finish(std::vector<FeedFault> &faults) const {
  if (!list_.customer) return;  // which rows are among those that changed is a SHOULD (feed.md, rule 10)
  for (const FeedRow row : due_)
    if (!seen_.contains(row))
      faults.push_back({"missing", touched_ ? "feed.list.stable-while-rows-arrive" : "feed.list.every-row-once",
                        book_->name(row) + " is not in the " + name() +
                            (touched_ ? ", which was read while rows arrived" : "") + ": accepted last was " +
                            wire::to_text(book_->record(row)) + book_->history(row)});
}

}  // namespace pitboss::traffic
