#include "simulator/traffic/rest_writer.hpp"

namespace pitboss::traffic {

RestWriter::RestWriter(const std::string &base_url) {
  const auto base = std::get<target::BaseUrl>(target::parse_base_url(base_url));
  base_path_ = base.path;
  authority_ = base.authority();
}

void RestWriter::write(std::string_view method, std::string_view path, std::string_view headers, std::string_view body,
                       std::string &out) const {
  out += method;
  out += ' ';
  out += base_path_;
  out += path;
  out += " HTTP/1.1\r\nHost: ";
  out += authority_;
  out += "\r\n";
  out += headers;
  if (!body.empty()) {
    out += "Content-Length: ";
    out += std::to_string(body.size());
    out += "\r\n";
  }
  out += "\r\n";
  out += body;
}

}  // namespace pitboss::traffic
