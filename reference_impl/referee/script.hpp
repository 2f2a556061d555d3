#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Scripts of misbehaviour: what a server does to a client so that the client shows how it takes it
/// (scenarios/referee, docs/referee.md).
namespace pitboss::reference::referee {

/// What is done to one try of an operation.
struct Action {
  enum class Kind {
    serve,                     ///< nothing: the try goes through
    lose_reply_after_commit,   ///< applied; the connection is closed without a byte
    lose_reply_before_commit,  ///< not applied; the connection is closed without a byte
    reset_reply,               ///< applied; the connection is reset in the middle of the reply
    cut_json,                  ///< applied; the body of the reply ends in the middle
    slow,                      ///< applied; the reply is held back for `time`
    server_error,              ///< not applied; 500, of the wallet with RETRY_REQUIRED
    session_expired,           ///< wallet: not applied; 401 SESSION_EXPIRED
    insufficient_funds,        ///< wallet: not applied; 400 INSUFFICIENT_FUNDS
    token_expired,             ///< feed: not applied; 401, and the token is refused from now on
    too_many,                  ///< feed: not applied; 429, and the token is refused for `time`
    refuse_record,             ///< feed: not applied; 422 that names the first record
  };
  Kind kind = Kind::serve;
  std::chrono::milliseconds time{0};
  bool as_date = false;  ///< Retry-After as an HTTP date, not as seconds
};

std::string_view to_string(Action::Kind kind);  ///< "lose_reply_after_commit"
std::optional<Action::Kind> action_kind(std::string_view name);
/// Whether the action can be done to a client of the contract.
bool fits(Action::Kind kind, std::string_view contract);

/// One in `every` operations of the kinds `on` gets `actions`, one a try, in their order; further tries are served.
struct Rule {
  std::string name;
  std::vector<std::string> on;  ///< debit, credit, …: see operation.hpp
  unsigned every = 1;
  std::optional<unsigned> at_most;  ///< operations
  std::vector<Action> actions;
};

struct Script {
  std::string name;      ///< of the file, without its ending
  std::string contract;  ///< "wallet"
  std::vector<Rule> rules;
};

/// Reads a script. Throws files::FileErrors: file, line, column, what was expected.
Script read_script(const std::filesystem::path &path);
/// The script that comes along for a contract.
Script shipped_script(const std::string &contract);

}  // namespace pitboss::reference::referee
