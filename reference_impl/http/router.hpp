#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reference_impl/http/message.hpp"

namespace pitboss::reference::http {

/// Makes the body of an error that HTTP itself answers (404, 405, 413, malformed): the contract says what it looks
/// like.
using ErrorBody = std::function<std::string(std::string_view message)>;

/// Chooses the handler of a request by path and method: 404 for a path that nobody has, 405 with Allow for a method
/// that the path does not have. A GET route answers HEAD too.
class Router {
 public:
  explicit Router(ErrorBody error_body) : error_body_(std::move(error_body)) {}

  void add(const std::string &method, const std::string &path, Handler handler);
  [[nodiscard]] std::vector<std::string> paths() const;
  void operator()(const Request &request, Answer answer) const;

 private:
  using Methods = std::map<std::string, Handler, std::less<>>;
  static const Handler *find(const Methods &methods, std::string_view method);
  std::map<std::string, Methods, std::less<>> routes_;
  ErrorBody error_body_;
};

}  // namespace pitboss::reference::http
