#pragma once

#include <string_view>

struct X509_name_st;

namespace lintas::crypto {

/// Whether the text names the same as the name of a certificate. The text is of RFC 2253, also as others
/// write it: blanks around its separators, values in quotes, any way to escape, values as the hexadecimal
/// form of their DER, attribute types by number or by the short names that Java, .NET and OpenSSL have for
/// them. The names are compared as RFC 5280 asks (7.1): without regard to case and to how many blanks there
/// are.
///
/// False also for a text that is no name, or has an attribute type that nobody knows: what cannot be read is
/// refused. The order counts: "C=XX, O=Test" is not "O=Test, C=XX".
/// Safe from any thread.
[[nodiscard]] bool is_name(const X509_name_st& name, std::string_view text);

}  // namespace lintas::crypto
