#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/certificates.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

/// Every change of the store, on the writer's connection, inside a transaction of the caller.
class Writes {
 public:
  explicit Writes(Database& database);

  /// Table by table, ids ascending, so that the pages at hand stay the same. Throws StoreFailure where a row
  /// stands already, Bug where the batch contradicts the store; either way the transaction has to be undone.
  void write(const app::Batch& batch);
  void write_head(const app::HeadRow& head);
  /// How many were dropped, at most `count`.
  [[nodiscard]] int drop_commands_before(std::uint16_t day, std::size_t count);

 private:
  void write_documents(const app::Batch& batch);
  void write_log(const app::Batch& batch);
  void write_stream(const app::StreamWrite& write);
  void write_keys(const app::Batch& batch);
  void write_outbox(const app::Batch& batch);
  /// As a row keeps it.
  struct Evidence {
    Bytes envelope = {};
    Bytes receipt = {};
    Bytes places = {};  ///< of certificates in them
  };
  template <class Row>
  [[nodiscard]] Evidence cut(const Row& row);
  template <class Row>
  [[nodiscard]] Evidence evidence_of(const Row& row);
  /// Of one that went or came with others: the row that keeps the evidence of all; 0 of any other.
  template <class Row>
  [[nodiscard]] std::int64_t carrier_of(const Row& row, bool is_sent);

  Statement add_payload_;
  Statement erase_payload_;
  Statement erase_as_signed_;
  Statement add_event_;
  Statement add_tile_;
  Statement begin_stream_;
  Statement step_stream_;
  Statement move_stream_;
  Statement claim_key_;
  Statement free_key_;
  Statement add_number_;
  Statement add_message_;
  Statement mark_message_;
  Statement revive_message_;
  Statement remove_message_;
  Statement add_received_;
  Statement add_sent_;
  Statement add_carrier_;
  Statement find_carrier_;
  Statement add_command_;
  Statement drop_commands_;
  Statement quarantine_;
  Statement save_head_;
  CertificateWrites certificates_;
};

}  // namespace lintas::store
