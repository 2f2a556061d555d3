// Bytes of a client against the reference server: HTTP, and behind it one contract (PITBOSS_FUZZED_CONTRACT: a program
// for each) without its signatures, tokens and keys, so that bodies reach the rules. Whatever comes, each response is
// whole and well formed, refusals are JSON objects, they keep the order of the requests, none is a 500, and the
// connection ends.
//
// The first byte of the input says how many bytes the server gets at once, the second how many it can write at once (0:
// all).
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <cstdlib>
#include <iostream>

#include "reference_impl/contracts.hpp"
#include "reference_impl/http/core.hpp"
#include "reference_impl/log.hpp"
#include "reference_impl/wallet/seed.hpp"
#include "schemas/wire/json.hpp"

using namespace pitboss;
using namespace pitboss::reference;
namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr const char *number_header = "X-Fuzz-Number";  // of the request, as the handler got it
constexpr const char *head_header = "X-Fuzz-Head";      // it asked for no body

void require(bool holds, const char *what, std::string_view written) {
  if (holds) return;
  std::cerr << what << "\nwhat the server wrote:\n" << written << '\n';
  std::abort();
}

/// What a stream has seen; outlives it.
struct Transcript {
  std::string written;
  bool ended = false, closed = false;
};

/// Serves the input in pieces, then the end of input.
class FuzzStream : public http::Stream {
 public:
  FuzzStream(asio::io_context &io, std::string_view input, std::size_t read_piece, std::size_t write_piece,
             Transcript &transcript)
      : io_(io), rest_(input), read_piece_(read_piece), write_piece_(write_piece), transcript_(transcript) {}

  void start(std::shared_ptr<http::StreamUser> user) override { user->on_started({}); }

  void read_some(asio::mutable_buffer buffer, std::shared_ptr<http::StreamUser> user) override {
    asio::post(io_, [this, buffer, user = std::move(user)] {
      if (transcript_.closed) return user->on_read(asio::error::operation_aborted, 0);
      if (rest_.empty()) return user->on_read(asio::error::eof, 0);
      const std::size_t size = std::min(buffer.size(), read_piece_ == 0 ? rest_.size() : read_piece_);
      const std::size_t copied = asio::buffer_copy(buffer, asio::buffer(rest_), size);
      rest_.remove_prefix(copied);
      user->on_read({}, copied);
    });
  }

  std::size_t try_write(asio::const_buffer buffer, error_code &) override { return take(buffer); }

  void write_some(asio::const_buffer buffer, std::shared_ptr<http::StreamUser> user) override {
    asio::post(io_, [this, buffer, user = std::move(user)] {
      if (transcript_.closed) return user->on_written(asio::error::operation_aborted, 0);
      user->on_written({}, take(buffer));
    });
  }

  void end_output() override { transcript_.ended = true; }
  [[nodiscard]] bool is_quiet() const override { return rest_.empty(); }
  void close() override { transcript_.closed = true; }

 private:
  std::size_t take(asio::const_buffer buffer) {
    require(!transcript_.ended && !transcript_.closed, "written after the end", transcript_.written);
    const std::size_t size = std::min(buffer.size(), write_piece_ == 0 ? buffer.size() : write_piece_);
    transcript_.written.append(static_cast<const char *>(buffer.data()), size);
    return size;
  }

  asio::io_context &io_;
  std::string_view rest_;
  const std::size_t read_piece_, write_piece_;
  Transcript &transcript_;
};

void open_wallet(wallet::Behaviour &behaviour) {
  const auto anybody = [](wallet::Claims::Kind kind) {
    return wallet::Claims{.kind = kind,
                          .player_id = "player-0001",
                          .provider = wallet::seeded_provider,
                          .game = wallet::seeded_game,
                          .brand = "pitboss",
                          .expires_at = wire::now() + std::chrono::hours(1)};
  };
  behaviour.protocol.check_signature = [](const http::Request &, const wire::Signer &) {};
  behaviour.protocol.read_player_token = [anybody](const http::Request &, const wire::Json &, const wallet::Tokens &) {
    return anybody(wallet::Claims::Kind::player);
  };
  behaviour.protocol.read_launch_token = [anybody](const std::string &, const wallet::Tokens &) {
    return anybody(wallet::Claims::Kind::launch);
  };
}

/// Contracts without signatures, tokens and keys.
Behaviour open_behaviour() {
  Behaviour behaviour;
  open_wallet(behaviour.wallet);
  behaviour.feed.protocol.read_token = [](const http::Request &, const feed::Call &, const feed::Tokens &) {
    return feed::Claims{.token_id = "token", .client_id = "pitboss", .expires_at = wire::now() + std::chrono::hours(1)};
  };
  behaviour.movements.protocol.check_key = [](const http::Request &, const std::string &) {};
  // Small, so that inputs of a few KiB get beyond them.
  behaviour.http.limits = {.head_bytes = 1024, .body_bytes = 2048, .pipelined = 4};
  return behaviour;
}

/// A fresh server with a fresh store, so that an input does the same each time.
class FuzzedServer {
 public:
  FuzzedServer() {
    contract_->add_to(router_);
    behaviour_.http.handler = [this](const http::Request &request, const http::Answer &answer) {
      router_(request, [answer, number = requests_++](http::Response response) {
        response.set_header(number_header, std::to_string(number));
        answer(std::move(response));
      });
    };
    behaviour_.http.finish = [finish = behaviour_.http.finish](const http::Request &request, http::Response &response) {
      finish(request, response);
      if (request.method == "HEAD") response.set_header(head_header, "1");
    };
    core_ = std::make_shared<http::Server::Core>(loop_, behaviour_.http, log_);
    core_->accepting = true;  // there is no listener to go back to
  }
  ~FuzzedServer() {
    core_->force_stop();
    loop_.impl().io.poll();
  }
  FuzzedServer(const FuzzedServer &) = delete;
  FuzzedServer &operator=(const FuzzedServer &) = delete;

  Transcript serve(std::string_view input, std::size_t read_piece, std::size_t write_piece) {
    Transcript transcript;
    asio::io_context &io = loop_.impl().io;
    core_->serve(std::make_unique<FuzzStream>(io, input, read_piece, write_piece, transcript));
    while (!transcript.closed) io.run_one();  // a store may answer from a thread of its own
    io.poll();
    require(core_->connections.empty(), "the connection stays open", transcript.written);
    return transcript;
  }
  [[nodiscard]] std::size_t requests() const { return requests_; }

 private:
  static const ContractInfo &info() {
    const auto &all = all_contracts();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [](const ContractInfo &row) { return row.name == PITBOSS_FUZZED_CONTRACT; });
    require(found != all.end(), "no such contract: " PITBOSS_FUZZED_CONTRACT, {});
    return *found;
  }

  static inline const std::shared_ptr<spdlog::logger> log_ = make_log("off");
  const ServerOptions options_{.store = "memory", .settings = {{"players", "1"}}};
  http::EventLoop loop_;
  Behaviour behaviour_ = open_behaviour();
  http::Router router_{behaviour_.http.error_body};
  std::unique_ptr<Contract> contract_ =
      info().make({.options = options_,
                   .behaviour = behaviour_,
                   .log = log_,
                   .later = [this](std::chrono::milliseconds delay,
                                   std::function<void()> function) { loop_.after(delay, std::move(function)); },
                   .on_fatal = [](const std::string &) { std::abort(); }});
  std::size_t requests_ = 0;
  std::shared_ptr<http::Server::Core> core_;
};

/// Reads what the server wrote, response by response, with a parser that is not its own.
class ResponseReader {
 public:
  explicit ResponseReader(std::string_view written) : written_(written), rest_(written) {}

  void read_all(std::size_t requests) {
    while (!rest_.empty()) read_one();
    // Requests behind one that ends the connection are not taken, so that each that was has its response.
    require(numbered_ == requests, "not every request has its response", written_);
  }

 private:
  void check(bool holds, const char *what) const { require(holds, what, written_); }

  void read_one() {
    check(!last_, "a response follows the last one");
    check(rest_.starts_with("HTTP/1.1 "), "no status line");
    beast_http::response_parser<beast_http::string_body> parser;
    error_code error;
    parser.eager(false);
    const std::size_t size = parser.put(asio::buffer(rest_), error);
    check(!error && parser.is_header_done(), "the head is malformed or cut short");
    rest_.remove_prefix(size);
    const auto &head = parser.get();
    check(head.result_int() != 500, "the server failed");
    if (head.result_int() == 100) return check(size == std::string_view("HTTP/1.1 100 Continue\r\n\r\n").size(), "100");
    check_order(head);
    check_body(head);
    last_ = !head.keep_alive();
  }

  void check_order(const beast_http::response_header<> &head) {
    const auto field = head[number_header];
    // What is no request was never numbered, and nothing follows it.
    if (field.empty()) return check(head[beast_http::field::connection] == "close", "goes on after what is no request");
    check(field == std::to_string(numbered_++), "the responses have not the order of the requests");
  }

  void check_body(const beast_http::response_header<> &head) {
    check(head.count(beast_http::field::content_length) == 1, "not one Content-Length");
    check(head.count(beast_http::field::transfer_encoding) == 0, "Content-Length and Transfer-Encoding");
    check(head[beast_http::field::content_type] == "application/json", "not the Content-Type of the contract");
    const auto text = head[beast_http::field::content_length];
    std::size_t length = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), length);
    check(read.ec == std::errc() && read.ptr == text.data() + text.size(), "Content-Length is no number");
    if (!head[head_header].empty()) return;
    check(length <= rest_.size(), "the body is shorter than Content-Length");
    const auto body = wire::parse_json(rest_.substr(0, length));
    const auto *json = std::get_if<wire::Json>(&body);
    check(json != nullptr, "the body is no JSON");
    check(head.result_int() < 400 || json->object() != nullptr, "a refusal is no object");
    rest_.remove_prefix(length);
  }

  const std::string_view written_;
  std::string_view rest_;
  std::size_t numbered_ = 0;
  bool last_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  if (size < 2) return 0;
  FuzzedServer server;
  const std::string_view input(reinterpret_cast<const char *>(data) + 2, size - 2);
  const Transcript transcript = server.serve(input, data[0], data[1]);
  ResponseReader(transcript.written).read_all(server.requests());
  return 0;
}
