#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pitboss::catalogue {

/// RFC 2119. A broken `must` fails the run, a broken `should` is a warning, a `may` is observed and reported.
enum class Level { must, should, may };

std::string_view to_string(Level level);
std::optional<Level> parse_level(std::string_view text);

/// One statement of a contract.
struct Requirement {
  std::string id;        ///< stable, reads as a name: "wallet.replay.applies-once"; the first part is the contract
  std::string contract;  ///< "wallet"
  Level level = Level::must;
  std::string sentence;             ///< what a target does, one or two sentences
  std::string page;                 ///< where the contract pages say so: "wallet.md, rule 5"
  std::vector<std::string> source;  ///< of seed, guide, RFC, decision, safety
  /// Why no scenario judges it, where none can from outside (only for should and may); empty otherwise.
  std::string not_judged;
  std::string hint;  ///< what usually is wrong with a target that fails it; may be empty
  std::string show;  ///< of what a client owes: what it has to do so that it can be judged
};

/// All requirements of all contracts, in the order of their pages. Embedded in the program.
class Catalogue {
 public:
  /// Reads the embedded catalogues. Throws std::runtime_error with file, line and column where one is malformed.
  static const Catalogue &embedded();
  /// What clients owe, likewise: judged by `pitboss referee`. Ids are CONTRACT.client.NAME.
  static const Catalogue &clients();
  /// Reads the rows of one file; throws as above. `name` is for the messages.
  static std::vector<Requirement> read(std::string_view yaml, const std::string &name);

  explicit Catalogue(std::vector<Requirement> rows) : rows_(std::move(rows)) {}

  [[nodiscard]] const std::vector<Requirement> &rows() const { return rows_; }
  /// The names of the contracts that have requirements, sorted.
  [[nodiscard]] std::vector<std::string> contracts() const;
  /// nullptr where there is none.
  [[nodiscard]] const Requirement *find(std::string_view id) const;
  /// The row that judges status and error code of a refusal that `id` demands: `id`.code where there is one, else `id`.
  [[nodiscard]] const Requirement *find_code_of(std::string_view id) const;

 private:
  std::vector<Requirement> rows_;
};

}  // namespace pitboss::catalogue
