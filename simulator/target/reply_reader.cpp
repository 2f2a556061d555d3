#include "simulator/target/reply_reader.hpp"

#include <charconv>

#include "schemas/wire/encoding.hpp"

namespace pitboss::target {
namespace {

constexpr std::size_t max_head = 256UL * 1024;  // all header lines of a reply, 1xx replies before it included
constexpr std::size_t max_chunk_line = 1024;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The first bytes of what is no HTTP, readable.
std::string excerpt(std::string_view bytes) {
  std::string text;
  for (const char c : bytes.substr(0, 40)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      text += c;
    } else {
      text += "\\x" + wire::to_hex({&byte, 1});
    }
  }
  return "\"" + text + (bytes.size() > 40 ? "…" : "") + "\"";
}

std::optional<std::uint64_t> parse_number(std::string_view text, int base) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

ReplyReader::State ReplyReader::feed(std::string_view bytes) {
  begun_ = begun_ || !bytes.empty();
  while (!bytes.empty() && part_ != Part::done && part_ != Part::broken) step(bytes);
  if (part_ == Part::done) excess_ += bytes.size();
  return part_ == Part::done ? State::complete : part_ == Part::broken ? State::malformed : State::reading;
}

void ReplyReader::step(std::string_view &bytes) {
  if (part_ == Part::body || part_ == Part::chunk) return take_body(bytes);
  if (!take_line(bytes)) return;
  switch (part_) {
    case Part::status_line:
      take_status_line();
      break;
    case Part::header:
      take_header_line();
      break;
    case Part::chunk_size:
      take_chunk_size();
      break;
    case Part::chunk_end:
      if (!line_.empty()) return fail("a chunk of the body is longer than it says");
      part_ = Part::chunk_size;
      break;
    case Part::trailer:
      if (line_.empty()) part_ = Part::done;
      break;
    default:
      break;
  }
  line_.clear();
}

/// Appends to `line_` up to a line feed, which it drops with a carriage return before it. False while the line is not
/// complete.
bool ReplyReader::take_line(std::string_view &bytes) {
  const std::size_t end = bytes.find('\n');
  const std::size_t taken = end == std::string_view::npos ? bytes.size() : end + 1;
  line_.append(bytes.substr(0, std::min(end, bytes.size())));
  bytes.remove_prefix(taken);
  const bool in_body = part_ == Part::chunk_size || part_ == Part::chunk_end;
  if (!in_body) head_bytes_ += taken;
  if (head_bytes_ > max_head) {
    fail("the header of the reply is larger than 256 KiB");
  } else if (in_body && line_.size() > max_chunk_line) {
    fail("a line with the size of a chunk is longer than 1 KiB");
  } else if (constexpr std::string_view begin = "HTTP/";
             part_ == Part::status_line && line_ != "\r" &&
             !std::string_view(line_).starts_with(begin.substr(0, line_.size()))) {
    const bool tls = line_.starts_with("\x15\x03") || line_.starts_with("\x16\x03");
    fail("the reply begins with " + excerpt(line_) + ", which is no HTTP status line" +
         (tls ? "; it looks like TLS: should base_url begin with https://?" : ""));
  }
  if (part_ == Part::broken || end == std::string_view::npos) return false;
  if (line_.ends_with('\r')) line_.pop_back();
  return true;
}

/// `HTTP/1.1 200 OK`, with or without a reason.
void ReplyReader::take_status_line() {
  if (line_.empty()) return;  // an empty line before the reply (RFC 9112, section 2.2)
  const std::string_view line = line_;
  const std::size_t blank = std::min(line.find(' '), line.size());
  const std::string_view version =
      line.substr(std::min<std::size_t>(5, blank), blank - std::min<std::size_t>(5, blank));
  const std::string_view rest = trimmed(line.substr(blank));
  const std::string_view status = rest.substr(0, rest.find(' '));
  const bool is_version = version.size() == 3 && is_digit(version[0]) && version[1] == '.' && is_digit(version[2]);
  const auto number = parse_number(status, 10);
  if (!is_version || status.size() != 3 || !number || *number < 100)
    return fail("the reply begins with " + excerpt(line) + ", which is no HTTP status line");
  reply_.status = static_cast<int>(*number);
  reply_.http_version = version;
  part_ = Part::header;
}

void ReplyReader::take_header_line() {
  if (line_.empty()) return end_head();
  const std::string_view line = line_;
  if ((line.front() == ' ' || line.front() == '\t') && !reply_.headers.empty()) {  // folded (RFC 9112, section 5.2)
    reply_.headers.back().second += " " + std::string(trimmed(line));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0)
    return fail("the header line " + excerpt(line) + " is no `Name: value`");
  reply_.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
}

bool ReplyReader::has_token(std::string_view header, std::string_view token) const {
  for (const auto &[name, value] : reply_.headers) {
    if (!wire::equal_ignoring_case(name, header)) continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (wire::equal_ignoring_case(trimmed(rest.substr(0, comma)), token)) return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

/// How long the body is (RFC 9112, section 6.3).
void ReplyReader::end_head() {
  if (reply_.status < 200 && reply_.status != 101) {  // an interim reply; the real one follows
    reply_ = {};
    part_ = Part::status_line;
    return;
  }
  keeps_alive_ =
      reply_.http_version == "1.0" ? has_token("Connection", "keep-alive") : !has_token("Connection", "close");
  if (to_head_ || reply_.status == 204 || reply_.status == 304 || reply_.status == 101) {
    keeps_alive_ = keeps_alive_ && reply_.status != 101;
    part_ = Part::done;
  } else if (reply_.header("Transfer-Encoding") != nullptr) {
    chunked_ = has_token("Transfer-Encoding", "chunked");
    ends_with_close_ = !chunked_;
    part_ = chunked_ ? Part::chunk_size : Part::body;
  } else if (reply_.header("Content-Length") != nullptr) {
    take_length();
  } else {
    ends_with_close_ = true;
    part_ = Part::body;
  }
}

void ReplyReader::take_length() {
  std::optional<std::uint64_t> length;
  for (const auto &[name, value] : reply_.headers) {
    if (!wire::equal_ignoring_case(name, "Content-Length")) continue;
    const auto number = parse_number(value, 10);
    if (!number) return fail("the header Content-Length is " + excerpt(value) + ", which is no length");
    if (length && *length != *number) return fail("the reply has two headers Content-Length that differ");
    length = number;
  }
  if (*length > max_read_body) return fail("reply larger than 16 MiB");
  expected_ = left_ = *length;
  part_ = left_ == 0 ? Part::done : Part::body;
}

void ReplyReader::take_body(std::string_view &bytes) {
  const std::size_t taken =
      ends_with_close_ ? bytes.size() : static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  const std::size_t room = max_kept_body - reply_.body.size();
  reply_.body.append(bytes.substr(0, std::min(taken, room)));
  reply_.body_bytes += taken;
  bytes.remove_prefix(taken);
  if (reply_.body_bytes > max_read_body) return fail("reply larger than 16 MiB");
  if (ends_with_close_) return;
  left_ -= taken;
  if (left_ == 0) part_ = chunked_ ? Part::chunk_end : Part::done;
}

void ReplyReader::take_chunk_size() {
  const std::string_view size = trimmed(std::string_view(line_).substr(0, line_.find(';')));
  const auto number = parse_number(size, 16);
  if (!number) return fail("a chunk of the body has the size " + excerpt(size) + ", which is no hexadecimal number");
  if (*number > max_read_body) return fail("reply larger than 16 MiB");
  left_ = *number;
  part_ = left_ == 0 ? Part::trailer : Part::chunk;
}

ReplyReader::State ReplyReader::finish() {
  if (part_ == Part::body && ends_with_close_) part_ = Part::done;
  return part_ == Part::done ? State::complete : part_ == Part::broken ? State::malformed : State::reading;
}

void ReplyReader::fail(std::string fault) {
  part_ = Part::broken;
  fault_ = std::move(fault);
}

std::string ReplyReader::progress() const {
  if (!begun_) return "before any byte of a reply";
  if (part_ == Part::status_line || part_ == Part::header) return "within the header of the reply";
  const std::string of = expected_ > 0 ? " of " + std::to_string(expected_) : "";
  return "after status " + std::to_string(reply_.status) + " and " + std::to_string(reply_.body_bytes) + of +
         " bytes of the body";
}

}  // namespace pitboss::target
