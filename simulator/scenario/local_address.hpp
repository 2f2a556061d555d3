#pragma once

#include <string>
#include <string_view>

namespace pitboss::scenario {

/// Host of an http or https URL, without brackets of an IPv6 address: "wallet.acme.example".
std::string host_of(std::string_view url);
/// Host and port as the Host header has them: "127.0.0.1:8080".
std::string authority_of(std::string_view url);

/// Whether `host` is this machine: a loopback address, localhost, or a name or address of one of its own interfaces.
bool is_local_address(const std::string &host);

/// Addresses of `host` as texts; empty, and `error` says why, where the name is not known.
std::vector<std::string> resolve(const std::string &host, std::string &error);

}  // namespace pitboss::scenario
