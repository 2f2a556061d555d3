#include "simulator/traffic/wallet_traffic.hpp"

#include <stdexcept>

#include "simulator/target/base_url.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;

constexpr std::size_t unread_told = 5;

struct Sums {
  Decimal opening, credits, refunds, debits, expected, closing, top_ups;
  std::uint64_t applied = 0;

  void add(const WalletBooks &books) {
    opening += *books.opening;
    credits += books.credits;
    refunds += books.refunds;
    debits += books.debits;
    expected += books.expected();
    closing += *books.closing;
    top_ups += books.top_ups;
    applied += books.applied;
  }
};

std::string story_of(const WalletSession &player) {
  const WalletBooks &books = player.books();
  const Decimal off = *books.closing - books.expected();
  std::string story = "opening " + books.opening->to_string() + " + credits " + books.credits.to_string() +
                      " + refunds " + books.refunds.to_string() + " - debits " + books.debits.to_string() + " = " +
                      books.expected().to_string() + ", but the wallet says " + books.closing->to_string() + ": " +
                      (off.is_negative() ? (-off).to_string() + " missing" : off.to_string() + " too much");
  return story + (player.first_drift().empty() ? ". Every reply fitted until the last one"
                                               : ". The first reply that did not fit: " + player.first_drift());
}

}  // namespace

const std::vector<std::string> &WalletTraffic::calls() const {
  static const std::vector<std::string> names{"authenticate", "balance", "debit", "credit", "rollback"};
  return names;
}

std::unique_ptr<Session> WalletTraffic::make_session(std::size_t index, Findings &findings) {
  return std::make_unique<WalletSession>(setup_, index, findings);
}

Audit WalletTraffic::audit(const std::vector<Session *> &sessions, Findings &findings) const {
  Audit audit;
  Sums sums;
  for (const Session *session : sessions) {
    const auto &player = dynamic_cast<const WalletSession &>(*session);
    if (!player.took_part()) continue;
    ++audit.actors;
    const WalletBooks &books = player.books();
    if (!books.opening || !books.closing) {
      ++audit.undecided;
      if (audit.unread.size() < unread_told) audit.unread.push_back(player.name() + ": " + player.trouble());
      continue;
    }
    sums.add(books);
    if (books.close()) {
      ++audit.right;
      continue;
    }
    ++audit.astray;
    findings.add("audit", [&] { return Finding{"audit", "", player.name(), story_of(player), "", ""}; });
  }
  const int places = setup_.max_decimals;
  audit.books = {{"transactions", std::to_string(sums.applied)},
                 {"opening", sums.opening.to_string(places)},
                 {"credits", sums.credits.to_string(places)},
                 {"of which top-ups", sums.top_ups.to_string(places)},
                 {"refunds", sums.refunds.to_string(places)},
                 {"debits", sums.debits.to_string(places)},
                 {"closing, by the books", sums.expected.to_string(places)},
                 {"closing, by the wallet", sums.closing.to_string(places)}};
  return audit;
}

std::vector<std::size_t> players_of_shard(const target::Wallet &wallet, const WalletPlan &plan, Part shard) {
  const std::size_t wanted = std::min(plan.players.value_or(wallet.players.size()), wallet.players.size());
  std::vector<std::size_t> players;
  for (std::size_t i = shard.index; i < wanted; i += shard.of) players.push_back(i);
  return players;
}

WalletSetup make_wallet_setup(const target::TargetFile &target, const files::YamlFile &profile,
                              const std::vector<std::string> &launch_tokens, Part shard, std::uint64_t seed,
                              const std::string &run, const wire::Signer &signer) {
  if (!target.wallet) throw std::out_of_range("the target file has no part `wallet`");
  const target::Wallet &wallet = *target.wallet;
  WalletSetup setup;
  setup.plan = read_wallet_plan(profile);
  check_scale(setup.plan, profile, wallet.max_decimals);
  const auto base = std::get<target::BaseUrl>(target::parse_base_url(wallet.base_url));
  setup.path = base.path;
  setup.authority = base.authority();
  setup.provider = wallet.provider;
  setup.game = wallet.game;
  setup.max_decimals = wallet.max_decimals;
  setup.run = run;
  setup.seed = seed;
  setup.signer = &signer;
  for (const std::size_t i : players_of_shard(wallet, setup.plan, shard)) {
    const target::Player &player = wallet.players[i];
    setup.players.push_back({i + 1, launch_tokens.at(i), player.launch_token_command.empty(), player.ip,
                             player.platform, player.free_games});
  }
  return setup;
}

}  // namespace pitboss::traffic
