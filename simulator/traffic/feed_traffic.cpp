#include "simulator/traffic/feed_traffic.hpp"

#include "simulator/traffic/feed_session.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::size_t unread_told = 5;

using Books = std::vector<std::pair<std::string, std::string>>;

/// One line by the books, one by what the target lists.
void add_line(Books &books, const std::string &name, const std::string &expected, const std::string &listed) {
  books.emplace_back(name + ", by the books", expected);
  books.emplace_back(name + ", as listed", listed);
}

Books books_of(const FeedSums &expected, const FeedSums &listed) {
  Books books;
  const auto count = [&](const char *name, std::uint64_t FeedSums::*member) {
    add_line(books, name, std::to_string(expected.*member), std::to_string(listed.*member));
  };
  const auto amount = [&](const char *name, wire::Decimal FeedSums::*member) {
    add_line(books, name, (expected.*member).to_string(2), (listed.*member).to_string(2));
  };
  count("customers", &FeedSums::customers);
  count("transactions", &FeedSums::transactions);
  count("first-time deposits", &FeedSums::first_deposits);
  count("days of activity", &FeedSums::activity);
  amount("first-time deposits, sum", &FeedSums::first_deposit_amount);
  amount("deposits", &FeedSums::deposits);
  amount("withdrawals", &FeedSums::withdrawals);
  amount("bonuses", &FeedSums::bonuses);
  amount("adjustments", &FeedSums::adjustments);
  amount("GGR", &FeedSums::ggr);
  amount("NGR", &FeedSums::ngr);
  return books;
}

}  // namespace

const std::vector<std::string> &FeedTraffic::calls() const {
  static const std::vector<std::string> names{"get-token",     "push-customers", "push-transactions",
                                              "push-activity", "list-customers", "list-transactions",
                                              "list-activity"};
  return names;
}

std::unique_ptr<Session> FeedTraffic::make_session(std::size_t index, Findings &findings) {
  return std::make_unique<FeedSession>(setup_, setup_.streams[index], findings);
}

Audit FeedTraffic::audit(const std::vector<Session *> &sessions, Findings & /*findings*/) const {
  Audit audit;
  FeedSums expected, listed;
  for (const Session *session : sessions) {
    const auto &stream = dynamic_cast<const FeedSession &>(*session);
    if (!stream.took_part()) continue;
    ++audit.actors;
    if (stream.is_read()) {
      expected.add(stream.expected());
      listed.add(stream.listed());
    }
    if (stream.astray() > 0) {
      ++audit.astray;
    } else if (stream.is_read() && !stream.is_undecided()) {
      ++audit.right;
    } else {
      ++audit.undecided;
      if (audit.unread.size() < unread_told) audit.unread.push_back(stream.name() + ": " + stream.trouble());
    }
  }
  audit.books = books_of(expected, listed);
  return audit;
}

}  // namespace pitboss::traffic
