#include "reference_impl/http/connection.hpp"

#include <spdlog/logger.h>

#include <boost/beast/http/error.hpp>
#include <exception>

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t first_buffer_bytes = 4UL * 1024;
constexpr std::size_t max_waiting_bytes =
    1024UL * 1024;  // of responses that a client does not take; then reading pauses
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t most_spare_slots = 4;
constexpr std::size_t largest_spare_body = 64UL * 1024;

int status_of(const error_code &error) {
  if (error == beast_http::error::body_limit) return 413;
  if (error == beast_http::error::header_limit) return 431;
  return 400;
}

}  // namespace

Connection::Connection(std::unique_ptr<Stream> stream, std::shared_ptr<Server::Core> core, std::uint64_t id)
    : stream_(std::move(stream)), core_(std::move(core)), id_(id), buffer_(first_buffer_bytes) {
  now_ = last_active_ = std::chrono::steady_clock::now();
}

Connection::~Connection() = default;

void Connection::on_started(const error_code &error) {
  if (!open_) return;
  if (error) {
    core_->log->debug("event=tls_handshake_failed connection={} error=\"{}\"", id_, error.message());
    return cut_off(CutOff::handshake);
  }
  started_ = true;
  now_ = last_active_ = std::chrono::steady_clock::now();
  read();
}

void Connection::read() {
  const bool too_much_in_work =
      slots_.size() >= core_->settings.limits.pipelined || waiting_.size() >= max_waiting_bytes;
  if (!open_ || read_pending_ || peer_closed_ || (too_much_in_work && !lingering_ && !streaming_)) return;
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0 && end_ == buffer_.size()) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.end(), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  // The parser takes a head as a whole, so that the buffer must be able to hold one.
  if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
  read_pending_ = true;
  stream_->read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_), shared_from_this());
}

void Connection::on_read(const error_code &error, std::size_t size) {
  read_pending_ = false;
  if (!open_) return;
  if (error && error != asio::error::eof) return close();
  if (lingering_ || streaming_) {  // what the client still sends is thrown away, so that it gets to read its response
    begin_ = end_ = 0;
    return error ? close() : read();
  }
  if (error) return on_end_of_input();
  end_ += size;
  now_ = std::chrono::steady_clock::now();
  consume();
  core_->flush_later(shared_from_this());
}

/// The client has sent all that it will; it may still read.
void Connection::on_end_of_input() {
  peer_closed_ = true;
  if (parser_ && !input_ended_) refuse(400, "the request ended before it was complete");
  input_ended_ = true;
  flush();
}

void Connection::consume() {
  while (!input_ended_ && begin_ < end_ && slots_.size() < core_->settings.limits.pipelined) {
    if (!parser_) skip_blank_lines();
    if (begin_ == end_ || !consume_some()) break;
  }
  input_waits_ = slots_.size() >= core_->settings.limits.pipelined;
}

/// Feeds the parser once. False where it needs more bytes, or none any more.
bool Connection::consume_some() {
  if (!parser_) begin_request();
  error_code error;
  const std::size_t taken = parser_->put(asio::buffer(buffer_.data() + begin_, end_ - begin_), error);
  begin_ += taken;
  if (error == beast_http::error::need_more) error = {};
  if (error) {
    refuse(status_of(error), error == beast_http::error::body_limit ? "the body is too large"
                                                                    : "this is no HTTP request: " + error.message());
    return false;
  }
  if (parser_->is_done()) {
    dispatch();
    return true;
  }
  if (parser_->is_header_done() && !continue_granted_) grant_continue();
  return taken > 0;
}

/// RFC 9112, section 2.2: a server ignores empty lines before a request line.
void Connection::skip_blank_lines() {
  while (begin_ < end_ && (buffer_[begin_] == '\r' || buffer_[begin_] == '\n')) ++begin_;
}

void Connection::begin_request() {
  incoming_ = fresh_slot();
  parser_.emplace(incoming_->request);
  parser_->header_limit(static_cast<std::uint32_t>(core_->settings.limits.head_bytes));
  parser_->body_limit(core_->settings.limits.body_bytes);
  continue_granted_ = false;
  began_ = now_;
}

/// RFC 9110, section 10.1.1: a client that expects it is told to go on before it sends its body.
void Connection::grant_continue() {
  continue_granted_ = true;
  const Request &request = incoming_->request;
  const std::string *expected = request.header("Expect");
  if (request.http_1_0 || expected == nullptr || !wire::equal_ignoring_case(*expected, "100-continue")) return;
  SlotPtr slot = fresh_slot();
  slot->bytes = "HTTP/1.1 100 Continue\r\n\r\n";
  slot->ready = true;
  slots_.push_back(std::move(slot));
}

void Connection::dispatch() {
  Slot &slot = *incoming_;
  slot.framing = {
      .close = !parser_->keep_alive(), .head_only = slot.request.method == "HEAD", .http_1_0 = slot.request.http_1_0};
  slot.began = now_;
  parser_.reset();
  if (slot.framing.close) input_ended_ = true;
  slots_.push_back(std::move(incoming_));
  call_handler(first_slot_ + slots_.size() - 1);
}

void Connection::call_handler(std::uint64_t slot) {
  const Request &request = slots_.back()->request;
  dispatching_ = slot;
  try {
    core_->settings.handler(
        request, [self = shared_from_this(), slot](Response response) { self->answer(slot, std::move(response)); });
  } catch (const std::exception &error) {
    core_->log->error("event=handler_failed path={} error=\"{}\"", request.path, error.what());
    answer(slot, {.status = 500, .body = core_->settings.error_body("the server failed"), .headers = {}});
  }
  dispatching_.reset();
}

/// From any thread. What is answered while its handler runs needs no way through the loop.
void Connection::answer(std::uint64_t slot, Response response) {
  const bool at_once = core_->is_loop_thread() && dispatching_ == slot && core_->settings.delay.count() == 0;
  if (at_once) return take(slot, std::move(response));
  core_->deliver(shared_from_this(), slot, std::move(response));
}

/// Answers what is no request, and takes no further one.
void Connection::refuse(int status, std::string_view why) {
  core_->log->debug("event=request_refused connection={} status={} reason=\"{}\"", id_, status, why);
  SlotPtr slot = incoming_ ? std::move(incoming_) : fresh_slot();
  if (parser_) parser_->drop_old_headers();
  parser_.reset();
  slot->request.malformed = true;
  slot->framing = {.close = true, .head_only = slot->request.method == "HEAD"};
  slot->began = now_;
  input_ended_ = refused_ = true;
  slots_.push_back(std::move(slot));
  take(first_slot_ + slots_.size() - 1,
       {.status = status, .body = core_->settings.error_body(why), .headers = {}, .close = true});
}

Connection::SlotPtr Connection::fresh_slot() {
  SlotPtr slot;
  if (spare_slots_.empty()) {
    slot = std::make_unique<Slot>();
    slot->request.connection = id_;
  } else {
    slot = std::move(spare_slots_.back());
    spare_slots_.pop_back();
  }
  return slot;
}

void Connection::retire(SlotPtr slot) {
  if (spare_slots_.size() >= most_spare_slots || slot->request.body.capacity() > largest_spare_body) return;
  slot->framing = {};
  slot->ready = false;
  slot->opened = {};
  slot->fate = Fate::sent;
  spare_slots_.push_back(std::move(slot));
}

void Connection::take(std::uint64_t slot, Response response) {
  Slot &taken = *slots_.at(slot - first_slot_);
  if (core_->settings.finish) core_->settings.finish(taken.request, response);
  taken.framing.close = taken.framing.close || response.close || core_->stopping;
  if (response.opened && !taken.framing.head_only && !core_->stopping) {
    taken.opened = std::move(response.opened);
    taken.bytes = serialise_open(response);
    taken.framing.close = true;
  } else {
    taken.bytes = core_->settings.serialise(response, taken.framing);
  }
  taken.fate = response.fate;
  if (taken.fate == Fate::lost) taken.bytes.clear();
  if (taken.fate == Fate::reset) taken.bytes.resize(taken.bytes.size() / 2);
  now_ = std::chrono::steady_clock::now();
  core_->observer->answered(taken.request, response, now_ - taken.began);
  taken.ready = true;
}

/// Puts the responses that are ready behind what waits to be written. Returns what sends the rest of the last one.
Opened Connection::queue_ready() {
  Opened opened;
  while (!slots_.empty() && slots_.front()->ready) {
    SlotPtr slot = std::move(slots_.front());
    slots_.pop_front();
    ++first_slot_;
    if (!last_written_) {
      waiting_.append(slot->bytes);
      opened = std::move(slot->opened);
    }
    if (slot->framing.close || slot->fate != Fate::sent) {
      if (!last_written_) fate_ = slot->fate;
      last_written_ = input_ended_ = true;
    }
    retire(std::move(slot));
  }
  return opened;
}

void Connection::flush() {
  while (open_) {
    if (const Opened opened = queue_ready()) begin_stream(opened);
    if (open_ && !write_pending_ && !waiting_.empty()) write();
    if (!open_) return;
    if (write_pending_ || streaming_) return read();
    if (fate_ != Fate::sent) return hang_up();
    if (input_ended_ && slots_.empty()) return linger();
    if (core_->stopping && idle()) return close();
    // Requests that waited until others were answered.
    if (!input_waits_ || slots_.size() >= core_->settings.limits.pipelined) return read();
    consume();
    const bool can_write = input_ended_ || (!slots_.empty() && slots_.front()->ready);
    if (!can_write) return read();
  }
}

void Connection::write() {
  writing_.swap(waiting_);
  waiting_.clear();
  written_ = 0;
  write_pending_ = true;
  // Most responses fit the socket's buffer: written at once, they need no round through the loop.
  error_code error;
  const std::size_t size = stream_->try_write(asio::buffer(writing_), error);
  if (error) return close();
  wrote(size);
  if (write_pending_) write_began_ = std::chrono::steady_clock::now();
}

void Connection::on_written(const error_code &error, std::size_t size) {
  if (!open_) return;
  if (error) return close();
  now_ = std::chrono::steady_clock::now();
  wrote(size);
  if (open_ && !write_pending_) flush();
}

void Connection::wrote(std::size_t size) {
  written_ += size;
  if (written_ == writing_.size()) {
    write_pending_ = false;
    writing_.clear();
    last_active_ = now_;
    return;
  }
  stream_->write_some(asio::buffer(writing_.data() + written_, writing_.size() - written_), shared_from_this());
}

/// All is said. Closing at once could destroy the response on its way while the client still sends (RFC 9112,
/// section 9.6): so the sending side is closed, and what comes is read and thrown away for a while.
void Connection::linger() {
  if (lingering_) return;
  stream_->end_output();
  const bool client_is_quiet = !refused_ && begin_ == end_ && stream_->is_quiet();
  if (peer_closed_ || client_is_quiet) return close();
  lingering_ = true;
  linger_began_ = std::chrono::steady_clock::now();
  begin_ = end_ = 0;
  read();
}

/// A response was lost, or cut: what was in front of it has been written.
void Connection::hang_up() {
  if (fate_ == Fate::reset) stream_->reset();
  close();
}

/// No further request is taken; what the client sends only tells that it is there.
void Connection::begin_stream(const Opened &opened) {
  streaming_ = true;
  begin_ = end_ = 0;
  opened(shared_from_this());
}

bool Connection::send(std::string_view bytes) {
  if (!is_open() || waiting_.size() + bytes.size() > most_waiting) return false;
  waiting_.append(bytes);
  if (!write_pending_) write();
  return open_;
}

void Connection::end() {
  if (!is_open()) return;
  streaming_ = false;
  flush();
}

bool Connection::idle() const {
  return slots_.empty() && !streaming_ && !parser_ && !write_pending_ && waiting_.empty();
}

void Connection::stop_when_done() {
  if (streaming_ || (idle() && begin_ == end_)) close();
}

void Connection::check_time(SteadyTime now) {
  const Limits &limits = core_->settings.limits;
  if (lingering_) {
    if (now - linger_began_ > linger_time) close();
  } else if (!started_) {
    if (now - last_active_ > limits.request) cut_off(CutOff::handshake);
  } else if (write_pending_) {
    if (now - write_began_ > limits.request) cut_off(CutOff::slow_reader);
  } else if (parser_ && !input_ended_) {
    if (now - began_ <= limits.request) return;
    core_->observer->cut_off(CutOff::slow_sender);
    refuse(408, "the request took too long to arrive");
    flush();
  } else if (idle() && now - last_active_ > limits.idle) {
    cut_off(CutOff::idle);
  }
}

void Connection::cut_off(CutOff reason) {
  core_->observer->cut_off(reason);
  close();
}

void Connection::close() {
  if (!open_) return;
  open_ = false;
  stream_->close();
  core_->forget(*this);
}

}  // namespace pitboss::reference::http
