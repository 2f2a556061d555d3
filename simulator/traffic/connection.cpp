#include "simulator/traffic/connection.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace pitboss::traffic {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t read_bytes = std::size_t{8} * 1024;

}  // namespace

Connection::Connection(asio::io_context &context, Readiness &readiness, const Endpoint &endpoint,
                       ConnectionOwner &owner, std::size_t index)
    : socket_(context.get_executor()),
      readiness_(readiness),
      endpoint_(endpoint),
      owner_(owner),
      index_(index),
      in_(read_bytes) {}

void Connection::open() {
  ++life_;
  state_ = State::connecting;
  deadline_ = Clock::now() + endpoint_.timeouts.connect;
  in_begin_ = in_end_ = 0;
  ended_ = false;
  socket_.async_connect(endpoint_.addresses.front(), [this, life = life_](const error_code &error) {
    if (life == life_) connected(error);
  });
}

void Connection::connected(const error_code &error) {
  if (error) return fail(Loss::connect, "no connection: " + error.message());
  error_code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  descriptor_ = socket_.release(ignored);  // else Asio's loop would be told of it too
  ::fcntl(descriptor_, F_SETFL, ::fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
  transport_.begin(descriptor_, endpoint_);
  readiness_.add(descriptor_, *this);
  state_ = State::handshaking;
  shake_hands();
}

void Connection::shake_hands() {
  switch (transport_.handshake()) {
    case Transport::State::done:
      state_ = State::idle;
      return owner_.on_open(*this);
    case Transport::State::wait_read:
    case Transport::State::wait_write:
      return;
    case Transport::State::closed:
    case Transport::State::failed:
      return fail(Loss::connect, "TLS: " + transport_.fault());
  }
}

void Connection::close() {
  ++life_;
  state_ = State::closed;
  transport_.end();
  error_code ignored;
  socket_.close(ignored);
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void Connection::on_ready(bool ended) {
  ended_ = ended_ || ended;
  if (state_ == State::handshaking) {
    shake_hands();
  } else if (state_ == State::busy && written_ < out_.size()) {
    write_rest();
  }
  // Where it is idle the target closed it, or talks out of turn.
  if (state_ == State::busy || state_ == State::idle) read_reply();
}

void Connection::send(bool lose_reply, Clock::time_point now) {
  state_ = State::busy;
  lose_ = lose_reply;
  written_ = 0;
  reply_.emplace(kept_);
  deadline_ = now + endpoint_.timeouts.request;
  write_rest();
}

void Connection::write_rest() {
  while (written_ < out_.size()) {
    std::size_t count = 0;
    switch (transport_.write(std::string_view(out_).substr(written_), count)) {
      case Transport::State::done:
        written_ += count;
        continue;
      case Transport::State::wait_read:  // renegotiation
      case Transport::State::wait_write:
        return;
      case Transport::State::closed:
      case Transport::State::failed:
        return fail(Loss::closed, "closed by the target while the request was sent: " + transport_.fault());
    }
  }
  if (lose_) fail(Loss::on_purpose, "reply lost on purpose");
}

void Connection::read_reply() {
  for (;;) {
    if (in_end_ == in_.size()) in_.resize(in_.size() * 2);
    std::size_t count = 0;
    const std::size_t room = in_.size() - in_end_;
    switch (transport_.read(in_.data() + in_end_, room, count)) {
      case Transport::State::done:
        in_end_ += count;
        drained_ = count < room && !endpoint_.tls;  // TLS may hold more than it gave
        break;
      case Transport::State::wait_read:
      case Transport::State::wait_write:
        return;
      case Transport::State::closed:
      case Transport::State::failed:
        if (state_ == State::busy && reply_->got_some() && reply_->need_eof()) {
          error_code error;
          reply_->put_eof(error);
          if (!error) return finish_reply(Clock::now());
        }
        return fail(Loss::closed, "closed by the target before a whole reply");
    }
    if (state_ == State::idle) return fail(Loss::closed, "the target sent bytes that nobody asked for");
    const Clock::time_point at = Clock::now();
    if (!parse()) return fail(Loss::malformed, "what came is no HTTP reply: " + broken_);
    if (reply_->is_done() && reply_->view().status >= 200) return finish_reply(at);
  }
}

/// Gives the parser what came; false where it is no HTTP.
bool Connection::parse() {
  while (in_begin_ < in_end_) {
    if (reply_->is_done() && reply_->view().status >= 200) break;
    if (reply_->is_done())
      reply_.emplace(kept_);  // that was an interim reply (RFC 9110, section 15.2): the real one follows
    error_code error;
    const std::size_t used = reply_->put(asio::const_buffer(in_.data() + in_begin_, in_end_ - in_begin_), error);
    in_begin_ += used;
    if (error == http::error::need_more) break;
    if (error) {
      broken_ = error.message();
      return false;
    }
  }
  if (in_begin_ == in_end_) in_begin_ = in_end_ = 0;
  return true;
}

/// Whether the target has sent more than the reply, or has ended the connection: it is told once, and not again when
/// the next request is under way.
bool Connection::has_more() {
  if (ended_ || in_begin_ < in_end_) return true;
  if (drained_) return false;
  std::size_t count = 0;
  const Transport::State state = transport_.read(in_.data(), in_.size(), count);
  return state != Transport::State::wait_read && state != Transport::State::wait_write;
}

void Connection::finish_reply(Clock::time_point at) {
  const bool reusable = reply_->keep_alive() && written_ == out_.size() && !has_more();
  if (reusable) {
    state_ = State::idle;
  } else {
    close();
  }
  owner_.on_reply(*this, reply_->view(), at);
}

void Connection::fail(Loss loss, const std::string &detail) {
  const bool was_busy = state_ == State::busy;
  close();
  if (was_busy) {
    owner_.on_loss(*this, loss, detail);
  } else {
    owner_.on_closed(*this, loss == Loss::connect, detail);
  }
}

void Connection::check_deadline(Clock::time_point now) {
  if (state_ == State::closed || state_ == State::idle || now < deadline_) return;
  if (state_ == State::busy) return fail(Loss::timeout, "no whole reply in time");
  fail(Loss::connect, "no connection in time");
}

}  // namespace pitboss::traffic
