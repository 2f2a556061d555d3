#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulator/traffic/feed_book.hpp"
#include "simulator/traffic/rest_reply.hpp"

namespace pitboss::traffic {

/// What is wrong with a list.
struct FeedFault {
  std::string kind;         ///< of the finding: "row", "missing"
  std::string requirement;  ///< id in the catalogue
  std::string story;
};

/// A list that is read page by page, by its cursor or else by `page`, while other pushes may go on: each row that was
/// there at the start and is not pushed meanwhile comes exactly once, as it was accepted last (feed.md, rule 8).
class FeedWalk {
 public:
  struct List {
    FeedKind kind = FeedKind::customer;
    std::optional<std::uint32_t> customer;  ///< none: what was changed since `since`, of all customers
    std::string since;                      ///< date-time
    std::size_t rows_a_page = 50;
    bool is_audit = false;  ///< nothing is pushed any more
  };

  FeedWalk(const FeedBook &book, List list);

  /// After `path?`: filter and page.
  [[nodiscard]] std::string query() const;
  /// Takes the page that the query gave; true where another one follows.
  bool take(const Page &page, std::vector<FeedFault> &faults);
  /// A push of these rows was sent meanwhile.
  void touch(const std::vector<FeedRecordRef> &records);
  /// No push may go between two pages: lists without a cursor promise nothing then; and at some time it has to end.
  [[nodiscard]] bool needs_quiet() const { return pages_ > 0 && (!by_cursor_ || pages_ > most_disturbed); }

  [[nodiscard]] const List &list() const { return list_; }
  /// The rows of this stream on the last page.
  [[nodiscard]] const std::vector<std::pair<FeedRow, wire::Json>> &rows() const { return rows_; }

 private:
  static constexpr std::size_t most_disturbed = 40;
  static constexpr std::size_t most_pages_of_all = 10;  ///< of a list that other streams and runs have rows in

  void check(const wire::Json &listed, std::vector<FeedFault> &faults);
  void check_page(const Page &page, std::vector<FeedFault> &faults) const;
  bool go_on(const Page &page, std::vector<FeedFault> &faults);
  void finish(std::vector<FeedFault> &faults) const;
  [[nodiscard]] std::string name() const;

  const FeedBook *book_;
  List list_;
  std::size_t there_ = 0;  // rows at the start
  std::set<FeedRow> due_;  // there at the start, and not pushed since
  std::set<FeedRow> seen_;
  bool touched_ = false;
  bool by_cursor_ = false;
  std::size_t pages_ = 0, empty_pages_ = 0, rows_read_ = 0;
  std::string cursor_;
  std::vector<std::pair<FeedRow, wire::Json>> rows_;
};

}  // namespace pitboss::traffic
