#include "reference_impl/http/query.hpp"

#include <algorithm>

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::http {
namespace {

std::string decode(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    std::size_t size = 1;
    const auto byte = text.front() == '%' && text.size() > 2 ? wire::from_hex(text.substr(1, 2)) : std::nullopt;
    if (byte) {
      decoded += *byte;
      size = 3;
    } else {
      decoded += text.front() == '+' ? ' ' : text.front();
    }
    text.remove_prefix(size);
  }
  return decoded;
}

}  // namespace

Query::Query(std::string_view text) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters_.emplace_back(decode(pair.substr(0, equals)), decode(pair.substr(std::min(equals + 1, pair.size()))));
  }
}

const std::string *Query::find(std::string_view name) const {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const auto &parameter) { return parameter.first == name; });
  return found == parameters_.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace pitboss::reference::http
