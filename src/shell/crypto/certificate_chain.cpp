#include "shell/crypto/certificate_chain.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <expected>
#include <memory>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/safestack.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <time.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/message_certificate.hpp"

namespace lintas::crypto {

namespace {

using Reason = CertificateFault::Reason;
using Store = std::unique_ptr<X509_STORE, FreeBy<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, FreeBy<X509_STORE_CTX_free>>;
using Revoked = std::unique_ptr<X509_REVOKED, FreeBy<X509_REVOKED_free>>;
using Time = std::unique_ptr<ASN1_TIME, FreeBy<ASN1_TIME_free>>;

struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }  // not what is in it
};
using Stack = std::unique_ptr<STACK_OF(X509), FreeStack>;

/// Security level 2 of OpenSSL.
constexpr int at_least_112_bits = 2;

/// How a chain fails, for the leaf and for those above it.
struct Failure {
  int error;
  Reason of_leaf;
  Reason of_issuer;
  const char* says;
};
constexpr const char* nobody_issued_it =
    "its issuer is none of those that are trusted; add the authority, or one between, if it is right";

constexpr std::array failures{
    Failure{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, Reason::unknown_issuer, Reason::unknown_issuer,
            nobody_issued_it},
    Failure{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, Reason::unknown_issuer, Reason::unknown_issuer,
            nobody_issued_it},
    Failure{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, Reason::unknown_issuer, Reason::unknown_issuer,
            "it is signed by itself and is not trusted; add it to the authorities if it is right"},
    Failure{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, Reason::unknown_issuer, Reason::unknown_issuer,
            "this authority is not trusted; add it to the authorities if it is right"},
    Failure{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, Reason::unknown_issuer, Reason::unknown_issuer,
            nobody_issued_it},
    Failure{X509_V_ERR_CERT_CHAIN_TOO_LONG, Reason::chain_too_long, Reason::chain_too_long,
            "there are more than four certificates from it to the root; trust an authority closer to it"},
    Failure{X509_V_ERR_PATH_LENGTH_EXCEEDED, Reason::chain_too_long, Reason::chain_too_long,
            "an authority above it allows no chain that long; ask the authority"},
    Failure{X509_V_ERR_CERT_NOT_YET_VALID, Reason::not_yet_valid, Reason::issuer_not_valid_now,
            "it is not yet valid; see whether the clock is right"},
    Failure{X509_V_ERR_CERT_HAS_EXPIRED, Reason::expired, Reason::issuer_not_valid_now,
            "it is no longer valid; ask for the one that follows it"},
    Failure{X509_V_ERR_CERT_REVOKED, Reason::revoked, Reason::issuer_revoked,
            "it was revoked; ask the partner for another certificate"},
    Failure{X509_V_ERR_INVALID_CA, Reason::issuer_wrong_usage, Reason::issuer_wrong_usage,
            "it may not issue certificates; ask who issued the one below"},
    Failure{X509_V_ERR_UNABLE_TO_GET_CRL, Reason::no_revocation_list, Reason::no_revocation_list,
            "there is no list of revoked certificates of its issuer; fetch it"},
    Failure{X509_V_ERR_CRL_HAS_EXPIRED, Reason::revocation_list_unusable, Reason::revocation_list_unusable,
            "the list of revoked certificates of its issuer is too old; fetch the one of today"},
    Failure{
        X509_V_ERR_CRL_NOT_YET_VALID, Reason::revocation_list_unusable, Reason::revocation_list_unusable,
        "the list of revoked certificates of its issuer is of the future; see whether the clock is right"},
    Failure{X509_V_ERR_CRL_SIGNATURE_FAILURE, Reason::revocation_list_unusable,
            Reason::revocation_list_unusable,
            "the list of revoked certificates of its issuer was signed by another; fetch it again"},
    Failure{X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, Reason::revocation_list_unusable,
            Reason::revocation_list_unusable,
            "its issuer may sign no list of revoked certificates; fetch the list of the right authority"},
};

/// A list of revoked certificates is asked for the leaf alone.
int heed(int fine, X509_STORE_CTX* context) {
  const bool missing = fine == 0 && X509_STORE_CTX_get_error(context) == X509_V_ERR_UNABLE_TO_GET_CRL;
  if (!missing || X509_STORE_CTX_get_error_depth(context) == 0) return fine;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

/// The same where only lists are of today.
int heed_no_dates(int fine, X509_STORE_CTX* context) {
  const int error = X509_STORE_CTX_get_error(context);
  if (fine != 0 || (error != X509_V_ERR_CERT_NOT_YET_VALID && error != X509_V_ERR_CERT_HAS_EXPIRED))
    return heed(fine, context);
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

Store store_of(const Issuers& issuers) {
  Store store{X509_STORE_new()};
  require(store != nullptr, "there is memory for a store of certificates");
  for (const Certificate& root : issuers.roots)
    require(X509_STORE_add_cert(store.get(), &root.native()) == 1, "a certificate fits into a store");
  for (const RevocationList& list : issuers.lists)
    require(X509_STORE_add_crl(store.get(), &list.native()) == 1, "a list fits into a store");
  return store;
}

void set_rules(X509_STORE_CTX* context, Instant now, bool revocation) {
  X509_VERIFY_PARAM* const rules = X509_STORE_CTX_get0_param(context);
  unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;
  if (revocation) flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
  X509_VERIFY_PARAM_set_flags(rules, flags);
  X509_VERIFY_PARAM_set_depth(rules, chain_certificates_max - 2);  // those between leaf and root
  X509_VERIFY_PARAM_set_auth_level(rules, at_least_112_bits);
  X509_VERIFY_PARAM_set_time(rules, std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
}

std::string subject_of(X509* certificate) {
  const Bio out{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  return text_of(out);
}

CertificateFault fault_of(X509_STORE_CTX* context, const MessageCertificate& leaf) {
  const int error = X509_STORE_CTX_get_error(context);
  const bool at_leaf = X509_STORE_CTX_get_error_depth(context) == 0;
  X509* const current = X509_STORE_CTX_get_current_cert(context);
  const std::string where = current == nullptr || at_leaf ? format("the certificate of {}", leaf.subject())
                                                          : format("the certificate of {} above that of {}",
                                                                   subject_of(current), leaf.subject());
  const auto* const known = std::ranges::find(failures, error, &Failure::error);
  if (known == failures.end()) {
    return {.reason = Reason::unsound,
            .message = format("{}: {}; ask who issued it", where, X509_verify_cert_error_string(error))};
  }
  return {.reason = at_leaf ? known->of_leaf : known->of_issuer,
          .message = format("{}: {}", where, known->says)};
}

Time time_of(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  Time out{ASN1_TIME_set(nullptr, static_cast<std::time_t>(seconds))};
  require(out != nullptr, "an instant can be written");
  return out;
}

std::optional<Instant> instant_of(const ASN1_TIME* time) {
  std::tm fields{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &fields) != 1) return std::nullopt;
  return Instant{std::chrono::seconds{::timegm(&fields)}};
}

void add_revoked(X509_CRL* list, const std::string& serial, const ASN1_TIME* at) {
  BIGNUM* number = nullptr;
  require(BN_dec2bn(&number, serial.c_str()) == static_cast<int>(serial.size()),
          "a serial number has digits");
  const BigNumber value{number};
  const std::unique_ptr<ASN1_INTEGER, FreeBy<ASN1_INTEGER_free>> written{
      BN_to_ASN1_INTEGER(value.get(), nullptr)};
  Revoked revoked{X509_REVOKED_new()};
  const bool fine = X509_REVOKED_set_serialNumber(revoked.get(), written.get()) == 1 &&
                    X509_REVOKED_set_revocationDate(revoked.get(), const_cast<ASN1_TIME*>(at)) == 1;
  require(fine && X509_CRL_add0_revoked(list, revoked.release()) == 1,
          "a revoked certificate fits into a list");
}

std::expected<void, CertificateFault> verify_with(X509_STORE_CTX_verify_cb heeded,
                                                  const MessageCertificate& leaf, const Issuers& issuers,
                                                  KeyPurpose purpose, Instant now) {
  if (auto usage = check_usage(leaf, purpose); !usage) return usage;
  const Store store = store_of(issuers);
  const Stack between{sk_X509_new_null()};
  for (const Certificate& one : issuers.intermediates)
    require(sk_X509_push(between.get(), &one.native()) > 0, "a certificate fits into a stack");
  const StoreContext context{X509_STORE_CTX_new()};
  require(context && X509_STORE_CTX_init(context.get(), store.get(), &leaf.certificate().native(),
                                         between.get()) == 1,
          "a chain can be asked about");
  set_rules(context.get(), now, !issuers.lists.empty());
  X509_STORE_CTX_set_verify_cb(context.get(), heeded);
  const bool fine = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (fine) return {};
  return std::unexpected(fault_of(context.get(), leaf));
}

}  // namespace

void RevocationList::Free::operator()(X509_crl_st* list) const noexcept { X509_CRL_free(list); }

std::expected<RevocationList, std::string> RevocationList::of(Handle list) {
  const auto issued = instant_of(X509_CRL_get0_lastUpdate(list.get()));
  const auto next = instant_of(X509_CRL_get0_nextUpdate(list.get()));
  if (!issued || !next) {
    return std::unexpected(
        "this list of revoked certificates does not say from when to when it is the newest one (nextUpdate), "
        "so nobody knows what counts today; ask the authority for one that does");
  }
  return RevocationList{std::move(list), {.issued = *issued, .next = *next}};
}

std::expected<RevocationList, std::string> RevocationList::from_pem(const std::string& pem) {
  const Bio in = reader_of(pem);
  Handle list{PEM_read_bio_X509_CRL(in.get(), nullptr, no_password, nullptr)};
  ERR_clear_error();
  if (!list) return std::unexpected("this is no list of revoked certificates in PEM");
  return of(std::move(list));
}

std::expected<std::vector<RevocationList>, std::string> RevocationList::all_from_pem(const std::string& pem) {
  constexpr std::string_view begin = "-----BEGIN X509 CRL-----";
  std::vector<RevocationList> out;
  for (auto at = pem.find(begin); at != std::string::npos; at = pem.find(begin, at + begin.size())) {
    auto one = from_pem(pem.substr(at, pem.find(begin, at + begin.size()) - at));
    if (!one) return std::unexpected(format("list {} of the file: {}", out.size() + 1, one.error()));
    out.push_back(*std::move(one));
  }
  if (out.empty()) return std::unexpected("there is no list of revoked certificates in PEM");
  return out;
}

std::expected<RevocationList, std::string> RevocationList::from_der(ByteView der) {
  const unsigned char* at = input(der);
  Handle list{d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size()))};
  ERR_clear_error();
  if (!list || at != input(der) + der.size())
    return std::unexpected("this is no list of revoked certificates in DER");
  return of(std::move(list));
}

RevocationList RevocationList::issue(const Certificate& issuer, const TlsKey& issuer_key,
                                     std::span<const std::string> serials, Validity validity) {
  Handle made{X509_CRL_new()};
  X509_CRL* const raw = made.get();
  const Time issued = time_of(validity.issued);
  const Time next = time_of(validity.next);
  bool fine = X509_CRL_set_version(raw, X509_CRL_VERSION_2) == 1 &&
              X509_CRL_set_issuer_name(raw, X509_get_subject_name(&issuer.native())) == 1 &&
              X509_CRL_set1_lastUpdate(raw, issued.get()) == 1 &&
              X509_CRL_set1_nextUpdate(raw, next.get()) == 1;
  for (const std::string& serial : serials) add_revoked(raw, serial, issued.get());
  fine = fine && X509_CRL_sort(raw) == 1 && X509_CRL_sign(raw, &issuer_key.native(), EVP_sha256()) > 0;
  require(fine, "signing in memory does not fail");
  return of(std::move(made)).value();
}

std::string RevocationList::pem() const {
  const Bio out{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_X509_CRL(out.get(), list_.get()) == 1, "a list can be written");
  return text_of(out);
}

std::expected<void, CertificateFault> verify_chain(const MessageCertificate& leaf, const Issuers& issuers,
                                                   KeyPurpose purpose, Instant now) {
  return verify_with(heed, leaf, issuers, purpose, now);
}

std::expected<void, CertificateFault> verify_chain_to_come(const MessageCertificate& leaf,
                                                           const Issuers& issuers, KeyPurpose purpose,
                                                           Instant now) {
  return verify_with(heed_no_dates, leaf, issuers, purpose, now);
}

std::vector<Bytes> those_above(const Certificate& certificate, std::span<const Certificate> known) {
  std::vector<Bytes> out;
  const Certificate* at = &certificate;
  for (int length = 1; length < chain_certificates_max && !is_issued_by(*at, *at); ++length) {
    const auto issuer =
        std::ranges::find_if(known, [&](const Certificate& one) { return is_issued_by(*at, one); });
    if (issuer == known.end()) break;
    out.push_back(issuer->der());
    at = &*issuer;
  }
  return out;
}

bool is_issued_by(const Certificate& certificate, const Certificate& issuer) {
  const bool names_it = X509_check_issued(&issuer.native(), &certificate.native()) == X509_V_OK;
  const bool signed_it =
      names_it && X509_verify(&certificate.native(), X509_get0_pubkey(&issuer.native())) == 1;
  ERR_clear_error();
  return signed_it;
}

bool is_signed_by_itself(const Certificate& certificate) {
  X509* const own = &certificate.native();
  const bool names_itself = X509_NAME_cmp(X509_get_issuer_name(own), X509_get_subject_name(own)) == 0;
  const bool signed_it = names_itself && X509_verify(own, X509_get0_pubkey(own)) == 1;
  ERR_clear_error();
  return signed_it;
}

}  // namespace lintas::crypto
