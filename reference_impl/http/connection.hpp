#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "reference_impl/http/core.hpp"
#include "reference_impl/http/request_parser.hpp"

namespace pitboss::reference::http {

/// One client. Reads requests, keeps their order, writes what is answered. Runs on the loop's thread only.
class Connection final : public StreamUser, public OpenResponse, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::unique_ptr<Stream> stream, std::shared_ptr<Server::Core> core, std::uint64_t id);
  ~Connection() override;
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;

  bool send(std::string_view bytes) override;
  [[nodiscard]] bool is_open() const override { return open_ && streaming_; }
  void end() override;

  void start() { stream_->start(shared_from_this()); }
  /// Takes the response of one request; nothing is written before flush().
  void take(std::uint64_t slot, Response response);
  /// Writes the responses that are ready, in the order of their requests; then goes on reading.
  void flush();
  /// Ends the connection after the requests in flight, or at once where its response is open.
  void stop_when_done();
  /// Ends the connection if it has been slow or idle for too long.
  void check_time(SteadyTime now);
  void close();

 private:
  /// A request that is being received, that waits for its response, or for its turn to be written.
  struct Slot {
    Request request;
    Framing framing;
    SteadyTime began;
    std::string bytes;  // of the response
    bool ready = false;
    Fate fate = Fate::sent;
    Opened opened = {};  // sends the rest of the body
  };
  using SlotPtr = std::unique_ptr<Slot>;  // handlers hold the address of its request

  void on_started(const boost::system::error_code &error) override;
  void on_read(const boost::system::error_code &error, std::size_t size) override;
  void on_written(const boost::system::error_code &error, std::size_t size) override;

  void read();
  void on_end_of_input();
  void consume();
  bool consume_some();
  void skip_blank_lines();
  void begin_request();
  void grant_continue();
  void dispatch();
  void refuse(int status, std::string_view why);
  void call_handler(std::uint64_t slot);
  void answer(std::uint64_t slot, Response response);
  [[nodiscard]] SlotPtr fresh_slot();
  Opened queue_ready();
  void retire(SlotPtr slot);
  void write();
  void wrote(std::size_t size);
  void linger();
  void hang_up();
  void begin_stream(const Opened &opened);
  void cut_off(CutOff reason);
  [[nodiscard]] bool idle() const;

  const std::unique_ptr<Stream> stream_;
  std::shared_ptr<Server::Core> core_;
  const std::uint64_t id_;

  std::vector<char> buffer_;  // bytes received and not yet parsed are [begin_, end_)
  std::size_t begin_ = 0, end_ = 0;
  SlotPtr incoming_;                     // the request that is being received
  std::optional<RequestParser> parser_;  // into it
  bool continue_granted_ = false;

  std::deque<SlotPtr> slots_;
  std::uint64_t first_slot_ = 0;              // number of slots_.front()
  std::optional<std::uint64_t> dispatching_;  // the slot whose handler is running
  std::vector<SlotPtr> spare_slots_;          // to be used again, for their memory
  std::string writing_, waiting_;             // bytes being written; bytes to write next
  std::size_t written_ = 0;

  bool open_ = true;
  bool started_ = false;
  bool read_pending_ = false;
  bool input_waits_ = false;  // as many requests are in work as may be
  bool write_pending_ = false;
  bool input_ended_ = false;   // no further request is taken
  bool last_written_ = false;  // a response that closes the connection has been queued: nothing follows it
  Fate fate_ = Fate::sent;     // of the last response: how the connection ends after what is written
  bool refused_ = false;       // the client sent what is no request, and may go on doing so
  bool lingering_ = false;     // all is written; waiting for the client to close
  bool streaming_ = false;     // the last response is open: what the client still sends is thrown away
  bool peer_closed_ = false;
  SteadyTime now_;  // when something last came in or was answered: to ask for each use would cost more than the use
  SteadyTime began_, last_active_, write_began_, linger_began_;
};

}  // namespace pitboss::reference::http
