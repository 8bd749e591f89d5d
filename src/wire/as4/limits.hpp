#pragma once

#include <cstddef>

#include "wire/xml/tree.hpp"

/// What a message of a partner may cost before and after its signature was found good. Every limit of AS4
/// with its reason and with what happens there.
namespace lintas::as4::bounds {

/// Body of a request with a message. Above it: 413, NET-003. Five times what the largest payload needs: a
/// partner that sends too much is told so by a signed error, and not by a line that is closed.
inline constexpr std::size_t body_bytes_max = 64UL * 1024 * 1024;

/// Up to here a body is held until it is whole, as is quickest for the 20 KB of most messages; a longer one
/// is opened as it comes. So much is held of each that comes over a line whose certificate is known, and
/// http_unknown_whole_bytes_max of any other; it is accounted for under http_bodies_bytes_max.
inline constexpr std::size_t whole_body_bytes_max = 1024UL * 1024;

/// Of a payload, decrypted and handed on at once: what a message of any size takes beside its envelope.
inline constexpr std::size_t opened_piece_bytes = 64UL * 1024;

/// Payloads of a message that lie in memory while it is opened, unpacked; what is beyond lies in a file. A
/// declaration of 600 items.
inline constexpr std::size_t spool_memory_bytes = 1024UL * 1024;

/// All payloads of a message, unpacked. More: EBMS:0007, as soon as it is seen.
inline constexpr std::size_t spool_message_bytes_max = 64UL * 1024 * 1024;

/// Of all messages that are opened, in files. More: 503 for the message that finds no room. Half of what the
/// disk keeps free for the store (disk_reserve_bytes): partners cannot make it read-only. The messages of one
/// partner may have as much of it as they leave free: half of it, and a third beside another partner that
/// takes what it can. So none, however slowly it sends, takes the room of all others.
inline constexpr std::size_t spool_bytes_max = 256UL * 1024 * 1024;

/// The SOAP part of a message. Above it: EBMS:0007. Each payload has a reference, an EncryptedData and its
/// properties there: 1,750 bytes as phase4 writes them, 1,550 as we do, and there may be `parts_max`.
inline constexpr std::size_t soap_bytes_max = 2UL * 1024 * 1024;

/// Of the SOAP part. Beyond: EBMS:0009. Real envelopes have a depth of 11, 8 attributes, 12 namespaces, and
/// 23 nodes for each payload.
inline constexpr xml::TreeLimits soap_tree{.bytes_max = soap_bytes_max,
                                           .depth_max = 64,
                                           .attributes_max = 64,
                                           .scope_max = 64,
                                           .nodes_max = 32'000,
                                           .namespaces_max = 200};

/// Of a payload that is signed in its canonical form, so uncompressed XML. Beyond: EBMS:0101. Its tree takes
/// about ten times its size, which this bounds; whoever has more compresses it, as the profile asks.
inline constexpr xml::TreeLimits payload_tree{.bytes_max = 8UL * 1024 * 1024,
                                              .depth_max = 64,
                                              .attributes_max = 64,
                                              .scope_max = 64,
                                              .nodes_max = 400'000,
                                              .namespaces_max = 200,
                                              .instructions = true};

/// Canonical form may be so many times as long as the most that is read of such a document; it is digested in
/// pieces. Longer: EBMS:0101. Of what programs write it has hardly more octets than the document. Each
/// element writes anew the namespaces that it uses and no element around it shows: of 256 octets each, for an
/// attribute of eight, that would make 300 MB of a payload, and 76 of an envelope that nobody has signed.
inline constexpr std::size_t canonical_growth_max = 4;

/// Payloads of a message. More: EBMS:0007. The hundreds of small documents that a convoy has fit into one.
inline constexpr std::size_t parts_max = 1'000;

/// Headers of one MIME part, in bytes and in number. More: EBMS:0007. Real parts have four in 300 bytes.
inline constexpr std::size_t part_header_bytes_max = 16UL * 1024;
inline constexpr std::size_t part_headers_max = 100;

/// RFC 2046 allows no longer boundary. Longer: EBMS:0007.
inline constexpr std::size_t boundary_chars_max = 70;

/// A value of Content-Type, and its parameters. More: EBMS:0007. The longest seen, with start and start-info,
/// has 5 in 250 characters.
inline constexpr std::size_t content_type_chars_max = 1'024;
inline constexpr std::size_t content_type_parameters_max = 16;

/// What a payload may grow by when it is unpacked. More: EBMS:0303. Deflate cannot do more than 1,032; XML of
/// 999 equal items reaches 180.
inline constexpr std::size_t inflate_ratio_max = 1'000;

/// Up to here a payload may grow as it likes: a few octets of a short one may stand for many, and nobody is
/// hurt by that.
inline constexpr std::size_t inflate_ratio_free_bytes = 64UL * 1024;

/// What a payload may be longer when it is packed: a part of it, and a name. Deflate itself adds five octets
/// to each block that it cannot pack. More: EBMS:0303, since what was signed is kept as long as its message.
inline constexpr std::size_t gzip_excess_part = 64;
inline constexpr std::size_t gzip_excess_bytes = 4UL * 1024;

/// The same while it comes, when a block may just have had its longest codes: no more is kept of what goes on
/// like this. More: EBMS:0303.
inline constexpr std::size_t gzip_excess_within_bytes = 64UL * 1024;

/// What deflate and inflate hand on at once, and hold beside their own state of at most 270 KB.
inline constexpr std::size_t gzip_piece_bytes = 32UL * 1024;

/// Ids that partners choose: of messages, conversations, parts. Longer: EBMS:0009. A UUID with a domain
/// has 60.
inline constexpr std::size_t id_chars_max = 255;

/// Of sender and MessageId of a message that nobody has proved, as our log has them: enough to find the
/// partner whose message it might be, and no room for anybody's texts.
inline constexpr std::size_t claimed_chars_max = 64;

/// Properties of a message, or of one of its parts. More: EBMS:0009. Four corners take two, a packed part
/// two, and each is looked for among those before it.
inline constexpr std::size_t properties_max = 100;

/// Errors in one signal. More: EBMS:0009. One is usual, each with a text.
inline constexpr std::size_t errors_max = 20;

/// Prefixes of an InclusiveNamespaces list. More: EBMS:0101. Peers write one or none.
inline constexpr std::size_t prefixes_max = 32;

/// Tokens in a security header: the signer's and the recipient's. More: EBMS:0103.
inline constexpr std::size_t tokens_max = 2;

/// Salt and info of a key derivation. More: EBMS:0102. Peers write 16 bytes of salt and no info.
inline constexpr std::size_t derivation_bytes_max = 256;

}  // namespace lintas::as4::bounds
