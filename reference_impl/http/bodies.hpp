#pragma once

#include <string>
#include <string_view>

#include "reference_impl/http/message.hpp"
#include "schemas/wire/json.hpp"

/// What is said of a body beside it.
namespace pitboss::reference::http {

/// Whether Content-Type names the media type `type`, such as "application/json", in any case and with any parameters.
bool has_media_type(const Request &request, std::string_view type);

/// What is wrong with a body that is no JSON, for its sender: "the body is no JSON: line 3, column 7: …".
std::string no_json(const wire::JsonError &error);

/// Whether a response of this status can have a body. One that cannot announces none (RFC 9110, section 8.6; RFC 9112,
/// section 6.1).
bool may_have_body(int status);

}  // namespace pitboss::reference::http
