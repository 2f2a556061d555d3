#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reference_impl/movements/errors.hpp"
#include "reference_impl/movements/state.hpp"
#include "reference_impl/schema/schema.hpp"
#include "schemas/wire/json.hpp"

/// The requests of the contract `movements`, and how they are read: the published JSON Schemas say what is well-formed.
namespace pitboss::reference::movements {

struct RegisterRequest {
  std::string external_id;
  std::string brand;  ///< UUID in lower case
  std::string click;
};

struct MovementRequest {
  std::string external_id;
  std::string brand;  ///< UUID in lower case
  std::optional<std::string> request_id;
  /// The updates, or what is wrong with their form: told only after player and request ID were looked up, since a
  /// duplicate is a duplicate whatever its content (rule 6).
  std::variant<std::vector<Update>, Refusal> metrics;
  std::string raw_payload;
};

/// How the parts of a request are read. A fault or variant (reference_impl/faults) replaces a member.
struct Reading {
  /// The body of a call: an object. Throws Refusal.
  std::function<wire::Json(std::string_view body)> parse;
  Schema register_schema;  ///< register-client.request.json
  Schema record_schema;    ///< record-movement.request.json
  /// An identifier of the operator as it is kept and compared: as it was sent.
  std::function<std::string(const std::string &id)> identifier;
  /// A brand's id as it is kept and compared: in lower case.
  std::function<std::string(const std::string &brand)> brand;
  /// One entry of `metrics` that the schema lets through. Throws Refusal.
  std::function<Update(const wire::Json &entry)> update;
  /// The body as it is recorded: byte for byte.
  std::function<std::string(const std::string &body)> raw_payload;

  /// The reading of the contract.
  Reading();
};

/// Throw Refusal for what is no JSON object, or not as the schema says.
RegisterRequest read_registration(const Reading &reading, const std::string &body);
MovementRequest read_movement(const Reading &reading, const std::string &body);

}  // namespace pitboss::reference::movements
