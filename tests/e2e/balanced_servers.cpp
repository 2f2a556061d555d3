#include "tests/e2e/balanced_servers.hpp"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>

#include "tests/support/ports.hpp"

namespace pitboss::test {
namespace {

constexpr int most_tries = 10;
constexpr int busy_answers = 300;

/// What an HTTP GET answers; empty where nobody does.
std::string page(const std::string &url) {
  return run_program({"/usr/bin/curl", "--silent", "--fail", url}).out;
}

int answers_of(const std::string &metrics_page) {
  const std::regex line("pitboss_http_responses_total\\{[^}]*\\} ([0-9]+)");
  int sum = 0;
  for (std::sregex_iterator at(metrics_page.begin(), metrics_page.end(), line), end; at != end; ++at)
    sum += std::stoi((*at)[1]);
  return sum;
}

}  // namespace

BalancedServers::BalancedServers(const std::vector<std::string> &options) {
  for (auto &server : servers_)
    server = std::make_unique<ReferenceServer>(
        ReferenceServer::Options{.store = database_.url(), .players = 12, .more = options});
  for (int tries = 0; tries < most_tries; ++tries)
    if (start_proxy_at(free_port())) return;
  throw std::runtime_error("HAProxy does not start: " + proxy_->wait().err);
}

std::string BalancedServers::proxy_configuration(std::uint16_t port) const {
  std::string text = fmt::format(
      "global\n  log stdout format raw daemon notice\n"
      "defaults\n  mode http\n  timeout connect 5s\n  timeout client 1m\n  timeout server 1m\n"
      "  retries 3\n  option redispatch 1\n  retry-on conn-failure\n"
      "listen pitboss\n  bind 127.0.0.1:{}\n  balance roundrobin\n",
      port);
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    const std::string &address = servers_.at(i)->url();
    text += fmt::format("  server instance-{} {} check inter 200ms observe layer4\n", i,
                        address.substr(address.find("//") + 2));
  }
  return text;
}

/// False where somebody has the port.
bool BalancedServers::start_proxy_at(std::uint16_t port) {
  const std::string file = folder_.write("haproxy.cfg", proxy_configuration(port));
  proxy_ = std::make_unique<ChildProcess>(std::vector<std::string>{"/usr/sbin/haproxy", "-db", "-f", file});
  const std::string address = fmt::format("http://127.0.0.1:{}", port);
  std::string target = read_file(servers_.front()->target_file());
  const std::string &direct = servers_.front()->url();
  for (std::size_t at = 0; (at = target.find(direct, at)) != std::string::npos; at += address.size())
    target.replace(at, direct.size(), address);
  folder_.write("target.yaml", target);
  return run_program({"/usr/bin/curl", "--silent", "--fail", "--retry", "50", "--retry-connrefused", "--retry-delay",
                      "0", "--retry-max-time", "20", address + "/healthz"})
             .exit_code == 0;
}

void BalancedServers::wait_until_busy(std::size_t server) const {
  const std::string metrics = servers_.at(server)->url() + "/metrics";
  const auto give_up = std::chrono::steady_clock::now() + patience();
  while (answers_of(page(metrics)) < busy_answers)
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("no traffic comes to " + metrics);
}

}  // namespace pitboss::test
