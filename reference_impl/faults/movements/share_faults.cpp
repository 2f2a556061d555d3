#include "reference_impl/faults/movements/words.hpp"

namespace pitboss::reference::movements::faults {
namespace {

template <class Around>
void around_share(Server &server, Around around) {
  wrap(server.movements.rules.share, around);
}

/// Without what follows the second decimal.
Decimal to_cents(const Decimal &amount) {
  const std::string text = amount.to_string(2);
  return *Decimal::parse_numeric_string(text.substr(0, text.find('.') + 3));
}

/// Whatever a movement changes has the share.
void share_of_every_metric(Server &server) {
  wrap(server.movements.rules.record, [](const auto &inner, const Rules &rules, const Platform &platform,
                                         const MovementRequest &request, const View &view) {
    Outcome outcome = inner(rules, platform, request, view);
    auto *recorded = std::get_if<Recorded>(&outcome);
    if (recorded == nullptr || !recorded->movement.contribution) return outcome;
    const RevShare *revshare = platform.revshare_of(view.client->click, view.client->brand);
    for (const auto &[code, balance] : recorded->balances) {
      if (code == revshare->metric) continue;
      const auto before = view.balances.find(code);
      recorded->movement.contribution->amount +=
          rules.share(*revshare, before == view.balances.end() ? Decimal() : before->second, balance);
    }
    return outcome;
  });
}

}  // namespace

Deviations share_faults() {
  return {
      {"movements-share-of-the-balance", "movements.revshare.contribution",
       "The share of a rise is of the new balance, not of the change.",
       [](Server &s) {
         around_share(s, [](const auto &inner, const RevShare &revshare, const Decimal &before, const Decimal &after) {
           return after > before ? revshare.rate * after : inner(revshare, before, after);
         });
       }},
      {"movements-share-of-every-metric", "movements.revshare.contribution",
       "The share is of the changes of all metrics.", share_of_every_metric},
      {"movements-no-negative-share", "movements.revshare.negative", "A negative change has a share of 0.",
       [](Server &s) {
         around_share(s, [](const auto &inner, const RevShare &revshare, const Decimal &before, const Decimal &after) {
           return after < before ? Decimal() : inner(revshare, before, after);
         });
       }},
      {"movements-share-in-cents", "movements.revshare.exact", "A share is cut to two decimals.",
       [](Server &s) {
         around_share(s, [](const auto &inner, const RevShare &revshare, const Decimal &before, const Decimal &after) {
           return to_cents(inner(revshare, before, after));
         });
       }},
      also_breaks({"movements-null-share", "movements.revshare.none-without-offer",
                   "total_revshare is null where there is no share.",
                   [](Server &s) {
                     wrap(s.movements.replies.movement,
                          [](const auto &inner, const Replies &replies, const ListedMovement &listed) {
                            Json row = inner(replies, listed);
                            if (listed.movement.contribution->amount.is_zero()) row.set("total_revshare", nullptr);
                            return row;
                          });
                   }},
                  {"movements.revshare.contribution"}),  // of another metric: null is no share
  };
}

}  // namespace pitboss::reference::movements::faults
