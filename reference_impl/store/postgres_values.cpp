#include <libpq-fe.h>

#include "reference_impl/store/postgres.hpp"
#include "schemas/wire/whole_number.hpp"

/// What goes to PostgreSQL and comes back: parameters and results.
namespace pitboss::reference::store {
namespace {

// Object identifiers of types (PostgreSQL's pg_type.dat); they never change.
constexpr Oid int8_type = 20, int2_type = 21, int4_type = 23, text_type = 25;

void put_big_endian(std::string &bytes, std::uint64_t value, int size) {
  for (int byte = size - 1; byte >= 0; --byte) bytes.push_back(static_cast<char>((value >> (8 * byte)) & 0xff));
}

void put_length(std::string &bytes, std::size_t value) {
  put_big_endian(bytes, value, 4);
}

/// The head of an array of one dimension in PostgreSQL's binary format (array_recv): dimensions, whether NULLs follow,
/// type, size, number of the first element.
std::string array_head(Oid type, std::size_t size) {
  std::string bytes;
  for (const std::size_t field : {std::size_t{size == 0 ? 0U : 1U}, std::size_t{1}, std::size_t{type}})
    put_length(bytes, field);
  if (size == 0) return bytes;
  put_length(bytes, size);
  put_length(bytes, 1);
  return bytes;
}

void put_integer(std::string &bytes, std::int64_t value) {
  put_length(bytes, sizeof value);
  put_big_endian(bytes, static_cast<std::uint64_t>(value), sizeof value);
}

}  // namespace

PostgresParameters &PostgresParameters::text(std::string_view value) {
  list_.push_back({.bytes = to_postgres_text(value), .binary = false});
  return *this;
}

PostgresParameters &PostgresParameters::integer(std::int64_t value) {
  list_.push_back({.bytes = std::to_string(value), .binary = false});
  return *this;
}

PostgresParameters &PostgresParameters::null() {
  list_.push_back({.bytes = std::nullopt, .binary = false});
  return *this;
}

PostgresParameters &PostgresParameters::texts(const std::vector<std::string> &values) {
  std::string bytes = array_head(text_type, values.size());
  for (const std::string &value : values) {
    const std::string text = to_postgres_text(value);
    put_length(bytes, text.size());
    bytes += text;
  }
  list_.push_back({.bytes = std::move(bytes), .binary = true});
  return *this;
}

PostgresParameters &PostgresParameters::integers(const std::vector<std::int64_t> &values) {
  std::string bytes = array_head(int8_type, values.size());
  for (const std::int64_t value : values) put_integer(bytes, value);
  list_.push_back({.bytes = std::move(bytes), .binary = true});
  return *this;
}

PostgresParameters &PostgresParameters::integers(const std::vector<std::optional<std::int64_t>> &values) {
  constexpr std::uint32_t null_length = 0xffffffff;
  std::string bytes = array_head(int8_type, values.size());
  for (const auto &value : values) {
    if (value) {
      put_integer(bytes, *value);
    } else {
      put_length(bytes, null_length);
    }
  }
  list_.push_back({.bytes = std::move(bytes), .binary = true});
  return *this;
}

PostgresResult::PostgresResult(pg_result *result) : result_(result, PQclear) {}

int PostgresResult::rows() const {
  return PQntuples(result_.get());
}

int PostgresResult::columns() const {
  return PQnfields(result_.get());
}

std::string PostgresResult::text(int row, int column) const {
  const char *data = PQgetvalue(result_.get(), row, column);
  return from_postgres_text({data, static_cast<std::size_t>(PQgetlength(result_.get(), row, column))});
}

std::int64_t PostgresResult::integer(int row, int column) const {
  const std::string digits = text(row, column);
  const auto number = wire::whole_number(digits);
  if (!number) throw std::logic_error("a column of an SQL result is no whole number: " + digits);
  return *number;
}

bool PostgresResult::boolean(int row, int column) const {
  return text(row, column) == "t";
}

bool PostgresResult::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

bool PostgresResult::is_integer(int column) const {
  const Oid type = PQftype(result_.get(), column);
  return type == int8_type || type == int4_type || type == int2_type;
}

std::string PostgresResult::command() const {
  return PQcmdStatus(result_.get());
}

}  // namespace pitboss::reference::store
