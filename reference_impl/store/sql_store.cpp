#include "reference_impl/store/sql_store.hpp"

#include <exception>
#include <future>
#include <stdexcept>

namespace pitboss::reference::store {
namespace {

template <class Type>
const Type &as(const SqlValue &value) {
  if (const auto *typed = std::get_if<Type>(&value)) return *typed;
  throw std::logic_error("a column of an SQL result is of another type");
}

}  // namespace

const std::string &SqlRow::text(std::size_t column) const {
  return as<std::string>(values_.at(column));
}

std::int64_t SqlRow::integer(std::size_t column) const {
  return as<std::int64_t>(values_.at(column));
}

bool SqlRow::is_null(std::size_t column) const {
  return std::holds_alternative<std::nullptr_t>(values_.at(column));
}

std::optional<std::string> SqlRow::optional_text(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

std::optional<std::int64_t> SqlRow::optional_integer(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::vector<std::vector<SqlRow>> SqlTransaction::query_each(std::string_view name,
                                                            std::span<const std::vector<SqlValue>> parameters) {
  std::vector<std::vector<SqlRow>> rows;
  rows.reserve(parameters.size());
  for (const std::vector<SqlValue> &each : parameters) rows.push_back(query(name, std::span<const SqlValue>(each)));
  return rows;
}

std::optional<SqlRow> SqlTransaction::query_one(std::string_view name, std::initializer_list<SqlValue> parameters) {
  std::vector<SqlRow> rows = query(name, parameters);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

void SqlStore::run(const std::function<void(SqlTransaction &)> &work) {
  std::promise<bool> promise;
  std::exception_ptr thrown;
  submit({.work =
              [&](SqlTransaction &transaction) {
                thrown = nullptr;
                try {
                  work(transaction);
                } catch (...) {
                  thrown = std::current_exception();
                  throw;
                }
              },
          .done = [&](bool done) { promise.set_value(done); }});
  const bool done = promise.get_future().get();
  if (thrown) std::rethrow_exception(thrown);
  if (!done) throw std::runtime_error("the store could not write; is the disk full?");
}

}  // namespace pitboss::reference::store
