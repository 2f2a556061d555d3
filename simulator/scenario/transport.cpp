#include "simulator/scenario/transport.hpp"

namespace pitboss::scenario {
namespace {

class ClientTransport : public Transport {
 public:
  explicit ClientTransport(target::ClientOptions options) : client_(std::move(options)) {}
  target::Exchange send(const target::Request &request, target::LoseReply lose) override {
    return client_.send(request, lose);
  }
  void connect_ahead() override { client_.connect_ahead(); }
  target::Exchange send_raw(std::string_view bytes, const target::Client::RawOptions &options) override {
    return client_.send_raw(bytes, options);
  }

 private:
  target::Client client_;
};

}  // namespace

Connect connect_to(const target::TargetFile &target, const std::string &contract) {
  return [&target, contract, habits = std::make_shared<target::ConnectionHabits>()] {
    return std::make_unique<ClientTransport>(
        target::ClientOptions{target.base_url(contract), target.tls, target.proxy, target.timeouts, habits});
  };
}

}  // namespace pitboss::scenario
