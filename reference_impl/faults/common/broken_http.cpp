#include "reference_impl/faults/common/broken_http.hpp"

#include "reference_impl/faults/wrap.hpp"

namespace pitboss::reference {

void answers_in_http_1_0(Behaviour &behaviour) {
  wrap(behaviour.http.serialise, [](const auto &inner, const http::Response &response, http::Framing framing) {
    framing.close = true;
    std::string bytes = inner(response, framing);
    return bytes.replace(0, std::string_view("HTTP/1.1").size(), "HTTP/1.0");
  });
  after_finish(behaviour, [](const http::Request &, http::Response &response) { response.close = true; });
}

}  // namespace pitboss::reference
