// A wallet that does no work, for measurements of those who call it, and of what a server costs at least: one thread, a
// bare Asio socket loop, every reply the same but for the X-Request-ID. With `--signature SECRET` it verifies the
// X-HMAC-Signature of each request, and nothing else.
//
//   pitboss_bare_server TARGET_FILE PLAYERS [--signature SECRET]
//
// Writes a target file for `pitboss load`, prints its URL and serves until it is ended.
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/signature.hpp"

namespace pitboss::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view any_secret = "bench-secret";
constexpr std::string_view session = R"("playerToken":"bench-token","brand":"bench","balanceInfo":{"currency":"eur",)"
                                     R"("currencyTruncation":2},"sessionInfo":{})";

std::string_view value_of(std::string_view head, std::string_view name) {
  const std::size_t at = head.find(name);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + name.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, const wire::Signer *signer) : socket_(std::move(socket)), signer_(signer) {}

  void read() {
    socket_.async_read_some(asio::buffer(in_.data() + end_, in_.size() - end_),
                            [self = shared_from_this()](const error_code &error, std::size_t count) {
                              if (!error) self->take(count);
                            });
  }

 private:
  void take(std::size_t count) {
    end_ += count;
    std::size_t begin = 0;
    out_.clear();
    while (const std::size_t used = answer({in_.data() + begin, end_ - begin})) begin += used;
    std::memmove(in_.data(), in_.data() + begin, end_ - begin);
    end_ -= begin;
    if (out_.empty() && end_ < in_.size()) return read();
    asio::async_write(socket_, asio::buffer(out_), [self = shared_from_this()](const error_code &error, std::size_t) {
      if (!error) self->read();
    });
  }

  /// Answers the first request of `bytes`; returns its length, 0 where it is not there yet.
  std::size_t answer(std::string_view bytes) {
    const std::size_t blank = bytes.find("\r\n\r\n");
    if (blank == std::string_view::npos) return 0;
    const std::string_view head = bytes.substr(0, blank + 2);
    const std::string_view digits = value_of(head, "Content-Length: ");
    std::size_t length = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    const std::size_t all = blank + 4 + length;
    if (bytes.size() < all) return 0;
    const std::string_view body = bytes.substr(blank + 4, length);
    const bool refused = signer_ != nullptr && !signer_->verify(body, value_of(head, "X-HMAC-Signature: "));
    write(head, body, refused);
    return all;
  }

  void write(std::string_view head, std::string_view body, bool refused) {
    std::string reply = R"({"balance":1000.00})";
    if (refused) reply = R"({"error":{"code":"SERVER_UNAUTHORIZED","message":"wrong signature"}})";
    if (!refused && head.find("/v1/authenticate ") != std::string_view::npos) {
      const std::size_t begin = body.find(R"("launchToken":")") + 15;
      reply = R"({"balance":1000.00,"playerId":")" + std::string(body.substr(begin, body.find('"', begin) - begin)) +
              "\"," + std::string(session) + "}";
    }
    out_ += refused ? "HTTP/1.1 401 Unauthorized\r\n" : "HTTP/1.1 200 OK\r\n";
    out_ += "Content-Type: application/json\r\nCache-Control: no-cache, no-store\r\nX-Request-ID: ";
    out_ += value_of(head, "X-Request-ID: ");
    out_ += "\r\nContent-Length: " + std::to_string(reply.size()) + "\r\n\r\n";
    out_ += reply;
  }

  tcp::socket socket_;
  const wire::Signer *signer_;
  std::array<char, 16 * 1024> in_{};
  std::size_t end_ = 0;
  std::string out_;
};

void accept(tcp::acceptor &acceptor, const wire::Signer *signer) {
  acceptor.async_accept([&acceptor, signer](const error_code &error, tcp::socket socket) {
    if (error) return;
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Connection>(std::move(socket), signer)->read();
    accept(acceptor, signer);
  });
}

void write_target_file(const std::string &file, int players, const std::string &url, const std::string &secret) {
  std::ofstream out(file);
  out << "name: bench\nwallet:\n  base_url: " << url << "\n  hmac_secret: " << secret
      << "\n  provider: gameprovider\n  game: fantasyquest\n  players:\n";
  for (int i = 1; i <= players; ++i) out << "    - {launch_token: p" << i << ", ip: 127.0.0.1, platform: desktop}\n";
  if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

int run(const std::vector<std::string> &arguments) {
  const bool checks = arguments.size() == 4 && arguments[2] == "--signature";
  if (arguments.size() != 2 && !checks) {
    std::cerr << "usage: pitboss_bare_server TARGET_FILE PLAYERS [--signature SECRET]\n";
    return 2;
  }
  const std::string secret = checks ? arguments[3] : std::string(any_secret);
  std::optional<wire::Signer> signer;
  if (checks) signer.emplace(secret, wire::SignatureEncoding::hex);
  asio::io_context context(1);
  tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const std::string url = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  write_target_file(arguments[0], std::stoi(arguments[1]), url, secret);
  std::cout << url << std::endl;  // whoever started it waits for this line
  accept(acceptor, signer ? &*signer : nullptr);
  context.run();
  return 0;
}

}  // namespace
}  // namespace pitboss::bench

int main(int argc, char **argv) {
  try {
    return pitboss::bench::run({argv + 1, argv + argc});
  } catch (const std::exception &error) {
    std::cerr << "pitboss_bare_server: " << error.what() << '\n';
    return 1;
  }
}
