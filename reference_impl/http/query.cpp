#include "reference_impl/http/query.hpp"

#include <algorithm>
#include <set>

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::http {

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

std::optional<std::string> Query::value(std::string_view name) const {
  const std::string *found = find(name);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

bool Query::has_repeated() const {
  std::set<std::string_view> names;
  return std::any_of(parameters_.begin(), parameters_.end(),
                     [&](const auto &parameter) { return !names.insert(parameter.first).second; });
}

}  // namespace pitboss::reference::http
