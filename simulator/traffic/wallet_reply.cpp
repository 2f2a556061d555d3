#include "simulator/traffic/wallet_reply.hpp"

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json_events.hpp"
#include "simulator/traffic/measurable.hpp"

namespace pitboss::traffic {
namespace {

using Kind = WalletReply::Kind;

/// Takes what is judged out of a reply as it is read. Where a member stands twice the last one counts, as in
/// wire::Json::find.
class ReplyMembers final : public wire::JsonEvents {
 public:
  explicit ReplyMembers(WalletReply &reply) : reply_(reply) {}

  void begin_text() override {
    reply_.code.clear();
    reply_.balance.reset();
    reply_.player_id.clear();
    reply_.player_token.clear();
    reply_.free_games.reset();
    depth_ = 0;
    place_ = Place::elsewhere;
    next_ = Member::other;
  }

  void begin_object() override {
    const Member member = take_member();
    ++depth_;
    if (depth_ == 1) {
      enter(Place::reply);
    } else if (place_ == Place::reply && member == Member::error) {
      enter(Place::error);
    } else if (place_ == Place::games && depth_ == games_depth + 1) {
      enter(Place::game);
      game_instance_.reset();
      game_remaining_.reset();
    } else if (place_ == Place::game && member == Member::info) {
      enter(Place::info);
    }
  }

  void end_object() override {
    if (depth_ == place_depth(Place::game) && place_ == Place::game) {
      if (game_instance_ && game_remaining_) reply_.free_games->push_back({*game_instance_, *game_remaining_});
      place_ = Place::games;
    } else if (depth_ == place_depth(Place::info) && place_ == Place::info) {
      place_ = Place::game;
    } else if (depth_ == place_depth(Place::error) && place_ == Place::error) {
      place_ = Place::reply;
    }
    --depth_;
  }

  void begin_array() override {
    const Member member = take_member();
    ++depth_;
    if (place_ != Place::reply || member != Member::games) return;
    reply_.free_games.emplace();
    place_ = Place::games;
  }

  void end_array() override {
    if (place_ == Place::games && depth_ == games_depth) place_ = Place::reply;
    --depth_;
  }

  void name(std::string_view name) override {
    next_ = Member::other;
    if (depth_ != place_depth(place_)) return;  // deeper than anything that is judged
    switch (place_) {
      case Place::reply:
        return name_in_reply(name);
      case Place::error:
        if (name == "code") next_ = forget(Member::code, reply_.code);
        return;
      case Place::game:
        if (name == "instanceId") next_ = forget(Member::instance, game_instance_);
        if (name == "instanceInfo") next_ = forget(Member::info, game_remaining_);
        return;
      case Place::info:
        if (name == "numberOfRoundsRemaining") next_ = forget(Member::remaining, game_remaining_);
        return;
      case Place::games:
      case Place::elsewhere:
        return;
    }
  }

  void string(std::string_view text) override {
    switch (take_member()) {
      case Member::code:
        reply_.code = text;
        return;
      case Member::player_id:
        reply_.player_id = text;
        return;
      case Member::player_token:
        reply_.player_token = text;
        return;
      default:
        return;
    }
  }

  void number(std::string_view digits) override {
    switch (take_member()) {
      case Member::balance:
        reply_.balance = wire::Decimal::parse(digits);
        return;
      case Member::instance:
        game_instance_ = wire::Decimal::parse(digits);
        return;
      case Member::remaining:
        game_remaining_ = wire::Decimal::parse(digits);
        return;
      default:
        return;
    }
  }

  void other() override { next_ = Member::other; }

 private:
  enum class Member { other, error, code, balance, player_id, player_token, games, instance, info, remaining };
  /// The innermost object or array of which members are judged.
  enum class Place { elsewhere, reply, error, games, game, info };
  static constexpr int games_depth = 2;

  static int place_depth(Place place) {
    switch (place) {
      case Place::reply:
        return 1;
      case Place::error:
      case Place::games:
        return games_depth;
      case Place::game:
        return games_depth + 1;
      case Place::info:
        return games_depth + 2;
      case Place::elsewhere:
        break;
    }
    return -1;
  }

  void name_in_reply(std::string_view name) {
    if (name == "balance") next_ = forget(Member::balance, reply_.balance);
    if (name == "error") next_ = forget(Member::error, reply_.code);
    if (name == "freeGameInfo") next_ = forget(Member::games, reply_.free_games);
    if (name == "playerId") next_ = forget(Member::player_id, reply_.player_id);
    if (name == "playerToken") next_ = forget(Member::player_token, reply_.player_token);
  }

  /// The member comes (again): what it was before is void.
  template <class T>
  static Member forget(Member member, T &value) {
    value = T();
    return member;
  }
  void enter(Place place) { place_ = place; }
  Member take_member() { return std::exchange(next_, Member::other); }

  WalletReply &reply_;
  int depth_ = 0;
  Place place_ = Place::elsewhere;
  Member next_ = Member::other;
  std::optional<wire::Decimal> game_instance_, game_remaining_;
};

Kind kind_of(int status, const std::string &code) {
  if (status >= 200 && status < 300) return Kind::accepted;
  if (status == 401 && (code == "SESSION_EXPIRED" || code == "PLAYER_UNAUTHORIZED")) return Kind::expired;
  if (status == 500 && (code == "DEBIT_FAILED" || code == "CREDIT_FAILED" || code == "RETRY_REQUIRED"))
    return Kind::retryable;
  if (status >= 400 && status < 500 && status != 408 && status != 429) return Kind::refused;
  return Kind::nothing;
}

bool is_json_type(std::string_view type) {
  constexpr std::string_view json = "application/json";
  return type.size() >= json.size() && wire::equal_ignoring_case(type.substr(0, json.size()), json);
}

}  // namespace

WalletReply read_reply(const Reply &reply) {
  WalletReply read;
  read.status = reply.status;
  ReplyMembers members(read);
  const std::optional<wire::JsonError> error = wire::read_json(reply.body, members);
  if (error) members.begin_text();  // nothing of it counts
  read.kind = kind_of(reply.status, read.code);
  if (read.kind == Kind::nothing) return read;
  if (error) {
    if (read.kind == Kind::accepted) read.kind = Kind::unreadable;
    read.fault = "the body is no JSON: " + error->message;
    return read;
  }
  if (!is_json_type(reply.content_type)) read.fault = "Content-Type is `" + std::string(reply.content_type) + "`";
  if (read.kind == Kind::accepted && !read.balance) read.fault = "there is no `balance` that is a number";
  if (read.balance && !is_measurable(*read.balance)) {
    read.fault = "the `balance` " + read.balance->to_string() + " is beyond all that was played for";
    read.balance.reset();
  }
  return read;
}

}  // namespace pitboss::traffic
