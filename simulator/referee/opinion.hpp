#pragma once

#include <string>
#include <vector>

#include "schemas/journal/journal.hpp"

/// Judges what a client did by the "owes" sections of the contract pages. Pure: from a journal to opinions.
namespace pitboss::referee {

/// Something that a client did and may not.
struct Violation {
  std::string story;               ///< one sentence without full stop: what was sent, and what was right
  std::vector<std::size_t> proof;  ///< the exchanges that show it: indices into the journal, in order
};

/// What the journal shows of one requirement (schemas/*/client_requirements.yaml).
struct Opinion {
  std::string requirement;
  std::size_t occasions = 0;          ///< how often it could be judged; none: it was not observed
  std::vector<std::size_t> examples;  ///< a few exchanges that show it kept
  std::vector<Violation> violations;
  std::string unclear;  ///< why there was no occasion, where the journal tells more than that nothing came
};

/// Gathers the opinions of one contract, in the order in which they are first asked for.
class Opinions {
 public:
  explicit Opinions(std::string contract) : contract_(std::move(contract)) {}

  /// The opinion on CONTRACT.client.`name`.
  Opinion &on(const std::string &name);
  /// It was kept where it could have been broken.
  void kept(const std::string &name, std::size_t exchange);
  void broken(const std::string &name, std::string story, std::vector<std::size_t> proof);

  [[nodiscard]] std::vector<Opinion> take() { return std::move(opinions_); }

 private:
  const std::string contract_;
  std::vector<Opinion> opinions_;
};

/// One opinion for each requirement of the contract ("wallet", "feed", "movements").
std::vector<Opinion> judge(const journal::Journal &journal, const std::string &contract);

std::vector<Opinion> judge_wallet(const journal::Journal &journal);
std::vector<Opinion> judge_feed(const journal::Journal &journal);
std::vector<Opinion> judge_movements(const journal::Journal &journal);

}  // namespace pitboss::referee
