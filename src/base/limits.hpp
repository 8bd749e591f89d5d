#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every limit of the product, with its reason and with what happens there. Nothing else may be the first to
/// run out.
namespace lintas::limits {

using namespace std::chrono_literals;

// ---- encoding

/// Nesting of CBOR in our own records. Deeper input is refused as malformed. Our deepest record has 6 levels.
inline constexpr std::size_t cbor_depth_max = 16;

/// Longest value shown in a finding; the rest is cut. The field of the rejection messages is an..512.
inline constexpr std::size_t finding_value_chars_max = 512;

// ---- messages
//
// Whatever stands in a message of the largest size, it is answered within 2 seconds and 64 MB of memory.

/// Largest message read, XML or JSON. Above it: LIM-001, nothing is parsed. Five times a declaration of 999
/// items.
inline constexpr std::size_t message_bytes_max = 8UL * 1024 * 1024;

/// Elements or JSON values inside each other. Deeper: LIM-002. Our messages need 7 levels.
inline constexpr std::size_t message_depth_max = 32;

/// Attributes of one element. More: LIM-003. A root element needs four: namespaces, schema location, phase.
inline constexpr std::size_t message_attributes_max = 16;

/// Memory for the groups of one message, without their texts. More: LIM-004. An empty element of 18 bytes
/// becomes a group of some hundred, so the size of the message alone does not bound it; real messages need
/// less than their own size.
inline constexpr std::size_t message_groups_bytes_max = 12UL * 1024 * 1024;

/// Findings reported about one message; in place of the next one LIM-005 follows and reading stops. The
/// rejection messages hold 9,999, but nobody corrects that many at once.
inline constexpr std::size_t findings_max = 999;

/// How many views may be described one by another, one after the other. More is a bug.
inline constexpr std::size_t view_chain_max = 8;

// ---- the loop

/// Commands in one batch. Larger batches gain a quarter in rate for six times the latency (ADR 0003).
inline constexpr std::size_t batch_commands_max = 64;

/// Payload bytes in one batch, before compression; the batch ends early above it, so that one commit stays
/// short.
inline constexpr std::size_t batch_payload_bytes_max = std::size_t{1024} * 1024;

/// How deep a command may lead to further commands. Deeper is a bug: the command is quarantined.
inline constexpr std::size_t derived_depth_max = 16;

/// Events of one decision: one of each of the 64 guarantees of a movement and those of the movement itself,
/// with room for as many again. More is a bug: the command is quarantined.
inline constexpr std::size_t events_per_decision_max = 160;

/// Streams kept in memory by one executor. Above it the least recently used are dropped and folded again when
/// asked for, which costs 30 to 60 microseconds each.
inline constexpr std::size_t cached_streams_max = 100'000;

/// Messages of one partner that wait on one stream for a message before them. One more is refused as
/// transient: the partner keeps it and sends it again.
inline constexpr std::size_t parked_per_lane_max = 100;

/// How long a message waits for the ones before it until these are asked for: long enough for a retry to come
/// through.
inline constexpr std::chrono::milliseconds gap_ask_after = 15min;
/// Pause before the missing ones are asked for again.
inline constexpr std::chrono::milliseconds gap_ask_again = 6h;
/// How long a partner's message may wait for its turn until somebody is told: ncts.md 9.2, `parked`.
inline constexpr std::chrono::milliseconds parked_wait_max = 24h;

/// A clock whose command hit a bug of ours rests so long before it strikes again.
inline constexpr std::chrono::milliseconds clock_rest_after_bug = 1h;

// ---- sending to partners

/// First pause after a failed attempt; doubled each time up to the next limit.
inline constexpr std::chrono::milliseconds retry_delay_first = 5s;
/// Longest pause between two attempts at a partner that does not answer: a partner back after days is found
/// in time.
inline constexpr std::chrono::milliseconds retry_delay_max = 10min;
/// Failures in a row after which a partner counts as unreachable and only a probe is sent.
inline constexpr unsigned circuit_failures_max = 5;
/// Signed and sealed messages under way or waiting to be tried again. One that has no room is made anew when
/// it is tried: with the same digests, since all that is signed follows from the log.
inline constexpr std::size_t outgoing_octets_bytes_max = 16UL * 1024 * 1024;

/// So much of what a partner says to a message that it refuses for good is kept with the dead letter. The
/// rest is cut off: code and rule stand before it.
inline constexpr std::size_t refusal_words_bytes_max = 300;
/// When a partner that found no room here is asked to come again.
inline constexpr std::chrono::seconds partner_retry_after = 5s;
/// Messages that go in one AS4 message where the partner takes that. More costs little less: of 32 the
/// signatures, the key and the receipt are a thirtieth of a message each, and what is refused is sent again
/// one by one. More that come: EXC-025.
inline constexpr std::size_t bundle_messages_max = 32;
/// What these say, unpacked, in all. What is longer goes alone. More that come: EXC-025. Twenty declarations
/// of a usual day, and so little that a bundle is held whole, on both sides, like a message alone.
inline constexpr std::size_t bundle_bytes_max = 256UL * 1024;
/// Attempts at a bundle that decide nothing, until its messages are sent one by one: whatever it is, it may
/// be one of them, or that they came together.
inline constexpr unsigned bundle_failures_max = 3;
/// Further ways in which a message came, of each of which its evidence has envelope and receipt. One comes of
/// a start of its sender between post and receipt.
inline constexpr std::size_t evidence_ways_max = 64;
/// Messages on the way to one partner at once; of a lane one, or those that go together.
inline constexpr std::size_t in_flight_per_partner_max = 64;

// ---- the store

/// Length of the write-ahead log at which the writer copies it into the database, between two batches.
/// Shorter writes more bytes, longer stops the writer for longer: at 64 MiB about 50 ms (ADR 0003).
inline constexpr std::size_t log_bytes_checkpoint = 64UL * 1024 * 1024;
/// The same while the writer has nothing else to do.
inline constexpr std::size_t log_bytes_idle_checkpoint = 8UL * 1024 * 1024;
/// A log as long as this never had a moment without a reader: new readers wait until it is copied.
inline constexpr std::size_t log_bytes_reader_gate = 256UL * 1024 * 1024;
/// A longer log is held by a reader that does not end: the store is read-only until it does.
inline constexpr std::size_t log_bytes_max = 1024UL * 1024 * 1024;

/// Free disk below which the store is read-only: the log up to the gate, and once more for its copy.
inline constexpr std::uint64_t disk_reserve_bytes = 2 * log_bytes_reader_gate;

/// Page cache of the writer and of each reader. Above 4 MiB the figures are flat; the rest is room for skew.
inline constexpr std::size_t writer_cache_kib = 65'536;
inline constexpr std::size_t reader_cache_kib = 8'192;

/// Longest transaction of a reader; then it is interrupted. Exports read range by range and let go between.
inline constexpr std::chrono::milliseconds read_time_max = 1s;

/// Forgotten answers dropped in one transaction, so that a day of them does not stop the writer.
inline constexpr std::size_t commands_dropped_at_once = 10'000;

/// Largest document once decompressed; a larger one is not taken, and a stored one that claims to be larger
/// is damaged. Ten times the largest declaration of 999 items.
inline constexpr std::size_t document_bytes_max = 16UL * 1024 * 1024;

// ---- the audit of a store

/// Rows that the audit reads at once, and documents, each up to document_bytes_max.
inline constexpr std::size_t audit_rows_at_once = 256;
inline constexpr std::size_t audit_documents_at_once = 16;
/// Violations of one kind that are named; the others are counted. A person has seen enough by then.
inline constexpr std::size_t audit_named_max = 100;
/// Streams that others follow and the audit keeps in memory; above it all are read again when needed.
inline constexpr std::size_t audit_followed_max = 20'000;

// ---- guarantees

/// Guarantees of one movement: one decision reserves them all, and has as many events. The schema would allow
/// 891. More is refused (R-GUA-203).
inline constexpr std::size_t guarantees_per_movement_max = 64;

/// Access codes of one guarantee; the header keeps a fixed size. More is refused (R-GUA-315).
inline constexpr std::size_t access_codes_max = 8;

/// Senders of one guarantee whose wrong access codes are counted. Only the holder and its declared agents
/// are; one more counts as locked until an officer unlocks one (R-GUA-105).
inline constexpr std::size_t code_failure_senders_max = 16;

/// Goods codes and excluded countries of one guarantee. More is refused (R-GUA-319).
inline constexpr std::size_t guarantee_list_max = 99;

// ---- HTTP
//
// Those of a server may be lowered or raised by the operator; docs/operations/configuration.md says which.

/// Request line and headers together. Above it: 431 (NET-002). Ten times what a browser behind a proxy sends.
inline constexpr std::size_t http_head_bytes_max = 16UL * 1024;
/// Largest body of any request or answer; most routes allow less. Above it: 413 (NET-003). The largest
/// message (message_bytes_max) in an AS4 envelope, signed and encrypted.
inline constexpr std::size_t http_body_bytes_max = 12UL * 1024 * 1024;
/// Bodies being received by one server, together, with what is kept of those that are worked on as they come;
/// one more is answered 503 (NET-006). So slow senders of large bodies do not fill the memory.
inline constexpr std::size_t http_bodies_bytes_max = 256UL * 1024 * 1024;
/// Parameters of one query. More: 400 (NET-001). The largest form of ours has 40 fields.
inline constexpr std::size_t http_query_parameters_max = 64;

/// Open connections of one server; one more is answered 503 (NET-006). Each costs two descriptors at most and
/// some 20 KB.
inline constexpr std::size_t http_connections_max = 4096;
/// Open connections from one address, of IPv6 from one network of 64 bits; one more is answered 503
/// (NET-006). A trader's whole office may stand behind one.
inline constexpr std::size_t http_connections_per_address_max = 256;
/// Connections above these limits that are still told so; further ones are closed without a word.
inline constexpr std::size_t http_refused_connections_max = 64;

/// From the connection to the end of the TLS handshake; then it is closed. Ten round trips on the worst line.
inline constexpr std::chrono::milliseconds http_handshake_time_max = 10s;
/// From the first byte of a request to the end of its head. Above it: 408 (NET-004).
inline constexpr std::chrono::milliseconds http_head_time_max = 10s;
/// Pause between two pieces of a body. Above it: 408 (NET-004).
inline constexpr std::chrono::milliseconds http_body_pause_max = 15s;
/// From the first byte of a request to the last one of its body. Above it: 408 (NET-004). The largest body at
/// one megabit a second.
inline constexpr std::chrono::milliseconds http_request_time_max = 2min;
/// What a handler may take. Above it: 504 (NET-007); its answer, when it comes, is dropped. Traders are
/// turned away long before.
inline constexpr std::chrono::milliseconds http_answer_time_max = 60s;
/// From the first byte of an answer to its last; then the connection is closed.
inline constexpr std::chrono::milliseconds http_write_time_max = 2min;
/// An idle connection is closed after it. Longer than our own client keeps one (client_idle_time_max), so
/// that the client closes first and no request meets a closing server.
inline constexpr std::chrono::milliseconds http_idle_time_max = 60s;
/// After an answer before the request was read to its end: what still comes is thrown away so long, because
/// closing at once would take the answer away from a client that is still sending.
inline constexpr std::chrono::milliseconds http_linger_time_max = 2s;

/// Name resolution, connection and handshake of our client.
inline constexpr std::chrono::milliseconds client_connect_time_max = 10s;
/// From the call to the last byte of the answer, waiting for a free connection included.
inline constexpr std::chrono::milliseconds client_request_time_max = 60s;
/// Our client closes a connection that was idle so long.
inline constexpr std::chrono::milliseconds client_idle_time_max = 15s;
/// Connections of our client to one target; further requests wait in line.
inline constexpr std::size_t client_connections_per_target_max = 16;
/// Requests that wait in line for one target; one more fails at once as busy.
inline constexpr std::size_t client_waiting_per_target_max = 1024;

// ---- the node

/// What traders have asked to have done and are not answered about yet, wherever it waits. Who comes then is
/// told to come later by the head of the request: what it brings is not read. Half a second at 1,000 commands
/// a second, so that nobody waits long for a refusal, nor behind those who would be refused; and eight full
/// batches, so that the writer never waits for traders. Everything below has more room, for what was let in.
inline constexpr std::size_t row_of_traders_max = 512;
/// The part of it that one party may have, with however many keys: two batches, so that the writer has work
/// where nobody else asks, and whoever floods turns away himself before all others.
inline constexpr std::size_t row_of_one_party_max = row_of_traders_max / 4;
/// Commands that wait for the writer, by who asks: more are answered "busy" before any work. Partners and
/// officers have shares of their own, so that a flood of declarations stops neither. At 1,000 commands a
/// second the longest queue is worked off within 2 seconds.
inline constexpr std::size_t queue_of_traders_max = 2048;
inline constexpr std::size_t queue_of_officers_max = 512;
inline constexpr std::size_t queue_of_partners_max = 1024;
/// A command that waited so long is answered "busy" instead: whoever asked repeats it, and others get their
/// turn.
inline constexpr std::chrono::milliseconds queue_wait_max = 2s;
/// Work that waits for a thread of the pool, by whom it is for: more is refused before it is parsed. Our own
/// messages to partners have a share too, so that neither side stops the other.
inline constexpr std::size_t pool_queue_of_people_max = 512;
inline constexpr std::size_t pool_queue_of_officers_max = 256;
inline constexpr std::size_t pool_queue_of_partners_max = 512;
inline constexpr std::size_t pool_queue_of_sending_max = 256;
/// Denials of one actor that are written in the audit log in one hour; further ones are only counted there,
/// in the next that is written.
inline constexpr std::size_t denials_noted_per_hour = 60;
/// Until a message to a partner is tried again that found no room in the pool.
inline constexpr std::chrono::milliseconds pool_full_pause = 200ms;
/// The writer looks at its clocks this often when nothing else happens. None is finer than a minute.
inline constexpr std::chrono::milliseconds clock_look_interval = 500ms;
/// How often the head of the audit log is signed while something happens: what a thief of the store could
/// rewrite unseen is at most what happened since.
inline constexpr std::chrono::hours audit_head_interval{1};
/// How long the answer to an Idempotency-Key is kept. Clients repeat for minutes; a line at the border may be
/// down for days.
inline constexpr std::chrono::days command_answers_kept{14};
/// From so many days before its end a certificate is warned of, once a day.
inline constexpr std::chrono::days certificate_warning{30};
/// Declarations that the gateway keeps parsed, since the records of one movement go out together.
inline constexpr std::size_t declarations_kept_max = 64;
/// Letters that were just written and have not left yet: a few thousand. Those of a partner that cannot be
/// reached are read from the store when it can.
inline constexpr std::size_t fresh_letters_bytes_max = 4UL * 1024 * 1024;

// ---- the process

/// Longest log line; a longer one loses its last fields and says so. A pipe takes so much in one piece.
inline constexpr std::size_t log_line_bytes_max = 4096;
/// Combinations of label values of one metric; further ones are counted under "other". So nobody outside can
/// grow the metrics.
inline constexpr std::size_t metric_series_max = 256;
/// Largest file of API keys, some 80,000 lines: each key that is issued or withdrawn writes it anew.
inline constexpr std::size_t keys_file_bytes_max = 16UL * 1024 * 1024;
/// Largest configuration file, and largest file of one key or certificate.
inline constexpr std::size_t configuration_bytes_max = 1024UL * 1024;

// ---- registers

/// Vehicle units of one declaration whose papers are asked for: a road train has three, a convoy under one
/// declaration some more. A declaration with more is refused (R-TRA-110): each is a look into the registers.
inline constexpr std::size_t vehicle_units_max = 20;

/// Offices, premises, seal series, states or goods codes of one register entry. More is refused (R-REG-205).
inline constexpr std::size_t register_list_max = 99;

/// Rows of one file of register entries; each becomes a command. More is refused (R-REG-301): a state's
/// permits are 500, and a larger register comes in several files.
inline constexpr std::size_t register_rows_max = 10'000;
// ---- movements on the road and at destination

/// Offices of one state in the record of a movement, with those added on the way. One more is refused
/// (R-ROA-008). A declaration names nine in all.
inline constexpr std::size_t journey_offices_max = 64;

/// What an officer writes as a reason or a finding; longer is refused (R-ROA-001). The texts of the messages
/// are an..512.
inline constexpr std::size_t officer_text_chars_max = 512;

/// Seals put on anew, of one inspection or incident. More is refused (R-ROA-008). The messages hold as many.
inline constexpr std::size_t seals_noted_max = 99;

/// Longest pause before departure is asked once more for a record: after days of silence it answers within an
/// hour of being back.
inline constexpr std::chrono::milliseconds record_request_pause_max = 1h;

/// Status notices of one movement that are kept for the history; then the oldest is forgotten. A movement has
/// four to eight.
inline constexpr std::size_t notices_kept_max = 64;

/// How long notices of a movement may be missing until departure is asked for the picture as it is now.
inline constexpr std::chrono::milliseconds notice_ask_after = 10min;
/// Pause before it is asked again: after a long silence thousands of movements ask, and each answer is one
/// more message.
inline constexpr std::chrono::milliseconds notice_ask_again = 6h;

/// How long after the last message about it a movement is kept in the daily manifest although nobody here has
/// to act: departure tells its end within weeks, or its enquiry goes on and tells of that.
inline constexpr std::chrono::days end_awaited{60};

// ---- manifests

/// How often a node sends its partners what they have in common.
inline constexpr std::chrono::hours manifest_interval{24};
/// Open streams that one part of a manifest looks at, and so the most entries of a message. Folded anew each,
/// they keep the writer for some 25 ms.
inline constexpr std::size_t manifest_page = 500;
/// Pause between two parts, so that others get their turn: 100,000 open movements take some minutes.
inline constexpr std::chrono::milliseconds manifest_pause = 1s;

// ---- the interface for software

/// Items of a page that is asked for without `limit`, and the most that `limit` may ask for: a page is folded
/// from events within one turn of a pool thread.
inline constexpr std::size_t api_page_default = 25;
inline constexpr std::size_t api_page_max = 100;

/// Events of the log that one request for the feed looks through; a party sees few of them, and asks again.
inline constexpr std::size_t api_feed_scan_max = 500;

/// Streams of the feed that are open, and of one key; one more is answered 429. A stream holds a connection
/// and at most one page; a firm's software needs one, and a second while it is exchanged.
inline constexpr std::size_t api_streams_max = 1024;
inline constexpr std::size_t api_streams_per_key_max = 4;
/// What is written so soon after one another is looked at together, for all streams.
inline constexpr std::chrono::milliseconds api_stream_turn_pause = 50ms;
/// Streams that one look serves: short enough for the longest transaction of a reader.
inline constexpr std::size_t api_streams_at_once = 64;
/// Longest pause of a stream: proxies cut off after 30 or 60 seconds without a word.
inline constexpr std::chrono::milliseconds api_stream_pause_max = 15s;
/// How often pauses and keys are looked at: so long a stream may live on after its key.
inline constexpr std::chrono::milliseconds api_stream_tick = 5s;

// ---- webhooks

/// Subscriptions of one owner, and of the node; one more is refused (R-HOO-203). A firm has one for
/// each of its systems. Each folds some events at a start and has a request under way.
inline constexpr std::size_t webhooks_per_owner_max = 8;
inline constexpr std::size_t webhooks_max = 500;
/// An address (R-HOO-201), and names of events in a filter (R-HOO-202).
inline constexpr std::size_t webhook_url_chars_max = 512;
inline constexpr std::size_t webhook_events_max = 64;
/// What a subscriber has taken is noted in the log after so many events, or so long after the first of them,
/// and when the node stops. A node that is killed delivers again what it has not noted; noting each would
/// double the log.
inline constexpr std::size_t webhook_note_after = 1000;
inline constexpr std::chrono::milliseconds webhook_note_pause = 1h;
/// Events that a subscription passes over without a note: looked through again in seconds.
inline constexpr std::int64_t webhook_passed_max = 50'000;
/// A subscriber that takes nothing for so long is stopped: as long as the schedule of Standard Webhooks.
inline constexpr std::chrono::milliseconds webhook_failing_max = 75h;
/// So long the secret before signs as well.
inline constexpr std::chrono::milliseconds webhook_old_secret = 24h;
/// What a subscriber may take for its answer, and say in it: nobody reads that. More is a failure.
inline constexpr std::chrono::milliseconds webhook_answer_time_max = 15s;
inline constexpr std::size_t webhook_answer_bytes_max = 16UL * 1024;
/// Subscriptions that one look reads anew and that it looks into the feed for.
inline constexpr std::size_t webhooks_at_once = 32;
/// How often retries and notes are looked at: the shortest pause of a retry.
inline constexpr std::chrono::milliseconds webhook_tick = 5s;
/// Requests to subscribers under way at once; each subscription has one.
inline constexpr std::size_t webhooks_under_way_max = 64;

// ---- acts

/// Content of an act: a registration with 99 access codes and all countries needs 8 KB.
inline constexpr std::size_t api_act_bytes_max = 64UL * 1024;

/// A file of register entries: its rows are at most register_rows_max, of some hundred characters each.
inline constexpr std::size_t api_import_bytes_max = 4UL * 1024 * 1024;

/// Rows of one file that the writer has at once: enough to fill a batch, few enough that others get their
/// turn.
inline constexpr std::size_t api_import_window = 64;

/// An Idempotency-Key: a UUID has 36 characters, some clients put two together.
inline constexpr std::size_t api_idempotency_key_chars_max = 128;

}  // namespace lintas::limits
