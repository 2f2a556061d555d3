#include "simulator/traffic/movements_traffic.hpp"

#include "simulator/traffic/movements_session.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;

constexpr std::size_t unread_told = 5;

struct Sums {
  std::size_t recorded = 0, listed = 0;
  Decimal expected, closing;

  void add(const MovementsBooks &books) {
    recorded += books.recorded;
    listed += books.listed;
    for (const auto &[code, balance] : books.balances) expected += balance;
    for (const auto &[code, balance] : *books.closing) closing += balance;
  }
};

Decimal balance_of(const model::Balances &balances, const std::string &code) {
  const auto found = balances.find(code);
  return found == balances.end() ? Decimal() : found->second;
}

/// What of the balances is not the fold of the movements, in words; `doubtful`: where a movement without a reply may be
/// why.
std::string wrong_balances(const MovementsSession &player, bool &doubtful) {
  const MovementsBooks &books = player.books();
  model::Balances all = books.balances;
  for (const auto &[code, balance] : *books.closing) all.try_emplace(code);
  std::string story;
  for (const auto &[code, due] : all) {
    const Decimal shown = balance_of(*books.closing, code);
    if (shown == due) continue;
    if (books.undecided.contains(code)) {
      doubtful = true;
      continue;
    }
    story += (story.empty() ? "" : "; ") + code + ": the fold of the movements is " + due.to_string() +
             ", the list of players says " + shown.to_string() + player.last_moves(code);
  }
  return story;
}

std::string story_of(const MovementsSession &player, const std::string &balances) {
  const MovementsBooks &books = player.books();
  std::string story = balances;
  if (!books.list_faults.empty()) {
    story += std::string(story.empty() ? "" : ". ") + std::to_string(books.list_fault_count) +
             " rows of the list of movements are wrong:";
    for (const std::string &fault : books.list_faults) story += " " + fault + ";";
  }
  return player.first_drift().empty() ? story : story + ". The first reply that did not fit: " + player.first_drift();
}

}  // namespace

const std::vector<std::string> &MovementsTraffic::calls() const {
  static const std::vector<std::string> names{"register-client", "record-movement", "list-clients", "list-movements"};
  return names;
}

std::unique_ptr<Session> MovementsTraffic::make_session(std::size_t index, Findings &findings) {
  return std::make_unique<MovementsSession>(setup_, index, findings);
}

Audit MovementsTraffic::audit(const std::vector<Session *> &sessions, Findings &findings) const {
  Audit audit;
  Sums sums;
  for (const Session *session : sessions) {
    const auto &player = dynamic_cast<const MovementsSession &>(*session);
    if (!player.took_part()) continue;
    ++audit.actors;
    const MovementsBooks &books = player.books();
    if (!books.closing || !books.list_read) {
      ++audit.undecided;
      if (audit.unread.size() < unread_told) audit.unread.push_back(player.name() + ": " + player.trouble());
      continue;
    }
    sums.add(books);
    bool doubtful = false;
    const std::string balances = wrong_balances(player, doubtful);
    if (balances.empty() && books.list_faults.empty()) {
      ++(doubtful ? audit.undecided : audit.right);
      continue;
    }
    ++audit.astray;
    findings.add("audit", [&] { return Finding{"audit", "", player.name(), story_of(player, balances), "", "", 0}; });
  }
  audit.books = {{"movements recorded", std::to_string(sums.recorded)},
                 {"movements listed", std::to_string(sums.listed)},
                 {"sum of all balances, by the books", sums.expected.to_string()},
                 {"sum of all balances, by the target", sums.closing.to_string()}};
  return audit;
}

}  // namespace pitboss::traffic
