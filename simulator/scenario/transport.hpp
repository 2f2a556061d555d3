#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// One connection to a target, as the runner sees it; tests put a wallet without sockets behind it. One thread at a
/// time.
class Transport {
 public:
  virtual ~Transport() = default;
  /// See target::Client::send and send_raw.
  virtual target::Exchange send(const target::Request &request, target::LoseReply lose) = 0;
  /// See target::Client::connect_ahead.
  virtual void connect_ahead() {}
  virtual target::Exchange send_raw(std::string_view bytes, const target::Client::RawOptions &options) = 0;
};

/// Makes a connection of its own. Safe to call from any thread.
using Connect = std::function<std::unique_ptr<Transport>()>;

/// How each contract of a target is reached, by its name.
using Connections = std::function<Connect(const std::string &contract)>;

/// Connections to a contract of a target file by target::Client. `target` must outlive them.
Connect connect_to(const target::TargetFile &target, const std::string &contract);

}  // namespace pitboss::scenario
