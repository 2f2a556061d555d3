#pragma once

#include <optional>

#include "schemas/journal/journal.hpp"

/// What a client could know from an exchange.
namespace pitboss::referee {

enum class Answer {
  success,    ///< 2xx with a body that can be read
  refused,    ///< another status that is final
  retryable,  ///< the outcome is unknown to the client, or it was told to try again: nothing, a part, garbage, 5xx
  late,       ///< whole, but so late that the client may have given up before
};

/// A client's time limit is not known: what took longer than this may not have been seen.
inline constexpr std::chrono::milliseconds patience{900};

Answer answer_of(const journal::Journal &journal, const journal::Exchange &exchange);
/// Whether the client could not know at `later` what became of `earlier`: its reply was lost or said so, came late, or
/// had not left by then though the client had waited for half a second.
bool is_in_doubt(const journal::Journal &journal, const journal::Exchange &earlier, const journal::Exchange &later);
/// The body of the reply as JSON; null where there is none or it is no JSON.
wire::Json reply_json(const journal::Exchange &exchange);
/// The body of the request as JSON; null likewise.
wire::Json request_json(const journal::Exchange &exchange);
/// Whether the path is `suffix`, or ends with it: a target may have a prefix of its own.
bool is_call(const journal::Exchange &exchange, std::string_view method, std::string_view suffix);
/// The label of the Bearer token; empty where there is none.
std::string token_of(const journal::Exchange &exchange);
/// A member as text: of a string its value, else the JSON; empty where there is none.
std::string text_of(const wire::Json &json, std::string_view name);
/// "1.5 s", for stories.
std::string seconds_text(std::chrono::microseconds time);

}  // namespace pitboss::referee
