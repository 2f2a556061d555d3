#pragma once

#include "reference_impl/behaviour.hpp"

/// Ways to speak HTTP wrongly that a contract gives a name and a requirement of its own.
namespace pitboss::reference {

/// Requests over HTTP/1.1 are answered in HTTP/1.0, and the connection ends.
void answers_in_http_1_0(Behaviour &behaviour);

}  // namespace pitboss::reference
