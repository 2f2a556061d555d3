#pragma once

#include <filesystem>
#include <string>

/// Certificates and keys that a target file names, looked at before anything is sent.
namespace pitboss::target {

/// What is wrong with a file of certificates that shall be trusted, and what to do about it; empty where nothing is.
std::string fault_of_ca_file(const std::filesystem::path &file);

/// Likewise of a client certificate and its key (one file may hold both). `fault_is_of_key` tells which of the two the
/// fault is of.
std::string fault_of_client_certificate(const std::filesystem::path &certificate, const std::filesystem::path &key,
                                        bool &fault_is_of_key);

}  // namespace pitboss::target
