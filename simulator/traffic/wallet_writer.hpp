#pragma once

#include <array>
#include <string>

#include "simulator/traffic/random.hpp"
#include "simulator/traffic/wallet_op.hpp"
#include "simulator/traffic/wallet_setup.hpp"

namespace pitboss::traffic {

/// Writes the requests of one player as the bytes that go over the wire.
class WalletWriter {
 public:
  WalletWriter(const WalletSetup &setup, std::size_t player);

  /// From now on calls are those of this session.
  void take_session(const std::string &player_id, const std::string &token);

  using RequestId = std::array<char, 36>;
  /// A fresh X-Request-ID.
  RequestId next_request_id();
  /// Appends the request. The same op and id give the same bytes, as long as the session is the same.
  void write(const WalletOp &op, const RequestId &id, std::string &out);

  [[nodiscard]] std::string round_id(std::uint64_t round) const;
  [[nodiscard]] std::string transaction_id(std::uint64_t transaction) const;

 private:
  void write_body(const WalletOp &op);
  void write_transaction(const WalletOp &op);

  const WalletSetup *setup_;
  const WalletPlayer *player_;
  std::string ids_;      // what rounds and transactions of this player begin with
  std::string session_;  // the members of a body that name the session, as JSON
  std::string authorization_;
  std::string ip_;    // the member of a body, as JSON
  std::string body_;  // kept for its memory
  wire::Signer::Scratch scratch_;
  Random random_;
};

}  // namespace pitboss::traffic
