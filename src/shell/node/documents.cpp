#include "shell/node/documents.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::node {

namespace {

std::unexpected<std::string> wrong(const std::string& path, std::string_view what) {
  return std::unexpected(format("{}: {}", path, what));
}

}  // namespace

std::expected<std::shared_ptr<const api::DocumentKey>, std::string> read_document_key(const Config& config) {
  if (config.document_key_file.empty()) return nullptr;
  auto key = crypto::read_signing_key(config.document_key_file);
  if (!key) return std::unexpected(std::move(key.error()));
  auto text = read_file(config.trust_sheet_file, Secrecy::open, limits::trust_sheet_bytes_max);
  if (!text) return std::unexpected(std::move(text.error()));
  const auto sheet = code::read_sheet(as_bytes(*text), crypto::sha256, crypto::verify);
  if (!sheet) return wrong(config.trust_sheet_file, "is no trust sheet; `lintas trust sheet` makes one");
  if (sheet->issuer.str() != config.country) {
    return wrong(config.trust_sheet_file,
                 format("is the sheet of {}, not of {}", sheet->issuer.str(), config.country));
  }
  const code::KeyId id = code::key_id_of({key->public_key()}, crypto::sha256);
  const code::TrustedKey* trusted = code::find_key(*sheet, id.bytes, crypto::sha256);
  if (trusted == nullptr) {
    return wrong(config.trust_sheet_file,
                 format("does not name the key of {}; sign a sheet that does", config.document_key_file));
  }
  // The signer of the code shares the key, which cannot be copied.
  auto signer = std::make_shared<crypto::SigningKey>(*std::move(key));
  return std::make_shared<const api::DocumentKey>(
      api::DocumentKey{.issuer = {.state = sheet->issuer,
                                  .key = id,
                                  .sign = [signer](ByteView content) { return signer->sign(content); }},
                       .trusted = *trusted,
                       .trust_sheet = copy_of(as_bytes(*text))});
}

namespace {

/// What lists of a kind are made from: the last one, how the next is kept, and whom to tell of one that lies
/// ahead.
struct Kept {
  std::optional<Bytes> last;
  std::function<bool(ByteView)> keep;
  std::function<void(Instant)> dated_ahead;
  std::function<void()> outgrown;
};

Kept kept_in(const std::string& path, ListTroubles troubles) {
  Kept kept;
  if (const auto text = read_file(path, Secrecy::open, limits::status_list_bytes_max))
    kept.last = copy_of(as_bytes(*text));
  kept.outgrown = [path, not_kept = troubles.not_kept] {
    not_kept(format("{}: SIG-032 more codes than its {} bytes have room for; the last one stays", path,
                    limits::status_list_bytes_max));
  };
  kept.keep = [path, not_kept = std::move(troubles.not_kept)](ByteView bytes) {
    const auto written = replace_durably(path, as_text(bytes));
    if (!written) not_kept(written.error());
    return written.has_value();
  };
  kept.dated_ahead = [path, dated_ahead = std::move(troubles.dated_ahead)](Instant as_of) {
    dated_ahead(path, as_of);
  };
  return kept;
}

}  // namespace

std::unique_ptr<api::StatusLists> status_lists_in(const std::string& folder, ListTroubles troubles) {
  Kept kept = kept_in(folder + "/status-list.cose", std::move(troubles));
  return std::make_unique<api::StatusLists>(std::move(kept.last), std::move(kept.keep),
                                            std::move(kept.dated_ahead), code::Kind::accompanying_document,
                                            std::move(kept.outgrown));
}

std::unique_ptr<api::CertificateLists> certificate_lists_in(const std::string& folder,
                                                            ListTroubles troubles) {
  Kept kept = kept_in(folder + "/status-list-certificates.cose", std::move(troubles));
  // Neither is copied nor moved.
  return std::unique_ptr<api::CertificateLists>{new api::CertificateLists{
      .lists = api::StatusLists{std::move(kept.last), std::move(kept.keep), std::move(kept.dated_ahead),
                                code::Kind::certificate, std::move(kept.outgrown)}}};
}

}  // namespace lintas::node
