#include "simulator/cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace pitboss::cli {
namespace {

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::good:
      return "32";
    case Paint::bad:
      return "31;1";
    case Paint::caution:
      return "33";
    case Paint::quiet:
      return "2";
    case Paint::strong:
      return "1";
  }
  return "0";
}

bool is_set(const char *variable) {
  const char *value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nothing writes to the environment
  return value != nullptr && *value != '\0';
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::string Style::operator()(Paint paint, std::string_view text) const {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code_of(paint), text) : std::string(text);
}

Style style_of(std::FILE *stream, bool no_color) {
  const char *term = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): nothing writes to the environment
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  const bool terminal = isatty(fileno(stream)) == 1 && !dumb;
  return {terminal, terminal && !no_color && !is_set("NO_COLOR")};
}

std::size_t terminal_width(std::FILE *stream) {
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string cut_to(std::string_view text, std::size_t columns) {
  std::size_t characters = 0;
  std::size_t last = 0;  // where the last character that may stay begins
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_continuation(text[i])) continue;
    if (++characters == columns) last = i;
    if (characters > columns) return std::string(text.substr(0, last)) + "…";
  }
  return std::string(text);
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    if (column > indent && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

}  // namespace pitboss::cli
