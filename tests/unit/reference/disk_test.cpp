/// A disk that is full, and a file that is damaged under a running server: no answer is false.
#include <sqlite3.h>

#include <fstream>
#include <future>

#include "file_size_limit.hpp"
#include "wallet_client.hpp"

namespace pitboss::reference {
namespace {

using test::Answered;
using test::FileSizeLimit;
using test::RunningServer;
using test::WalletClient;
using testing::HasSubstr;

class Disk : public testing::Test {
 protected:
  [[nodiscard]] ServerOptions options() const {
    ServerOptions options;
    options.port = 0;
    options.log_level = "off";
    options.store = "sqlite:" + file;
    return options;
  }
  test::TemporaryFolder folder;
  std::string file = folder.file("wallet.db");
};

/// Debits of 1 in rounds of their own until one is not accepted; says how many were.
int debit_until_refused(WalletClient &client, Answered &last) {
  for (int i = 0; i < 10'000; ++i) {
    last = client.transaction("debit", "R" + std::to_string(i), "D", "1");
    if (last.status != 200) return i;
  }
  return 10'000;
}

TEST_F(Disk, WhenItIsFullNothingIsLostAndNothingIsAnsweredThatIsNotThere) {
  int accepted = 0;
  {
    const RunningServer server(options());
    WalletClient client(server);
    client.authenticate();
    Answered last;
    {
      const FileSizeLimit limit(300'000);
      accepted = debit_until_refused(client, last);
      EXPECT_GT(accepted, 0);
      EXPECT_EQ(last.status, 500);
      EXPECT_EQ(last.code(), "RETRY_REQUIRED");
      EXPECT_EQ(client.balance().balance(), std::to_string(10'000 - accepted) + ".00") << "reading goes on";
    }
    EXPECT_EQ(client.transaction("debit", "R" + std::to_string(accepted), "D", "1").status, 200) << "room again";
  }
  const RunningServer again(options());
  EXPECT_EQ(WalletClient(again).authenticate().balance(), std::to_string(10'000 - accepted - 1) + ".00");
}

/// More players than SQLite keeps in its memory, so that it has to read the file.
void fill(const std::string &file) {
  sqlite3 *database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database,
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) "
                         "INSERT INTO players SELECT printf('a%06d', i), printf('%0200d', i), 'eur', 2, '1.00' FROM n",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
}

TEST_F(Disk, ADamagedFileEndsTheServer) {
  { const RunningServer server(options()); }
  fill(file);
  ServerOptions with_target = options();
  with_target.target_file = folder.file("target.yaml");
  Server server(with_target);
  std::future<void> ended = std::async(std::launch::async, [&] { server.run(); });
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const std::string garbage(std::filesystem::file_size(file), '\x5a');
    bytes << garbage;
  }
  const Answered answered = WalletClient(server.port(), with_target.target_file).authenticate();
  EXPECT_EQ(answered.status, 500);
  EXPECT_EQ(answered.code(), "RETRY_REQUIRED");
  try {
    ended.get();
    FAIL() << "the server ended without an error";
  } catch (const std::runtime_error &error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(file), HasSubstr("damaged"), HasSubstr("restore it from a copy")));
  }
}

}  // namespace
}  // namespace pitboss::reference
