#include "reference_impl/store/postgres.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <array>

namespace pitboss::reference::store {
namespace {

constexpr int oldest_version = 140'000;  // client_connection_check_interval; older ones are out of support

/// One line, without the advice that libpq adds on lines that begin with a tab.
std::string one_line(std::string_view message) {
  std::string line;
  bool is_advice = false;
  for (const char c : message) {
    if (c == '\n') {
      is_advice = false;
      line += ' ';
    } else if (c == '\t' && (line.empty() || line.back() == ' ')) {
      is_advice = true;
    } else if (!is_advice) {
      line += c;
    }
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

PostgresError::Kind kind_of(std::string_view sqlstate) {
  using Kind = PostgresError::Kind;
  // 57P01 to 57P05: the server goes down, crashed, is starting, dropped the database, ended an idle session. 25006:
  // what was the primary is a standby now. 25P03: a transaction was idle for too long.
  if (sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "25006" || sqlstate == "25P03")
    return Kind::lost;
  // Serialization failure, deadlock, and a row that somebody else made since we looked.
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "23505") return Kind::conflict;
  return Kind::refused;
}

/// Without the server's details, which may hold what a client sent.
PostgresError error_of(const PGresult *result) {
  const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (sqlstate == nullptr) return {PostgresError::Kind::lost, "", one_line(PQresultErrorMessage(result))};
  const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return {kind_of(sqlstate), sqlstate, message == nullptr ? sqlstate : one_line(message)};
}

pg_conn *connect(const std::string &url) {
  // What stands before the URL may be changed by it, what stands after it may not.
  constexpr std::size_t parameters = 9;
  const std::array<const char *, parameters> names = {
      "connect_timeout",  "keepalives_idle",           "keepalives_interval",
      "tcp_user_timeout", "fallback_application_name", "target_session_attrs",
      "dbname",           "client_encoding",           nullptr};
  const std::array<const char *, parameters> values = {"3",          "10",        "5",    "10000", "pitboss",
                                                       "read-write", url.c_str(), "UTF8", nullptr};
  return PQconnectdbParams(names.data(), values.data(), 1);
}

void check_server(const pg_conn *connection) {
  if (PQserverVersion(connection) < oldest_version)
    throw PostgresError(PostgresError::Kind::refused, "", "the server is older than PostgreSQL 14");
  const char *encoding = PQparameterStatus(connection, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8")
    throw PostgresError(PostgresError::Kind::refused, "",
                        fmt::format("the database has the encoding {}, and must have UTF8",
                                    encoding == nullptr ? "unknown" : encoding));
}

}  // namespace

void PostgresConnection::Close::operator()(pg_conn *connection) const {
  PQfinish(connection);
}

PostgresConnection::PostgresConnection(const std::string &url) : handle_(connect(url)) {
  if (PQstatus(handle_.get()) != CONNECTION_OK) throw lost();
  check_server(handle_.get());
  PQsetNoticeProcessor(
      handle_.get(), [](void *, const char *) {}, nullptr);
  if (PQsetnonblocking(handle_.get(), 1) != 0) throw lost();
}

PostgresError PostgresConnection::lost(std::string_view why) const {
  return {PostgresError::Kind::lost, "", why.empty() ? one_line(PQerrorMessage(handle_.get())) : std::string(why)};
}

/// Until something can be read; meanwhile what waits to be sent goes out, so that neither side waits for the other.
void PostgresConnection::await_input(Deadline deadline) {
  const int unsent = PQflush(handle_.get());
  if (unsent < 0) throw lost();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0)
    throw PostgresError(PostgresError::Kind::silent, "",
                        fmt::format("the database gave no answer for {} seconds", answer_limit.count()));
  pollfd descriptor{.fd = PQsocket(handle_.get()), .events = POLLIN, .revents = 0};
  if (unsent > 0) descriptor.events |= POLLOUT;
  if (::poll(&descriptor, 1, static_cast<int>(left.count())) < 0 && errno != EINTR) throw lost("poll failed");
  if ((descriptor.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(handle_.get()) == 0) throw lost();
}

/// nullopt: the end of the results of one statement.
std::optional<PostgresResult> PostgresConnection::next_result(Deadline deadline) {
  while (PQisBusy(handle_.get()) != 0) await_input(deadline);
  PGresult *result = PQgetResult(handle_.get());
  if (result == nullptr && PQstatus(handle_.get()) != CONNECTION_OK) throw lost();
  return result == nullptr ? std::nullopt : std::optional<PostgresResult>(result);
}

void PostgresConnection::check(bool done) const {
  if (!done) throw lost();
}

std::vector<PostgresConnection::Sent> PostgresConnection::send(std::span<const PostgresCall> calls) {
  std::vector<Sent> sent;
  std::set<std::string_view> preparing;
  check(PQenterPipelineMode(handle_.get()) == 1);
  for (const PostgresCall &call : calls) {
    if (!prepared_.contains(call.name) && preparing.insert(call.name).second) {
      check(PQsendPrepare(handle_.get(), call.name.c_str(), std::string(call.sql).c_str(), 0, nullptr) == 1);
      sent.push_back({&call, true});
    }
    send_parameters(call);
    sent.push_back({&call, false});
  }
  check(PQpipelineSync(handle_.get()) == 1);
  return sent;
}

void PostgresConnection::send_parameters(const PostgresCall &call) {
  std::vector<const char *> values;
  std::vector<int> lengths, formats;
  for (const PostgresParameters::Parameter &parameter : call.parameters.list_) {
    values.push_back(parameter.bytes ? parameter.bytes->c_str() : nullptr);
    lengths.push_back(parameter.bytes ? static_cast<int>(parameter.bytes->size()) : 0);
    formats.push_back(parameter.binary ? 1 : 0);
  }
  const int sent = PQsendQueryPrepared(handle_.get(), call.name.c_str(), static_cast<int>(values.size()), values.data(),
                                       lengths.data(), formats.data(), 0);
  check(sent == 1);
}

/// Everything up to the end of the round trip, so that the connection is ready for the next one, whatever failed.
std::vector<PostgresResult> PostgresConnection::receive(const std::vector<Sent> &sent) {
  const Deadline deadline = std::chrono::steady_clock::now() + answer_limit;
  std::vector<PostgresResult> results;
  std::optional<PostgresError> first_error;
  std::size_t next = 0;
  for (;;) {
    const auto result = next_result(deadline);
    if (!result) continue;
    const ExecStatusType status = PQresultStatus(result->handle());
    if (status == PGRES_PIPELINE_SYNC) break;
    const Sent &of = sent.at(next++);
    if (status == PGRES_PIPELINE_ABORTED) continue;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      first_error = error_of(result->handle());
      if (first_error->is_of_the_connection()) break;
    } else if (of.prepares) {
      prepared_.insert(of.call->name);
    } else {
      results.push_back(*result);
    }
  }
  if (first_error) {
    PQexitPipelineMode(handle_.get());
    throw PostgresError(*first_error);
  }
  check(PQexitPipelineMode(handle_.get()) == 1);
  return results;
}

std::vector<PostgresResult> PostgresConnection::run(std::span<const PostgresCall> calls) {
  return receive(send(calls));
}

PostgresResult PostgresConnection::run(const PostgresCall &call) {
  return run(std::span(&call, 1)).front();
}

void PostgresConnection::execute(std::string_view sql) {
  check(PQsendQuery(handle_.get(), std::string(sql).c_str()) == 1);
  const Deadline deadline = std::chrono::steady_clock::now() + answer_limit;
  std::optional<PostgresError> first_error;
  while (const auto result = next_result(deadline)) {
    const ExecStatusType status = PQresultStatus(result->handle());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY)
      first_error = error_of(result->handle());
  }
  if (first_error) throw PostgresError(*first_error);
}

}  // namespace pitboss::reference::store
