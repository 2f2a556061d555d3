#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference_impl/movements/queries.hpp"
#include "reference_impl/movements/rules.hpp"
#include "reference_impl/movements/settlement.hpp"
#include "reference_impl/store/sql_store.hpp"

/// What the platform keeps, as rows: each function is part of a unit of work.
namespace pitboss::reference::movements {

using store::SqlTransaction;

/// A movement as the list shows it.
struct ListedMovement {
  Movement movement;  ///< its contribution is set, with an amount of 0, where the offer has no RevShare
  std::string external_id;
  std::string brand;
  std::optional<std::string> settlement_id;
};

struct ListedClient {
  Client client;
  Balances balances;
};

template <class Row>
struct Listed {
  std::vector<Row> rows;   ///< of the page
  std::int64_t total = 0;  ///< rows that the filter lets through
};

// ---- Writing

/// What is kept of the player of `brand`; of the request ID only where one is given.
View look(SqlTransaction &sql, const std::string &external_id, const std::string &brand,
          const std::optional<std::string> &request_id);
void insert(SqlTransaction &sql, const Client &client);
/// The movement becomes the newest one, and the balances what they are after it.
void insert(SqlTransaction &sql, const Recorded &recorded);

// ---- Reporting

Listed<ListedMovement> list_movements(SqlTransaction &sql, const MovementFilter &filter, const Page &page);
/// A page of the dashboard's log.
struct LoggedMovements {
  std::vector<ListedMovement> rows;  ///< newest first
  std::int64_t total = 0;            ///< rows that the filter lets through
  std::optional<std::int64_t> next;  ///< `before` of the next page
};
/// Those that were applied before the movement of this number, where it is given: what is recorded while somebody turns
/// pages moves nothing.
LoggedMovements view_movements(SqlTransaction &sql, const MovementFilter &filter, std::optional<std::int64_t> before,
                               std::int64_t limit);
/// nullopt where there is no movement of this id.
std::optional<ListedMovement> load_movement(SqlTransaction &sql, const std::string &id);
/// The updates of the player's movements until this one, that included, in the order of application.
std::vector<std::vector<Update>> list_updates_until(SqlTransaction &sql, const std::string &movement_id);
Listed<ListedClient> list_clients(SqlTransaction &sql, const ClientFilter &filter, const Page &page);

// ---- Settling

/// A settlement that was made.
struct MadeSettlement {
  std::string id;
  std::string affiliate;
  Decimal total;
  std::int64_t movements = 0;  ///< how many it paid
  wire::TimePoint created_at;
};

std::vector<OpenContribution> load_open_contributions(SqlTransaction &sql, const std::string &affiliate);
/// Marks the movements as paid; in one unit of work with the choice of them, so that none is paid twice.
void insert(SqlTransaction &sql, const MadeSettlement &settlement, const std::vector<std::string> &movements);
std::vector<MadeSettlement> list_settlements(SqlTransaction &sql, const std::string &affiliate);

}  // namespace pitboss::reference::movements
