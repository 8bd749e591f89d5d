#include "shell/crypto/issuer_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <openssl/asn1.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/utf8.hpp"
#include "shell/crypto/handles.hpp"

namespace lintas::crypto {

namespace {

using Name = std::unique_ptr<X509_NAME, FreeBy<X509_NAME_free>>;
using Type = std::unique_ptr<ASN1_OBJECT, FreeBy<ASN1_OBJECT_free>>;
using Any = std::unique_ptr<ASN1_TYPE, FreeBy<ASN1_TYPE_free>>;

/// No authority has a name that long; a text beyond is not read.
constexpr std::size_t text_chars_max = 4096;

struct Alias {
  std::string_view text;
  int type;
};
/// In capitals. What is not here is looked up by number, or as OpenSSL writes it.
constexpr std::array aliases{
    Alias{"CN", NID_commonName},
    Alias{"C", NID_countryName},
    Alias{"O", NID_organizationName},
    Alias{"OU", NID_organizationalUnitName},
    Alias{"L", NID_localityName},
    Alias{"ST", NID_stateOrProvinceName},
    Alias{"S", NID_stateOrProvinceName},
    Alias{"STREET", NID_streetAddress},
    Alias{"DC", NID_domainComponent},
    Alias{"UID", NID_userId},
    Alias{"SERIALNUMBER", NID_serialNumber},
    Alias{"EMAILADDRESS", NID_pkcs9_emailAddress},
    Alias{"E", NID_pkcs9_emailAddress},
    Alias{"T", NID_title},
    Alias{"TITLE", NID_title},
    Alias{"G", NID_givenName},
    Alias{"GN", NID_givenName},
    Alias{"GIVENNAME", NID_givenName},
    Alias{"SN", NID_surname},
    Alias{"SURNAME", NID_surname},
    Alias{"ORGANIZATIONIDENTIFIER", NID_organizationIdentifier},
};

struct Attribute {
  Type type;
  std::string value;
  /// In one part with the attribute before it in the text.
  bool joined = false;
};

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

Type type_of(std::string_view text) {
  std::string capitals{text};
  std::ranges::transform(capitals, capitals.begin(), capital);
  const auto* const alias = std::ranges::find(aliases, std::string_view{capitals}, &Alias::text);
  if (alias != aliases.end()) return Type{OBJ_nid2obj(alias->type)};
  const std::string known{capitals.starts_with("OID.") ? text.substr(4) : text};
  Type type{OBJ_txt2obj(known.c_str(), 0)};
  ERR_clear_error();
  return type;
}

bool is_string(int kind) {
  constexpr std::array kinds{V_ASN1_UTF8STRING,     V_ASN1_PRINTABLESTRING, V_ASN1_IA5STRING,
                             V_ASN1_T61STRING,      V_ASN1_BMPSTRING,       V_ASN1_VISIBLESTRING,
                             V_ASN1_UNIVERSALSTRING};
  return std::ranges::find(kinds, kind) != kinds.end();
}

/// The text of a value that is given as hexadecimal digits of its DER.
std::optional<std::string> from_der_hex(std::string_view digits) {
  const auto der = from_hex(digits);
  if (!der || der->empty()) return std::nullopt;
  const unsigned char* at = input(*der);
  const Any value{d2i_ASN1_TYPE(nullptr, &at, static_cast<long>(der->size()))};
  unsigned char* text = nullptr;
  int size = -1;
  if (value && at == input(*der) + der->size() && is_string(value->type))
    size = ASN1_STRING_to_UTF8(&text, value->value.asn1_string);
  ERR_clear_error();
  if (size < 0) return std::nullopt;
  std::string out{reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
  OPENSSL_free(text);
  return out;
}

/// Reads a text from the left. Once something did not fit, `failed` and all that follows means nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}

  std::optional<std::vector<Attribute>> name() {
    std::vector<Attribute> out;
    bool joined = false;
    for (;;) {
      Type type = this->type();
      if (!type || !take('=')) return std::nullopt;
      auto value = this->value();
      if (!value || value->empty() || utf8::first_bad(*value)) return std::nullopt;
      out.push_back({std::move(type), std::move(*value), joined});
      if (left_.empty()) return out;
      joined = left_.front() == '+';
      if (!take('+') && !take(',')) return std::nullopt;
    }
  }

 private:
  void skip_blanks() {
    const auto at = left_.find_first_not_of(" \t\r\n");
    left_.remove_prefix(std::min(at, left_.size()));
  }
  bool take(char c) {
    if (!left_.starts_with(c)) return false;
    left_.remove_prefix(1);
    return true;
  }

  Type type() {
    skip_blanks();
    const auto size = std::min(left_.find_first_of("= \t\r\n"), left_.size());
    const std::string_view text = left_.substr(0, size);
    left_.remove_prefix(size);
    skip_blanks();
    return text.empty() ? nullptr : type_of(text);
  }

  std::optional<std::string> value() {
    skip_blanks();
    if (take('"')) return quoted();
    if (!take('#')) return plain();
    const auto size = std::min(left_.find_first_of(",+ \t\r\n"), left_.size());
    auto out = from_der_hex(left_.substr(0, size));
    left_.remove_prefix(size);
    skip_blanks();
    return out;
  }

  std::optional<std::string> quoted() {
    std::string out;
    while (!take('"')) {
      if (left_.empty() || !append_one(out)) return std::nullopt;
    }
    skip_blanks();
    return out;
  }

  std::optional<std::string> plain() {
    std::string out;
    std::size_t kept = 0;  // blanks at the end that are not escaped are none of the value
    while (!left_.empty() && left_.front() != ',' && left_.front() != '+') {
      if (std::string_view{"\"<>;"}.contains(left_.front())) return std::nullopt;
      const bool blank = std::string_view{" \t\r\n"}.contains(left_.front());
      if (!append_one(out)) return std::nullopt;
      if (!blank) kept = out.size();
    }
    out.resize(kept);
    return out;
  }

  /// A character, or what an escape stands for. Precondition: something is left.
  bool append_one(std::string& out) {
    if (!take('\\')) {
      out += left_.front();
      left_.remove_prefix(1);
      return true;
    }
    if (!left_.empty() && std::string_view{",=+<>#;\"\\ "}.contains(left_.front())) {
      out += left_.front();
      left_.remove_prefix(1);
      return true;
    }
    const auto byte = left_.size() < 2 ? std::nullopt : from_hex(left_.substr(0, 2));
    if (!byte) return false;
    out += as_text(*byte);
    left_.remove_prefix(2);
    return true;
  }

  std::string_view left_;
};

/// As a certificate has it: the last part of the text comes first.
Name name_of(const std::vector<Attribute>& attributes) {
  Name name{X509_NAME_new()};
  std::vector<std::vector<const Attribute*>> parts;
  for (const Attribute& attribute : attributes) {
    if (!attribute.joined) parts.emplace_back();
    parts.back().push_back(&attribute);
  }
  for (const auto& part : parts | std::views::reverse) {
    int set = 0;
    for (const Attribute* one : part) {
      const ByteView value = as_bytes(one->value);
      if (X509_NAME_add_entry_by_OBJ(name.get(), one->type.get(), V_ASN1_UTF8STRING, input(value),
                                     static_cast<int>(value.size()), -1, set) != 1)
        return nullptr;
      set = -1;
    }
  }
  return name;
}

}  // namespace

bool is_name(const X509_name_st& name, std::string_view text) {
  if (text.empty() || text.size() > text_chars_max) return false;
  const auto attributes = Reader{text}.name();
  const Name read = attributes ? name_of(*attributes) : nullptr;
  const bool same = read && X509_NAME_cmp(&name, read.get()) == 0;
  ERR_clear_error();
  return same;
}

}  // namespace lintas::crypto
