#include "reference_impl/http/router.hpp"

namespace pitboss::reference::http {

void Router::add(const std::string &method, const std::string &path, Handler handler) {
  routes_[path][method] = std::move(handler);
}

std::vector<std::string> Router::paths() const {
  std::vector<std::string> paths;
  for (const auto &[path, methods] : routes_) paths.push_back(path);
  return paths;
}

void Router::operator()(const Request &request, Answer answer) const {
  const auto route = routes_.find(request.path);
  if (route == routes_.end()) {
    answer({.status = 404, .body = error_body_("there is nothing at this path"), .headers = {}});
    return;
  }
  if (const Handler *handler = find(route->second, request.method)) {
    (*handler)(request, std::move(answer));
    return;
  }
  std::string allowed;
  for (const auto &[method, handler] : route->second) allowed.append(allowed.empty() ? "" : ", ").append(method);
  answer({.status = 405, .body = error_body_("this path allows " + allowed), .headers = {{"Allow", allowed}}});
}

const Handler *Router::find(const Methods &methods, std::string_view method) {
  const auto found = methods.find(method == "HEAD" ? std::string_view("GET") : method);
  return found == methods.end() ? nullptr : &found->second;
}

}  // namespace pitboss::reference::http
