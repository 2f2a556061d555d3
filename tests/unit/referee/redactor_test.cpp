// No secret gets into a journal, and the same secret has the same label.
#include "reference_impl/referee/redactor.hpp"

#include <gmock/gmock.h>

namespace pitboss::reference::referee {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RefereeRedactor, SecretsBecomeLabelsWhereverTheyStand) {
  const Redactor redactor;
  journal::Exchange login;
  login.body = R"({"launchToken":"launch-secret"})";
  login.reply = journal::Reply{200, {}, R"({"session":{"playerToken":"player-secret"}})"};
  journal::Exchange use;
  use.headers = {{"authorization", "Bearer player-secret"},
                 {"X-Api-Key", "key-secret"},
                 {"x-admin-key", "admin-secret"},
                 {"Cookie", "a=cookie-secret"}};
  use.query = "token=player-secret";
  journal::Exchange form;
  form.body = "grant_type=client_credentials&client_id=acme&client_secret=form-secret";
  journal::Exchange cut;
  cut.reply = journal::Reply{200, {}, R"({"playerId":"P","playerToken":"player-sec)"};
  for (journal::Exchange *one : {&login, &use, &form, &cut}) {
    redactor.redact(*one);
    EXPECT_THAT(journal::exchange_line(*one), Not(HasSubstr("-sec")));
  }
  const std::string label = use.headers[0].second.substr(7);
  EXPECT_THAT(label, testing::StartsWith("token-"));
  EXPECT_THAT(login.reply->body, HasSubstr(label));
  EXPECT_THAT(form.body, HasSubstr("client_id=acme"));
}

TEST(RefereeRedactor, LabelsOfAnotherJournalAreOthers) {
  journal::Exchange one;
  one.headers = {{"X-Api-Key", "key-secret"}};
  journal::Exchange two = one;
  Redactor().redact(one);
  Redactor().redact(two);
  EXPECT_NE(one.headers, two.headers);
}

}  // namespace
}  // namespace pitboss::reference::referee
