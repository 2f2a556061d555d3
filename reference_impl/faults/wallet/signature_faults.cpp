#include <algorithm>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

constexpr std::string_view signature_header = "X-HMAC-Signature";
constexpr std::size_t hex_digits = 64;

[[noreturn]] void refuse() {
  throw Refusal{.code = ErrorCode::server_unauthorized, .message = "X-HMAC-Signature is wrong"};
}

void signature_may_be_missing(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_signature,
       [](const auto &inner, const http::Request &request, const wire::Signer &signer) {
         if (request.header(signature_header) != nullptr) inner(request, signer);
       });
}

void signature_not_checked(Behaviour &behaviour) {
  behaviour.wallet.protocol.check_signature = [](const http::Request &request, const wire::Signer &) {
    const std::string *signature = request.header(signature_header);
    if (signature == nullptr || signature->size() != hex_digits || !wire::from_hex(*signature)) refuse();
  };
}

/// Serves first, and looks at the signature when the answer is to be given.
void signature_checked_too_late(Behaviour &behaviour) {
  const auto check =
      std::exchange(behaviour.wallet.protocol.check_signature, [](const http::Request &, const wire::Signer &) {});
  const auto error = behaviour.wallet.replies.error;
  behaviour.wallet.wrap_handler.emplace_back(
      [check, error](const http::Handler &inner, const wire::Signer &signer) -> http::Handler {
        return [=, &signer](const http::Request &request, const http::Answer &answer) {
          std::optional<Refusal> refusal;
          try {
            check(request, signer);
          } catch (const Refusal &found) {
            refusal = found;
          }
          inner(request, [=](http::Response response) {
            if (refusal && response.status != 404)
              response = {.status = 401, .body = to_text(error(*refusal)), .headers = {}};
            answer(std::move(response));
          });
        };
      });
}

void signature_compared_as_far_as_it_goes(Behaviour &behaviour) {
  behaviour.wallet.protocol.check_signature = [](const http::Request &request, const wire::Signer &signer) {
    const std::string *signature = request.header(signature_header);
    if (signature == nullptr || signature->size() < 8) refuse();
    const std::string right = signer.sign(request.body);
    const std::size_t size = std::min(right.size(), signature->size());
    if (!wire::equal_ignoring_case(right.substr(0, size), signature->substr(0, size))) refuse();
  };
}

void signature_over_rewritten_json(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_signature,
       [](const auto &inner, const http::Request &request, const wire::Signer &signer) {
         http::Request rewritten = request;
         const auto parsed = wire::parse_json(request.body);
         if (const Json *json = std::get_if<Json>(&parsed)) rewritten.body = to_text(*json);
         inner(rewritten, signer);
       });
}

/// As where a framework hands the body on without the white space around it.
void signature_over_trimmed_body(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_signature,
       [](const auto &inner, const http::Request &request, const wire::Signer &signer) {
         constexpr std::string_view blanks = " \t\r\n";
         http::Request trimmed = request;
         trimmed.body.erase(0, trimmed.body.find_first_not_of(blanks));
         trimmed.body.erase(trimmed.body.find_last_not_of(blanks) + 1);
         inner(trimmed, signer);
       });
}

}  // namespace

Deviations signature_faults() {
  return {
      {"signature-may-be-missing", "wallet.signature.missing-refused",
       "A request without X-HMAC-Signature is served; a wrong one is refused.", signature_may_be_missing},
      {"signature-not-checked", "wallet.signature.wrong-refused", "Any X-HMAC-Signature of 64 hex digits is good.",
       signature_not_checked},
      {"signature-checked-too-late", "wallet.signature.refused-changes-nothing",
       "The transaction is applied first; then the wrong signature is answered 401.", signature_checked_too_late},
      {"signature-compared-as-far-as-it-goes", "wallet.signature.whole-compared",
       "The comparison of signatures stops at the end of the shorter one.", signature_compared_as_far_as_it_goes},
      also_breaks(
          {"signature-over-rewritten-json", "wallet.signature.raw-bytes",
           "The signature is verified over JSON that was parsed and written again.", signature_over_rewritten_json},
          {"wallet.robust.body-of-64-kib-accepted"}),
      {"signature-over-trimmed-body", "wallet.signature.raw-bytes",
       "The signature is verified over the body without the blanks around it.", signature_over_trimmed_body},
  };
}

}  // namespace pitboss::reference::wallet::faults
