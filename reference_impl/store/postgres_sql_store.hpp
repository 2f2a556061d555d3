#pragma once

#include "reference_impl/store/batch_writer.hpp"
#include "reference_impl/store/postgres_session.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace pitboss::reference::store {

/// SQL on PostgreSQL, for any number of servers on one database.
///
/// Units run alone: each transaction first takes the lock of its contract (an advisory lock, held until COMMIT), and a
/// statement then sees all that was committed before. SERIALIZABLE would allow the same histories, but here nearly all
/// writes conflict (rows are numbered one after the other), so that it would mostly begin again. The lock also makes
/// the numbers of rows appear in their order: whoever reads number 8 will never find a 7 later, which is what the
/// cursors of lists and the order of movements rely on. To lock often is cheap because a transaction does all units
/// that came while the last one was written.
class PostgresSqlStore : public SqlStore {
 public:
  /// `folder`: where the statements are, seen from reference_impl.
  PostgresSqlStore(const std::string &url, const std::string &folder, std::shared_ptr<spdlog::logger> log);

  void submit(SqlUnit unit) override;
  [[nodiscard]] bool is_shared() const override { return true; }

 private:
  void write_batch(std::vector<SqlUnit> &batch);
  bool write_together(const std::vector<SqlUnit> &batch);
  bool write_alone(const SqlUnit &unit);
  void write(std::span<const SqlUnit> units);

  const std::string folder_;
  std::shared_ptr<spdlog::logger> log_;
  PostgresSession session_;
  bool failing_ = false;         // what the server refuses is told once in a row: a full disk, say
  BatchWriter<SqlUnit> writer_;  // last: it uses what stands above
};

}  // namespace pitboss::reference::store
