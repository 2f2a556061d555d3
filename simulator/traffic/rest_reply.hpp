#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/traffic/session.hpp"

/// Replies of a contract that writes and lists records.
namespace pitboss::traffic {

/// What a status says of the outcome of a request.
enum class Answer {
  accepted,      ///< 2xx
  refused,       ///< 4xx: nothing was changed
  unauthorized,  ///< 401: likewise, and another token may help
  limited,       ///< 429: likewise, and the same request may be sent again after a while
  nothing,       ///< any other: nobody knows
};
Answer answer_of(int status);

/// What is wrong with the form of a reply: a body that is not declared as JSON. Empty where nothing is.
std::string form_fault(const Reply &reply);

/// Whether the body holds that text, in any letter case, as it came or without the escapes of JSON.
bool says(std::string_view body, std::string_view part);

/// How long Retry-After asks to wait: seconds or an HTTP date (RFC 9110, section 10.2.3), at most 70 seconds; nullopt
/// where it is neither.
std::optional<std::chrono::seconds> wait_of(std::string_view retry_after);

/// A page of a list.
struct Page {
  wire::JsonArray rows;
  std::optional<std::size_t> total;  ///< meta.total
  std::optional<std::string> next;   ///< meta.next_cursor; none: null or missing
  std::string fault;                 ///< why it is no page; empty where it is one
};
Page read_page(const Reply &reply);

/// The reply in a report: status, headers that matter, the beginning of the body.
std::string reply_text(const Reply &reply);

/// The string under a name; empty where there is none.
std::string text_at(const wire::Json &json, std::string_view name);

}  // namespace pitboss::traffic
