#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/target/client.hpp"

namespace pitboss::target {

/// Reads one HTTP/1.x reply (RFC 9112) from the bytes as they come. Lenient where that loses nothing (bare line feeds,
/// a missing reason phrase, folded header lines); whatever cannot be understood makes it `malformed`, never more. Keeps
/// at most `max_kept_body` bytes.
class ReplyReader {
 public:
  /// `to_head`: the reply is to a HEAD request and has no body whatever its header says.
  explicit ReplyReader(bool to_head) : to_head_(to_head) {}

  enum class State { reading, complete, malformed };
  State feed(std::string_view bytes);
  /// The target closed the connection: `complete` where that is how the body ends; else `reading` (cut off) or
  /// `malformed`.
  State finish();

  [[nodiscard]] bool has_begun() const { return begun_; }  ///< any byte has come
  [[nodiscard]] const std::string &fault() const { return fault_; }
  /// How far it got, for people: "after status 200 and 12 of 100 bytes of the body".
  [[nodiscard]] std::string progress() const;
  /// Whether the connection can carry another exchange. Of a complete reply.
  [[nodiscard]] bool keeps_alive() const { return keeps_alive_ && excess_ == 0 && !ends_with_close_; }
  [[nodiscard]] Reply &reply() { return reply_; }

 private:
  enum class Part { status_line, header, body, chunk_size, chunk, chunk_end, trailer, done, broken };

  void step(std::string_view &bytes);
  bool take_line(std::string_view &bytes);
  void take_status_line();
  void take_header_line();
  void end_head();
  void take_length();
  void take_body(std::string_view &bytes);
  void take_chunk_size();
  void fail(std::string fault);
  [[nodiscard]] bool has_token(std::string_view header, std::string_view token) const;

  bool to_head_;
  Part part_ = Part::status_line;
  std::string line_;
  std::size_t head_bytes_ = 0;
  bool begun_ = false;
  bool chunked_ = false;
  bool ends_with_close_ = false;
  bool keeps_alive_ = false;
  std::uint64_t left_ = 0;      // of the body, or of the chunk
  std::uint64_t expected_ = 0;  // by Content-Length
  std::uint64_t excess_ = 0;    // bytes after the end
  Reply reply_;
  std::string fault_;
};

}  // namespace pitboss::target
