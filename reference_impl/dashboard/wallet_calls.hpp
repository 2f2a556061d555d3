#pragma once

#include "reference_impl/dashboard/recorder/sightings.hpp"
#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/http/server.hpp"
#include "reference_impl/store/batch_writer.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::dashboard {

/// The wallet as it is: players, a player with rounds, open rounds. A thread of its own waits for the store, so that
/// the server's loop does not; the reply is made on the loop, where sightings are known.
class WalletCalls {
 public:
  /// All outlive it.
  WalletCalls(store::Store &store, const Sightings &sightings, http::Later later);

  void add_to(Routes &routes);

 private:
  /// What is read of the store, and the reply that is made of it.
  using Make = std::function<wire::Json()>;
  using Read = std::function<Make(wallet::Reader &)>;

  void answer(Read read, const http::Answer &answer);
  [[nodiscard]] http::Handler call(std::function<Read(const http::Query &)> plan);
  [[nodiscard]] Read players(const http::Query &query) const;
  [[nodiscard]] Read player(const http::Query &query) const;
  [[nodiscard]] Read open_rounds(const http::Query &query) const;

  store::Store &store_;
  const Sightings &sightings_;
  const http::Later later_;
  store::BatchWriter<std::function<void()>> reader_;  // last: it uses what stands above
};

}  // namespace pitboss::reference::dashboard
