#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "schemas/wire/time.hpp"

/// Texts of a target, made fit for a report: whatever bytes it answered, the reader sees them and no format breaks.
namespace pitboss::reports {

/// Valid UTF-8 in which everything can be seen. Control characters become their pictures (NUL is "␀", ESC "␛", CR "␍"),
/// C1 controls, text direction marks, zero-width blanks and non-characters become "\u202E", bytes that are no UTF-8
/// "\xFF". Line feeds and tabs stay. What it returns holds only characters that XML 1.0, section 2.2 and YAML 1.2,
/// section 5.1 allow.
std::string visible(std::string_view text);
/// As `visible`, on one line: runs of white space become one blank, none at the ends.
std::string one_line(std::string_view text);

/// Escape what HTML or XML would read as markup, in texts and in quoted attributes alike; `visible` is applied first.
std::string escape_markup(std::string_view text);
/// The same for texts between tags only: quotes stay, so that large bodies stay small.
std::string escape_element_text(std::string_view text);
/// One line in which nothing is Markdown (CommonMark 0.31, GitHub and GitLab flavours), nor a mention of somebody.
std::string escape_markdown(std::string_view text);
/// One line as a Markdown code span, whatever backticks it holds; at most `limit` bytes of the text.
std::string markdown_code_span(std::string_view text, std::size_t limit = 600);
/// A fence that is longer than any run of backticks in `text`, three at least.
std::string markdown_fence(std::string_view text);

/// The first `limit` bytes of a UTF-8 text, or a few less so that no character is cut in two.
std::string_view cut(std::string_view text, std::size_t limit);
/// "812 bytes", "60.0 KiB", "8.0 MiB".
std::string size_text(std::uint64_t bytes);

/// For people: "0.4 ms", "85 ms", "1.25 s", "3 min 05 s". Negative durations, of a clock that was set back, count as
/// none.
std::string duration_text(std::chrono::microseconds duration);
/// Seconds with three decimals, as JUnit and TAP want: "0.004".
std::string seconds_text(std::chrono::microseconds duration);
/// For people: "2026-10-01 12:00:00 UTC".
std::string moment_text(wire::TimePoint time);

/// A JSON body indented for reading, its numbers digit for digit as they were sent; any other text as it is.
std::string pretty_body(std::string_view body);

/// "/v1/debit?x=1" of "https://wallet.example/v1/debit?x=1"; what is no URL stays as it is.
std::string path_of(const std::string &url);

/// "+15.00", "-10.00", "unchanged": what a balance changed by, exactly. Empty where one of the two is no decimal.
std::string balance_change(std::string_view before, std::string_view after);

}  // namespace pitboss::reports
