#include "reference_impl/referee/exchange.hpp"

namespace pitboss::reference::referee {

journal::Exchange exchange_of(const http::Request &request, const http::Response &response) {
  journal::Exchange exchange;
  exchange.connection = request.connection;
  exchange.method = request.method;
  exchange.path = request.path;
  exchange.query = request.query;
  exchange.headers = request.headers;
  exchange.body = request.body;
  exchange.delivery = response.fate == http::Fate::lost    ? journal::Delivery::none
                      : response.fate == http::Fate::reset ? journal::Delivery::part
                                                           : journal::Delivery::whole;
  if (response.fate != http::Fate::lost)
    exchange.reply = journal::Reply{response.status, response.headers, response.body};
  return exchange;
}

}  // namespace pitboss::reference::referee
