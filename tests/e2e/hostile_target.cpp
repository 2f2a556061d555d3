#include "tests/e2e/hostile_target.hpp"

#include <stdexcept>

namespace pitboss::test {
namespace {

/// The port in the line `base_url: http://127.0.0.1:PORT` of a target file; the line is replaced.
std::string take_port(std::string &text, const std::string &base_url) {
  const std::string key = "base_url: ";
  const std::size_t begin = text.find(key);
  const std::size_t end = text.find('\n', begin);
  if (begin == std::string::npos || end == std::string::npos) throw std::runtime_error("no base_url in " + text);
  const std::string line = text.substr(begin, end - begin);
  text.replace(begin, end - begin, key + base_url);
  return line.substr(line.rfind(':') + 1);
}

}  // namespace

HostileTarget::HostileTarget(const ReferenceServer &upstream, const Setup &setup) {
  std::string text = read_file(upstream.target_file());
  const std::string server_port = take_port(text, "PLACE");
  std::vector<std::string> argv{"/usr/bin/python3", PITBOSS_HOSTILE_TARGET, "--upstream", server_port};
  argv.insert(argv.end(), setup.arguments.begin(), setup.arguments.end());
  process_ = std::make_unique<ChildProcess>(argv);
  const std::optional<std::string> line = process_->read_line();
  if (!line) throw std::runtime_error("hostile_target.py: " + process_->wait().err);
  port_ = *line;
  take_port(text, setup.base_url + ":" + (setup.is_proxy ? server_port : port_));
  text +=
      "timeouts: {connect_ms: 2000, request_ms: " + std::to_string(setup.request_ms * slowness()) + "}\n" + setup.more;
  if (const std::size_t place = text.find("SCRIPT"); place != std::string::npos)
    text.replace(place, 6, "127.0.0.1:" + port_);
  folder_.write("target.yaml", text);
}

}  // namespace pitboss::test
