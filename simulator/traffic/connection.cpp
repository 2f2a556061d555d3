#include "simulator/traffic/connection.hpp"

namespace pitboss::traffic {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t read_bytes = std::size_t{8} * 1024;

}  // namespace

Connection::Connection(asio::io_context &context, const Endpoint &endpoint, ConnectionOwner &owner, std::size_t index)
    : socket_(context.get_executor()), endpoint_(endpoint), owner_(owner), index_(index), in_(read_bytes) {}

void Connection::open() {
  ++life_;
  state_ = State::connecting;
  deadline_ = Clock::now() + endpoint_.timeouts.connect;
  in_begin_ = in_end_ = 0;
  socket_.async_connect(endpoint_.addresses.front(), [this, life = life_](const error_code &error) {
    if (life == life_) connected(error);
  });
}

void Connection::connected(const error_code &error) {
  if (error) return fail(Loss::connect, "no connection: " + error.message());
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  transport_.begin(socket_.native_handle(), endpoint_);
  state_ = State::handshaking;
  shake_hands();
}

void Connection::shake_hands() {
  switch (transport_.handshake()) {
    case Transport::State::done:
      state_ = State::idle;
      wait(true);
      return owner_.on_open(*this);
    case Transport::State::wait_read:
      return wait(true);
    case Transport::State::wait_write:
      return wait(false);
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
}

void Connection::wait(bool for_reading) {
  socket_.async_wait(for_reading ? tcp::socket::wait_read : tcp::socket::wait_write,
                     [this, for_reading, life = life_](const error_code &error) {
                       if (!error && life == life_) on_ready(for_reading);
                     });
}

void Connection::on_ready(bool for_reading) {
  switch (state_) {
    case State::handshaking:
      return shake_hands();
    case State::busy:
      return for_reading || written_ == out_.size() ? read_reply() : write_rest();
    case State::idle:
      return read_reply();  // the target closed it, or talks out of turn
    case State::closed:
    case State::connecting:
      return;
  }
}

void Connection::send(bool lose_reply) {
  state_ = State::busy;
  lose_ = lose_reply;
  written_ = 0;
  reply_.emplace(kept_);
  deadline_ = Clock::now() + endpoint_.timeouts.request;
  write_rest();
}

void Connection::write_rest() {
  while (written_ < out_.size()) {
    std::size_t count = 0;
    switch (transport_.write(std::string_view(out_).substr(written_), count)) {
      case Transport::State::done:
        written_ += count;
        continue;
      case Transport::State::wait_read:  // renegotiation: the wait for the reply goes on with it
      case Transport::State::wait_write:
        return wait(false);
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
        break;
      case Transport::State::wait_read:
        return wait(true);
      case Transport::State::wait_write:
        return wait(false);
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

void Connection::finish_reply(Clock::time_point at) {
  const bool reusable = reply_->keep_alive() && in_begin_ == in_end_ && written_ == out_.size();
  if (reusable) {
    state_ = State::idle;
    wait(true);
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
