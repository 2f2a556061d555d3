#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP as the contracts see it: whole requests and whole responses. Sockets and Beast stay inside this folder.
namespace pitboss::reference::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  ///< as sent: "POST"
  std::string path;    ///< the request target without its query
  std::string query;   ///< what follows the first `?`, as sent
  Headers headers;
  std::string body;
  bool http_1_0 = false;
  bool malformed = false;        ///< only what could be read of a request that is no HTTP
  std::uint64_t connection = 0;  ///< the same number for all requests that came over one connection

  /// The value of the first header `name` (any case); nullptr where there is none.
  [[nodiscard]] const std::string *header(std::string_view name) const;
};

/// What of a response leaves the server; anything but `sent` is for proving how clients take it.
enum class Fate {
  sent,
  lost,   ///< not a byte: the connection is closed
  reset,  ///< the first half of its bytes, then the connection is reset
};

/// A response that goes on behind its head, until it is ended, the client goes, or the server stops. On the loop's
/// thread only.
class OpenResponse {
 public:
  OpenResponse() = default;
  virtual ~OpenResponse() = default;
  OpenResponse(const OpenResponse &) = delete;
  OpenResponse &operator=(const OpenResponse &) = delete;

  /// Sends more of the body, as soon as the client has taken what went before. False: nothing of it will be sent, as
  /// the client has not taken `most_waiting` bytes, or is gone.
  virtual bool send(std::string_view bytes) = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
  /// Closes the connection after what was sent.
  virtual void end() = 0;

  static constexpr std::size_t most_waiting = std::size_t{256} * 1024;
};
using Opened = std::function<void(std::shared_ptr<OpenResponse>)>;

struct Response {
  int status = 200;
  std::string body;
  Headers headers;     ///< without Content-Length, Transfer-Encoding and Connection, which the server adds
  bool close = false;  ///< end the connection after this response
  Fate fate = Fate::sent;
  std::string_view code = {};  ///< the error code in the body, for metrics; a text that lives for ever
  Opened opened = {};          ///< given: `body` is the beginning, and this is called to send the rest

  /// The value of the first header `name` (any case); nullptr where there is none.
  [[nodiscard]] const std::string *header(std::string_view name) const;
  /// Sets the header `name` (any case), replacing what was there.
  void set_header(std::string_view name, std::string_view value);
  void remove_header(std::string_view name);
};

/// Gives the response to one request: exactly once, from any thread.
using Answer = std::function<void(Response)>;

/// Serves one request. The request stays valid until the answer was given. An exception becomes a 500.
using Handler = std::function<void(const Request &, Answer)>;

/// What a response needs beside the bytes of the message itself.
struct Framing {
  bool close = false;      ///< the connection ends after it
  bool head_only = false;  ///< a response to HEAD: no body
  bool http_1_0 = false;   ///< the client speaks HTTP/1.0: no chunks
};

/// The response as bytes, with Content-Length.
std::string serialise(const Response &response, const Framing &framing);

/// The response without Content-Length: its body ends with the connection (RFC 9112, section 6.3).
std::string serialise_open(const Response &response);

/// The standard phrase of a status code: "Not Found".
std::string_view reason_phrase(int status);

}  // namespace pitboss::reference::http
