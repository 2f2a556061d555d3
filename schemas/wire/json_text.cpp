// Writing JSON.
#include <cstdint>
#include <cstring>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json_outline.hpp"

namespace pitboss::wire {

namespace {

/// The two-character escape of `c`, where JSON has one.
std::string_view short_escape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return {};
  }
}

/// Whether a byte of the eight is a control character, a quotation mark, a backslash or no ASCII.
bool has_special(std::uint64_t bytes) {
  constexpr std::uint64_t each = 0x0101010101010101U, highest = each * 0x80;
  const auto has_zero = [](std::uint64_t word) { return (word - each) & ~word; };  // in the highest bits
  const std::uint64_t below_blank = (bytes - each * 0x20) & ~bytes;                // likewise
  return ((bytes | below_blank | has_zero(bytes ^ (each * '"')) | has_zero(bytes ^ (each * '\\'))) & highest) != 0;
}

/// Whether `text` is ASCII that JSON takes as it is: eight bytes at once, as replies are texts for the most part.
bool is_plain(std::string_view text) {
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    if (has_special(word)) return false;
  }
  word = 0x2020202020202020U;  // blanks behind the last bytes
  std::memcpy(&word, text.data(), text.size());
  return !has_special(word);
}

class Writer {
 public:
  /// So many levels have a line for each element; what lies deeper is on one line.
  explicit Writer(std::size_t levels) : levels_(levels) { out_.reserve(usual_size); }

  void write(const Json &json) {
    std::visit([this](const auto &value) { write_value(value); }, json.value());
  }
  std::string take() && { return std::move(out_); }

 private:
  static constexpr std::size_t usual_size = 512;

  void write_value(std::nullptr_t) { out_ += "null"; }
  void write_value(bool value) { out_ += value ? "true" : "false"; }
  void write_value(const JsonNumber &value) { out_ += value.text; }
  void write_value(const std::string &value) { append_json_string(out_, value); }
  void write_value(const JsonArray &array) {
    write_list('[', ']', array, [this](const Json &element) { write(element); });
  }
  void write_value(const JsonObject &object) {
    write_list('{', '}', object, [this](const auto &member) {
      append_json_string(out_, member.first);
      out_ += depth_ <= levels_ ? ": " : ":";
      write(member.second);
    });
  }

  template <typename List, typename WriteElement>
  void write_list(char open, char close, const List &list, WriteElement write_element) {
    out_ += open;
    ++depth_;
    bool first = true;
    for (const auto &element : list) {
      if (!first) out_ += ',';
      first = false;
      if (depth_ <= levels_) new_line(depth_);
      write_element(element);
    }
    if (!first && depth_ <= levels_) new_line(depth_ - 1);
    --depth_;
    out_ += close;
  }

  void new_line(std::size_t depth) {
    out_ += '\n';
    out_.append(2 * depth, ' ');
  }

  std::size_t levels_;
  std::size_t depth_ = 0;
  std::string out_;
};

}  // namespace

void append_json_string(std::string &out, std::string_view text) {
  if (is_plain(text)) {  // nearly all are
    out += '"';
    out += text;
    out += '"';
    return;
  }
  if (!is_valid_utf8(text)) return append_json_string(out, to_valid_utf8(text));
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const std::string_view escape = short_escape(c);
    const unsigned code = static_cast<unsigned char>(c);
    if (!escape.empty()) {
      out += escape;
    } else if (code < 0x20) {
      out += "\\u00";
      out += digits[code >> 4U];
      out += digits[code & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string to_text(const Json &json) {
  Writer writer(0);
  writer.write(json);
  return std::move(writer).take();
}

std::string to_outline_text(const Json &json, std::size_t levels) {
  Writer writer(levels);
  writer.write(json);
  return std::move(writer).take() + '\n';
}

std::string to_pretty_text(const Json &json) {
  return to_outline_text(json, std::string::npos);
}

}  // namespace pitboss::wire
