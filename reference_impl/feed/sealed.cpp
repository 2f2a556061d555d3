#include "reference_impl/feed/sealed.hpp"

#include <algorithm>

#include "reference_impl/secrets.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::feed {
namespace {

/// RFC 4648, section 5, without padding.
std::string to_base64url(std::string_view bytes) {
  std::string text = wire::to_base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::optional<std::string> from_base64url(std::string text) {
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  while (text.size() % 4 != 0) text += '=';
  return wire::from_base64(text);
}

}  // namespace

std::string Seal::seal(std::string_view content) const {
  const wire::Signer::Digest digest = signer_.digest(purpose_ + '\n' + std::string(content));
  return to_base64url(content) + '.' + to_base64url({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

std::optional<std::string> Seal::open(std::string_view text) const {
  auto content = from_base64url(std::string(text.substr(0, text.find('.'))));
  if (!content || !same_secret(text, seal(*content))) return std::nullopt;
  return content;
}

}  // namespace pitboss::reference::feed
