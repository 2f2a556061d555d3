#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/journal/journal.hpp"
#include "schemas/wire/signature.hpp"

namespace pitboss::reference::referee {

/// Replaces the secrets of an exchange by labels: the same secret has the same label in one journal, and no label leads
/// back to its secret, nor to the label in another journal. Secrets are the credentials of Authorization, X-Api-Key and
/// X-Admin-Key, cookies, client_secret, and the tokens in bodies.
class Redactor {
 public:
  Redactor();
  void redact(journal::Exchange &exchange) const;

 private:
  [[nodiscard]] std::string label(std::string_view secret) const;
  wire::Signer key_;
};

}  // namespace pitboss::reference::referee
