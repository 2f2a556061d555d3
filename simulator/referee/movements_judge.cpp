// What an operator owes who pushes movements (movements.md, What an operator owes).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "schemas/wire/encoding.hpp"
#include "simulator/referee/canonical.hpp"
#include "simulator/referee/opinion.hpp"
#include "simulator/referee/reading.hpp"

namespace pitboss::referee {
namespace {

using journal::Exchange;
using wire::Json;

bool says(const Exchange &exchange, std::string_view phrase) {
  return exchange.reply && wire::lower_case(exchange.reply->body).find(phrase) != std::string::npos;
}

/// The tries of one update of a player, and what the client knows of them.
struct Update {
  std::string request_id;  ///< empty: none
  std::string content;
  std::vector<std::size_t> tries;
};

struct Player {
  std::string name;
  std::vector<Update> updates;  ///< in order of their first try
  std::size_t last = 0;         ///< index of the update that came last
};

class MovementsJudge {
 public:
  explicit MovementsJudge(const journal::Journal &journal) : journal_(journal), opinions_("movements") {
    for (const char *name : {"retry-same", "ids-apart", "duplicate-is-success", "registered-first", "one-way"})
      opinions_.on(name);
  }

  std::vector<Opinion> judge() {
    for (std::size_t i = 0; i < journal_.exchanges.size(); ++i)
      if (is_call(at(i), "POST", "/tracking/client-metric-movement/v1")) see(i);
    for (const auto &[key, player] : players_) judge_new_ids(player);
    for (const auto &[code, written] : ways_) judge_way(code, written);
    return opinions_.take();
  }

 private:
  [[nodiscard]] const Exchange &at(std::size_t i) const { return journal_.exchanges[i]; }
  [[nodiscard]] Answer answer(std::size_t i) const { return answer_of(journal_, at(i)); }
  [[nodiscard]] bool is_duplicate_error(std::size_t i) const {
    return answer(i) == Answer::refused && says(at(i), "duplicate metric movement request");
  }
  [[nodiscard]] bool known_by(std::size_t earlier, std::size_t i) const {
    return at(earlier).replied_at <= at(i).received_at;
  }

  void see(std::size_t i) {
    const Json body = request_json(at(i));
    const Json *metrics = body.find("metrics");
    if (metrics == nullptr || metrics->array() == nullptr) return;
    see_ways(i, *metrics);
    see_registration(i);
    const std::string name = text_of(body, "externalClientId");
    Player &player = players_[name + " " + wire::lower_case(text_of(body, "revenueOriginId"))];
    player.name = name;
    see_update(i, player, text_of(body, "requestId"), canonical(*metrics));
  }

  void see_ways(std::size_t i, const Json &metrics) {
    for (const Json &metric : *metrics.array()) {
      const std::string type = text_of(metric, "type");
      if (type == "absolute" || type == "relative") ways_[text_of(metric, "code")].emplace(type, i);
    }
  }

  void see_registration(std::size_t i) {
    if (answer(i) == Answer::refused && at(i).action.empty() && says(at(i), "client not found"))
      return opinions_.broken("registered-first", "a movement came for a player who was not registered", {i});
    if (answer(i) == Answer::success) opinions_.kept("registered-first", i);
  }

  void see_update(std::size_t i, Player &player, const std::string &request_id, const std::string &content) {
    const auto same_id = [&](const Update &one) {
      return request_id.empty() ? one.request_id.empty() && one.content == content && in_doubt(one, i)
                                : one.request_id == request_id;
    };
    const auto found = std::find_if(player.updates.begin(), player.updates.end(), same_id);
    if (found == player.updates.end()) {
      if (!request_id.empty()) opinions_.kept("ids-apart", i);
      player.updates.push_back({request_id, content, {i}});
      return;
    }
    if (found->content != content) return see_other_content(i, *found);
    see_retry(i, *found);
    found->tries.push_back(i);
  }

  /// Whether the client could not know at `i` what became of the update.
  [[nodiscard]] bool in_doubt(const Update &update, std::size_t i) const {
    return std::all_of(update.tries.begin(), update.tries.end(),
                       [&](std::size_t one) { return is_in_doubt(journal_, at(one), at(i)); });
  }

  void see_other_content(std::size_t i, const Update &update) {
    const bool refused = std::all_of(update.tries.begin(), update.tries.end(), [&](std::size_t one) {
      return answer(one) == Answer::refused && !is_duplicate_error(one);
    });
    if (refused) return;  // rule 6: its request ID is free still
    const std::string story =
        fmt::format("the request ID \"{}\" was sent with other metrics before", update.request_id);
    opinions_.broken(in_doubt(update, i) ? "retry-same" : "ids-apart", story, {update.tries.front(), i});
  }

  void see_retry(std::size_t i, const Update &update) {
    for (const std::size_t one : update.tries)
      if (known_by(one, i) && is_duplicate_error(one))
        return opinions_.broken("duplicate-is-success",
                                fmt::format("the request ID \"{}\" was answered as a duplicate, which says that the "
                                            "update was recorded, and was sent again",
                                            update.request_id),
                                {one, i});
    if (!in_doubt(update, i)) return;
    if (!update.request_id.empty()) return opinions_.kept("retry-same", i);
    opinions_.broken(
        "retry-same",
        "an update without request ID was sent again after a lost reply: if the first try was recorded, it "
        "counts twice",
        {update.tries.back(), i});
  }

  /// Updates that say the same under another request ID, right after one whose outcome the client took for a failure.
  /// Where a client's updates are alike anyway, nothing can be told from it.
  void judge_new_ids(const Player &player) {
    const bool alike = are_alike(player);
    for (std::size_t n = 0; n < player.updates.size(); ++n) {
      const Update &update = player.updates[n];
      const Update *next = n + 1 < player.updates.size() ? &player.updates[n + 1] : nullptr;
      const bool repeats = next != nullptr && next->content == update.content;
      const bool was_duplicate = is_duplicate_error(update.tries.back());
      const bool was_left = next != nullptr && in_doubt(update, next->tries.front());
      if (alike && repeats && (was_duplicate || was_left)) {
        opinions_.on(was_duplicate ? "duplicate-is-success" : "retry-same").unclear =
            "the updates of a player are alike, so that a new one cannot be told from a retry under a new request ID; "
            "let "
            "values vary";
      } else if (repeats && was_duplicate) {
        opinions_.broken("duplicate-is-success",
                         fmt::format("the request ID \"{}\" was answered as a duplicate, and the update was sent under "
                                     "the new ID \"{}\": it counts twice",
                                     update.request_id, next->request_id),
                         {update.tries.back(), next->tries.front()});
      } else if (was_duplicate) {
        opinions_.kept("duplicate-is-success", update.tries.back());
      } else if (repeats && was_left) {
        opinions_.broken(
            "retry-same",
            fmt::format("the reply to the request ID \"{}\" was lost, and the update was sent under \"{}\": "
                        "if the first try was recorded, it counts twice",
                        update.request_id, next->request_id),
            {update.tries.back(), next->tries.front()});
      }
    }
  }

  /// Whether two updates in a row say the same though the first one succeeded.
  [[nodiscard]] bool are_alike(const Player &player) const {
    for (std::size_t n = 0; n + 1 < player.updates.size(); ++n)
      if (player.updates[n].content == player.updates[n + 1].content &&
          answer(player.updates[n].tries.back()) == Answer::success)
        return true;
    return false;
  }

  void judge_way(const std::string &code, const std::map<std::string, std::size_t> &written) {
    if (written.size() == 1) return opinions_.kept("one-way", written.begin()->second);
    opinions_.broken("one-way", fmt::format("the metric {} is written absolute and relative", code),
                     {written.at("absolute"), written.at("relative")});
  }

  const journal::Journal &journal_;
  Opinions opinions_;
  std::map<std::string, Player> players_;
  std::map<std::string, std::map<std::string, std::size_t>> ways_;  ///< by code: type, and where it was first written
};

}  // namespace

std::vector<Opinion> judge_movements(const journal::Journal &journal) {
  return MovementsJudge(journal).judge();
}

}  // namespace pitboss::referee
