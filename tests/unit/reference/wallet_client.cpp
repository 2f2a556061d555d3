#include "wallet_client.hpp"

#include <yaml-cpp/yaml.h>

#include "schemas/wire/ids.hpp"
#include "schemas/wire/signature.hpp"

namespace pitboss::test {

reference::ServerOptions RunningServer::prepare(reference::ServerOptions options) {
  options.port = 0;
  if (options.log_level == reference::ServerOptions().log_level) options.log_level = "off";
  if (options.store == reference::ServerOptions().store) options.store = "memory";
  target_file_ = folder_.path() / "target.yaml";
  options.target_file = target_file_;
  return options;
}

RunningServer::RunningServer(reference::ServerOptions options)
    : server_(prepare(std::move(options))), thread_([this] { server_.run(); }) {}

RunningServer::~RunningServer() {
  stop();
}

void RunningServer::stop() {
  if (!thread_.joinable()) return;
  server_.stop();
  thread_.join();
}

std::string Answered::code() const {
  const wire::Json *error = body.find("error");
  const wire::Json *code = error == nullptr ? nullptr : error->find("code");
  return code == nullptr || code->string() == nullptr ? std::string() : *code->string();
}

std::string Answered::balance() const {
  const wire::Json *balance = body.find("balance");
  return balance == nullptr || balance->number() == nullptr ? std::string() : balance->number()->text;
}

WalletClient::WalletClient(const RunningServer &server, std::size_t player)
    : WalletClient(server.port(), server.target_file(), player) {}

WalletClient::WalletClient(std::uint16_t port, const std::filesystem::path &target_file, std::size_t player)
    : port_(port) {
  const YAML::Node wallet = YAML::LoadFile(target_file.string())["wallet"];
  secret_ = wallet["hmac_secret"].as<std::string>();
  launch_token_ = wallet["players"][player]["launch_token"].as<std::string>();
}

std::string WalletClient::request(const std::string &path, const std::string &body,
                                  const std::string &more_headers) const {
  const wire::Signer signer(secret_, wire::SignatureEncoding::hex);
  return "POST " + path +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Request-ID: " + wire::fresh_guid() +
         "\r\nX-HMAC-Signature: " + signer.sign(body) + "\r\n" +
         (token.empty() ? std::string() : "Authorization: Bearer " + token + "\r\n") + more_headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Answered WalletClient::call(const std::string &path, const std::string &body, const std::string &more_headers) {
  RawClient client(port_);
  client.send(request(path, body, more_headers));
  const std::string response = client.read_response();
  Answered answered;
  const std::size_t end = response.find("\r\n\r\n");
  if (end == std::string::npos) return answered;
  answered.status = std::stoi(response.substr(9, 3));
  answered.head = response.substr(0, end);
  auto json = wire::parse_json(std::string_view(response).substr(end + 4));
  if (auto *parsed = std::get_if<wire::Json>(&json)) answered.body = *parsed;
  return answered;
}

void WalletClient::become(const std::string &launch_token) {
  launch_token_ = launch_token;
}

std::string WalletClient::ids() const {
  return R"("playerId":")" + player_id_ + R"(","provider":"gameprovider","game":"fantasyquest")";
}

Answered WalletClient::authenticate() {
  token.clear();
  Answered answered =
      call("/v1/authenticate",
           R"({"launchToken":")" + launch_token_ +
               R"(","provider":"gameprovider","game":"fantasyquest","ip":"1.2.3.4","platform":"desktop"})");
  if (answered.status == 200) {
    token = *answered.body.find("playerToken")->string();
    player_id_ = *answered.body.find("playerId")->string();
  }
  return answered;
}

Answered WalletClient::balance() {
  return call("/v1/balance", "{" + ids() + "}");
}

Answered WalletClient::transaction(const std::string &type, const std::string &round, const std::string &transaction,
                                   const std::string &amount, const std::string &more) {
  return call("/v1/transaction", "{" + ids() + R"(,"transactionId":")" + transaction + R"(","roundId":")" + round +
                                     R"(","amount":)" + amount + R"(,"transactionType":")" + type +
                                     R"(","ip":"1.2.3.4")" + more + "}");
}

Answered WalletClient::rollback(const std::string &round, const std::string &transaction) {
  return call("/v1/rollback", "{" + ids() + R"(,"transactionId":")" + transaction + R"(","roundId":")" + round + "\"}");
}

}  // namespace pitboss::test
