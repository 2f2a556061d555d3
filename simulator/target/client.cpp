#include "simulator/target/client.hpp"

#include <array>
#include <stdexcept>

#include "schemas/wire/encoding.hpp"
#include "simulator/target/raw_connection.hpp"
#include "simulator/target/reply_reader.hpp"

namespace pitboss::target {
namespace {

using std::chrono::milliseconds;

/// Servers close idle connections after five seconds and more: one that idled shorter is no race with that.
constexpr milliseconds max_idle{2'000};
/// How long a connection is watched before it is used again, while it is unknown whether the target keeps it.
constexpr milliseconds reuse_patience{20};
constexpr int first_refusal = 400;

BaseUrl checked(const std::string &base_url) {
  auto parsed = parse_base_url(base_url);
  if (const auto *error = std::get_if<std::string>(&parsed)) throw std::invalid_argument("base_url: " + *error);
  return std::get<BaseUrl>(std::move(parsed));
}

bool has_header(const Headers &headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto &one) { return wire::equal_ignoring_case(one.first, name); });
}

/// How to send, and when to give up.
struct Plan {
  std::string_view bytes;
  LoseReply lose = LoseReply::no;
  std::size_t chunk_bytes = 0;  ///< 0: all at once
  milliseconds pause{0};
  milliseconds time_limit{0};
};

/// One exchange over one connection: sends and receives at the same time, since a target may answer before it has read
/// all.
class Transfer {
 public:
  Transfer(RawConnection &connection, const Plan &plan, bool to_head, std::string where)
      : connection_(connection), plan_(plan), reader_(to_head), where_(std::move(where)) {}

  /// Fills in `reply`, or `failure` and `detail`.
  void run(Exchange &exchange) {
    const Clock::time_point deadline = Clock::now() + plan_.time_limit;
    for (next_send_ = Clock::now(); !over_;) {
      if (Clock::now() >= deadline) {
        end(Failure::timeout, "no complete reply from " + where_ + " within " +
                                  std::to_string(plan_.time_limit.count()) + " ms; time was up " + progress());
        break;
      }
      const bool moved = send_some();
      if (over_) break;
      if (!receive_some() && !moved) wait(deadline);
    }
    exchange.failure = failure_;
    exchange.detail = std::move(detail_);
    exchange.hint = std::move(hint_);
    if (failure_ == Failure::none) exchange.reply = std::move(reader_.reply());
  }

  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] bool answered() const { return reader_.has_begun(); }
  /// Whether the connection can be used again.
  [[nodiscard]] bool keeps_alive() const {
    return failure_ == Failure::none && sent_ == plan_.bytes.size() && !send_error_ && reader_.keeps_alive();
  }

 private:
  [[nodiscard]] bool sending() const { return sent_ < plan_.bytes.size() && !send_error_; }

  [[nodiscard]] std::string progress() const {
    if (sent_ == plan_.bytes.size() || reader_.has_begun()) return reader_.progress();
    return "when " + std::to_string(sent_) + " of " + std::to_string(plan_.bytes.size()) +
           " bytes of the request were sent";
  }

  void end(Failure failure, std::string detail) {
    over_ = true;
    failure_ = failure;
    detail_ = std::move(detail);
  }

  /// An alert of TLS: what was sent is not taken.
  void refuse(const std::string &alert) {
    end(Failure::tls, where_ + " refused the TLS connection: " + alert);
    hint_ = RawConnection::hint_of_refusal();
  }

  bool send_some() {
    if (!sending() || Clock::now() < next_send_) return false;
    constexpr std::size_t most = 256UL * 1024;  // then the reply is looked at
    const RawConnection::Moved moved =
        connection_.send(plan_.bytes.substr(sent_, plan_.chunk_bytes > 0 ? plan_.chunk_bytes : most));
    if (moved.state == RawConnection::State::would_block) return false;
    if (moved.state == RawConnection::State::refused) {
      refuse(moved.error);
      return true;
    }
    if (moved.state != RawConnection::State::moved) {
      send_error_ = moved.error;  // the target may have answered before it closed: what is there is read still
      return true;
    }
    sent_ += moved.bytes;
    if (plan_.chunk_bytes > 0) next_send_ = Clock::now() + plan_.pause;
    if (!sending() && plan_.lose == LoseReply::after_send)
      end(Failure::lost, "connection closed on purpose as soon as the last byte of the request was sent");
    return true;
  }

  bool receive_some() {
    const RawConnection::Moved moved = connection_.receive(buffer_.data(), buffer_.size());
    switch (moved.state) {
      case RawConnection::State::would_block:
        return false;
      case RawConnection::State::moved:
        take(reader_.feed({buffer_.data(), moved.bytes}));
        return true;
      case RawConnection::State::closed:
        if (const auto state = reader_.finish(); state != ReplyReader::State::reading) {
          take(state);
        } else {
          end(Failure::closed, where_ + " closed the connection " + progress());
        }
        return true;
      case RawConnection::State::refused:
        refuse(moved.error);
        return true;
      case RawConnection::State::broken:
        end(Failure::closed,
            where_ + " broke the connection " + progress() + " (" + send_error_.value_or(moved.error) + ")");
        return true;
    }
    return true;
  }

  void take(ReplyReader::State state) {
    if (plan_.lose == LoseReply::after_answer && reader_.has_begun()) {
      end(Failure::lost, "connection closed on purpose when the first byte of the reply came");
    } else if (state == ReplyReader::State::malformed) {
      end(Failure::malformed, where_ + ": " + reader_.fault());
    } else if (state == ReplyReader::State::complete) {
      over_ = true;
    }
  }

  void wait(Clock::time_point deadline) const {
    const bool pausing = sending() && Clock::now() < next_send_;
    connection_.wait(sending() && !pausing, pausing ? std::min(deadline, next_send_) : deadline);
  }

  RawConnection &connection_;
  const Plan &plan_;
  ReplyReader reader_;
  std::string where_;
  std::array<char, 64UL * 1024> buffer_{};
  std::size_t sent_ = 0;
  std::optional<std::string> send_error_;
  Clock::time_point next_send_{};
  bool over_ = false;
  Failure failure_ = Failure::none;
  std::string detail_;
  std::string hint_;
};

void fail(Exchange &exchange, ConnectError error) {
  exchange.failure = error.failure;
  exchange.detail = std::move(error.detail);
  exchange.hint = std::move(error.hint);
}

}  // namespace

std::string with_hint(const std::string &detail, const std::string &hint) {
  return hint.empty() ? detail : detail + "; " + hint;
}

const std::string *Reply::header(std::string_view name) const {
  for (const auto &[own, value] : headers)
    if (wire::equal_ignoring_case(own, name)) return &value;
  return nullptr;
}

std::optional<std::string> Reply::header_list(std::string_view name) const {
  std::optional<std::string> list;
  for (const auto &[own, value] : headers)
    if (wire::equal_ignoring_case(own, name)) list = list ? *list + ", " + value : value;
  return list;
}

struct Client::Impl {
  explicit Impl(ClientOptions given) : options(std::move(given)), base(checked(options.base_url)) {
    if (!options.habits) options.habits = std::make_shared<ConnectionHabits>();
  }

  ClientOptions options;
  BaseUrl base;
  ConnectionCache cache;
  std::optional<RawConnection> kept;  ///< made or used before, ready for the next request
  std::vector<RawConnection> held;    ///< of raw requests whose rest never comes
  Clock::time_point kept_since{};
  bool kept_is_used = false;        ///< a request went over it already
  bool kept_after_refusal = false;  ///< whose reply had a status of 400 or above

  Exchange begin() const {
    Exchange exchange;
    exchange.tls = options.tls;
    exchange.proxy = options.proxy;
    exchange.started_at = wire::now();
    exchange.began = Clock::now();
    return exchange;
  }

  /// The kept connection, if it is still good.
  std::optional<RawConnection> take_kept() {
    if (!kept) return std::nullopt;
    RawConnection connection = *std::exchange(kept, std::nullopt);
    if (Clock::now() - kept_since > max_idle) return std::nullopt;
    const bool watched = kept_is_used && options.habits->is_unknown(kept_after_refusal);
    if (connection.is_stale(watched ? reuse_patience : milliseconds(0))) {
      if (kept_is_used) options.habits->saw_closed();
      return std::nullopt;
    }
    if (watched) options.habits->saw_kept(kept_after_refusal);
    return connection;
  }

  /// Head and body as they are sent; adds the headers that are missing to `request`.
  std::string complete(Request &request) const {
    Headers headers;
    if (!has_header(request.headers, "Host")) headers.emplace_back("Host", base.authority());
    headers.insert(headers.end(), request.headers.begin(), request.headers.end());
    const bool has_body =
        !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (has_body && !has_header(headers, "Content-Length") && !has_header(headers, "Transfer-Encoding"))
      headers.emplace_back("Content-Length", std::to_string(request.body.size()));
    if (!has_header(headers, "Connection")) headers.emplace_back("Connection", "keep-alive");
    request.headers = std::move(headers);
    std::string bytes = request.method + " " + base.path + request.path + " HTTP/1.1\r\n";
    for (const auto &[name, value] : request.headers) bytes += name + ": " + value + "\r\n";
    return bytes + "\r\n" + request.body;
  }

  void run(RawConnection connection, bool used, const Plan &plan, Exchange &exchange, bool &nothing_sent) {
    const bool asks_close =
        std::any_of(exchange.request.headers.begin(), exchange.request.headers.end(), [](const auto &header) {
          return wire::equal_ignoring_case(header.first, "Connection") &&
                 !wire::equal_ignoring_case(header.second, "keep-alive");
        });
    Transfer transfer(connection, plan, exchange.request.method == "HEAD", base.host_and_port());
    transfer.run(exchange);
    nothing_sent = transfer.sent() == 0 && exchange.failure == Failure::closed;
    // With TLS 1.3 a server looks at the client's certificate after the handshake. The alert that refuses it is lost
    // where the server resets the connection behind it: all that is seen is a new connection that breaks before its
    // first byte.
    if (nothing_sent && !used && base.tls) {
      exchange.failure = Failure::tls;
      exchange.hint = RawConnection::hint_of_refusal();
    }
    if (exchange.failure == Failure::closed && used && !transfer.answered())
      exchange.detail += "; the connection was kept from the call before: whether the request took effect is unknown";
    if (!transfer.keeps_alive() || asks_close || options.habits->closes()) return;
    kept = std::move(connection);
    kept_since = Clock::now();
    kept_is_used = true;
    kept_after_refusal = exchange.reply && exchange.reply->status >= first_refusal;
  }
};

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client &&) noexcept = default;

void Client::connect_ahead() {
  if (std::optional<RawConnection> good = impl_->take_kept()) {
    impl_->kept = std::move(good);
    return;
  }
  auto opened = RawConnection::open(impl_->base, impl_->options, impl_->cache);
  if (auto *connection = std::get_if<RawConnection>(&opened)) {
    impl_->kept = std::move(*connection);
    impl_->kept_since = Clock::now();
    impl_->kept_is_used = false;
  }
}

Exchange Client::send(const Request &request, LoseReply lose) {
  Exchange exchange = impl_->begin();
  exchange.request = request;
  exchange.url = (impl_->base.tls ? "https://" : "http://") + impl_->base.authority() + impl_->base.path + request.path;
  const std::string bytes = impl_->complete(exchange.request);
  const Plan plan{bytes, lose, 0, milliseconds(0), impl_->options.timeouts.request};
  bool nothing_sent = true;
  const bool used = impl_->kept_is_used;
  if (request.needs_fresh_connection && used) impl_->kept.reset();
  if (std::optional<RawConnection> connection = impl_->take_kept())
    impl_->run(*std::move(connection), used, plan, exchange, nothing_sent);
  if (nothing_sent) {  // over a connection of its own: nothing of it can have reached the target
    auto opened = RawConnection::open(impl_->base, impl_->options, impl_->cache);
    if (auto *connection = std::get_if<RawConnection>(&opened)) {
      impl_->run(std::move(*connection), false, plan, exchange, nothing_sent);
    } else {
      fail(exchange, std::get<ConnectError>(std::move(opened)));
    }
  }
  exchange.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.began);
  return exchange;
}

Exchange Client::send_raw(std::string_view bytes, const RawOptions &options) {
  Exchange exchange = impl_->begin();
  exchange.request = {std::string(raw_method), "", {}, std::string(bytes)};
  exchange.url = impl_->base.to_string();
  const bool reads = !options.close_after_send && !options.keep_open;
  const Plan plan{bytes, reads ? LoseReply::no : LoseReply::after_send, options.chunk_bytes, options.pause,
                  options.time_limit};
  auto opened = RawConnection::open(impl_->base, impl_->options, impl_->cache);
  if (auto *connection = std::get_if<RawConnection>(&opened)) {
    Transfer transfer(*connection, plan, bytes.starts_with("HEAD "), impl_->base.host_and_port());
    transfer.run(exchange);
    if (options.keep_open) impl_->held.push_back(std::move(*connection));
  } else {
    fail(exchange, std::get<ConnectError>(std::move(opened)));
  }
  exchange.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.began);
  return exchange;
}

}  // namespace pitboss::target
