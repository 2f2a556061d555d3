#include "reference_impl/store/sqlite_store.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <sqlite3.h>

namespace pitboss::reference::store {
namespace {

constexpr std::string_view application_id = "1349088354";  // "Pitb": marks the file as ours
constexpr std::string_view schema_version = "1";
constexpr std::size_t largest_batch = 1024;

std::string explain(const std::string &file, const SqliteError &error) {
  switch (error.code()) {
    case SQLITE_BUSY:
      return fmt::format("the store {} is in use by another server; stop it, or choose another file with --store",
                         file);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return fmt::format("the store {} is damaged ({}); restore it from a copy, or choose another file with --store",
                         file, error.what());
    case SQLITE_CANTOPEN:
      return fmt::format("cannot open the store {}; does its folder exist, and may this user write there?", file);
    default:
      return fmt::format("cannot use the store {}: {}; is the disk full, or the file read-only?", file, error.what());
  }
}

void check_own_file(Database &database, const std::string &file) {
  const std::string id = database.query_text("PRAGMA application_id");
  const std::string version = database.query_text("PRAGMA user_version");
  if (id != application_id) {
    throw std::runtime_error(
        fmt::format("{} is a database of another program; choose another file with --store", file));
  }
  if (version != schema_version) {
    throw std::runtime_error(
        fmt::format("the store {} is of version {}, this program needs version {}; choose another file "
                    "with --store",
                    file, version, schema_version));
  }
}

void prepare(Database &database, const std::string &file) {
  database.execute(sql("open"));
  if (database.query_text("SELECT count(*) FROM sqlite_schema") == "0") {
    database.execute(fmt::format("BEGIN; {} PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT;",
                                 sql("schema"), application_id, schema_version));
  }
  check_own_file(database, file);
  const std::string health = database.query_text("PRAGMA quick_check(1)");
  if (health != "ok") throw SqliteError(SQLITE_CORRUPT, health);
}

}  // namespace

SqliteStore::SqliteStore(const std::string &file, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal)
    : log_(std::move(log)), on_fatal_(std::move(on_fatal)) {
  try {
    database_ = std::make_unique<Database>(file);
    prepare(*database_, file);
    wallet_ = std::make_unique<SqliteWallet>(*database_);
  } catch (const SqliteError &error) {
    throw std::runtime_error(explain(file, error));
  }
  writer_ = std::thread([this] { write_until_closed(); });
}

SqliteStore::~SqliteStore() {
  {
    const std::lock_guard lock(queue_mutex_);
    closing_ = true;
  }
  queue_filled_.notify_one();
  writer_.join();
}

void SqliteStore::submit(Operation operation) {
  bool was_empty = false;
  {
    const std::lock_guard lock(queue_mutex_);
    was_empty = queue_.empty();
    queue_.push_back(std::move(operation));
  }
  if (was_empty) queue_filled_.notify_one();
}

void SqliteStore::write_until_closed() {
  std::vector<Operation> batch;
  while (true) {
    {
      std::unique_lock lock(queue_mutex_);
      queue_filled_.wait(lock, [this] { return closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t size = std::min(queue_.size(), largest_batch);
      const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(size);
      batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
      queue_.erase(queue_.begin(), end);
    }
    write_batch(batch);
  }
}

/// One transaction for all. Nobody is answered before it is on disk; if it cannot be put there, nothing of it stays.
void SqliteStore::write_batch(std::vector<Operation> &batch) {
  Replies replies;
  std::string fatal;
  try {
    const std::lock_guard lock(database_mutex_);
    in_transaction([&] { replies = decide_all(batch); });
  } catch (const SqliteError &error) {
    log_->error("event=commit_failed operations={} error=\"{}\"", batch.size(), error.what());
    replies.assign(batch.size(), std::nullopt);
    if (error.is_damage()) fatal = error.what();
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(replies[i]));
  batch.clear();
  if (!fatal.empty() && on_fatal_) on_fatal_(fatal);
}

SqliteStore::Replies SqliteStore::decide_all(const std::vector<Operation> &batch) {
  Replies replies(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    try {
      wallet::Outcome outcome = batch[i].decide(wallet_->load(batch[i].keys));
      wallet_->apply(batch[i].keys, outcome.changes);
      replies[i] = std::move(outcome.reply);
    } catch (const SqliteError &) {
      throw;  // of the file, not of the operation: the whole transaction goes
    } catch (const std::exception &error) {
      log_->error("event=operation_failed error=\"{}\"", error.what());
    }
  }
  return replies;
}

void SqliteStore::in_transaction(const std::function<void()> &work) {
  database_->execute("BEGIN");
  try {
    work();
    database_->execute("COMMIT");
  } catch (...) {
    // SQLite rolls back by itself after some errors (a full disk, say); then there is nothing left to roll back.
    if (sqlite3_get_autocommit(database_->handle()) == 0) database_->execute("ROLLBACK");
    throw;
  }
}

std::optional<wallet::Settings> SqliteStore::load_settings() {
  const std::lock_guard lock(database_mutex_);
  return wallet_->load_settings();
}

void SqliteStore::save_settings(const wallet::Settings &settings) {
  const std::lock_guard lock(database_mutex_);
  in_transaction([&] { wallet_->save_settings(settings); });
}

void SqliteStore::add_players(std::span<const NewPlayer> players) {
  const std::lock_guard lock(database_mutex_);
  in_transaction([&] {
    for (const NewPlayer &player : players) wallet_->add_player(player);
  });
}

std::vector<wallet::PlayerAccount> SqliteStore::list_players(std::size_t limit) {
  const std::lock_guard lock(database_mutex_);
  return wallet_->list_players(limit);
}

}  // namespace pitboss::reference::store
