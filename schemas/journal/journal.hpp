#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

/// What a client sent and was answered, format `pitboss.journal/1`: lines of JSON, the first one describes the run,
/// each further one an exchange, the last one the end (docs/referee.md). Free of secrets: each is replaced by a label
/// that is the same wherever the secret stood, so that a token can still be told from another.
namespace pitboss::journal {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;
  Headers headers;
  std::string body;
};

/// How much of a reply left the server.
enum class Delivery {
  whole,
  part,  ///< some of its bytes, then the connection was reset
  none,  ///< nothing; the connection was closed
};

/// What the request did to the server's state.
enum class Effect {
  unknown,  ///< a capture from elsewhere does not know
  none,     ///< it was kept from the rules, or refused by them
  applied,  ///< the rules answered it with success
};

std::string_view to_string(Delivery delivery);
std::string_view to_string(Effect effect);

struct Exchange {
  std::uint64_t connection = 0;  ///< the same number for all that came over one connection
  wire::TimePoint received_at{};
  wire::TimePoint replied_at{};  ///< when the reply was given to the connection, or the connection was ended
  std::string method, path, query;
  Headers headers;
  std::string body;            ///< as received; bytes that are no UTF-8 are kept
  std::optional<Reply> reply;  ///< what was sent, wholly or in part; absent where nothing was
  Delivery delivery = Delivery::whole;
  Effect effect = Effect::unknown;
  std::optional<bool> signature_right;  ///< of the wallet: whether the signature fits; absent where nobody looked
  std::string rule;                     ///< the rule of the script that meddled with it; empty: none
  std::string action;                   ///< what that rule did

  /// The value of the first header `name` (any case); nullptr where there is none.
  [[nodiscard]] const std::string *header(std::string_view name) const;
};

struct Journal {
  std::string id;
  std::vector<std::string> contracts;
  wire::TimePoint started_at{};
  unsigned clock_speed = 1;           ///< seconds of its clock in a second
  wire::TimePoint real_started_at{};  ///< the time when its clock said started_at
  wire::TimePoint ended_at{};         ///< of a journal whose last line is missing, the time of its last exchange
  std::uint64_t seed = 0;             ///< of the script
  std::string script;                 ///< its name; empty: none
  std::string version;                ///< of the program that wrote it
  std::vector<Exchange> exchanges;    ///< in order of arrival

  /// How long a stretch of the journal's clock took.
  [[nodiscard]] std::chrono::microseconds real(std::chrono::microseconds stretch) const {
    return stretch / clock_speed;
  }
  /// What time it was when the journal's clock said `time`.
  [[nodiscard]] wire::TimePoint real_time(wire::TimePoint time) const {
    return real_started_at + real(time - started_at);
  }
};

/// The lines, without line feed.
std::string header_line(const Journal &journal);
std::string exchange_line(const Exchange &exchange);
std::string end_line(wire::TimePoint ended_at);

/// A line that is wrong, or a file that cannot be read: what(), "journal.jsonl:12: …".
class JournalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads a journal. A last line that was cut (the writer was killed) is passed over, and `cut_line` is its number; any
/// other fault throws JournalError: file, line, what is wrong.
struct JournalFile {
  Journal journal;
  std::optional<std::size_t> cut_line;
};
JournalFile read_journal(const std::filesystem::path &path);
JournalFile parse_journal(std::string_view text, const std::string &name);

}  // namespace pitboss::journal
