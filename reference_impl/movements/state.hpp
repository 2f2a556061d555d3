#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/time.hpp"

/// What an affiliate platform keeps of players: the state that the rules look at and change, and the store makes
/// durable.
namespace pitboss::reference::movements {

using wire::Decimal;

/// A player of a brand.
struct Client {
  std::string id;           ///< the platform's, a UUID
  std::string external_id;  ///< the operator's, unique within the brand
  std::string brand;        ///< UUID in lower case
  std::string click;        ///< by which the player came
  wire::TimePoint created_at;

  bool operator==(const Client &) const = default;
};

enum class UpdateType { absolute, relative };

/// One entry of a movement's `metrics`.
struct Update {
  std::string code;
  UpdateType type = UpdateType::absolute;
  Decimal value;
  std::string written;  ///< the value as it was sent: "10.50"

  bool operator==(const Update &) const = default;
};

/// By metric code. A metric without movement is absent.
using Balances = std::map<std::string, Decimal>;

/// What a movement earns an affiliate.
struct Contribution {
  std::string affiliate;
  Decimal amount;  ///< may be negative

  bool operator==(const Contribution &) const = default;
};

struct Movement {
  std::string id;  ///< a UUID
  std::string client_id;
  std::optional<std::string> request_id;
  std::vector<Update> updates;
  std::string raw_payload;                   ///< the body as it was received
  std::optional<Contribution> contribution;  ///< absent: the player's offer has no RevShare
  wire::TimePoint created_at;                ///< whole milliseconds, as it is written in replies

  bool operator==(const Movement &) const = default;
};

}  // namespace pitboss::reference::movements
