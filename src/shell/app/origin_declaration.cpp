#include "shell/app/origin_declaration.hpp"

#include <expected>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/messages.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/whole_document.hpp"

namespace lintas::app {

std::expected<OriginDeclaration, Findings> origin_declaration(const message::Document& document,
                                                              Packer& packer,
                                                              const refdata::Snapshot& reference,
                                                              Sha256 sha256) {
  awsc::DeclarationContents contents;
  const auto read = [&](const message::wco::Declaration& said,
                        const Hash256& hash) -> std::expected<Day, Findings> {
    auto what_it_says = awsc::contents_of(said, hash, sha256);
    if (!what_it_says) return std::unexpected(std::move(what_it_says.error()));
    contents = *std::move(what_it_says);
    return contents.day;
  };
  auto payload = check_whole(document,
                             {.root = awsc::name_of(awsc::od_declaration),
                              .number = awsc::od_declaration,
                              .read = read,
                              .otherwise = {}},
                             packer, reference);
  if (!payload) return std::unexpected(std::move(payload.error()));
  return OriginDeclaration{.contents = std::move(contents), .payload = *std::move(payload)};
}

}  // namespace lintas::app
