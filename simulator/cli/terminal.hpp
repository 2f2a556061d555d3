#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace pitboss::cli {

enum class Paint { good, bad, caution, quiet, strong };

/// How to write to one stream.
struct Style {
  bool terminal = false;  ///< a person looks on: lines can be redrawn
  bool colour = false;

  /// `text` in a colour, or as it is.
  [[nodiscard]] std::string operator()(Paint paint, std::string_view text) const;
};

/// Colour where the stream is a terminal, unless `no_color`, NO_COLOR (no-color.org) or TERM=dumb say otherwise.
Style style_of(std::FILE *stream, bool no_color);

/// Columns of the terminal at `stream`; 80 where it does not say.
std::size_t terminal_width(std::FILE *stream);

/// Text of a target made safe for a terminal: control characters as \xNN, line feeds as \n.
std::string printable(std::string_view text);

/// `text` cut to at most `columns` characters (of UTF-8), the last one "…" where something is missing.
std::string cut_to(std::string_view text, std::size_t columns);

/// `text` broken at blanks into lines of at most `width` bytes, each after the first behind `indent` blanks.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 110);

}  // namespace pitboss::cli
