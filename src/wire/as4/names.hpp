#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "wire/xml/tree.hpp"

/// The names that AS4 on the wire is made of: namespaces, algorithms, token types. Closed lists: what is not
/// here is refused. Sources: OASIS ebMS 3.0 Core, AS4 Profile 1.0, WS-Security 1.1.1 with the SwA and X.509
/// token profiles, XML Signature and Encryption 1.1, RFC 9231; the eDelivery profile chooses among them.
namespace lintas::as4 {

namespace ns {

/// Numbers by `known` below.
inline constexpr xml::Namespace xml_itself{1};
inline constexpr xml::Namespace soap{2};
inline constexpr xml::Namespace wsse{3};
inline constexpr xml::Namespace wsu{4};
inline constexpr xml::Namespace wsse11{5};
inline constexpr xml::Namespace ds{6};
inline constexpr xml::Namespace xenc{7};
inline constexpr xml::Namespace xenc11{8};
inline constexpr xml::Namespace dsig11{9};
inline constexpr xml::Namespace dsig_more{10};
inline constexpr xml::Namespace eb{11};
inline constexpr xml::Namespace ebbp{12};
inline constexpr xml::Namespace exc_c14n{13};

inline constexpr std::array<std::string_view, 13> known{
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2003/05/soap-envelope",
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd",
    "http://www.w3.org/2000/09/xmldsig#",
    "http://www.w3.org/2001/04/xmlenc#",
    "http://www.w3.org/2009/xmlenc11#",
    "http://www.w3.org/2009/xmldsig11#",
    "http://www.w3.org/2021/04/xmldsig-more#",
    "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/",
    "http://docs.oasis-open.org/ebxml-bp/ebbp-signals-2.0",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
};

[[nodiscard]] constexpr std::string_view name_of(xml::Namespace space) {
  return known.at(static_cast<std::size_t>(space) - 1);
}

}  // namespace ns

namespace alg {

inline constexpr std::string_view exc_c14n = ns::name_of(ns::exc_c14n);
inline constexpr std::string_view sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr std::string_view rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr std::string_view ed25519 = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";
inline constexpr std::string_view rsa_oaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
inline constexpr std::string_view mgf1_sha256 = "http://www.w3.org/2009/xmlenc11#mgf1sha256";
inline constexpr std::string_view kw_aes128 = "http://www.w3.org/2001/04/xmlenc#kw-aes128";
inline constexpr std::string_view x25519 = "http://www.w3.org/2021/04/xmldsig-more#x25519";
inline constexpr std::string_view hkdf = "http://www.w3.org/2021/04/xmldsig-more#hkdf";
inline constexpr std::string_view hmac_sha256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
inline constexpr std::string_view aes128_gcm = "http://www.w3.org/2009/xmlenc11#aes128-gcm";

}  // namespace alg

namespace transform {

/// Of a signed part: its content alone, in the form that its type asks for (content_form.hpp).
inline constexpr std::string_view attachment_content =
    "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-Transform";
/// Of an encrypted part: its octets are the ciphertext.
inline constexpr std::string_view attachment_ciphertext =
    "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Ciphertext-Transform";

}  // namespace transform

namespace type {

inline constexpr std::string_view content_only =
    "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Only";
inline constexpr std::string_view x509v3 =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
inline constexpr std::string_view subject_key_identifier =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier";
inline constexpr std::string_view base64_binary =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
inline constexpr std::string_view encrypted_key =
    "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey";

}  // namespace type

}  // namespace lintas::as4
